"""The register → sheets for organisers. Members get nothing from here."""

from collections.abc import Iterator

from generator.audience.shown import Entry, Shown
from generator.audience.sight import Sight
from generator.clock import full_years, years_since
from generator.kinds.branch.show import branch_link
from generator.kinds.elder.fields import Elder
from generator.kinds.elder.rules import why_not
from generator.kinds.elder.view import ElderSheet


def show(sight: Sight) -> Iterator[Shown]:
    yield from ()


def confine(sight: Sight) -> Iterator[ElderSheet]:
    """A sheet for each member of the register, by branch and number."""
    from_age = sight.settings.site.visits.from_age
    for each in sorted(sight.all(Elder), key=lambda elder: (elder.branch, elder.key)):
        reason = why_not(each, sight.day, from_age)
        branch = branch_link(sight, each.branch)
        yield ElderSheet(
            entry=Entry(
                kind="elder",
                kind_label="高龄党员",
                url=sight.address(each),
                title=each.name,
                day=None,
                branch=branch,
                updated=each.updated,
            ),
            about="",
            key=each.key,
            name=each.name,
            sex=each.sex or "",
            born=str(each.born),
            age=full_years(each.born.first, sight.day),
            joined=str(each.joined),
            regular=str(each.regular) if each.regular else "",
            standing=years_since((each.regular or each.joined).first, sight.day),
            branch=branch,
            grid=each.grid,
            address=each.address,
            phone=each.phone,
            living=each.living or "",
            health=each.health,
            family=each.family,
            thoughts=each.thoughts,
            contact=each.contact,
            covered=not reason,
            why_not=reason,
            surveyed=each.surveyed,
            status=each.status,
            since=each.since,
        )
