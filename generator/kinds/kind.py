"""A kind of record: everything that the generator knows of it, in one value.

A kind is a package with a `KIND`. Those under `generator/kinds/` are found by looking there, others
through the entry point group `dangwu.kinds`. No other file lists them.
"""

import pkgutil
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from importlib import import_module, resources
from importlib.metadata import entry_points
from typing import Any, Generic

from msgspec import Struct, field

from generator import kinds
from generator.audience.showing import Showing, as_they_come, no_total, nothing
from generator.audience.shown import Confined, Shown
from generator.audience.sight import Sight
from generator.audience.view import OrganisersView, View
from generator.ground import Ground
from generator.pages.bundle import Packing
from generator.pages.drawing import Drawing
from generator.pages.page import Page, Panel
from generator.pages.paper import Paper
from generator.records.declaration import Declaration
from generator.records.fields import R
from generator.records.library import Fault

Block = Callable[[View], Drawing]


class Asked(Struct, frozen=True):
    """For which year records are to be drafted, and for which organisation (empty for all)."""

    year: int
    branch: str


class Draft(Struct, frozen=True):
    """Records that a kind proposes, for people to review.

    `files`: path below `content/` → its whole new text. `said` is the summary for the console;
    `lacking` says what could not be drafted and why, a line each.
    """

    files: Mapping[str, str]
    said: tuple[str, ...]
    lacking: tuple[str, ...] = ()


class CannotDraftError(Exception):
    """What was asked for makes no sense, as the text says in Chinese."""


class Section(Struct, frozen=True):
    """A kind's place in the site's navigation. `order` sorts; `short` is for a phone's bar.

    `counted` completes a number on the home page (节党课). A `confined` section is the organisers'.
    """

    name: str
    short: str
    icon: str
    order: int
    counted: str = ""
    confined: bool = False


class Counts(Struct, frozen=True):
    """How the totals of a register are written down for builds that have no key, and read again.

    `plain` gives lists, mappings, texts, numbers and days; `shown` makes the same values of them,
    as they may be shown on a day, and raises ValueError where they are no such thing.
    """

    plain: Callable[[Iterable[Any]], object]
    shown: Callable[[object, date], Iterable[Shown]]


def no_rules(record: Any, ground: Ground) -> Iterable[Fault]:
    return ()


def no_proposals(record: Any, ground: Ground) -> Mapping[str, str]:
    return {}


def no_pages(view: OrganisersView) -> Iterable[Page]:
    return ()


def no_panels(view: OrganisersView) -> Iterable[Panel]:
    return ()


def no_papers(view: View) -> Iterable[Paper]:
    return ()


class Kind(Struct, Generic[R], frozen=True):
    """`example` is a record as the help shows it; `package` holds `templates/`.

    `show`, `confine`, `total` and `order` are those of `Showing`.

    A `register` may be kept locked; what builds without a key then show of it is in `counts`.
    `draft` is what `dangwu plan` makes.

    `proposals` are what may stand in fields that were left empty (the next number), as typed; that
    of `id` where its writer chooses it.

    `papers` are its files that are no pages; those of `confined_papers` the organisers' edition
    alone has. `panels` are added below pages of other kinds, in the organisers' edition.

    `packing` makes a folder of some of its records, to be taken along.

    `blocks` are pieces that the home page may place by the name `kind/block`.
    """

    declaration: Declaration[R]
    package: str
    pages: Callable[[View], Iterable[Page]]
    show: Callable[[R, Sight], Iterable[Shown]] = nothing
    rules: Callable[[R, Ground], Iterable[Fault]] = no_rules
    confine: Callable[[R, Sight], Iterable[Confined]] = nothing
    total: Callable[[Sight], Iterable[Shown]] = no_total
    order: Callable[[Iterable[Any]], list[Any]] = as_they_come
    confined_pages: Callable[[OrganisersView], Iterable[Page]] = no_pages
    panels: Callable[[OrganisersView], Iterable[Panel]] = no_panels
    papers: Callable[[View], Iterable[Paper]] = no_papers
    confined_papers: Callable[[OrganisersView], Iterable[Paper]] = no_papers
    draft: Callable[[Ground, Asked], Draft] | None = None
    proposals: Callable[[R, Ground], Mapping[str, str]] = no_proposals
    register: bool = False
    counts: Counts | None = None
    section: Section | None = None
    packing: Packing | None = None
    blocks: Mapping[str, Block] = field(default_factory=dict)
    example: str = ""
    about: str = ""

    @property
    def name(self) -> str:
        return self.declaration.name

    @property
    def showing(self) -> Showing:
        return Showing(
            self.declaration, self.show, self.confine, self.total, self.order, self.register
        )


@cache
def all_kinds() -> tuple[Kind[Any], ...]:
    """Every kind, in the order of the navigation, those without a section last."""
    found = [
        import_module(f"{kinds.__name__}.{module.name}").KIND
        for module in pkgutil.iter_modules(kinds.__path__)
        if module.ispkg
    ]
    found += [entry.load() for entry in entry_points(group="dangwu.kinds")]
    return tuple(sorted(found, key=lambda each: (_place(each), each.name)))


@cache
def packages() -> Mapping[str, str]:
    """What templates' names begin with → the package whose `templates/` holds them."""
    return {"pages": "generator.pages", **{each.name: each.package for each in all_kinds()}}


@cache
def template_folders() -> tuple[str, ...]:
    """The folders of all templates that draw pages."""
    found = (resources.files(package) / "templates" for package in packages().values())
    return tuple(sorted(map(str, found)))


def _place(kind: Kind[Any]) -> int:
    return kind.section.order if kind.section else 1000
