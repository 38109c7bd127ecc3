"""Visits: counts for everybody, the schedule for organisers."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from itertools import groupby

from generator.audience.shown import Link
from generator.audience.view import OrganisersView, View
from generator.kinds.visit.dates import key_dates
from generator.kinds.visit.view import VisitCounts, VisitSheet
from generator.pages.listing import HOME, Counted
from generator.pages.page import Page
from generator.pages.studio import Studio

SECTION = Link("老党员走访", "visits/")
SCHEDULE = Link("走访安排", "visits/schedule/")


def pages(view: View) -> Iterator[Page]:
    years = view.of(VisitCounts)
    links: Counted = [(Link(f"{each.year} 年", each.entry.url), 0) for each in years]
    current = next(each for each in years if each.year == view.day.year)
    coming = [(each.name, each.day, each.days) for each in key_dates(view.settings, view.day)]
    front = partial(_counts, "visits/", current, [HOME], links, coming)
    yield Page("visits/", "老党员走访", "visits", front)
    for each in years:
        draw = partial(_counts, each.entry.url, each, [HOME, SECTION], links, [])
        yield Page(each.entry.url, each.entry.title, "visits", draw)


def _counts(
    url: str,
    counts: VisitCounts,
    crumbs: list[Link],
    years: Counted,
    coming: Sequence[tuple[str, date, int]],
    studio: Studio,
) -> str:
    return studio.render(
        "visit/visits.html", url, counts=counts, crumbs=crumbs, years=years, next_dates=coming
    )


def confined_pages(view: OrganisersView) -> Iterator[Page]:
    """The schedule, year by year: months in order, what is overdue first."""
    sheets = view.confined(VisitSheet)
    years = sorted({each.day.year for each in sheets}, reverse=True)
    for year in years:
        chosen = [each for each in sheets if each.day.year == year]
        url = SCHEDULE.url if year == years[0] else f"{SCHEDULE.url}{year}/"
        yield Page(url, SCHEDULE.text, "visits", partial(_schedule, url, chosen))


def _schedule(url: str, sheets: list[VisitSheet], studio: Studio) -> str:
    months = [
        (f"{year} 年 {month} 月", list(group))
        for (year, month), group in groupby(
            sheets, key=lambda each: (each.day.year, each.day.month)
        )
    ]
    return studio.render(
        "visit/schedule.html", url, crumbs=[HOME, SECTION], months=months,
        overdue=[each for each in sheets if each.overdue],
    )  # fmt: skip


def block_progress(view: View, studio: Studio) -> str:
    """For the home page: how this year's visits stand, and the next key date."""
    counts = next((each for each in view.of(VisitCounts) if each.year == view.day.year), None)
    coming = key_dates(view.settings, view.day)
    nearest = coming[0] if coming else None
    return studio.render(
        "visit/block-progress.html", counts=counts,
        next=(nearest.name, nearest.day, nearest.days, nearest.opens) if nearest else None,
    )  # fmt: skip
