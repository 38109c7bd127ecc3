"""How each member stands with the year's visits, below their page of the register."""

from collections.abc import Iterator

from generator.audience.view import OrganisersView
from generator.kinds.elder.view import ElderSheet
from generator.kinds.visit.quota import DUE, MET, ON_PLAN, OVERDUE, Call, Duty, duty
from generator.kinds.visit.view import VisitSheet
from generator.pages.drawing import Drawing
from generator.pages.page import Panel

TONES = {MET: "new", ON_PLAN: "soon", DUE: "changed", OVERDUE: "open"}


def duties(view: OrganisersView) -> Iterator[tuple[ElderSheet, Duty]]:
    """Every member who is covered on the day, with their state."""
    calls: dict[str, list[Call]] = {}
    for each in view.confined(VisitSheet):
        calls.setdefault(each.about, []).append(Call(each.day, each.way, each.status))
    since = min((each.day.year for group in calls.values() for each in group), default=None)
    rule = view.settings.site.visits
    for sheet in view.confined(ElderSheet):
        if sheet.span is not None and view.day in sheet.span:
            own = calls.get(sheet.entry.url, [])
            yield sheet, duty(sheet.span, own, sheet.surveyed, view.day, rule, since)


def panels(view: OrganisersView) -> Iterator[Panel]:
    for sheet, found in duties(view):
        context = {"duty": found, "tone": TONES[found.state], "day": view.day}
        yield Panel(sheet.entry.url, Drawing("visit/duty-panel.html", context))
