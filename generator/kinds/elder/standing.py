"""党龄, 政治生日 and 光荣在党50年 of a member. Pure: a member and a day, no clock.

政治生日 counts from the day of joining (`joined`), 党龄 from 转正 (`regular`): two different dates.
"""

from datetime import date, timedelta

from msgspec import Struct

from generator.clock import anniversary, years_since
from generator.kinds.elder.coverage import left
from generator.kinds.elder.fields import Elder
from generator.settings_visits import HonourRule


class PartyAge(Struct, frozen=True):
    """党龄 in whole years. `from_joining`: 转正 is not known, so that it counts from joining.
    `exact` is not, where the date is known to the month: it then counts from the month's first day.
    """

    years: int
    from_joining: bool
    exact: bool


class Birthday(Struct, frozen=True):
    """The 政治生日 of a year: `first` to `last`, the same day or a month where no day is known."""

    first: date
    last: date


def party_age(elder: Elder, day: date) -> PartyAge:
    """党龄 on a day; never below zero."""
    start = elder.regular or elder.joined
    years = max(years_since(start.first, day), 0)
    return PartyAge(years, elder.regular is None, start.day is not None)


def party_birthday(elder: Elder, year: int) -> Birthday:
    """The 政治生日 of a year: 29 February has the 28th in common years."""
    first = anniversary(elder.joined.first, year)
    if elder.joined.day is not None:
        return Birthday(first, first)
    following = (first.replace(day=1) + timedelta(days=31)).replace(day=1)
    return Birthday(first, following - timedelta(days=1))


def reckoned_on(day: date, rule: HonourRule) -> date:
    """The last day as of which 光荣在党50年 was reckoned (1 July), on or before a day."""
    month, number = map(int, rule.on.split("-"))
    own = date(day.year, month, number)
    return own if own <= day else date(day.year - 1, month, number)


def honoured(elder: Elder, day: date, rule: HonourRule) -> bool:
    """Whether a member has 光荣在党50年 on a day.

    That is a 党龄 of 50 years as of the last 1 July, of a member of this district who is still
    with us (the organisation departments' notice on the medal).
    """
    if left(elder, day) or not elder.member_here:
        return False
    return party_age(elder, reckoned_on(day, rule)).years >= rule.years
