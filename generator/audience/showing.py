"""From the library to a view: the only door through which records reach pages."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import prose
from generator.audience.shown import Confined, Gone, Shown
from generator.audience.sight import Sight
from generator.audience.view import Edition, OrganisersView, View
from generator.audience.visibility import standing
from generator.ground import Ground
from generator.records.declaration import Declaration
from generator.records.fields import Beside, Prose, Record, values


def nothing(sight: Sight) -> Iterable[Confined]:
    """What a kind without a register confines."""
    return ()


@dataclass(frozen=True)
class Showing:
    """How a kind's records become shown values.

    `register` kinds (elders, visits) give no page, file or address of theirs to members; `show`
    may then give counts. `confine` is called for the organisers' edition alone.
    """

    declaration: Declaration[Any]
    show: Callable[[Sight], Iterable[Shown]]
    confine: Callable[[Sight], Iterable[Confined]] = nothing
    register: bool = False


def view(ground: Ground, showings: Sequence[Showing], edition: Edition) -> View:
    """What `edition` may show on the day of the ground."""
    sight = Sight(ground)
    shown: dict[type[Shown], list[Shown]] = {}
    confined: dict[type[Confined], list[Confined]] = {}
    gone: list[Gone] = []
    files: dict[str, Path] = {}
    moved: dict[str, str] = {}
    for each in showings:
        for value in each.show(sight):
            shown.setdefault(type(value), []).append(value)
        if edition == "organisers":
            for sheet in each.confine(sight):
                confined.setdefault(type(sheet), []).append(sheet)
        elif each.register:
            continue
        for record in ground.library.all(each.declaration.model):
            _around(ground, each.declaration, record, gone, files, moved)
    parts = (
        ground.day,
        ground.settings,
        tuple(gone),
        files,
        moved,
        {sort: tuple(group) for sort, group in shown.items()},
    )
    if edition == "organisers":
        sheets = {sort: tuple(group) for sort, group in confined.items()}
        return OrganisersView(edition, *parts, sheets)
    return View(edition, *parts)


def _around(
    ground: Ground,
    declaration: Declaration[Any],
    record: Record,
    gone: list[Gone],
    files: dict[str, Path],
    moved: dict[str, str],
) -> None:
    """What a record brings besides its page: files, old addresses, or the word that it is gone."""
    state = standing(record, ground.day)
    if state == "held":
        return
    address = ground.library.address(record)
    for old in record.redirects:
        moved[old.strip("/")] = address
    if state == "gone":
        withdrawal = record.withdrawal()
        if withdrawal is not None:
            gone.append(Gone(address, declaration.label, *withdrawal))
        return
    for name in published_files(record):
        # A relative link may also mean another page; whether it means anything, the check says.
        if ground.library.has(record, name):
            files[f"{address}{name}"] = ground.library.beside(record, name)


def published_files(record: Record) -> Iterable[str]:
    """The files beside a record that are published with it: declared ones and its pictures."""
    for _, _, name in values(record, Beside):
        yield name
    for _, _, text in values(record, Prose):
        for use in prose.uses(text):
            if name := prose.beside(use.target):
                yield name
