"""The files that visits add to the organisers' edition, and the page from which all are reached."""

from collections.abc import Iterator

from generator.audience.shown import Link
from generator.audience.view import OrganisersView
from generator.kinds.elder import register
from generator.kinds.visit import agenda, ledgers, sheets
from generator.kinds.visit.places import PAPERS, SECTION
from generator.kinds.visit.view import VisitSheet
from generator.kinds.visit.visitors import by_visitor
from generator.pages.drawing import Drawing
from generator.pages.listing import HOME, Counted
from generator.pages.page import Page
from generator.pages.paper import Paper

# Ledgers of older years are on a page of their year.
_YEARS = 2


def confined_papers(view: OrganisersView) -> Iterator[Paper]:
    """Ledgers and calendars."""
    yield from ledgers.papers(view)
    yield from agenda.papers(view)


def pages(view: OrganisersView) -> Iterator[Page]:
    """What there is to print, to save and to subscribe to; all sheets and registers."""
    books = ledgers.downloads(view)
    years = sorted((year for year in books if year is not None), reverse=True)
    recent = [year for year in years if year > view.day.year - _YEARS]
    older: Counted = [(_year(year), 0) for year in years if year not in recent]
    shelves = [(f"台账 · {year} 年", books[year]) for year in recent]
    if None in books:
        shelves.insert(0, ("台账 · 名册", books[None]))
    visitors = by_visitor(view.confined(VisitSheet))
    context = {
        "title": PAPERS.text,
        "crumbs": [HOME, SECTION],
        "sheets": sheets.SHEETS,
        "forms": register.forms(view),
        "books": shelves,
        "older": older,
        "visitors": [agenda.of_visitor(view.settings, name) for name in visitors],
        "branches": [agenda.of_branch(view.settings, each) for each in agenda.branches(view)],
        "secret": bool(view.settings.site.visits.secret),
    }
    yield Page(PAPERS.url, PAPERS.text, "visits", Drawing("visit/papers.html", context))
    for link, _ in older:
        alone = {
            "title": link.text,
            "crumbs": [HOME, SECTION, PAPERS],
            "sheets": None,
            "forms": (),
            "books": [(link.text, books[int(link.url.split("/")[-2])])],
            "older": (),
            "visitors": (),
            "branches": (),
            "secret": True,
        }
        yield Page(link.url, link.text, "visits", Drawing("visit/papers.html", alone))
    yield from register.pages(view)
    yield from sheets.pages(view)


def _year(year: int) -> Link:
    return Link(f"{year} 年台账", f"{PAPERS.url}{year}/")
