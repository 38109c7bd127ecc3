"""党组织: a Party organisation, from a committee to a group of floating members."""

from typing import Annotated, Literal

from generator.records.fields import Markdown, Record, Refers, Text, field
from generator.records.office import Office

FLOATING = "流动党员党小组"
BranchType = Literal["党委", "党总支", "党支部", "党小组", "流动党员党小组"]
Contact = Annotated[Text, Office(shared=True)]
BranchRef = Annotated[Text, Refers("branch")]


class Branch(Record):
    name: Text = field(
        "名称",
        "全称，与公章一致。",
        example="中共康桥社区总支部委员会",
        aliases=("党组织名称", "组织名称", "全称"),
    )
    short: Text = field(
        "简称", "列表里显示的名称；不写就用全称。", default="", example="康桥社区党总支"
    )
    type: BranchType = field("类型", "党组织的类型。", aliases=("组织类型", "党组织类型"))
    parent: BranchRef | None = field(
        "上级",
        "上级党组织的编号。",
        default=None,
        example="kangqiao",
        aliases=("上级党组织", "上级组织"),
    )
    code: Text = field(
        "机构代码",
        "索引号的前一段，本组织的文件都用它。",
        example="210000011",
        aliases=("组织代码", "党组织代码"),
    )
    secretary: Text = field("书记", "党组织书记。", default="", aliases=("书记姓名", "党组织书记"))
    address: Contact = field(
        "地址", "办公地点的地址，不是个人住址。", default="", aliases=("办公地址", "办公地点")
    )
    hours: Text = field(
        "开放时间", "党员群众可以来的时间。", default="", example="周一至周五 8:30–17:00"
    )
    office: Contact = field(
        "办公室", "来访到哪间办公室。", default="", example="社区党群服务中心 102 室"
    )
    phone: Contact = field(
        "电话",
        "办公电话，不是个人手机。",
        default="",
        example="0427-2000011",
        aliases=("办公电话", "联系电话"),
    )
    about: Markdown = field("简介", "几句话的介绍。", default="")
    basis: Literal["地域", "行业"] | None = field(
        "组建方式", "流动党员党小组按什么组建。", default=None
    )
    attached_to: BranchRef | None = field(
        "编入支部", "流动党员党小组编入哪个就近的支部。", default=None, example="kangqiao-2"
    )

    @property
    def title(self) -> str:
        """What lists call it."""
        return self.short or self.name
