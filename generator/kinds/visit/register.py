"""The register for organisers: everybody by urgency, by organisation, by grid; and who has left."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from msgspec import Struct

from generator import texts
from generator.audience.shown import Link, Tone
from generator.audience.view import OrganisersView
from generator.kinds.elder.view import Clear, Departed
from generator.kinds.visit import places
from generator.kinds.visit.members import TONES, Member, by_state, in_urgency
from generator.pages.drawing import Drawing
from generator.pages.listing import HOME, Counted, chips, directory, grouped
from generator.pages.page import Page

# The front lists so many; the pages of organisations and grids list all of their own.
MOST = 300


class Row(Struct, frozen=True):
    """A member as the register lists them. `surveyed` says how long ago that was."""

    url: str
    name: str
    age: int
    standing: int
    branch: str
    grid: str
    living: str
    contact: str
    state: str
    tone: Tone
    reasons: tuple[str, ...]
    counted: bool
    made: int
    owed: int
    next: date | None
    clears: tuple[Clear, ...]
    surveyed: str


def row(member: Member, day: date) -> Row:
    sheet, duty = member.sheet, member.duty
    return Row(
        url=sheet.entry.url,
        name=sheet.name,
        age=sheet.age,
        standing=sheet.standing,
        branch=sheet.branch.text if sheet.branch else "",
        grid=sheet.grid,
        living=sheet.living,
        contact=sheet.contact,
        state=member.state,
        tone=TONES[member.state],
        reasons=member.reasons,
        counted=duty is not None,
        made=duty.made if duty is not None else 0,
        owed=duty.owed if duty is not None else 0,
        next=duty.next if duty is not None else None,
        clears=sheet.clears,
        surveyed=ago(sheet.surveyed, day),
    )


def ago(surveyed: date | None, day: date) -> str:
    """How long ago the last 摸底 was, in whole months where it is more than one."""
    if surveyed is None:
        return texts.NEVER_SURVEYED
    months = (day.year - surveyed.year) * 12 + day.month - surveyed.month
    months -= day.day < surveyed.day
    if months < 1:
        days = (day - surveyed).days
        return texts.SURVEYED_DAYS.format(days=days) if days > 0 else texts.SURVEYED_TODAY
    return texts.SURVEYED_MONTHS.format(months=months)


def register_pages(view: OrganisersView, members: Sequence[Member]) -> Iterator[Page]:
    everybody = in_urgency(members)
    branches = grouped(everybody, lambda each: each.sheet.branch)
    departed = view.confined(Departed)
    recent = [
        each for each in departed if each.since is None or each.since.year >= view.day.year - 1
    ]
    links: Counted = [(places.register_of(branch), len(own)) for branch, own in branches]
    grids = _by_grid(everybody)
    aside = {
        "branches": links,
        "grids": places.REGISTER_GRIDS if grids else None,
        "left": (places.LEFT, len(recent)) if recent else None,
        "desk": places.DESK[1:],
    }
    yield _page(view, places.REGISTER, everybody, [HOME], aside)
    here = [HOME, places.REGISTER]
    for branch, own in branches:
        related = {"desk": (Link(f"{branch.text}的走访", places.schedule_of(branch).url),)}
        yield _page(view, places.register_of(branch), own, here, related)
    if grids:
        yield _directory(grids)
    for link, own in grids:
        name = own[0].sheet
        schedule = places.grid(places.GRIDS, name.branch, name.grid)
        related = {"desk": (Link(f"{link.text}的走访", schedule.url),)}
        yield _page(view, link, own, [*here, places.REGISTER_GRIDS], related)
    if recent:
        context = {"crumbs": here, "title": places.LEFT.text, "departed": recent}
        drawing = Drawing("visit/left.html", context)
        yield Page(places.LEFT.url, places.LEFT.text, "elders", drawing)


def _by_grid(members: Iterable[Member]) -> list[tuple[Link, list[Member]]]:
    def link(each: Member) -> Link | None:
        sheet = each.sheet
        return places.grid(places.REGISTER_GRIDS, sheet.branch, sheet.grid) if sheet.grid else None

    return sorted(grouped(members, link), key=lambda pair: pair[0].text)


def _directory(grids: Sequence[tuple[Link, Sequence[Member]]]) -> Page:
    def branch(pair: tuple[Link, Sequence[Member]]) -> str:
        found = pair[1][0].sheet.branch
        return found.text if found else ""

    groups: list[tuple[str, Counted]] = [
        (name, [(Link(own[0].sheet.grid, link.url), len(own)) for link, own in group])
        for name, group in groupby(grids, branch)
    ]
    title = f"{places.REGISTER.text} · {places.REGISTER_GRIDS.text}"
    crumbs = [HOME, places.REGISTER]
    return directory(places.REGISTER_GRIDS.url, title, "elders", groups, crumbs)


def _page(
    view: OrganisersView,
    place: Link,
    members: Sequence[Member],
    crumbs: Sequence[Link],
    aside: Mapping[str, object],
) -> Page:
    """A list of members who come in their order of urgency, each state under its own heading."""
    front = place == places.REGISTER
    listed = members[:MOST] if front else members
    rows = [row(each, view.day) for each in listed]
    counts = list(by_state(members))
    groups = [(state, list(own)) for state, own in groupby(rows, lambda each: each.state)]
    title = place.text if front else f"{place.text} · {places.REGISTER.text}"
    context = {
        "crumbs": crumbs,
        "title": title,
        "day": view.day,
        "counts": counts,
        "tones": TONES,
        "covered": sum(each.duty is not None for each in members),
        "groups": groups,
        "left_out": len(members) - len(listed),
        "branch_chips": chips(sorted({each.branch for each in rows if each.branch})),
        "grid_chips": [] if front else chips(sorted({each.grid for each in rows if each.grid})),
        "state_chips": chips(state for state, _ in groups),
        "branches": (),
        "grids": None,
        "left": None,
        **aside,
    }
    return Page(place.url, title, "elders", Drawing("visit/register.html", context))
