"""The key dates around which visits are made (节点), from the settings."""

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from generator.clock import anniversary
from generator.records.scalars import DayOrMonth
from generator.settings import Settings
from generator.settings_visits import Occasion

# The one occasion without a common date that is planned for (the table of 节点 in the settings).
PARTY_BIRTHDAY = "政治生日"


class KeyDate(Struct, frozen=True):
    """The next time an occasion comes: `opens` is the first day on which a visit belongs to it."""

    name: str
    day: date
    opens: date
    days: int


def dates_of(occasion: Occasion, year: int) -> list[date]:
    """The days of an occasion in a year: none for personal ones such as 政治生日."""
    if occasion.fixed:
        month, day = occasion.fixed.split("-")
        return [date(year, int(month), int(day))]
    return [each for each in occasion.dates if each.year == year]


def key_dates(settings: Settings, day: date) -> list[KeyDate]:
    """The next date of each occasion that has one, soonest first."""
    found = []
    for occasion in settings.occasions.occasions:
        coming = (
            each
            for year in (day.year, day.year + 1)
            for each in sorted(dates_of(occasion, year))
            if each >= day
        )
        nearest = next(coming, None)
        if nearest is not None:
            opens = nearest - timedelta(days=occasion.before)
            found.append(KeyDate(occasion.name, nearest, opens, (nearest - day).days))
    return sorted(found, key=lambda each: (each.day, each.name))


class KeyWindow(Struct, frozen=True):
    """A date of an occasion, and the first and the last day of the visits that belong to it."""

    name: str
    day: date
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def windows(settings: Settings, first: date, last: date) -> list[KeyWindow]:
    """The windows of all common occasions that reach into `first` to `last`, soonest first."""
    found = []
    for occasion in settings.occasions.occasions:
        for year in range(first.year - 1, last.year + 2):
            for day in dates_of(occasion, year):
                opens = day - timedelta(days=occasion.before)
                closes = day + timedelta(days=occasion.after)
                if opens <= last and closes >= first:
                    found.append(KeyWindow(occasion.name, day, opens, closes))
    return sorted(found, key=lambda each: (each.day, each.name))


def occasion_year(written: int | None, day: date, around: Iterable[date]) -> int:
    """To which year's occasion a visit belongs: as written, else that of the nearest date.

    A visit in December for 春节 belongs to the Spring Festival of the next year; for the quota it
    counts in the year of its own date. `around` are the occasion's dates, none for 日常.
    """
    if written is not None:
        return written
    nearest = min(around, key=lambda each: (abs((each - day).days), -each.toordinal()), default=day)
    return nearest.year


def around(occasion: Occasion, day: date, joined: DayOrMonth | None) -> list[date]:
    """The dates of an occasion in the years about a day, in order.

    政治生日 is each member's own: the anniversary of joining; none where that is not known.
    """
    years = range(day.year - 1, day.year + 2)
    if personal(occasion):
        return [anniversary(joined.first, each) for each in years] if joined else []
    return sorted(each for year in years for each in dates_of(occasion, year))


def personal(occasion: Occasion) -> bool:
    """Whether an occasion is each member's own day."""
    return occasion.name == PARTY_BIRTHDAY and not occasion.fixed and not occasion.dates
