"""The catalogue of disclosure (公开目录): headings, items, and the rules that hold for all of them.

《中国共产党党务公开条例（试行）》(2017) has a catalogue made before anything is published by it.
Every number in it is data of `content/settings/catalogue.yaml`, with its citation.
"""

from typing import Annotated, Literal

from pydantic import BeforeValidator

from generator.records.fields import Day, Group, Text, Whole, YesNo, field, such_that, written

Unit = Literal["工作日", "自然日"]
# From the widest to the narrowest.
Scope = Literal["向社会", "本单位", "全体党员", "特定对象"]
Cadence = Literal["固定", "定期", "每年", "每半年", "每季度", "每月", "即时"]
# How ledgers write the same.
_CADENCES = {
    "长期": "固定", "年度": "每年", "半年": "每半年", "每半年度": "每半年", "季度": "每季度",
    "每季": "每季度", "月度": "每月", "随时": "即时", "临时": "即时", "常规": "定期",
}  # fmt: skip

Positive = Annotated[Whole, such_that(lambda n: 1 <= n <= 10_000, "不小于 1")]
# Ids of settings are parts of addresses; they may be Chinese.
Identifier = Annotated[Text, written(r"[\w-]+", "只用汉字、字母、数字和短横线")]


def _cadence(value: object) -> object:
    return _CADENCES.get(value, value) if isinstance(value, str) else value


class Minimum(Group):
    days: Positive = field("天数", "最短公开几天。")
    unit: Unit = field("单位", "工作日或自然日。")


class Item(Group):
    id: Identifier = field("编号", "写进记录和网址。")
    name: Text = field("名称", "显示的名称。")
    cadence: Annotated[Cadence | None, BeforeValidator(_cadence)] = field(
        "周期",
        "多久公开一次。每年到每月的是定期公开，到期没有公布会列入组织版的到期表。",
        default=None,
    )
    owed_by: list[Text] = field(
        "责任单位",
        "哪些类型的党组织要定期公布这一项；不写就按公开目录总的规定。",
        default=[],
        example="[党总支, 党支部]",
    )
    scope: Scope | None = field("最大范围", "最多公开到哪一层。", default=None)
    minimum: Minimum | None = field("最短期限", "至少公开多久。", default=None)
    approver: Text = field(
        "审批",
        "由谁审批；几个用顿号隔开，任何一个都可以。记录的审批经办里要写出这个名称。",
        default="",
        example="党总支、党委",
    )
    source: Text = field("依据", "出自哪里。", default="")


class Heading(Group):
    id: Identifier = field("编号", "写进记录和网址。")
    name: Text = field("名称", "显示的名称。")
    source: Text = field("依据", "出自哪里。", default="")
    items: list[Item] = field("事项", "这一类里的公开事项。", default=[])


class ProcedureRule(Group):
    required: YesNo = field(
        "必须", "是：办理程序走完才显示；否：不看办理程序，只在补录旧事项时用。", default=True
    )
    source: Text = field("依据", "出自哪里。", default="")


class FeedbackRule(Group):
    docs: list[Text] = field("文种", "哪些文种必须写明反映渠道。", default=["公示"])
    source: Text = field("依据", "出自哪里。", default="")


class ReplyRule(Group):
    days: Positive = field("天数", "收到意见后多少天内答复。")
    unit: Unit = field("单位", "工作日或自然日。")
    source: Text = field("依据", "出自哪里。", default="")


class Catalogue(Group):
    """`catalogue.yaml`: headings and items of disclosure (公开目录), and what holds for all."""

    headings: list[Heading] = field("类别", "公开类别。")
    procedure: ProcedureRule = field(
        "办理程序", "提出、审核、审批、公布的程序。", default=ProcedureRule()
    )
    feedback: FeedbackRule = field("反映渠道", "哪些文种必须写明反映渠道。", default=FeedbackRule())
    replies: ReplyRule | None = field("答复时限", "收到意见后多久答复。", default=None)
    owed_by: list[Text] = field(
        "责任单位",
        "哪些类型的党组织要按目录定期公布；不写就是所有党组织。",
        default=[],
        example="[党委, 党总支, 党支部]",
    )
    since: Day | None = field(
        "起算日期",
        "从哪天起按目录定期公布；不写就从各组织第一件公开事项的日期算。",
        default=None,
    )
