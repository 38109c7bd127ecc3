"""Visits by who goes, by organisation and by grid: overdue first, what is ahead, what was done."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from generator.audience.shown import Link
from generator.audience.view import OrganisersView
from generator.clock import monday
from generator.kinds.visit import places
from generator.kinds.visit.followups import Task
from generator.kinds.visit.members import TONES, Line, Member, by_state, in_urgency
from generator.kinds.visit.months import by_month
from generator.kinds.visit.quota import CANCELLED, DONE, PLANNED
from generator.kinds.visit.register import Row, row
from generator.pages.drawing import Drawing
from generator.pages.page import Page


class Week(Struct, frozen=True):
    """A visitor's week: how many visits, of how many that the settings allow."""

    first: date
    last: date
    count: int
    limit: int


class Round(Struct, frozen=True):
    """Somebody's visits, or a place's; and the members whom it concerns, by urgency."""

    link: Link
    lines: tuple[Line, ...]
    members: tuple[Member, ...]

    def planned(self) -> list[Line]:
        return [each for each in self.lines if each.sheet.status == PLANNED]

    def overdue(self) -> list[Line]:
        return [each for each in self.planned() if each.sheet.overdue]

    def ahead(self) -> list[Line]:
        return [each for each in self.planned() if not each.sheet.overdue]

    def done(self, year: int) -> list[Line]:
        """The visits made in a year, newest first."""
        own = (each for each in self.lines if each.sheet.day.year == year)
        return [each for each in own if each.sheet.status == DONE][::-1]


class Standing(Struct, frozen=True):
    """A round in a line of the overview."""

    link: Link
    states: tuple[tuple[str, int], ...]
    overdue: int
    ahead: int
    next: date | None
    done: int


def round_pages(
    view: OrganisersView, lines: Sequence[Line], members: Sequence[Member], tasks: Sequence[Task]
) -> Iterator[Page]:
    """For each way of looking: an overview, and a page for each round."""
    limit = view.settings.site.visits.load.week
    undone: dict[str, list[Task]] = {}
    for task in tasks:
        for link in task.by if not task.done else ():
            undone.setdefault(link.url, []).append(task)
    everybody = in_urgency(members)
    visitors = list(_by_visitor(lines, everybody, tasks))
    yield from _pages(view, places.VISITORS, visitors, {
        each.link.url: {
            "weeks": _weeks(each.lines, view.day, limit),
            "tasks": undone.get(each.link.url, []),
        }
        for each in visitors
    })  # fmt: skip
    branches = list(_by_branch(lines, everybody))
    yield from _pages(view, places.BRANCHES, branches, {})
    grids = list(_by_grid(everybody))
    if grids:
        yield from _pages(view, places.GRIDS, grids, {})


def _by_visitor(
    lines: Iterable[Line], members: Iterable[Member], tasks: Iterable[Task]
) -> Iterator[Round]:
    """Who goes, is a member's contact, or has or had something to do."""
    links = {link.url: link for task in tasks for link in task.by}
    own: dict[str, list[Line]] = {}
    concerned: dict[str, list[Member]] = {}
    for line in lines:
        for link in dict.fromkeys(line.by):
            links[link.url] = link
            own.setdefault(link.url, []).append(line)
    for member in members:
        names = [name for part in member.sheet.contact.split("、") if (name := part.strip())]
        for link in map(places.visitor, dict.fromkeys(names)):
            links[link.url] = link
            concerned.setdefault(link.url, []).append(member)
    for url in sorted(links, key=lambda each: links[each].text):
        yield Round(links[url], tuple(own.get(url, ())), tuple(concerned.get(url, ())))


def _by_branch(lines: Iterable[Line], members: Iterable[Member]) -> Iterator[Round]:
    links: dict[str, Link] = {}
    own: dict[str, list[Line]] = {}
    concerned: dict[str, list[Member]] = {}
    for member in members:
        if member.sheet.branch is not None:
            url = member.sheet.branch.url
            links[url] = places.schedule_of(member.sheet.branch)
            concerned.setdefault(url, []).append(member)
    for line in lines:
        if line.sheet.place:
            url = line.sheet.place
            links.setdefault(url, places.schedule_of(Link(line.sheet.branch, url)))
            own.setdefault(url, []).append(line)
    for url in sorted(links):
        yield Round(links[url], tuple(own.get(url, ())), tuple(concerned.get(url, ())))


def _by_grid(members: Iterable[Member]) -> Iterator[Round]:
    concerned: dict[Link, list[Member]] = {}
    for member in members:
        sheet = member.sheet
        if sheet.grid:
            link = places.grid(places.GRIDS, sheet.branch, sheet.grid)
            concerned.setdefault(link, []).append(member)
    for link in sorted(concerned, key=lambda each: each.text):
        own = [line for member in concerned[link] for line in member.visits]
        own.sort(key=lambda each: (each.sheet.day, each.sheet.key))
        yield Round(link, tuple(own), tuple(concerned[link]))


def _pages(
    view: OrganisersView,
    place: Link,
    rounds: Sequence[Round],
    more: Mapping[str, Mapping[str, object]],
) -> Iterator[Page]:
    title = f"{places.SCHEDULE.text} · {place.text}"
    overview = {
        "crumbs": list(places.IN_SCHEDULE),
        "title": title,
        "day": view.day,
        "tones": TONES,
        "people": place == places.VISITORS,
        "rounds": sorted(
            (_standing(each, view.day.year) for each in rounds), key=lambda each: -each.overdue
        ),
    }
    yield Page(place.url, title, "visits", Drawing("visit/rounds.html", overview))
    for each in rounds:
        yield _page(view, place, each, more.get(each.link.url, {}))


def _standing(each: Round, year: int) -> Standing:
    ahead = each.ahead()
    return Standing(
        each.link,
        tuple(by_state(each.members)),
        len(each.overdue()),
        len(ahead),
        ahead[0].sheet.day if ahead else None,
        len(each.done(year)),
    )


def _page(view: OrganisersView, place: Link, found: Round, more: Mapping[str, object]) -> Page:
    ahead, done = found.ahead(), found.done(view.day.year)
    people: list[Row] = [row(each, view.day) for each in found.members]
    title = f"{found.link.text}的走访"
    context = {
        "crumbs": [*places.IN_SCHEDULE, place],
        "title": title,
        "day": view.day,
        "person": place == places.VISITORS,
        "register": _register(place, found),
        "states": list(by_state(found.members)),
        "tones": TONES,
        "overdue": found.overdue(),
        "ahead": len(ahead),
        "months": [(places.month(*key), own) for key, own in by_month(ahead).items()],
        "done": done,
        "members": people,
        "weeks": [],
        "tasks": [],
        **more,
    }
    return Page(found.link.url, title, "visits", Drawing("visit/round.html", context))


def _register(place: Link, found: Round) -> Link | None:
    """The same members in the register."""
    if place == places.VISITORS or not found.members:
        return None
    sheet = found.members[0].sheet
    if place == places.GRIDS:
        return places.grid(places.REGISTER_GRIDS, sheet.branch, sheet.grid)
    return places.register_of(sheet.branch) if sheet.branch else None


def _weeks(lines: Iterable[Line], day: date, limit: int) -> list[Week]:
    """The weeks of this year and later with any visits that were not cancelled."""
    own = (each.sheet for each in lines if each.sheet.status != CANCELLED)
    counted = Counter(monday(each.day) for each in own if each.day.year >= day.year)
    return [
        Week(first, first + timedelta(days=6), count, limit)
        for first, count in sorted(counted.items())
    ]
