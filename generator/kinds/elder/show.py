"""The register → sheets for organisers. Members get nothing from here."""

from collections.abc import Iterable, Iterator

from generator.audience.shown import Entry
from generator.audience.sight import Sight
from generator.clock import full_years, years_since
from generator.kinds.branch.show import branch_link
from generator.kinds.elder.fields import Elder
from generator.kinds.elder.rules import why_not
from generator.kinds.elder.view import ElderSheet


def confine(elder: Elder, sight: Sight) -> Iterator[ElderSheet]:
    """A member of the register as organisers see them."""
    reason = why_not(elder, sight.day, sight.settings.site.visits.from_age)
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
        age=full_years(elder.born.first, sight.day),
        joined=str(elder.joined),
        regular=str(elder.regular) if elder.regular else "",
        standing=years_since((elder.regular or elder.joined).first, sight.day),
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
        why_not=reason,
        surveyed=elder.surveyed,
        status=elder.status,
        since=elder.since,
    )


def in_order(sheets: Iterable[ElderSheet]) -> list[ElderSheet]:
    """By branch and number."""
    return sorted(sheets, key=lambda each: (each.branch.url if each.branch else "", each.key))
