"""Where a new record goes, and what its number is: by the filing that its kind declares."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from msgspec import Struct, field

from generator.desk.opened import Opened
from generator.records.declaration import CHOSEN, NUMBERED, Declaration
from generator.records.fields import Record, Refers, shapes

_ID = re.compile(r"[A-Za-z0-9-]+")
_TAIL = re.compile(r"(.*?)(\d+)")


class Filed(Struct):
    """What has been given away on this desk besides what lies in the folder: files, ids."""

    files: set[str] = field(default_factory=set)
    ids: dict[str, list[str]] = field(default_factory=dict)


def valid(name: str) -> bool:
    """Whether it may be an id or the name of a folder."""
    return bool(_ID.fullmatch(name))


def file(declaration: Declaration[Any], record: Record, desk: Opened, filed: Filed) -> str | None:
    """The file below `content/` for a new record; None where a field that decides it is missing.

    `id` of the record is the file's name where its writer chooses that.
    """
    filing = declaration.filing
    parts = [follow(each, record, desk) for each in filing.folders]
    folder = "/".join((declaration.folder, *(each or "" for each in parts)))
    if not all(parts):
        return None
    if filing.name == NUMBERED:
        return f"{folder}/{_next(folder, desk, filed)}.yaml"
    name = record.id if filing.name == CHOSEN else follow(filing.name, record, desk)
    return f"{folder}/{name}.yaml" if name else None


def _next(folder: str, desk: Opened, filed: Filed) -> str:
    inside = [each.removeprefix(f"{folder}/") for each in filed.files if each.startswith(folder)]
    taken = [int(each[:4]) for each in inside if each[:4].isdigit()]
    return f"{max([*desk.numbers(folder), *taken], default=0) + 1:04d}"


def follow(way: str, record: Record, desk: Opened) -> str | None:
    """What stands at the end of a way through fields, references and dates, as a part of a path."""
    current: Any = record
    for part in way.split("."):
        if isinstance(current, date):
            current = getattr(current, part)
            continue
        if isinstance(current, str):
            return None
        shape = shapes(type(current)).get(part)
        value = getattr(current, part, None)
        mark = shape.mark(Refers) if shape else None
        last = way.endswith(part)
        if mark is not None and not last:
            if not value or not desk.library.known(mark.kind, value):
                return None
            value = desk.library.record(mark.kind, value)
        current = value
    return None if current in (None, "") else str(current)


def next_id(declaration: Declaration[Any], file: str, desk: Opened, filed: Filed) -> str:
    """The id after the last one of the file, in its manner; for a new file one with its name."""
    stem = file.removeprefix(f"{declaration.folder}/").removesuffix(".yaml")
    own = [
        each.id
        for each in desk.library.all(declaration.model)
        if each.id and each.origin.file == file
    ]
    own += filed.ids.get(file, [])
    prefix, digits = f"{stem.replace('/', '-')}-", "000"
    numbers = [0]
    if own and (found := _TAIL.fullmatch(own[-1])):
        prefix, digits = found[1], found[2]
        numbers = [int(each[2]) for each in map(_TAIL.fullmatch, own) if each and each[1] == prefix]
    given = set(_every(declaration, desk, filed))
    number = max(numbers) + 1
    while f"{prefix}{number:0{len(digits)}d}" in given:
        number += 1
    return f"{prefix}{number:0{len(digits)}d}"


def _every(declaration: Declaration[Any], desk: Opened, filed: Filed) -> Iterable[str]:
    yield from (each.id for each in desk.library.all(declaration.model))
    for ids in filed.ids.values():
        yield from ids
