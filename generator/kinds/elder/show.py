"""The register → sheets for organisers. What everybody may see of it is in `honours.py`."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from generator import texts
from generator.audience.shown import Entry
from generator.audience.sight import Sight
from generator.clock import full_years
from generator.kinds.branch.show import branch_link
from generator.kinds.elder.clears import clears
from generator.kinds.elder.coverage import coming, left, on_birthday, span, why_not
from generator.kinds.elder.fields import Elder
from generator.kinds.elder.standing import (
    PartyAge,
    honoured,
    party_age,
    party_birthday,
    reckoned_on,
)
from generator.kinds.elder.view import Departed, ElderSheet


def confine(elder: Elder, sight: Sight) -> Iterator[ElderSheet | Departed]:
    """A member of the register as organisers see them; who has left is in no list but that one."""
    if left(elder, sight.day):
        yield _departed(elder, sight)
        return
    rule = sight.settings.site.visits
    reason = why_not(elder, sight.day, rule)
    party = party_age(elder, sight.day)
    branch = branch_link(sight, elder.branch)
    yield ElderSheet(
        entry=Entry(
            kind="elder",
            kind_label="高龄党员",
            url=sight.address(elder),
            title=elder.name,
            day=None,
            branch=branch,
            updated=elder.updated,
        ),
        about="",
        key=elder.key,
        name=elder.name,
        sex=elder.sex or "",
        born=str(elder.born),
        age=full_years(elder.born.first, sight.day, on_birthday=on_birthday(rule)),
        joined=str(elder.joined),
        regular=str(elder.regular) if elder.regular else "",
        standing=party.years,
        branch=branch,
        grid=elder.grid,
        address=elder.address,
        phone=elder.phone,
        living=elder.living or "",
        health=elder.health,
        family=elder.family,
        thoughts=elder.thoughts,
        contact=elder.contact,
        covered=not reason,
        span=span(elder, rule),
        coming=coming(elder, sight.day, rule),
        birthdays=(_birthday(elder, sight.day.year), _birthday(elder, sight.day.year + 1)),
        fifty=honoured(elder, sight.day, rule.honour),
        reckoned=reckoned_on(sight.day, rule.honour),
        consents=tuple(each.what for each in elder.consents if each.holds(sight.day)),
        clears=tuple(clears(elder)),
        marks=tuple(_marks(elder, party)),
        why_not=reason,
        surveyed=elder.surveyed,
        status=elder.status,
        since=elder.since,
    )


def _birthday(elder: Elder, year: int) -> tuple[date, date]:
    found = party_birthday(elder, year)
    return found.first, found.last


def _departed(elder: Elder, sight: Sight) -> Departed:
    """Who has left, for the list of those alone."""
    branch = branch_link(sight, elder.branch)
    entry = Entry("elder", "高龄党员", "elders/left/", elder.name, day=None)
    return Departed(entry, "", elder.key, elder.name, branch, elder.status, elder.since)


def _marks(elder: Elder, party: PartyAge) -> Iterator[str]:
    """What is reckoned from less than a whole date."""
    if elder.born.day is None:
        yield texts.MONTH_OF_BIRTH
    if elder.joined.day is None:
        yield texts.MONTH_OF_JOINING
    if party.from_joining:
        yield texts.FROM_JOINING
    elif not party.exact:
        yield texts.MONTH_OF_PARTY_AGE


def in_order(views: Iterable[Any]) -> list[Any]:
    """Sheets by branch and number, who left last first; there is one roll."""
    views = list(views)
    if views and isinstance(views[0], Departed):
        return sorted(views, key=lambda each: (each.since or date.max, each.key), reverse=True)
    if not views or not isinstance(views[0], ElderSheet):
        return views
    return sorted(views, key=lambda each: (each.branch.url if each.branch else "", each.key))
