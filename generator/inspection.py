"""Reading and checking a content folder: everything that comes before a page is drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from generator import clock, links, settings, texts
from generator.audience import showing
from generator.audience.shown import Link
from generator.audience.view import Edition, OrganisersView, View
from generator.clock import Calendar
from generator.ground import Ground
from generator.kinds.kind import Kind, all_kinds
from generator.pages import common
from generator.pages.addresses import Addresses
from generator.pages.common import Chapter
from generator.pages.page import Page
from generator.pages.studio import long_day
from generator.problems import codes, problem
from generator.problems.problem import Problem, errors
from generator.records import library
from generator.records.library import Library, fault
from generator.settings import Settings
from generator.shell.engine import Furniture, Tab, hand_written


@dataclass(frozen=True, slots=True)
class Outset:
    """What a content folder's settings say: enough to draw the frame of the site.

    `shown` names the folder in messages.
    """

    content: Path
    shown: str
    settings: Settings
    day: date
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A content folder as found: its problems, and every page that can be drawn of it.

    `written` is the folder of the hand-written pages.
    """

    outset: Outset
    problems: list[Problem]
    records: int
    view: View
    pages: tuple[Page, ...]
    addresses: Addresses
    written: Path


def begin(content: Path, shown: str, asked: date | None) -> Outset:
    """Read the settings; their problems join those of the records."""
    found, problems = settings.read(content, shown)
    day = clock.today(asked, found.site.demo_today)
    return Outset(content, shown, found, day, tuple(problems))


def furniture(outset: Outset, edition: Edition) -> Furniture:
    """What the frame says of the site as a whole."""
    site = outset.settings.site
    tabs = [Tab("home", "首页", "首页", "", "home")]
    for kind in all_kinds():
        section = kind.section
        if section is not None and (edition == "organisers" or not section.confined):
            folder = kind.declaration.folder
            tabs.append(Tab(folder, section.name, section.short, f"{folder}/", section.icon))
    tabs.append(Tab("search", "搜索", "搜索", "search/", "search"))
    banner = texts.BANNER_ORGANISERS if edition == "organisers" else ""
    built = long_day(outset.day)
    return Furniture(site.name, site.tagline, site.emblem, site.footer, banner, built, tabs)


def inspect(outset: Outset, edition: Edition) -> Plan:
    """Read every record, apply every rule, plan every page, follow every link."""
    content, shown = outset.content, outset.shown
    kinds = all_kinds()
    declarations = [each.declaration for each in kinds]
    records, problems = library.read(content, shown, declarations, outset.settings)
    calendar = Calendar(outset.settings.announced)
    ground = Ground(records, outset.settings, calendar, outset.day)
    problems += outset.problems
    faulty = []
    for kind in kinds:
        for record in records.all(kind.declaration.model):
            found = [
                records.placed(record, each)
                for each in (*kind.rules(record, ground), *links.files(record, records))
            ]
            if errors(found):
                faulty.append(record)
            problems += found
    # What is drawn may trust the rules: a record that breaks one is not shown.
    sound = records.without(faulty) if faulty else records
    ground = Ground(sound, outset.settings, calendar, outset.day)
    view = showing.view(ground, [each.showing for each in kinds], edition)
    folder = content / "pages"
    written = hand_written(folder)
    confined = _confined(view, kinds)
    pages = (*_planned(written, view, kinds), *confined)
    files = [*view.files, *_static(folder)]
    urls = [*(each.url for each in pages), *written, *view.moved]
    addresses = Addresses(urls, files)
    # What is for all to see may not lead to what is not, in whichever edition it is checked.
    hidden = {each.url for each in confined}
    open_to_all = Addresses([each for each in urls if each not in hidden], files)
    registers = {each.declaration.model for each in kinds if each.register}
    problems += _collisions(pages, written, records)
    for record in records:
        known = addresses if type(record) in registers else open_to_all
        problems += links.links(record, sound, known)
    problems += links.unused(records)
    return Plan(outset, _sorted(problems), len(records), view, pages, addresses, folder)


def _sorted(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda each: each.order)


def _static(pages: Path) -> list[str]:
    """Pictures and other files beside the hand-written pages, which the engine copies."""
    if not pages.is_dir():
        return []
    return [
        path.relative_to(pages).as_posix()
        for path in sorted(pages.rglob("*"))
        if path.is_file() and path.suffix != ".md"
    ]


def _planned(written: Sequence[str], view: View, kinds: Sequence[Kind[Any]]) -> Iterator[Page]:
    for kind in kinds:
        yield from kind.pages(view)
    sections = [
        Link(kind.section.name, f"{kind.declaration.folder}/")
        for kind in kinds
        if kind.section and not kind.register
    ]
    yield from common.pages(view, sections)
    chapters = [
        Chapter(each.name, each.declaration.label, each.about, each.example, each.declaration.model)
        for each in kinds
    ]
    yield from common.manual(chapters, common.HELP.url in written)


def _confined(view: View, kinds: Sequence[Kind[Any]]) -> list[Page]:
    """The pages that the organisers' edition alone has."""
    if not isinstance(view, OrganisersView):
        return []
    return [page for kind in kinds for page in kind.confined_pages(view)]


def _collisions(
    pages: tuple[Page, ...], written: Sequence[str], records: Library
) -> Iterator[Problem]:
    """Two pages at one address (E904), shown at the record or hand-written page that can move; old
    addresses where a page stands or that lead two ways (E305).
    """
    shown = records.shown
    files = {records.address(each): f"{shown}/{each.origin.file}" for each in records}
    files |= {url: f"{shown}/pages/{url.rstrip('/') or 'index'}.md" for url in written}
    seen = set(written)
    for page in pages:
        if page.url in seen:
            place = problem.Place(files.get(page.url, page.url))
            yield problem.problem(codes.E904, place, url=f"/{page.url}")
        seen.add(page.url)
    claimed = {url.strip("/"): texts.EXISTING_PAGE for url in seen}
    for record in records:
        for number, old in enumerate(record.redirects):
            other = claimed.get(old.strip("/"))
            if other is not None:
                found = fault(codes.E305, "redirects", number, value=old, other=other)
                yield records.placed(record, found)
            claimed.setdefault(old.strip("/"), f"{shown}/{record.origin.file}")
