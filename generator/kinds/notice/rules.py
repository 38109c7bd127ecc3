"""What must hold of notices, and what follows from a notice on a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.clock import Calendar
from generator.ground import Ground
from generator.kinds.notice.fields import Notice
from generator.kinds.notice.view import COMING, ENDED, LASTING, OPEN
from generator.problems import codes
from generator.records.library import Fault, fault

WORKDAYS, DAYS = "工作日", "自然日"
STEPS = (("proposed", "提出"), ("reviewed", "审核"), ("approved", "审批"), ("published", "公布"))


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day, which is not counted, to the last, which is. `ends` None: 长期."""

    starts: date
    ends: date | None
    unit: str
    tentative: bool

    def state(self, day: date) -> str:
        if day < self.starts:
            return COMING
        if self.ends is None:
            return LASTING
        return OPEN if day <= self.ends else ENDED


def period(notice: Notice, calendar: Calendar) -> Period:
    """The period of a notice: what it says, or what its days and unit come to."""
    starts = notice.from_day
    if notice.ends is not None:
        return Period(starts, notice.ends, DAYS, False)
    if notice.days is not None and notice.unit is not None:
        last = calendar.after(starts, notice.days, notice.unit)
        return Period(starts, last.day, notice.unit, last.tentative)
    return Period(starts, None, DAYS, False)


def rules(notice: Notice, ground: Ground) -> Iterator[Fault]:
    """The period makes sense (E501–E503), the item is of the heading (E504), a correction says what
    it corrects (E505, E303), the index is unique (E304) and the steps follow each other (E511).
    """
    if notice.ends is not None and notice.ends < notice.from_day:
        other = "起始日" if notice.starts else "发布日期"
        yield fault(codes.E501, "ends", value=notice.ends, other=other, start=notice.from_day)
    if notice.ends is not None and (notice.days is not None or notice.unit is not None):
        yield fault(codes.E502, "days" if notice.days is not None else "unit")
    elif notice.days is not None and notice.unit is None:
        yield fault(codes.E503, "days", other="单位")
    elif notice.unit is not None and notice.days is None:
        yield fault(codes.E503, "unit", other="期限")
    if notice.item is not None:
        item, right = ground.settings.items[notice.item]
        if right.id != notice.heading:
            heading = ground.settings.headings[notice.heading].name
            yield fault(codes.E504, "item", item=item.name, heading=heading, right=right.name)
    if notice.doc == "更正" and notice.corrects is None:
        yield fault(codes.E505, "doc")
    if notice.corrects == notice.key:
        yield fault(codes.E303, "corrects")
    if notice.index is not None:
        first = ground.library.holding(Notice, "index", notice.index)[0]
        if first.key != notice.key:
            other = f"{ground.library.shown}/{first.origin.file}"
            yield fault(codes.E304, "index", value=notice.index, other=other)
    yield from _in_order(notice)


def _in_order(notice: Notice) -> Iterator[Fault]:
    before: tuple[date, str] | None = None
    for name, label in STEPS:
        step = getattr(notice.steps, name, None)
        if step is None or step.on is None:
            continue
        if before is not None and step.on < before[0]:
            yield fault(
                codes.E511, "steps", name, "on",
                label=label, value=step.on, other=before[1], start=before[0],
            )  # fmt: skip
        before = (step.on, label)
