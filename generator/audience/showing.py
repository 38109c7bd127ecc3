"""From records to a view: the only door through which records reach pages.

A record is shown by itself (`make`); what it looks at besides, the library watches. A view puts
together what was made of all records, now or at an earlier build.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from generator import prose
from generator.audience.shown import Confined, Gone, Shown
from generator.audience.sight import Sight
from generator.audience.view import Edition, OrganisersView, View
from generator.audience.visibility import standing
from generator.ground import Ground
from generator.records.beside import beside
from generator.records.declaration import Declaration
from generator.records.fields import Prose, Record, values
from generator.records.library import Library
from generator.settings import Settings

# Kind and key; the key is empty for what a kind makes of all its records together.
Name = tuple[str, str]


def nothing(record: Any, sight: Sight) -> Iterable[Any]:
    """What a kind shows, or confines, that has nothing to."""
    return ()


def no_total(sight: Sight) -> Iterable[Shown]:
    """What a kind without totals shows of all its records together."""
    return ()


def as_they_come(values: Iterable[Any]) -> list[Any]:
    """The order of what is sorted by its key already."""
    return list(values)


class Showing(Struct, frozen=True):
    """How a kind's records become shown values, each by itself; `total` sees them all.

    `register` kinds (elders, visits) give no page, file or address of theirs to members; `total`
    may then give counts. `confine` is called for the organisers' edition alone. `order` puts the
    values, which come by key, in the order in which a view gives them.
    """

    declaration: Declaration[Any]
    show: Callable[[Any, Sight], Iterable[Shown]] = nothing
    confine: Callable[[Any, Sight], Iterable[Confined]] = nothing
    total: Callable[[Sight], Iterable[Shown]] = no_total
    order: Callable[[Iterable[Any]], list[Any]] = as_they_come
    register: bool = False


class Made(NamedTuple):
    """What a record gives to the site, and the links and files of its texts.

    `files`: names of files published beside it. `moved`: its old addresses. `named`: every file
    that it names, by its real path. `targets`: where its texts lead to within the site.
    """

    address: str = ""
    shown: tuple[Shown, ...] = ()
    confined: tuple[Confined, ...] = ()
    gone: Gone | None = None
    files: tuple[tuple[str, str], ...] = ()
    moved: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


def make(record: Record, showing: Showing, ground: Ground, edition: Edition) -> Made:
    """What `edition` may show of a record on the day of the ground."""
    library, sight = ground.library, Sight(ground)
    state = standing(record, ground.day, ground.settings)
    address = library.address(record)
    leads = _leads(record)
    names = list(_names(record, leads))
    named = tuple(os.path.realpath(library.beside(record, name)) for name in names)
    targets = tuple(each for each in leads if _within(each))
    shown: tuple[Shown, ...] = ()
    confined: tuple[Confined, ...] = ()
    if state == "shown":
        shown = tuple(showing.show(record, sight))
        if edition == "organisers":
            confined = tuple(showing.confine(record, sight))
    if state == "held" or (showing.register and edition != "organisers"):
        return Made(address, shown, confined, named=named, targets=targets)
    gone = None
    files: list[tuple[str, str]] = []
    if state == "gone":
        withdrawal = record.withdrawal()
        if withdrawal is not None:
            gone = Gone(address, showing.declaration.label, *withdrawal)
    else:
        for name in names:
            if library.has(record, name):
                place = library.beside(record, name).relative_to(library.content).as_posix()
                files.append((f"{address}{name}", place))
    moved = tuple(old.strip("/") for old in record.redirects)
    return Made(address, shown, confined, gone, tuple(files), moved, named, targets)


def files_named(record: Record, library: Library) -> Iterable[str]:
    """The real paths of the files that a record names. They may not exist."""
    for name in file_names(record):
        yield os.path.realpath(library.beside(record, name))


def file_names(record: Record) -> Iterable[str]:
    """The names of the files that a record declares and those that its texts lead to."""
    return dict.fromkeys(_names(record, _leads(record)))


def _leads(record: Record) -> list[str]:
    """The targets of every link and picture of the record's texts."""
    return [use.target for _, _, text in values(record, Prose) for use in prose.uses(text)]


def _names(record: Record, leads: Iterable[str]) -> Iterator[str]:
    """The files that it declares, and those that its texts lead to."""
    for _, name in beside(record):
        yield name
    for target in leads:
        # A relative link may also mean another page; whether it means anything, the check says.
        if name := prose.beside(target):
            yield name


def _within(target: str) -> bool:
    """Whether a link may lead to another page of the site."""
    return not target.startswith("#") and not prose.scheme(target)


def total(showing: Showing, ground: Ground) -> Made:
    """What a kind shows of all its records together."""
    return Made(shown=tuple(showing.total(Sight(ground))))


def view(
    day: date,
    settings: Settings,
    content: Path,
    edition: Edition,
    made: Mapping[Name, Made],
    showings: Sequence[Showing],
) -> View:
    """The view of an edition from all that was made, which comes in order of kind and key."""
    shown: dict[type[Shown], list[Shown]] = {}
    confined: dict[type[Confined], list[Confined]] = {}
    gone: list[Gone] = []
    files: dict[str, Path] = {}
    moved: dict[str, str] = {}
    for each in made.values():
        for value in each.shown:
            shown.setdefault(type(value), []).append(value)
        for sheet in each.confined:
            confined.setdefault(type(sheet), []).append(sheet)
        if each.gone is not None:
            gone.append(each.gone)
        for address, place in each.files:
            files[address] = content / place
        for old in each.moved:
            moved[old] = each.address
    orders = {each.declaration.name: each.order for each in showings}
    parts = (
        day,
        settings,
        tuple(gone),
        files,
        moved,
        {sort: tuple(orders[group[0].entry.kind](group)) for sort, group in shown.items()},
    )
    if edition == "organisers":
        sheets = {
            sort: tuple(orders[group[0].entry.kind](group)) for sort, group in confined.items()
        }
        return OrganisersView(edition, *parts, _confined=sheets)
    return View(edition, *parts)
