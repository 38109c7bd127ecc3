"""The register for organisers: a list by branch, a page for each member."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby

from generator.audience.shown import Entry, Link
from generator.audience.view import OrganisersView, View
from generator.kinds.elder.view import ElderSheet
from generator.pages.listing import HOME
from generator.pages.page import Page
from generator.pages.studio import Studio

SECTION = Link("高龄党员", "elders/")


def pages(view: View) -> Iterable[Page]:
    return ()


def confined_pages(view: OrganisersView) -> Iterator[Page]:
    sheets = view.confined(ElderSheet)
    groups = [
        (name, list(group))
        for name, group in groupby(sheets, key=lambda each: each.branch.text if each.branch else "")
    ]
    yield Page(
        "elders/", "高龄党员", "elders",
        lambda studio: studio.render("elder/elders.html", "elders/", crumbs=[HOME], groups=groups),
    )  # fmt: skip
    for each in sheets:
        yield Page(
            each.entry.url, each.name, "elders", partial(_draw, each, view.about(each.entry.url))
        )


def _draw(sheet: ElderSheet, visits: list[Entry], studio: Studio) -> str:
    return studio.render(
        "elder/elder.html", sheet.entry.url, view=sheet, crumbs=[HOME, SECTION], visits=visits
    )
