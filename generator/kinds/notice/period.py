"""How long a notice is shown for comment: from a day on, to a day or for good."""

from datetime import date

from msgspec import Struct

from generator.catalogue import Minimum
from generator.clock import Calendar
from generator.kinds.notice.fields import Notice
from generator.kinds.notice.view import COMING, DAYS, ENDED, LASTING, OPEN


class Period(Struct, frozen=True):
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


def earliest_end(notice: Notice, minimum: Minimum, calendar: Calendar) -> date:
    """The first day on which the period may end, if it is to be as long as the catalogue asks."""
    return calendar.after(notice.from_day, minimum.days, minimum.unit).day
