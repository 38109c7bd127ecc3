"""The page that explains what feeds are, and names those of the site."""

from collections.abc import Iterable, Mapping

from generator.audience.shown import Link
from generator.pages.drawing import Drawing
from generator.pages.listing import HOME
from generator.pages.page import Page

HERE = Link("订阅", "feeds/")
# Of more in one section, the lists themselves name the others.
_NAMED = 40
_REST = "其他"

# A title, and the files of one feed in each of its formats.
Offer = tuple[str, list[Link]]
# The section of a page, and the feeds that it names.
Offered = tuple[str, tuple[Link, ...]]


def page(offered: Iterable[Offered], sections: Mapping[str, str]) -> Page:
    """The page for those feeds that pages name. `sections`: id of a section → its name, in the
    order of the navigation.
    """
    found: dict[str, dict[tuple[str, str], list[Link]]] = {each: {} for each in sections}
    for section, feeds in offered:
        for link in feeds:
            stem = link.url.rpartition(".")[0]
            offers = found.setdefault(section, {})
            offers.setdefault((link.text, stem), []).append(link)
    groups = [
        (sections.get(section, _REST), _offers(offers), max(len(offers) - _NAMED, 0))
        for section, offers in found.items()
        if offers
    ]
    context = {"title": HERE.text, "crumbs": [HOME], "groups": groups}
    drawing = Drawing("pages/subscriptions.html", context)
    return Page(HERE.url, HERE.text, "more", drawing, "怎样订阅这个网站，有哪些可以订阅")


def _offers(offers: Mapping[tuple[str, str], list[Link]]) -> list[Offer]:
    return [(title, links) for (title, _), links in list(offers.items())[:_NAMED]]
