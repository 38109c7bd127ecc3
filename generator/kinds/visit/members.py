"""Each member of the register with their visits, and how they stand on the day of the build."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from generator import texts
from generator.audience.shown import Link, Tone
from generator.audience.view import OrganisersView
from generator.kinds.elder.view import ElderSheet
from generator.kinds.visit import places
from generator.kinds.visit.quota import DUE, MET, ON_PLAN, OVERDUE, Call, Duty, duty
from generator.kinds.visit.view import VisitSheet
from generator.pages.studio import long_day

COMING, OUTSIDE = "即将列入", "不在范围"
# The states of members, most urgent first.
STATES: tuple[str, ...] = (OVERDUE, DUE, ON_PLAN, MET, COMING, OUTSIDE)
TONES: dict[str, Tone] = {
    OVERDUE: "open",
    DUE: "changed",
    ON_PLAN: "soon",
    MET: "new",
    COMING: "soon",
    OUTSIDE: "ended",
}


class Line(Struct, frozen=True):
    """A visit as a list shows it, with the pages of those who go. `grid` is the elder's."""

    sheet: VisitSheet
    by: tuple[Link, ...]
    grid: str = ""


class Member(Struct, frozen=True):
    """`duty` is None for who is not covered on the day; `reasons` say why the state is what it is.

    `visits` come by day.
    """

    sheet: ElderSheet
    visits: tuple[Line, ...]
    duty: Duty | None
    state: str
    reasons: tuple[str, ...]


def lines(view: OrganisersView) -> list[Line]:
    """Every visit, by day."""
    grids = {each.entry.url: each.grid for each in view.confined(ElderSheet)}
    return [
        Line(each, tuple(map(places.visitor, each.visitors)), grids.get(each.about, ""))
        for each in view.confined(VisitSheet)
    ]


def members(view: OrganisersView, visits: Iterable[Line]) -> list[Member]:
    """Everybody in the register, in its order. `visits` are all there are."""
    of_elder: dict[str, list[Line]] = {}
    first: date | None = None
    for each in visits:
        of_elder.setdefault(each.sheet.about, []).append(each)
        first = each.sheet.day if first is None else min(first, each.sheet.day)
    since = first.year if first is not None else None
    return [
        _member(sheet, of_elder.get(sheet.entry.url, ()), view, since)
        for sheet in view.confined(ElderSheet)
    ]


def _member(
    sheet: ElderSheet, own: Sequence[Line], view: OrganisersView, since: int | None
) -> Member:
    visits = tuple(own)
    if sheet.span is not None and view.day in sheet.span:
        calls = [Call(each.sheet.day, each.sheet.way, each.sheet.status) for each in own]
        rule = view.settings.site.visits
        found = duty(sheet.span, calls, sheet.surveyed, view.day, rule, since)
        return Member(sheet, visits, found, found.state, found.reasons)
    if sheet.coming is not None:
        reason = texts.COVERED_FROM.format(day=long_day(sheet.coming))
        return Member(sheet, visits, None, COMING, (reason,))
    return Member(sheet, visits, None, OUTSIDE, (sheet.why_not,) if sheet.why_not else ())


def in_urgency(found: Iterable[Member]) -> list[Member]:
    """What is overdue first, then by the day on which the next visit is needed."""
    ranks = {state: number for number, state in enumerate(STATES)}

    def rank(each: Member) -> tuple[int, date]:
        needed = each.duty.latest if each.duty is not None else each.sheet.coming
        return ranks[each.state], needed or date.max

    return sorted(found, key=rank)


def by_state(found: Iterable[Member]) -> Iterator[tuple[str, int]]:
    """How many stand how, most urgent first; those states alone that there are."""
    counts = dict.fromkeys(STATES, 0)
    for each in found:
        counts[each.state] += 1
    return ((state, count) for state, count in counts.items() if count)
