"""What can be made of a view: every page and paper of an edition on a day.

It is walked, and not held: each walk makes the pages anew, the same each time. A hundred thousand
of them take a gigabyte, and most are looked at for their address and key alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from generator.audience.digests import Digests
from generator.audience.personal.guard import Guard, Offices
from generator.audience.personal.published import Gate
from generator.audience.shown import Link
from generator.audience.view import OrganisersView, View
from generator.kinds.kind import Kind
from generator.pages import common, digest, subscriptions
from generator.pages.common import Chapter
from generator.pages.drawing import Drawing
from generator.pages.page import Page
from generator.pages.paper import Paper
from generator.privacy import Privacy


class Confided(Struct, frozen=True):
    """What the organisers' edition alone has: the addresses of its pages and of its papers."""

    pages: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()

    @property
    def urls(self) -> frozenset[str]:
        """All of them."""
        return frozenset((*self.pages, *self.papers))


class Planned(Struct, frozen=True):
    """What the rest of a site needs to know of a page. `key` is that of `Page.key`, where digests
    were at hand.
    """

    url: str
    section: str
    feeds: tuple[Link, ...]
    key: bytes


class PlannedPaper(Struct, frozen=True):
    """The same of a paper: its address, and `Paper.key`."""

    url: str
    key: bytes


def confided(view: View, kinds: Sequence[Kind[Any]], own: Iterable[Paper]) -> Confided:
    """What organisers alone have, their `own` papers among it; nothing in the members' edition."""
    pages = tuple(page.url for page in _confined(view, kinds))
    return Confided(pages, tuple(each.url for each in own))


def papers(view: View, kinds: Iterable[Kind[Any]], *, confined: bool = False) -> Iterator[Paper]:
    """The papers of every edition, or those that organisers alone have."""
    for kind in kinds:
        if not confined:
            yield from kind.papers(view)
        elif isinstance(view, OrganisersView):
            yield from kind.confined_papers(view)
    if not confined:
        yield from digest.papers(view)


def all_papers(view: View, kinds: Sequence[Kind[Any]]) -> Iterator[Paper]:
    """The papers of every edition, and after them those that organisers alone have."""
    yield from papers(view, kinds)
    yield from papers(view, kinds, confined=True)


def filed(some: Iterable[Paper], known: Digests | None) -> tuple[PlannedPaper, ...]:
    """The papers without what they hold."""
    return tuple(
        PlannedPaper(each.url, each.key(known) if known is not None else b"") for each in some
    )


def gate(
    privacy: Privacy, contacts: Iterable[str], kinds: Iterable[Kind[Any]], own: Confided
) -> Gate:
    """What the site must pass: it allows what was allowed while the records were read.

    `contacts` are those of offices in all records.
    """
    urls = own.urls
    folders = [f"{each.declaration.folder}/" for each in kinds if each.register and urls]
    return Gate(Guard(privacy), Offices.of(list(contacts)), frozenset((*urls, *folders)))


def outline(
    view: View, kinds: Sequence[Kind[Any]], written: Sequence[str], known: Digests | None
) -> list[Planned]:
    """Every page of `pages`, without what is drawn there."""
    return [
        Planned(each.url, each.section, each.feeds, each.key(known) if known is not None else b"")
        for each in pages(view, kinds, written)
    ]


def pages(view: View, kinds: Sequence[Kind[Any]], written: Sequence[str]) -> Iterator[Page]:
    """All pages, those that organisers alone have after the others; `written` are the addresses of
    the hand-written pages.
    """
    offers: list[subscriptions.Offered] = []
    for page in _panelled(_pages(view, kinds, written), view, kinds):
        if page.feeds:
            offers.append((page.section, page.feeds))
        yield page
    if subscriptions.HERE.url not in written:
        yield subscriptions.page(offers, _sections(kinds))


def _confined(view: View, kinds: Iterable[Kind[Any]]) -> Iterator[Page]:
    if isinstance(view, OrganisersView):
        for kind in kinds:
            yield from kind.confined_pages(view)


def _pages(view: View, kinds: Sequence[Kind[Any]], written: Sequence[str]) -> Iterator[Page]:
    for kind in kinds:
        yield from kind.pages(view)
    sections = [
        Link(kind.section.name, f"{kind.declaration.folder}/")
        for kind in kinds
        if kind.section and not kind.register
    ]
    yield from common.pages(view, sections)
    yield from digest.pages(view)
    chapters = [
        Chapter(each.name, each.declaration.label, each.about, each.example, each.declaration.model)
        for each in kinds
    ]
    yield from common.manual(chapters, common.HELP.url in written)
    yield from _confined(view, kinds)


def _sections(kinds: Iterable[Kind[Any]]) -> dict[str, str]:
    """Folder → name of each section of the site."""
    return {each.declaration.folder: each.section.name for each in kinds if each.section}


def _panelled(pages: Iterator[Page], view: View, kinds: Iterable[Kind[Any]]) -> Iterator[Page]:
    """The pages with what other kinds add below them, for organisers alone."""
    if not isinstance(view, OrganisersView):
        yield from pages
        return
    added: dict[str, tuple[Drawing, ...]] = {}
    for kind in kinds:
        for panel in kind.panels(view):
            added[panel.url] = (*added.get(panel.url, ()), panel.drawing)
    for page in pages:
        yield replace(page, panels=added[page.url]) if page.url in added else page
