"""A month of visits as a calendar, weeks from Monday, and day by day."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

from msgspec import Struct

from generator.audience.shown import Link
from generator.audience.view import OrganisersView
from generator.clock import Calendar, monday
from generator.kinds.visit import places
from generator.kinds.visit.dates import KeyWindow, windows
from generator.kinds.visit.members import Line, Member
from generator.kinds.visit.offdays import why_off
from generator.kinds.visit.quota import CANCELLED, DONE, MISSED, PLANNED
from generator.pages.drawing import Drawing
from generator.pages.listing import chips
from generator.pages.page import Page

# A calendar's day shows so many visits; the others are folded.
SHOWN = 6
LATE = "超期"
TONES = {PLANNED: "soon", DONE: "new", MISSED: "changed", CANCELLED: "ended", LATE: "open"}


class Brief(Struct, frozen=True):
    """A visit as a day of the calendar shows it."""

    text: str
    url: str
    branch: str
    state: str


class Cell(Struct, frozen=True):
    """A day of the calendar. `own` is not, for days of the months before and after.

    `festivals` are the occasions of that very day, `window` says that the day belongs to one's
    visits, `off` why none is planned.
    """

    day: date
    own: bool
    today: bool
    festivals: tuple[str, ...]
    window: tuple[str, ...]
    off: str
    visits: tuple[Brief, ...]
    rest: tuple[Brief, ...]


class Day(Struct, frozen=True):
    """A day of the list below: the same marks, and the visits in full."""

    day: date
    today: bool
    marks: tuple[str, ...]
    lines: tuple[Line, ...]


class Birthday(Struct, frozen=True):
    """Whose 政治生日 is in the month: on a day, or in the month where no day is known."""

    elder: Link
    day: date | None
    years: int


def state(line: Line) -> str:
    """The visit's state, 超期 where its day is over and nothing is written down."""
    return LATE if line.sheet.overdue else line.sheet.status


def counts(lines: Iterable[Line]) -> list[tuple[str, int]]:
    """How many visits stand how: overdue first."""
    found = Counter(map(state, lines))
    return [(name, found[name]) for name in (LATE, PLANNED, DONE, MISSED, CANCELLED)]


def by_month(lines: Iterable[Line]) -> dict[tuple[int, int], list[Line]]:
    """Visits, which come by day, under (year, month)."""
    found: dict[tuple[int, int], list[Line]] = {}
    for each in lines:
        found.setdefault((each.sheet.day.year, each.sheet.day.month), []).append(each)
    return found


def kept(lines: Mapping[tuple[int, int], object], day: date) -> list[tuple[int, int]]:
    """The months that have a page: those with visits, and this one and the next."""
    following = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
    return sorted({*lines, (day.year, day.month), (following.year, following.month)})


def month_pages(
    view: OrganisersView, lines: Mapping[tuple[int, int], list[Line]], members: Sequence[Member]
) -> Iterator[Page]:
    calendar = Calendar(view.settings.announced)
    months = kept(lines, view.day)
    here = places.month(view.day.year, view.day.month)
    for number, (year, month) in enumerate(months):
        own = lines.get((year, month), [])
        first = date(year, month, 1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        near = windows(view.settings, first, last)
        link = places.month(year, month)
        context = {
            "crumbs": [*places.IN_SCHEDULE, places.year(year)],
            "title": link.text,
            "day": view.day,
            "previous": places.month(*months[number - 1]) if number else None,
            "following": places.month(*months[number + 1]) if number + 1 < len(months) else None,
            "here": here if here != link else None,
            "counts": counts(own),
            "tones": TONES,
            "windows": near,
            "off": list(_off(first, last, view, calendar)),
            "weekdays": list(view.settings.site.visits.plan.weekdays),
            "weeks": _weeks(first, last, own, near, view, calendar),
            "overdue": [each for each in own if each.sheet.overdue],
            "days": list(_days(own, near, view, calendar)),
            "birthdays": _birthdays(members, first, last),
            "branches": chips(sorted({each.sheet.branch for each in own if each.sheet.branch})),
            "states": chips(name for name, count in counts(own) if count),
        }
        title = f"{link.text}走访安排"
        yield Page(link.url, title, "visits", Drawing("visit/month.html", context))


def _weeks(
    first: date,
    last: date,
    lines: Sequence[Line],
    near: Sequence[KeyWindow],
    view: OrganisersView,
    calendar: Calendar,
) -> list[list[Cell]]:
    of_day = {day: list(own) for day, own in groupby(lines, lambda each: each.sheet.day)}
    rule = view.settings.site.visits.plan
    weeks = []
    start = monday(first)
    while start <= last:
        week = []
        for shift in range(7):
            day = start + timedelta(days=shift)
            own = first <= day <= last
            briefs = [_brief(each) for each in of_day.get(day, [])] if own else []
            week.append(
                Cell(
                    day,
                    own,
                    day == view.day,
                    tuple(each.name for each in near if own and each.day == day),
                    tuple(each.name for each in near if own and day in each),
                    why_off(day, rule, calendar) if own else "",
                    tuple(briefs[:SHOWN]),
                    tuple(briefs[SHOWN:]),
                )
            )
        weeks.append(week)
        start += timedelta(days=7)
    return weeks


def _brief(line: Line) -> Brief:
    sheet = line.sheet
    return Brief(sheet.elder, sheet.about, sheet.branch, state(line))


def _days(
    lines: Sequence[Line], near: Sequence[KeyWindow], view: OrganisersView, calendar: Calendar
) -> Iterator[Day]:
    """The days with visits that are not overdue; those are above them."""
    rule = view.settings.site.visits.plan
    rest = [each for each in lines if not each.sheet.overdue]
    for day, own in groupby(rest, lambda each: each.sheet.day):
        marks = [each.name for each in near if each.day == day]
        marks += [f"{each.name}走访期" for each in near if day in each and each.day != day]
        off = why_off(day, rule, calendar)
        yield Day(day, day == view.day, (*marks, *([off] if off else [])), tuple(own))


def _off(
    first: date, last: date, view: OrganisersView, calendar: Calendar
) -> Iterator[tuple[date, date, str]]:
    """Runs of days without visits but for the weekdays that never have any."""
    rule = view.settings.site.visits.plan
    reasons = []
    day = first
    while day <= last:
        reason = why_off(day, rule, calendar)
        if reason and reason not in rule.weekdays:
            reasons.append((day, reason))
        day += timedelta(days=1)
    for (_, reason), run in groupby(
        enumerate(reasons), lambda pair: (pair[1][0].toordinal() - pair[0], pair[1][1])
    ):
        days = [each for _, (each, _) in run]
        yield days[0], days[-1], reason


def _birthdays(members: Sequence[Member], first: date, last: date) -> list[Birthday]:
    """Of those who are covered, in this year and the next."""
    found = []
    for each in members:
        if each.duty is None:
            continue
        for begins, ends in each.sheet.birthdays:
            if first <= begins <= last:
                day = begins if begins == ends else None
                years = begins.year - int(each.sheet.joined[:4])
                found.append(
                    (begins, Birthday(Link(each.sheet.name, each.sheet.entry.url), day, years))
                )
    return [
        birthday for _, birthday in sorted(found, key=lambda pair: (pair[0], pair[1].elder.url))
    ]
