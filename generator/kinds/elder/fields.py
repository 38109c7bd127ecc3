"""高龄党员: the register of members of 80 and over. Confined: never in the members' edition."""

from datetime import date
from typing import Literal

from generator.kinds.branch.fields import BranchRef
from generator.records.fields import Day, DayOrMonth, Group, Record, Text, YesNo, field

Status = Literal["在册", "转出", "去世", "停止党籍"]


# What somebody may agree to be named for.
FIFTY_YEARS = "光荣在党50年"


class Consent(Group):
    """Consent to be named (Personal Information Protection Law, Art. 25: a separate consent)."""

    what: Literal["光荣在党50年", "老党员讲党课"] = field("事项", "本人同意为哪件事公开姓名。")
    on: Day = field("同意日期", "哪天同意的；这一天以前不显示。")
    scope: Literal["向社会", "本单位", "全体党员", "特定对象"] = field(
        "范围", "同意公开到哪一层；“特定对象”不在网站上显示。"
    )
    until: Day | None = field("截止日期", "同意到哪一天为止，不写就是一直有效。", default=None)

    def holds(self, day: date) -> bool:
        """Whether it lets the members' edition name the person on a day."""
        return self.scope != "特定对象" and self.on <= day and (not self.until or day <= self.until)


class Elder(Record):
    id: Text = field("编号", "登记编号，全册不重复。", example="kq1-001", aliases=("登记编号",))
    name: Text = field("姓名", "姓名。", example="（示例）赵守田")
    sex: Literal["男", "女"] | None = field("性别", "男或女。", default=None)
    born: DayOrMonth = field(
        "出生年月",
        "出生日期，只知道年月也可以。",
        example="1941-03",
        aliases=("出生日期", "出生时间", "出生年月日", "生日"),
    )
    joined: DayOrMonth = field(
        "入党时间",
        "支部大会通过接收为预备党员的日期，政治生日从它算。",
        example="1965-07",
        aliases=("入党日期", "入党年月"),
    )
    regular: DayOrMonth | None = field(
        "转正时间",
        "转为正式党员的日期，党龄从它算。",
        default=None,
        aliases=("转正日期", "转正年月"),
    )
    branch: BranchRef = field(
        "所在支部",
        "所在党组织的编号。",
        example="kangqiao-1",
        aliases=("所属支部", "所在党支部", "所属党支部", "党支部", "支部", "所在党组织", "党组织"),
    )
    grid: Text = field(
        "网格", "所在网格。", default="", example="第二网格", aliases=("所在网格", "网格楼院")
    )
    address: Text = field(
        "住址", "住在哪里。", default="", aliases=("家庭住址", "现住址", "居住地址", "家庭地址")
    )
    phone: Text = field(
        "电话",
        "联系电话。",
        default="",
        aliases=("联系电话", "电话号码", "手机", "手机号", "联系方式"),
    )
    living: Literal["独居", "与配偶", "与子女", "养老机构", "其他"] | None = field(
        "居住方式", "和谁一起住。", default=None, aliases=("居住情况", "居住状况")
    )
    health: Text = field(
        "健康状况", "身体情况。", default="", aliases=("健康", "身体状况", "健康情况")
    )
    family: Text = field("家庭情况", "家庭情况。", default="", aliases=("家庭状况",))
    thoughts: Text = field("思想动态", "思想情况。", default="", aliases=("思想状况",))
    contact: Text = field(
        "包联人", "固定联系的人。", default="", aliases=("联系人", "结对人", "结对联系人", "包保人")
    )
    member_here: YesNo = field(
        "组织关系在本区",
        "组织关系是不是在本区。",
        example="是",
        aliases=("组织关系在册", "组织关系是否在册", "组织关系是否在本区"),
    )
    lives_here: YesNo = field(
        "常住本区", "是不是常住本区。", example="是", aliases=("常住", "是否常住", "是否常住本区")
    )
    surveyed: Day | None = field(
        "最近摸底日期",
        "最近一次摸底是哪天。",
        default=None,
        aliases=("摸底日期", "最近摸底", "最近摸底时间"),
    )
    status: Status = field("状态", "现在的状态。", example="在册", aliases=("党员状态",))
    since: Day | None = field(
        "生效日期", "从哪天起是这个状态。", default=None, aliases=("生效日", "状态日期")
    )
    consents: list[Consent] = field(
        "同意公开",
        "本人同意公开姓名的事项，每项一件；不写的一律不公开。收回同意就删掉这一项。",
        default=[],
    )
