"""The register → 光荣在党50年 for everybody: who agreed to be named, and nothing of anybody else.

How many others there are is not said: beside the names, even a rounded number would narrow down how
many did not agree, and whoever agreed next would tell what it had been.
"""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec
from msgspec import Struct

from generator.audience.shown import Entry
from generator.audience.sight import Sight
from generator.kinds.elder.fields import FIFTY_YEARS, Elder
from generator.kinds.elder.standing import honoured, party_age, reckoned_on
from generator.kinds.elder.view import Honoured, HonourRoll


class _Roll(Struct, forbid_unknown_fields=True):
    """A roll as it is written down."""

    reckoned: date
    named: tuple[Honoured, ...]


def total(sight: Sight) -> Iterator[HonourRoll]:
    """The roll on the day of the build and as of the last 1 July.

    Nobody who has left is in it, and no name before its consent's date or after its end.
    """
    rule = sight.settings.site.visits.honour
    reckoned = reckoned_on(sight.day, rule)
    named = []
    for each in sight.all(Elder):
        ends = [
            one.until for one in each.consents if one.what == FIFTY_YEARS and one.holds(sight.day)
        ]
        if ends and honoured(each, sight.day, rule):
            until = None if None in ends else max(end for end in ends if end is not None)
            named.append(Honoured(each.name, party_age(each, reckoned).years, until))
    yield from _roll(reckoned, named)


def _roll(reckoned: date, named: Iterable[Honoured]) -> Iterator[HonourRoll]:
    """The roll, where anybody is in it."""
    ordered = sorted(named, key=lambda each: (-each.years, each.name))
    if ordered:
        entry = Entry("elder", "荣誉", "honours/", FIFTY_YEARS, day=None)
        yield HonourRoll(entry, reckoned, tuple(ordered))


def plain(shown: Iterable[HonourRoll]) -> object:
    """The roll as lists, mappings, texts, numbers and days."""
    rolls = [_Roll(each.reckoned, each.named) for each in shown]
    return msgspec.to_builtins(rolls, builtin_types=(date,))


def shown(plain: object, day: date) -> Iterator[HonourRoll]:
    """What `plain` was given, on a day: without those whose consent has ended since. Raises
    ValueError where it is no such thing.
    """
    for each in msgspec.convert(plain, list[_Roll]):
        named = [one for one in each.named if one.until is None or day <= one.until]
        yield from _roll(each.reckoned, named)
