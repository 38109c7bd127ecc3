"""走访: a visit to an elderly member. Confined: the members' edition has counts alone."""

import datetime
from collections.abc import Iterator
from typing import Annotated, Literal

from generator.clock import monday
from generator.records.fields import (
    Chosen,
    Day,
    DoneOn,
    Group,
    Number,
    Record,
    Refers,
    Text,
    Whole,
    field,
    such_that,
)

Way = Literal["入户", "医院", "电话"]
Status = Literal["计划", "已完成", "未遇", "取消"]
Amount = Annotated[Number, such_that(lambda n: n >= 0, "不小于 0")]
Year = Annotated[Whole, such_that(lambda n: 1900 <= n <= 2200, "是四位数的年份")]


class Gift(Group):
    what: Text = field(
        "慰问品",
        "慰问金或慰问品。",
        default="",
        example="慰问金",
        aliases=("物品", "品名", "慰问金物品"),
    )
    amount: Amount | None = field(
        "金额", "多少元，只写数字。", default=None, example="500", aliases=("慰问金",)
    )
    fund: Literal["区管党费", "街道经费", "社会捐助"] | None = field(
        "资金来源", "钱从哪里来。", default=None, aliases=("来源", "经费来源")
    )


class Followup(Group):
    what: Text = field("事项", "要做什么。", aliases=("安排", "后续安排"))
    by: Text = field("负责人", "谁来做。", default="", aliases=("承办人",))
    due: Day | None = field("期限", "哪天以前做完。", default=None, aliases=("完成期限",))
    done: DoneOn = field(
        "完成", "哪天做完的，或者写“是”。", default=False, aliases=("完成情况", "完成日期")
    )


class Visit(Record):
    id: Text = field("编号", "走访编号，可以不写。", default="", example="v2026-kq1-003")
    elder: Annotated[Text, Refers("elder")] = field(
        "走访对象",
        "高龄党员的编号。",
        example="kq1-001",
        aliases=("姓名", "老党员", "老党员姓名", "党员姓名", "走访对象姓名", "被走访人"),
    )
    date: Day = field(
        "日期", "走访的日期；计划写打算去的日期。", aliases=("走访日期", "走访时间", "时间")
    )
    occasion: Annotated[Text, Chosen("occasions")] = field(
        "节点", "结合什么节点，写名称或编号。", example="重阳", aliases=("走访节点",)
    )
    occasion_year: Year | None = field(
        "节点年度", "属于哪一年的节点，例如十二月为来年春节走访。", default=None, example="2027"
    )
    way: Way = field("方式", "只有入户计入每年的次数。", aliases=("走访方式",))
    visitors: list[Text] = field(
        "走访人",
        "谁去的，每项一人。",
        example="[孟凡（示例）, 陶然（示例）]",
        aliases=("走访人员", "参加人员"),
    )
    status: Status = field("状态", "走访的状态。", aliases=("走访状态",))
    recorder: Text = field("记录人", "谁记录的。", default="", aliases=("记录",))
    needs: Text = field(
        "困难诉求", "有什么困难和要求。", default="", aliases=("困难", "存在困难", "诉求")
    )
    opinions: Text = field("意见建议", "有什么意见建议。", default="", aliases=("意见", "建议"))
    gifts: list[Gift] = field("慰问", "慰问金和慰问品。", default=[])
    followups: list[Followup] = field("后续", "后续要办的事。", default=[])

    def found_by(self) -> Iterator[tuple[str, str]]:
        """By each visitor's week: a visitor has thousands of visits, and a dozen in a week."""
        for name in dict.fromkeys(self.visitors):
            yield WEEK, week_of(name, self.date)


# What a visitor's visits of a week are found by.
WEEK = "visitor_week"


def week_of(visitor: str, day: datetime.date) -> str:
    """A visitor's week, for `Library.holding`."""
    return f"{visitor}@{monday(day)}"
