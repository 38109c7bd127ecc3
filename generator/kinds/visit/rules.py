"""What must hold of visits."""

from collections.abc import Iterator

from generator.ground import Ground
from generator.kinds.visit.fields import Visit
from generator.problems import codes
from generator.records.library import Fault, fault

PLANNED, DONE, MISSED, CANCELLED = "计划", "已完成", "未遇", "取消"


def rules(visit: Visit, ground: Ground) -> Iterator[Fault]:
    """What has happened lies in the past (E508); what was planned for the past has a result (E509,
    a warning); follow-ups fall due after the visit (E501).
    """
    if visit.status in (DONE, MISSED) and visit.date > ground.day:
        yield fault(codes.E508, "date", date=visit.date, status=visit.status)
    if visit.status == PLANNED and visit.date < ground.day:
        yield fault(codes.E509, "date", date=visit.date)
    for number, each in enumerate(visit.followups):
        if each.due is not None and each.due < visit.date:
            yield fault(
                codes.E501, "followups", number, "due",
                value=each.due, other="走访日期", start=visit.date,
            )  # fmt: skip
