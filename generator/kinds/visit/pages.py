"""Visits: counts for everybody, the schedule for organisers."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from generator.audience.shown import Link
from generator.audience.view import OrganisersView, View
from generator.kinds.elder.view import HonourRoll
from generator.kinds.visit import charts
from generator.kinds.visit.dates import key_dates
from generator.kinds.visit.view import Figures, VisitCounts, VisitSheet
from generator.pages.drawing import Drawing
from generator.pages.listing import HOME, Counted, chips
from generator.pages.page import Page

SECTION = Link("老党员走访", "visits/")
SCHEDULE = Link("走访安排", "visits/schedule/")


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
        "honours": honours,
        "figures": figures,
        "charts": [charts.bars(each) for each in figures.tables] if figures else [],
        "crumbs": crumbs,
        "years": years,
        "next_dates": coming,
    }
    return Drawing("visit/visits.html", context)


def confined_pages(view: OrganisersView) -> Iterator[Page]:
    """The schedule, year by year: months in order, what is overdue first."""
    sheets = view.confined(VisitSheet)
    of_year: dict[int, list[VisitSheet]] = {}
    for each in sheets:
        of_year.setdefault(each.day.year, []).append(each)
    years = sorted(of_year, reverse=True)
    for year in years:
        url = SCHEDULE.url if year == years[0] else f"{SCHEDULE.url}{year}/"
        yield Page(url, SCHEDULE.text, "visits", _schedule(of_year[year]))


def _schedule(sheets: list[VisitSheet]) -> Drawing:
    overdue = [each for each in sheets if each.overdue]
    rest = [each for each in sheets if not each.overdue]
    months = groupby(rest, key=lambda each: (each.day.year, each.day.month))
    states = [each.status for each in (*overdue, *rest)]
    context = {
        "crumbs": [HOME, SECTION],
        "branches": chips(each.branch for each in (*overdue, *rest)),
        "states": chips(["超期", *states] if overdue else states),
        "overdue": overdue,
        "months": [(f"{year} 年 {month} 月", list(group)) for (year, month), group in months],
    }
    return Drawing("visit/schedule.html", context)


def block_progress(view: View) -> Drawing:
    """For the home page: how this year's visits stand, and the next key date."""
    coming = key_dates(view.settings, view.day)
    nearest = coming[0] if coming else None
    following = (nearest.name, nearest.day, nearest.days, nearest.opens) if nearest else None
    return Drawing("visit/block-progress.html", {"figures": _current(view), "next": following})
