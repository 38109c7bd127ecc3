"""Days: today, working days, ages and anniversaries. Pure but for `today`."""

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache

import chinese_calendar
from msgspec import Struct

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def today(asked: date | None = None, demo: date | None = None) -> date:
    """The day of the build.

    What was asked for, else `SOURCE_DATE_EPOCH` (reproducible-builds.org), else the demo day of the
    settings, else the date in Asia/Shanghai.
    """
    if asked is not None:
        return asked
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC).astimezone(SHANGHAI).date()
    return demo or datetime.now(SHANGHAI).date()


class Reckoning(Struct, frozen=True):
    """A last day, and whether the holidays up to it were not yet published (暂算)."""

    day: date
    tentative: bool


class Calendar:
    """Working days of mainland China.

    A year that is written in `settings/workdays.yaml` goes by that, for the organisation may know
    of a change that came after the library; else by `chinesecalendar` where it knows the year, else
    it is Monday to Friday, marked as tentative.
    """

    def __init__(self, announced: Mapping[int, Mapping[date, bool]]) -> None:
        """`announced`: year → day → whether it is worked, for days that differ from the week."""
        self._announced = announced
        self._known: dict[date, tuple[bool, bool]] = {}

    def works(self, day: date) -> tuple[bool, bool]:
        """(is a working day, is certain). Periods of many notices have their days in common."""
        found = self._known.get(day)
        if found is None:
            found = self._known[day] = self._looked_up(day)
        return found

    def _looked_up(self, day: date) -> tuple[bool, bool]:
        listed = self._announced.get(day.year)
        if listed is not None:
            return listed.get(day, day.weekday() < 5), True
        try:
            return bool(chinese_calendar.is_workday(day)), True
        except NotImplementedError:
            return day.weekday() < 5, False

    def after(self, start: date, count: int, unit: str) -> Reckoning:
        """The last day of a period of `count` 工作日 or 自然日 that begins on `start`.

        The first day is not counted, and a last day on a holiday moves to the next working day
        (Civil Code, Art. 201 and 203).
        """
        tentative = False
        day = start
        if unit == "自然日":
            day = start + timedelta(days=count)
        else:
            left = count
            while left > 0:
                day += timedelta(days=1)
                worked, certain = self.works(day)
                tentative |= not certain
                left -= worked
        while True:
            worked, certain = self.works(day)
            tentative |= not certain
            if worked:
                return Reckoning(day, tentative)
            day += timedelta(days=1)

    def days(self, start: date, end: date, unit: str) -> Iterator[date]:
        """The days from `start` to `end`, both included, that count in this unit."""
        day = start
        while day <= end:
            if unit == "自然日" or self.works(day)[0]:
                yield day
            day += timedelta(days=1)


def anniversary(start: date, year: int) -> date:
    """The day of `year` that corresponds to `start`; 29 February has the 28th in common years.

    A month without the corresponding day ends with its last (Civil Code, Art. 202).
    """
    try:
        return start.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def full_years(born: date, day: date, *, on_birthday: bool = False) -> int:
    """周岁 on a day: a year is full on the day after the birthday, or on the birthday itself.

    The former: Supreme People's Court, interpretation on juvenile criminal cases (2006), Art. 2.
    """
    years = day.year - born.year
    birthday = anniversary(born, day.year)
    return years if day > birthday or (on_birthday and day == birthday) else years - 1


def full_on(born: date, years: int, *, on_birthday: bool = False) -> date:
    """The first day on which somebody is `years` 周岁."""
    birthday = anniversary(born, born.year + years)
    return birthday if on_birthday else birthday + timedelta(days=1)


def years_since(start: date, day: date) -> int:
    """Whole years from `start` to `day`; an anniversary counts on the day itself."""
    years = day.year - start.year
    return years if day >= anniversary(start, day.year) else years - 1


@cache
def monday(day: date) -> date:
    """The first day of the week in which a day lies."""
    return day - timedelta(days=day.weekday())
