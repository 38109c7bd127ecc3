"""What can be made of a view: every page and paper of an edition on a day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Confided:
    """The pages and papers that the organisers' edition alone has."""

    pages: tuple[Page, ...] = ()
    papers: tuple[Paper, ...] = ()

    @property
    def urls(self) -> frozenset[str]:
        """Their addresses."""
        return frozenset([*(each.url for each in self.pages), *(each.url for each in self.papers)])


@dataclass(frozen=True, slots=True)
class Planned:
    """All pages, those that are confided last; `papers` are those that every edition has."""

    pages: tuple[Page, ...]
    papers: tuple[Paper, ...]
    confided: Confided


def confided(view: View, kinds: Sequence[Kind[Any]]) -> Confided:
    """What organisers alone have; nothing in the members' edition."""
    if not isinstance(view, OrganisersView):
        return Confided()
    pages = [page for kind in kinds for page in kind.confined_pages(view)]
    return Confided(tuple(pages), tuple(papers(view, kinds, confined=True)))


def papers(view: View, kinds: Iterable[Kind[Any]], *, confined: bool = False) -> Iterator[Paper]:
    """The papers of every edition, or those that organisers alone have."""
    for kind in kinds:
        if not confined:
            yield from kind.papers(view)
        elif isinstance(view, OrganisersView):
            yield from kind.confined_papers(view)
    if not confined:
        yield from digest.papers(view)


def gate(
    privacy: Privacy, contacts: Iterable[str], kinds: Iterable[Kind[Any]], own: Confided
) -> Gate:
    """What the site must pass: it allows what was allowed while the records were read.

    `contacts` are those of offices in all records.
    """
    urls = own.urls
    folders = [f"{each.declaration.folder}/" for each in kinds if each.register and urls]
    return Gate(Guard(privacy), Offices.of(list(contacts)), frozenset((*urls, *folders)))


def planned(
    view: View, kinds: Sequence[Kind[Any]], written: Sequence[str], own: Confided
) -> Planned:
    """All that can be made of a view, of which `own` is planned already; `written` are the
    addresses of the hand-written pages.
    """
    pages = _panelled((*_pages(view, kinds, written), *own.pages), view, kinds)
    if subscriptions.HERE.url not in written:
        pages = (*pages, subscriptions.page(pages, _sections(kinds)))
    return Planned(pages, tuple(papers(view, kinds)), own)


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


def _sections(kinds: Iterable[Kind[Any]]) -> dict[str, str]:
    """Folder → name of each section of the site."""
    return {each.declaration.folder: each.section.name for each in kinds if each.section}


def _panelled(pages: tuple[Page, ...], view: View, kinds: Iterable[Kind[Any]]) -> tuple[Page, ...]:
    """The pages with what other kinds add below them, for organisers alone."""
    if not isinstance(view, OrganisersView):
        return pages
    added: dict[str, tuple[Drawing, ...]] = {}
    for kind in kinds:
        for panel in kind.panels(view):
            added[panel.url] = (*added.get(panel.url, ()), panel.drawing)
    return tuple(
        replace(page, panels=added[page.url]) if page.url in added else page for page in pages
    )
