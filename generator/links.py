"""What records point at: files beside them, links and pictures in their texts."""

import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from generator import prose, texts
from generator.pages.addresses import Addresses
from generator.problems import codes
from generator.problems.problem import Place, Problem, problem
from generator.records.beside import beside
from generator.records.fields import FieldPath, Prose, Record, values
from generator.records.library import Fault, Library, fault


def files(record: Record, records: Library) -> Iterator[Fault]:
    """Files that the record names lie beside it (E403) and inside `content/` (E112)."""
    for path, name in beside(record):
        wrong = _misplaced(record, records, name)
        if wrong is not None:
            code, hint = wrong
            facts = {"path": name} if code is codes.E112 else {"value": name}
            yield fault(code, *path, hint=hint, **facts)


def _misplaced(record: Record, records: Library, name: str) -> tuple[codes.Code, str] | None:
    """Why the file `name` cannot be published with the record: (code, hint), or None.

    It lies in the record's folder or below, for a path that climbs could name what is not for all
    to see; and it is no record.
    """
    content = Path(os.path.realpath(records.content))
    try:
        file = Path(os.path.realpath(records.beside(record, name)))
    except ValueError:
        return codes.E403, ""
    if not file.is_relative_to(content) or name.startswith("/"):
        return codes.E112, ""
    if ".." in name.split("/"):
        return codes.E403, texts.NOT_BESIDE
    if not records.has(record, name):
        return codes.E403, ""
    if file.suffix == ".yaml":
        return codes.E403, texts.RECORD_AS_FILE
    return None


def unsafe(record: Record, records: Library) -> Iterator[Problem]:
    """What the record's texts may not hold, whatever the site has (E402, E404, E405)."""
    for path, _, text in values(record, Prose):
        for danger in prose.dangers(text):
            place = _narrowed(records.place(record, path, danger.line + 1), danger.what)
            yield problem(codes.E405, place, tag=danger.what)
        for use in prose.uses(text):
            code = _elsewhere(use)
            if code is not None:
                yield problem(code, _at(record, records, path, use), "", target=use.target)


def links(record: Record, records: Library, addresses: Addresses) -> Iterator[Problem]:
    """Links and pictures of the record's texts that lead to the site itself (E401, E403, E406)."""
    address = records.address(record)
    for path, _, text in values(record, Prose):
        for use in prose.uses(text):
            found = _wrong(record, use, address, records, addresses)
            if found is not None:
                code, facts = found
                yield problem(code, _at(record, records, path, use), "", **facts)


def _at(record: Record, records: Library, path: FieldPath, use: prose.Use) -> Place:
    return _narrowed(records.place(record, path, use.line + 1), use.target)


def _narrowed(place: Place, what: str) -> Place:
    """The spot of a link's target within its line, where it stands there as it was read."""
    at = place.text.find(what) if what else -1
    return place if at < 0 else replace(place, column=at + 1, width=len(what))


def _elsewhere(use: prose.Use) -> codes.Code | None:
    """What is wrong with a link that leads out of the site."""
    if not prose.allowed(use.target):
        return codes.E402
    if prose.scheme(use.target):
        return codes.E404 if use.picture else None
    if use.target.lstrip().startswith("//"):
        return codes.E404 if use.picture else codes.E402
    return None


def _wrong(
    record: Record, use: prose.Use, address: str, records: Library, addresses: Addresses
) -> tuple[codes.Code, dict[str, object]] | None:
    target = use.target
    facts: dict[str, object] = {"target": target}
    if target.startswith("#") or prose.scheme(target) or _elsewhere(use) is not None:
        return None
    name = prose.beside(target)
    if name and records.has(record, name):
        wrong = _misplaced(record, records, name)
        if wrong is None:
            return None
        if wrong[0] is codes.E112:
            return codes.E112, {"path": target}
        return (
            (codes.E403, {"label": "图片", "value": target}) if use.picture else (codes.E401, facts)
        )
    if _outcome(target, address, addresses) is not None:
        return None
    if use.picture:
        return codes.E403, {"label": "图片", "value": target}
    kind, key = records.meant(target, address)
    # A folder is no record, whichever records may be lost.
    if key and records.lost(kind, key):
        return None
    return codes.E406 if records.known(kind, key) else codes.E401, facts


def outcomes(targets: Sequence[str], address: str, addresses: Addresses) -> list[str | None]:
    """Where the links of the page at `address` lead: an address of the site, or None."""
    return [_outcome(each, address, addresses) for each in targets]


def _outcome(target: str, address: str, addresses: Addresses) -> str | None:
    try:
        return addresses.lookup(target, address)
    except ValueError:
        return None


def unused(records: Library, used: Collection[str]) -> Iterator[Problem]:
    """Files beside records that nothing names: a warning, for they will not be published (E116).

    `used` are the real paths of those that are named. Silent around a record that could not be
    read: it may name them.
    """
    folders = {each.name: each.folder for each in records.declarations}
    unread = {f"{folders[kind]}/{key}" for kind, key in records.broken if key}
    unread |= {each.rpartition("/")[0] for each in unread}
    for file in records.others:
        folder, _, name = file.rpartition("/")
        if folder not in unread and os.path.realpath(records.content / file) not in used:
            yield problem(codes.E116, Place(f"{records.shown}/{file}"), name=name)
