"""Reading and checking a content folder: everything that comes before a page is drawn."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from generator import clock, layout, links, settings, texts
from generator.audience import showing
from generator.audience.digests import Digests
from generator.audience.personal import examining
from generator.audience.personal.examining import Directory, Watch
from generator.audience.personal.guard import Guard, Offices
from generator.audience.personal.published import Gate
from generator.audience.showing import Made, Name
from generator.audience.view import Edition, View
from generator.clock import Calendar
from generator.files import reading
from generator.ground import Ground
from generator.kinds.kind import Kind, all_kinds, template_folders
from generator.layout import Planned, PlannedPaper
from generator.pages.addresses import Addresses
from generator.pages.page import Page
from generator.pages.paper import Paper
from generator.pages.studio import long_day
from generator.problems import codes, problem
from generator.problems.problem import Problem, errors
from generator.records import gathering
from generator.records.library import Library, StaleError, fault
from generator.records.sealed import Opener, no_key
from generator.records.shaping import shape_at
from generator.records.tree import Tree, walk
from generator.registers import parting
from generator.registers.recipients import recipients
from generator.settings import Settings
from generator.shell.engine import Furniture, Tab, hand_written
from generator.survey import NO_MEMORY, Memory, Survey, files_named, survey

Meanwhile = Callable[[Survey, View, Gate], Digests | None]


class Outset(Struct, frozen=True):
    """What a content folder's settings say, enough to draw the frame of the site; and its files,
    which are still to be read. `shown` names the folder in messages.

    `opener` opens what is locked. `preview` is what the pages of a preview say on top. For members
    the registers are parted from the tree: `totals` is what may be shown of them, `hushed` what is
    wrong in them.
    """

    content: Path
    shown: str
    settings: Settings
    day: date
    problems: tuple[Problem, ...]
    tree: Tree
    opener: Opener = no_key
    preview: str = ""
    totals: Mapping[Name, Made] | None = None
    hushed: tuple[Problem, ...] = ()

    def ground(self, library: Library) -> Ground:
        """What rules stand on, with the records of a library."""
        return Ground(library, self.settings, Calendar(self.settings.announced), self.day)

    @property
    def registers(self) -> parting.Content:
        """The folder, for who counts its registers."""
        return parting.Content(self.content, self.shown, self.settings, self.day)


class Plan(Struct, frozen=True):
    """A content folder as found: its problems, and what can be made of it: the `outline` of every
    page, and that of all `papers`.

    `written` is the folder of the hand-written pages. `gate` is what the site must pass when it is
    made.
    """

    outset: Outset
    problems: list[Problem]
    found: Survey
    view: View
    outline: Sequence[Planned]
    papers: tuple[PlannedPaper, ...]
    addresses: Addresses
    written: Path
    gate: Gate

    def pages(self) -> Iterator[Page]:
        """Every page of the outline, made anew."""
        return layout.pages(self.view, all_kinds(), self.hand_written)

    def filled(self) -> Iterator[Paper]:
        """Every paper, made anew."""
        return layout.all_papers(self.view, all_kinds())

    @property
    def hand_written(self) -> list[str]:
        """The addresses of the hand-written pages."""
        return hand_written(self.written)

    @property
    def records(self) -> int:
        """How many records were found, those with errors included."""
        return len(self.found.library)


def begin(
    content: Path,
    shown: str,
    asked: date | None,
    opener: Opener = no_key,
    preview: str = "",
) -> Outset:
    """Read the settings, whose problems join those of the records, and look for the records."""
    found, problems = settings.read(content, shown)
    day = clock.today(asked, found.site.demo_today)
    problems += recipients(content, shown)[1]
    kinds = all_kinds()
    tree = walk(content, shown, [each.declaration for each in kinds], parting.registers(kinds))
    return Outset(content, shown, found, day, tuple(problems), tree, opener, preview)


def for_members(outset: Outset, known: Mapping[Name, Made] | None = None) -> Outset:
    """The folder as a build for members sees it: its registers are counts (`registers/parting.py`).

    `known` are those of an earlier build, if nothing has changed that they are made of.
    """
    found = parting.parted(outset.registers, outset.tree, all_kinds(), outset.ground, known)
    problems = (*outset.problems, *found.problems)
    return replace(
        outset, tree=found.tree, totals=found.totals, problems=problems, hushed=found.hushed
    )


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
    return Furniture(
        site.name, site.tagline, site.emblem, site.footer, banner, built, tabs, template_folders(),
        outset.preview,
    )  # fmt: skip


def nothing(found: Survey, view: View, gate: Gate) -> None:
    """For who has nothing to do with a view before its pages are planned, nor with their keys."""


def inspect(
    outset: Outset,
    edition: Edition,
    memory: Memory = NO_MEMORY,
    meanwhile: Meanwhile = nothing,
    crew: Executor | None = None,
    *,
    lasting: bool = True,
) -> Plan:
    """Read every record, apply every rule, plan every page, follow every link.

    Many files are read by the `crew`. Where every record is sound, `meanwhile` hears of the view
    before its pages are planned, and gives the digests for their keys.

    Who does not need the records themselves (`lasting`) saves the memory that they take.

    What has not changed since the build that `memory` is of is remembered. Where that leads to an
    error, everything is read anew: an error may have consequences that nobody remembers.
    """
    if edition == "members" and outset.totals is None:
        outset = for_members(outset)
    if memory is not NO_MEMORY:
        try:
            plan = _inspected(outset, edition, memory, meanwhile, crew, lasting)
        except StaleError:
            plan = None
        if plan is not None and not errors(plan.problems):
            return plan
    return _inspected(outset, edition, NO_MEMORY, meanwhile, crew, lasting)


def _inspected(
    outset: Outset,
    edition: Edition,
    memory: Memory,
    meanwhile: Meanwhile,
    crew: Executor | None,
    lasting: bool,
) -> Plan:
    content, shown = outset.content, outset.shown
    kinds = all_kinds()
    declarations = [each.declaration for each in kinds]
    read = gathering.read(content, shown, declarations, outset.settings, outset.tree, memory,
                          outset.opener, crew)  # fmt: skip
    given = outset.totals
    if given is None:
        given = parting.read_only(outset.registers, outset.tree, kinds)
    found = survey(read, outset.ground, kinds, edition, memory, given, lasting=lasting)
    problems = [*found.problems, *outset.problems, *outset.hushed, *_personal(outset, found)]
    made = {name: note.made for name, note in found.notes.items()}
    showings = [each.showing for each in kinds]
    view = showing.view(outset.day, outset.settings, content, edition, made, showings)
    confined = tuple(layout.papers(view, kinds, confined=True))
    own = layout.confided(view, kinds, confined)
    gate = layout.gate(outset.settings.privacy, _contacts(found), kinds, own)
    known = meanwhile(found, view, gate) if not errors(found.problems) else None
    folder = content / "pages"
    written = hand_written(folder)
    outline = layout.outline(view, kinds, written, known)
    planned = [each.url for each in outline]
    papers = layout.filed(layout.papers(view, kinds), known)
    static = _static(folder)
    files = [*view.files, *static, *(each.url for each in papers)]
    urls = [*planned, *written, *view.moved]
    addresses = Addresses(urls, [*files, *own.papers])
    # What is for all to see may not lead to what is not, in whichever edition it is checked.
    hidden = frozenset(own.pages)
    open_to_all = Addresses([each for each in urls if each not in hidden], files)
    if outset.totals is None:
        totals = parting.totals(found, kinds)
        problems += parting.sheets(outset.registers, kinds, totals)
    problems += _settings(outset, found.library)
    papers += layout.filed(confined, known)
    problems += _collisions(planned, papers, written, static, view, found)
    problems += _followed(found, kinds, addresses, open_to_all)
    problems += links.unused(found.library, files_named(found))
    # By now all files have been looked through that are to be.
    gate = replace(gate, looked=frozenset(found.looked))
    return Plan(outset, _sorted(problems), found, view, outline, papers, addresses, folder, gate)


def _settings(outset: Outset, library: Library) -> Iterator[Problem]:
    """Records that settings refer to and that are not there (E301)."""
    for name, (model, _) in settings.FILES.items():
        for wrong in gathering.references(getattr(outset.settings, name), library):
            shape = shape_at(model, wrong.path)
            facts = {**wrong.facts, "label": shape.label if shape else ""}
            place = settings.place(outset.content, outset.shown, name, wrong.path)
            yield problem.problem(wrong.code, place, wrong.hint, **facts)


def _personal(outset: Outset, found: Survey) -> Iterator[Problem]:
    """What the hand-written pages and the settings tell of persons (E70x)."""
    library = found.library
    watch = Watch(Guard(outset.settings.privacy), Directory(library), looked=found.looked)
    offices = Offices.of(_contacts(found))
    for file in outset.tree.signatures:
        folder, _, name = file.partition("/")
        written = folder == "pages" and name.endswith(".md")
        if folder == "pages" and not written:
            yield from _beside(outset, watch, file, offices)
            continue
        # What may be published stands in `privacy.yaml` with the reason.
        if not written and (folder != "settings" or name == "privacy.yaml"):
            continue
        raw = (outset.content / file).read_bytes()
        text = raw.decode("utf-8", "replace").removeprefix("\ufeff")
        if not watch.guard.suspects(text):
            continue
        shown = f"{outset.shown}/{file}"
        if written:
            yield from examining.page(shown, text, watch, offices)
        else:
            yield from examining.settings(shown, raw, watch, offices)


def _contacts(found: Survey) -> list[str]:
    """The contacts of offices in all records."""
    return [each for note in found.notes.values() for each in note.contacts]


def _beside(outset: Outset, watch: Watch, file: str, offices: Offices) -> Iterator[Problem]:
    """What a file beside the hand-written pages tells of persons."""
    data = reading.content(outset.content / file)
    for wrong in examining.file(file.rpartition("/")[2], data, watch, offices):
        yield replace(wrong, place=problem.Place(f"{outset.shown}/{file}"))


def _followed(
    found: Survey, kinds: Sequence[Kind[Any]], addresses: Addresses, open_to_all: Addresses
) -> Iterator[Problem]:
    """Follow the links of every record; the notes learn where they lead."""
    registers = {each.name for each in kinds if each.register}
    for name, note in found.notes.items():
        anew = name in found.anew
        if not name[1] or not note.made.targets:
            continue
        known = addresses if name[0] in registers else open_to_all
        led = tuple(links.outcomes(note.made.targets, note.made.address, known))
        if not anew and led == note.outcomes:
            yield from note.link_warnings
            continue
        record = found.library.record(*name)
        with found.library.watching() as needed:
            wrong = tuple(links.links(record, found.sound, known))
        found.notes[name] = note._replace(
            outcomes=led, link_warnings=wrong, needs=tuple(sorted(needed.union(note.needs)))
        )
        found.anew.add(name)
        yield from wrong
    for record in found.faulty:
        known = addresses if found.library.declaration(record).name in registers else open_to_all
        yield from links.links(record, found.sound, known)


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


def _collisions(
    pages: Sequence[str],
    papers: Sequence[PlannedPaper],
    written: Sequence[str],
    static: Sequence[str],
    view: View,
    found: Survey,
) -> Iterator[Problem]:
    """Two pages or papers at one address (E904), shown at the record or file that can move; old
    addresses where one stands or that lead two ways (E305).
    """
    library = found.library
    files = {each: f"{library.shown}/pages/{each}" for each in static}
    files |= {
        url: f"{library.shown}/{path.relative_to(library.content).as_posix()}"
        for url, path in view.files.items()
    }
    made: set[str] = set()
    for paper in papers:
        if paper.url in files or paper.url in made:
            place = problem.Place(files.get(paper.url, paper.url))
            yield problem.problem(codes.E904, place, url=f"/{paper.url}")
        made.add(paper.url)
    seen = {*written, *made}
    for url in pages:
        if url in seen:
            place = problem.Place(_file_at(url, library, written))
            yield problem.problem(codes.E904, place, url=f"/{url}")
        seen.add(url)
    claimed: dict[str, str] = {}
    for name, number, old in _redirects(found):
        address = old.strip("/")
        other = claimed.get(address)
        if other is None and (address in seen or f"{address}/" in seen):
            other = texts.EXISTING_PAGE
        if other is not None:
            wrong = fault(codes.E305, "redirects", number, value=old, other=other)
            yield library.placed(library.record(*name), wrong)
        claimed.setdefault(address, library.file(*name))


def _redirects(found: Survey) -> Iterator[tuple[Name, int, str]]:
    for name, note in found.notes.items():
        for number, old in enumerate(note.redirects):
            yield name, number, old
    for record in found.faulty:
        for number, old in enumerate(record.redirects):
            yield (found.library.declaration(record).name, record.key), number, old


def _file_at(url: str, library: Library, written: Sequence[str]) -> str:
    """The file that a page at an address comes from, or the address where no file does."""
    if url in written:
        return f"{library.shown}/pages/{url.rstrip('/') or 'index'}.md"
    kind, key = library.meant(f"/{url}", "")
    return library.file(kind, key) if library.known(kind, key) else url
