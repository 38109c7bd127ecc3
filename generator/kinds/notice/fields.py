"""公开事项: a disclosure, a notice, a resolution, a correction.

The content of a notice follows《中国共产党党务公开条例（试行）》(2017); the elements of its box are
those of the State Council's catalogue metadata (索引号 = 机构代码/YYYY-NNNNN, which never changes).
"""

from datetime import date
from typing import Annotated, Literal

from generator.catalogue import Scope, Unit
from generator.kinds.attachment import Attachment
from generator.kinds.branch.fields import BranchRef
from generator.records.fields import (
    Chosen,
    Day,
    Group,
    Indexed,
    Markdown,
    Record,
    Refers,
    Text,
    Whole,
    at_most,
    field,
    such_that,
    written,
)
from generator.records.office import Office

# The fields of `Steps` in their order, as they are called.
STEPS = (("proposed", "提出"), ("reviewed", "审核"), ("approved", "审批"), ("published", "公布"))
Doc = Literal["公开", "公示", "通报", "决议", "通知", "更正"]
Index = Annotated[
    Text,
    written(r"[0-9A-Za-z-]+/\d{4}-\d{5}", "是“机构代码/年份-五位数”，例如 210000012/2026-00031"),
]
Days = Annotated[Whole, such_that(lambda n: 1 <= n <= 3650, "在 1 到 3650 之间")]
Short = Annotated[Text, at_most(100)]
Contact = Annotated[Text, Office()]


class Step(Group):
    by: Text = field(
        "经办", "谁经办，写职务。", default="", example="组织委员", aliases=("人", "由谁", "经办人")
    )
    on: Day | None = field("日期", "哪一天。", default=None, aliases=("时间",))


class Review(Step):
    secrecy: Literal["通过", "不通过"] | None = field(
        "保密审查", "保密审查的结论。", default=None, aliases=("保密审查结论", "保密审查意见")
    )


class Steps(Group):
    proposed: Step | None = field("提出", "谁提出公开方案。", default=None)
    reviewed: Review | None = field("审核", "谁审核，保密审查是否通过。", default=None)
    approved: Step | None = field("审批", "谁审批。", default=None, aliases=("批准",))
    published: Step | None = field("公布", "谁公布。", default=None, aliases=("实施", "发布"))


class Feedback(Group):
    office: Contact = field("办公室", "到哪里反映。", default="", aliases=("地点", "受理地点"))
    address: Contact = field("地址", "来信寄到哪里。", default="")
    phone: Contact = field("电话", "办公电话。", default="", aliases=("联系电话",))
    email: Text = field("邮箱", "单位邮箱。", default="")


class Reply(Group):
    received: Day | None = field("收到日期", "哪天收到。", default=None)
    opinion: Text = field("意见", "意见的要点，不写提意见的人。", default="")
    result: Text = field("办理", "怎样办理。", default="")
    on: Day | None = field("答复日期", "哪天答复。", default=None)


class Withdrawal(Group):
    on: Day = field("日期", "从哪天起撤下。")
    reason: Text = field("理由", "为什么撤下；会显示在网页上。")


class Notice(Record):
    title: Text = field(
        "标题",
        "公开事项的标题。",
        example="2026 年第三季度党费收缴、使用情况",
        aliases=("公开事项名称", "事项名称", "题目"),
    )
    index: Annotated[Index, Indexed()] | None = field(
        "索引号",
        "机构代码/年份-五位数，一件一号，不再改变。",
        default=None,
        example="210000012/2026-00031",
    )
    heading: Annotated[Text, Chosen("headings")] = field(
        "公开类别",
        "公开目录里的类别，写名称或编号。",
        example="党费管理",
        aliases=("类别", "事项类别"),
    )
    item: Annotated[Text, Chosen("items")] | None = field(
        "公开事项", "公开目录里的事项，写名称或编号。", default=None, aliases=("具体事项",)
    )
    doc: Doc = field("文种", "文件的种类。", aliases=("文件种类",))
    nature: Literal["固定", "定期", "即时"] | None = field(
        "公开性质", "多久公开一次。", default=None
    )
    scope: Scope = field("公开范围", "公开到哪一层。")
    branch: BranchRef = field(
        "发布单位",
        "发布党组织的编号。",
        example="kangqiao-1",
        aliases=("责任单位", "公开单位", "发布机构", "党组织"),
    )
    issued: Day = field("发布日期", "哪天发布。", aliases=("公开日期", "公开时间", "发布时间"))
    starts: Day | None = field(
        "起始日",
        "公示从哪天开始；不写就是发布日期。",
        default=None,
        aliases=("开始日", "开始日期", "公示开始"),
    )
    ends: Day | None = field(
        "截止日", "公示到哪天为止。", default=None, aliases=("截止日期", "结束日期", "公示截止")
    )
    days: Days | None = field(
        "期限",
        "公示几天，与“单位”一起写；与“截止日”只写一个。",
        default=None,
        aliases=("公示天数",),
    )
    unit: Unit | None = field("单位", "工作日或自然日。", default=None)
    steps: Steps | None = field("办理程序", "提出、审核、审批、公布各是谁、哪天。", default=None)
    feedback: Feedback | None = field("反映渠道", "到哪里、打什么电话反映意见。", default=None)
    replies: list[Reply] = field("意见办理", "收到的意见和办理情况，不写人名。", default=[])
    outcome: Text = field("公示结果", "公示结束后的结果。", default="", aliases=("结果",))
    corrects: Annotated[Text, Refers("notice")] | None = field(
        "更正对象", "更正哪一件，写它的编号。", default=None, example="kangqiao/2026/0003"
    )
    withdrawn: Withdrawal | None = field("撤下", "从网站撤下的日期和理由。", default=None)
    summary: Short = field("摘要", "一两句话，最多 100 字。", default="", aliases=("微公开",))
    body: Markdown = field("正文", "公开的内容。", default="", aliases=("公开内容", "内容"))
    attachments: list[Attachment] = field("附件", "随文公开的文件。", default=[])

    @property
    def from_day(self) -> date:
        """The first day of the period; it is not counted."""
        day: date = self.starts or self.issued
        return day

    def awaiting(self, day: date) -> bool:
        """Whether one of the four steps is missing, refused, or planned for a later day."""
        steps = self.steps
        if steps is None:
            return True
        taken = (steps.proposed, steps.reviewed, steps.approved, steps.published)
        if any(each is None or not each.by or each.on is None or each.on > day for each in taken):
            return True
        return steps.reviewed is None or steps.reviewed.secrecy != "通过"

    def withdrawal(self) -> tuple[date, str] | None:
        return (self.withdrawn.on, self.withdrawn.reason) if self.withdrawn else None
