"""光荣在党50年 for everybody; the register for organisers: a list, a page for each member."""

from collections.abc import Iterator
from itertools import groupby

from generator.audience.shown import Link
from generator.audience.view import OrganisersView, View
from generator.kinds.elder.view import ElderSheet, HonourRoll
from generator.pages.drawing import Drawing
from generator.pages.listing import HOME
from generator.pages.page import Page

SECTION = Link("高龄党员", "elders/")


def pages(view: View) -> Iterator[Page]:
    """光荣在党50年, where anybody has it."""
    for roll in view.of(HonourRoll):
        context = {"roll": roll, "crumbs": [HOME]}
        yield Page(
            roll.entry.url, roll.entry.title, "visits", Drawing("elder/honours.html", context)
        )


def confined_pages(view: OrganisersView) -> Iterator[Page]:
    sheets = view.confined(ElderSheet)
    groups = [
        (name, list(group))
        for name, group in groupby(sheets, key=lambda each: each.branch.text if each.branch else "")
    ]
    front = Drawing("elder/elders.html", {"crumbs": [HOME], "groups": groups})
    yield Page("elders/", "高龄党员", "elders", front)
    for each in sheets:
        visits = view.about(each.entry.url)
        context = {"view": each, "crumbs": [HOME, SECTION], "visits": visits}
        yield Page(each.entry.url, each.name, "elders", Drawing("elder/elder.html", context))
