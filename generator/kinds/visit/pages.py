"""Visits: counts for everybody; the register and the schedule for organisers."""

from collections.abc import Iterator, Sequence
from datetime import date

from generator.audience.shown import Link
from generator.audience.view import OrganisersView, View
from generator.kinds.elder.view import HonourRoll
from generator.kinds.visit import charts, papers
from generator.kinds.visit.boards import board_pages
from generator.kinds.visit.dates import key_dates
from generator.kinds.visit.followups import all_tasks, followup_page
from generator.kinds.visit.funds import fund_pages
from generator.kinds.visit.members import lines, members
from generator.kinds.visit.months import by_month, month_pages
from generator.kinds.visit.person import person_pages
from generator.kinds.visit.places import DESK, SECTION
from generator.kinds.visit.register import register_pages
from generator.kinds.visit.rounds import round_pages
from generator.kinds.visit.view import Figures, VisitCounts
from generator.pages.drawing import Drawing
from generator.pages.listing import HOME, Counted
from generator.pages.page import Page


def pages(view: View) -> Iterator[Page]:
    years = view.of(VisitCounts)
    links: Counted = [(Link(f"{each.figures.year} 年", each.entry.url), 0) for each in years]
    current = _current(view)
    coming = [(each.name, each.day, each.days) for each in key_dates(view.settings, view.day)]
    yield Page("visits/", "老党员走访", "visits", _counts(view, current, [HOME], links, coming))
    for each in years:
        drawing = _counts(view, each.figures, [HOME, SECTION], links, [])
        yield Page(each.entry.url, each.entry.title, "visits", drawing)


def _current(view: View) -> Figures | None:
    """The figures of this year; the newest where they are of an older file."""
    years = [each.figures for each in view.of(VisitCounts)]
    return next((each for each in years if each.year == view.day.year), next(iter(years), None))


def _counts(
    view: View,
    figures: Figures | None,
    crumbs: list[Link],
    years: Counted,
    coming: Sequence[tuple[str, date, int]],
) -> Drawing:
    honours = [(Link(each.entry.title, each.entry.url), 0) for each in view.of(HonourRoll)]
    context = {
        "desk": DESK if view.edition == "organisers" else (),
        "honours": honours,
        "figures": figures,
        "charts": [charts.bars(each) for each in figures.tables] if figures else [],
        "crumbs": crumbs,
        "years": years,
        "next_dates": coming,
    }
    return Drawing("visit/visits.html", context)


def confined_pages(view: OrganisersView) -> Iterator[Page]:
    """The register, the schedule, the money, what is to be done, and what is printed of it.

    Visits to those who have left are in no list; the money that was given then is in the sums.
    """
    all_visits = lines(view)
    everybody = members(view, all_visits)
    visits = [each for each in all_visits if each.sheet.about]
    tasks = all_tasks(visits, view.day)
    yield from register_pages(view, everybody)
    yield from person_pages(everybody, view.day)
    yield from board_pages(view, visits, everybody)
    yield from month_pages(view, by_month(visits), everybody)
    yield from round_pages(view, visits, everybody, tasks)
    yield followup_page(tasks, view.day)
    yield from fund_pages(view, all_visits)
    yield from papers.pages(view)


def block_progress(view: View) -> Drawing:
    """For the home page: how this year's visits stand, and the next key date."""
    coming = key_dates(view.settings, view.day)
    nearest = coming[0] if coming else None
    following = (nearest.name, nearest.day, nearest.days, nearest.opens) if nearest else None
    return Drawing("visit/block-progress.html", {"figures": _current(view), "next": following})
