"""How an organisation's members stand with their visits, below its page, for organisers."""

from collections.abc import Iterator

from generator.audience.view import OrganisersView
from generator.kinds.visit import places
from generator.kinds.visit.members import TONES, by_state, lines, members
from generator.pages.drawing import Drawing
from generator.pages.listing import grouped
from generator.pages.page import Panel


def panels(view: OrganisersView) -> Iterator[Panel]:
    everybody = members(view, lines(view))
    for branch, own in grouped(everybody, lambda each: each.sheet.branch):
        context = {
            "day": view.day,
            "states": list(by_state(own)),
            "tones": TONES,
            "register": places.register_of(branch).url,
            "schedule": places.schedule_of(branch).url,
        }
        yield Panel(branch.url, Drawing("visit/branch-panel.html", context))
