"""The key dates around which visits are made (节点), from the settings."""

from dataclasses import dataclass
from datetime import date, timedelta

from generator.settings import Occasion, Settings


@dataclass(frozen=True, slots=True)
class KeyDate:
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
