"""The schedule's front: what is overdue, what is ahead; and a page for each year."""

from collections.abc import Iterator, Sequence

from generator.audience.shown import Link
from generator.audience.view import OrganisersView
from generator.kinds.visit import places
from generator.kinds.visit.members import Line, Member
from generator.kinds.visit.months import by_month, counts, kept
from generator.kinds.visit.quota import PLANNED
from generator.pages.drawing import Drawing
from generator.pages.listing import HOME, Counted, chips
from generator.pages.page import Page

# The front lists so many that are overdue, and so many that are ahead; months list all of theirs.
MOST = 100


def board_pages(
    view: OrganisersView, lines: Sequence[Line], members: Sequence[Member]
) -> Iterator[Page]:
    grids = (places.GRIDS,) if any(each.sheet.grid for each in members) else ()
    planned = [each for each in lines if each.sheet.status == PLANNED]
    overdue = [each for each in planned if each.sheet.overdue]
    ahead = [each for each in planned if not each.sheet.overdue]
    shown, coming = overdue[:MOST], ahead[:MOST]
    months = by_month(lines)
    years = sorted({year for year, _ in kept(months, view.day)}, reverse=True)
    known: Counted = [(places.year(each), 0) for each in years]
    states = [name for name, own in (("超期", shown), (PLANNED, coming)) if own]
    context = {
        "crumbs": [HOME, places.SECTION],
        "title": places.SCHEDULE.text,
        "day": view.day,
        "month": places.month(view.day.year, view.day.month),
        "overdue": shown,
        "overdue_left": len(overdue) - len(shown),
        "months": _headed(coming),
        "ahead": len(ahead),
        "ahead_left": len(ahead) - len(coming),
        "branches": chips(sorted({each.sheet.branch for each in (*shown, *coming)})),
        "states": chips(states),
        "years": known,
        "ways": (places.VISITORS, places.BRANCHES, *grids),
        "desk": (places.REGISTER, places.FOLLOWUPS, places.FUNDS, places.PAPERS),
    }
    front = places.SCHEDULE
    yield Page(front.url, front.text, "visits", Drawing("visit/schedule.html", context))
    for year in years:
        yield _year(view, year, {key: own for key, own in months.items() if key[0] == year})


def _headed(lines: Sequence[Line]) -> list[tuple[Link, list[Line]]]:
    return [(places.month(*key), own) for key, own in by_month(lines).items()]


def _year(view: OrganisersView, year: int, months: dict[tuple[int, int], list[Line]]) -> Page:
    """How each month of a year stands; above it what is overdue in it."""
    link = places.year(year)
    lines = [each for own in months.values() for each in own]
    listed = [key for key in kept(months, view.day) if key[0] == year]
    context = {
        "crumbs": list(places.IN_SCHEDULE),
        "title": f"{link.text}走访安排",
        "overdue": [each for each in lines if each.sheet.overdue],
        "months": [(places.month(*key), counts(months.get(key, ()))) for key in listed],
        "total": counts(lines),
    }
    title = f"{link.text}走访安排"
    return Page(link.url, title, "visits", Drawing("visit/year.html", context))
