"""What `study.yaml` can set: what counts as studied, and how much of it a year asks for."""

from typing import Annotated

from generator.records.fields import Group, Number, Text, Whole, field, such_that

Share = Annotated[Whole, such_that(lambda n: 1 <= n <= 100, "在 1 到 100 之间")]
YearlyHours = Annotated[
    Number, such_that(lambda n: 0 <= n <= 1000 and n * 2 % 1 == 0, "是 0.5 的整数倍，例如 32")
]


class Exempt(Group):
    who: list[Text] = field("人员", "哪些党员不作硬性要求，每项一种情形。", example="[年老体弱]")
    source: Text = field("依据", "出自哪里。", default="")


class Study(Group):
    """`study.yaml`: 我的学习记录. Without it a year asks for nothing."""

    hours: YearlyHours = field(
        "每年学时", "一个自然年里一般不少于几个学时；不写就没有这个数。", default=0, example="32"
    )
    source: Text = field("依据", "这个数出自哪里。", default="")
    exempt: Exempt | None = field("不作要求", "哪些党员没有学时的要求。", default=None)
    watched: Share = field("听够的比例", "音视频听到、看到百分之几，算学完。", default=80)
    passing: Share = field("自测通过的比例", "自测答对百分之几，算通过。", default=100)
