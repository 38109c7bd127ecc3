"""What a site sets for its visits: who is covered, how often, around which days, by how many.

`site.yaml: visits` and `occasions.yaml`. Every group has a `source`: its numbers come from rules.
"""

from typing import Annotated, Literal

from generator.catalogue import Identifier, Positive
from generator.records.fields import Day, Group, Text, Whole, YesNo, field, such_that, written

Count = Annotated[Whole, such_that(lambda n: 0 <= n <= 1000, "在 0 到 1000 之间")]
# So many surveys a year cut it into periods of whole months.
Surveys = Annotated[
    Whole, such_that(lambda n: n in (0, 1, 2, 3, 4, 6, 12), "是 0、1、2、3、4、6 或 12")
]
# A day that every year has: 02-29 is none.
YearlyDay = Annotated[
    Text,
    written(
        r"(?:0?[13578]|1[02])-(?:0?[1-9]|[12]\d|3[01])|(?:0?[469]|11)-(?:0?[1-9]|[12]\d|30)"
        r"|0?2-(?:0?[1-9]|1\d|2[0-8])",
        "是每年都有的“月-日”，例如 07-01",
    ),
]
Weekday = Literal["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
WEEKDAYS: tuple[Weekday, ...] = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


class AgeRule(Group):
    full_on: Literal["生日次日", "生日当日"] = field(
        "满岁日", "周岁从生日的第二天起算满，还是生日当天就算满。", default="生日次日"
    )
    source: Text = field("依据", "出自哪里。", default="")


class SurveyRule(Group):
    yearly: Surveys = field(
        "每年摸底次数", "一年里至少摸底几次；几次就把一年平均分成几段，每段一次。", default=1
    )
    source: Text = field("依据", "出自哪里。", default="")


class RemindRule(Group):
    days: Count = field("提前几天", "离最晚的日子还有几天时，标为“即将到期”。", default=30)
    coming: Count = field("预告几天", "多少天以内满龄的，列入“即将列入走访”。", default=365)
    source: Text = field("依据", "出自哪里。", default="")


class LoadRule(Group):
    day: Positive = field("每天上限", "一位走访人一天最多走访几次。", default=6)
    week: Positive = field("每周上限", "一位走访人一周（周一到周日）最多走访几次。", default=20)
    source: Text = field("依据", "出自哪里。", default="")


class PlanRule(Group):
    """How `dangwu plan visits` chooses days."""

    apart: Count = field(
        "间隔天数", "同一位老党员两次入户之间至少隔几天，排得开就隔开。", default=60
    )
    ahead: Count = field("提前安排", "从今天起至少几天以后，才排新的走访。", default=1)
    occasions: list[Text] = field(
        "结合节点",
        "按这个次序结合哪些节点，写名称或编号。",
        default=["春节", "七一", "政治生日", "重阳"],
    )
    otherwise: Text = field("其余节点", "不在任何节点附近的走访，写成哪个节点。", default="日常")
    weekdays: list[Weekday] = field("不走访的星期", "星期几不安排。", default=["周六", "周日"])
    holidays: YesNo = field(
        "避开放假",
        "是：放假的日子不安排（见 workdays.yaml）；调休上班的周末也不因此安排。",
        default=True,
    )
    dates: list[Day] = field("不走访的日子", "另外哪些日子不安排，逐日列出。", default=[])
    source: Text = field("依据", "出自哪里。", default="")


class HonourRule(Group):
    years: Positive = field("党龄", "党龄满多少年列入“光荣在党50年”。", default=50)
    on: YearlyDay = field("截至日期", "每年截至哪一天，写成 07-01。", default="07-01")
    source: Text = field("依据", "出自哪里。", default="")


class VisitRule(Group):
    yearly: Count = field("每年入户次数", "每位高龄党员一个自然年里至少入户走访几次。", default=2)
    from_age: Count = field("起始年龄", "多少周岁起列入走访。", default=80)
    midyear: Literal["足额", "折算"] = field(
        "年中列入",
        "年中满龄的，当年也要走满每年的次数（足额），还是按剩下的日子和间隔天数，"
        "排得开几次算几次（折算）。",
        default="足额",
    )
    source: Text = field("依据", "这个数出自哪里。", default="")
    age: AgeRule = field("周岁", "周岁怎样算满。", default=AgeRule())
    survey: SurveyRule = field("摸底", "每年摸底几次。", default=SurveyRule())
    remind: RemindRule = field("提醒", "提前多久提醒。", default=RemindRule())
    load: LoadRule = field("走访人", "一位走访人最多走访几次。", default=LoadRule())
    plan: PlanRule = field("排期", "怎样安排一年的走访。", default=PlanRule())
    honour: HonourRule = field("光荣在党", "“光荣在党50年”怎样算。", default=HonourRule())
    secret: Text = field(
        "地址暗语",
        "组织版里走访单、走访日历的网址由姓名和它算出来。随便写一句别人猜不到的话；"
        "改了它，这些网址全都变。",
        default="",
    )


class Occasion(Group):
    id: Identifier = field("编号", "写进记录。")
    name: Text = field("名称", "显示的名称。")
    fixed: YearlyDay = field("固定日期", "每年同一天，写成 07-01。", default="")
    dates: list[Day] = field("逐年日期", "每年日期不同的节日，逐年列出。", default=[])
    before: Count = field("提前天数", "节前多少天起可以走访。", default=0)
    after: Count = field("延后天数", "节后多少天内可以走访。", default=0)
    source: Text = field("依据", "出自哪里。", default="")


class Occasions(Group):
    """`occasions.yaml`: the dates around which visits are made (节点)."""

    occasions: list[Occasion] = field("节点", "走访节点。")
