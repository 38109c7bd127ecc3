"""光荣在党50年 for everybody. The register's pages are the visits', which say how members stand."""

from collections.abc import Iterator

from generator.audience.view import View
from generator.kinds.elder.view import HonourRoll
from generator.pages.drawing import Drawing
from generator.pages.listing import HOME
from generator.pages.page import Page


def pages(view: View) -> Iterator[Page]:
    """光荣在党50年, where anybody has it."""
    for roll in view.of(HonourRoll):
        context = {"roll": roll, "crumbs": [HOME]}
        yield Page(
            roll.entry.url, roll.entry.title, "visits", Drawing("elder/honours.html", context)
        )
