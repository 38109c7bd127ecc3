"""A content folder without its registers, and what may be shown of them.

Where every file of the registers can be read, they are counted now. Where one is locked, or there
are none, their sheets say what may be shown; a build for members needs no key and asks for none.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from generator import links, texts
from generator.audience.cutoff import cutoff
from generator.audience.showing import Made, Name
from generator.kinds.kind import Kind
from generator.problems import codes
from generator.problems.codes import CODES
from generator.problems.problem import Place, Problem, problem
from generator.records import gathering
from generator.records.fields import Refers, shapes
from generator.records.tree import COUNTS, Signature, Source, Tree
from generator.registers import sheet
from generator.registers.sheet import Sheet
from generator.settings import Settings
from generator.survey import NO_MEMORY, Grounding, Survey, files_named, survey

_PLAIN = msgspec.msgpack.Encoder(order="deterministic")


class Content(Struct, frozen=True):
    """A content folder: where it is, how messages name it, what its settings say, on which day."""

    folder: Path
    shown: str
    settings: Settings
    day: date


class Parted(Struct, frozen=True):
    """`tree` has no file of a register; `totals` is what may be shown of each.

    `hushed` are the problems in registers, which say where and what, and nothing of the content.
    """

    tree: Tree
    totals: Mapping[Name, Made]
    problems: tuple[Problem, ...] = ()
    hushed: tuple[Problem, ...] = ()


def registers(kinds: Iterable[Kind[Any]]) -> frozenset[str]:
    """The names of the kinds that may be kept locked."""
    return frozenset(each.name for each in kinds if each.register)


def mark(tree: Tree, kinds: Sequence[Kind[Any]]) -> bytes:
    """16 bytes that change with any file that the counts are made of. They tell of sizes and times
    alone, none of which can be had back from them.
    """
    digest = hashlib.blake2b(digest_size=16)
    folders = {each.declaration.folder for each in _needed(kinds)}
    for file, signature in sorted(tree.signatures.items()):
        if file.partition("/")[0] in folders:
            digest.update(f"{file}\n{signature}\n".encode())
    return digest.digest()


def parted(
    content: Content,
    tree: Tree,
    kinds: Sequence[Kind[Any]],
    ground: Grounding,
    known: Mapping[Name, Made] | None = None,
) -> Parted:
    """The folder as a build for members sees it. `known` are the totals of registers that are as
    they were when they were counted.
    """
    confined = [each for each in kinds if each.register]
    folders = {each.declaration.folder for each in confined}
    sources = [each for each in tree.sources if each.declaration.folder in folders]
    hushed: list[Problem] = [
        each for each in tree.problems if _within(each.place.file, content.shown, folders)
    ]
    problems: list[Problem] = []
    if sources and not any(each.locked for each in sources):
        totals = known
        if totals is None:
            totals, found = _counted(content, tree, kinds, ground)
            hushed += [each for each in found if _within(each.place.file, content.shown, folders)]
        problems += sheets(content, confined, totals)
    else:
        totals = _read(content, confined, bool(sources), problems)
        if not sources:
            # Nobody is in them, but to say so takes to read all that they would refer to.
            empty = known if known is not None else _counted(content, tree, kinds, ground)[0]
            totals = {**empty, **totals}
    rest = _public(content, tree, folders, registers(confined), totals)
    return Parted(rest, totals, tuple(problems), tuple(_hushed(each) for each in hushed))


def read_only(content: Content, tree: Tree, kinds: Sequence[Kind[Any]]) -> Mapping[Name, Made]:
    """What the sheets say, for organisers who have no register at all."""
    confined = [each for each in kinds if each.register]
    folders = {each.declaration.folder for each in confined}
    if any(each.declaration.folder in folders for each in tree.sources):
        return {}
    return _read(content, confined, False, [])


def sheets(
    content: Content, kinds: Iterable[Kind[Any]], totals: Mapping[Name, Made] | None
) -> Iterator[Problem]:
    """What is wrong with the sheets: not to be used (E554, E555), or no longer what the registers
    say (E553). `totals` are None where not all of these could be read.
    """
    for kind in kinds:
        if kind.counts is None or not kind.register:
            continue
        path = content.folder / kind.declaration.folder / COUNTS
        found = _sheet(content, kind)
        if found is None:
            continue
        place = Place(f"{content.shown}/{kind.declaration.folder}/{COUNTS}")
        if isinstance(found, Problem):
            yield found
        elif totals is not None and (kind.name, "") in totals:
            now = sheet.written(sheet_of(content, kind, totals[kind.name, ""]))
            if now.encode() != path.read_bytes():
                yield problem(codes.E553, place, day=found.day)


def totals(found: Survey, kinds: Sequence[Kind[Any]]) -> Mapping[Name, Made] | None:
    """What the registers give in all; None where there are none or not all could be read."""
    unread = {kind for kind, _ in found.sound.broken}
    keys = (found.library.keys(each.declaration.model) for each in kinds if each.register)
    if unread & registers(kinds) or not any(keys):
        return None
    return {name: note.made for name, note in found.notes.items() if not name[1]}


def sheet_of(content: Content, kind: Kind[Any], made: Made) -> Sheet:
    """The sheet that a kind's totals give."""
    rule = content.settings.site.small_numbers
    counts = kind.counts.plain(made.shown) if kind.counts else []
    return Sheet(cutoff(content.day, rule.every), rule.k, counts)


def _sheet(content: Content, kind: Kind[Any]) -> Sheet | Problem | None:
    """The sheet of a kind; None where there is none."""
    file = f"{kind.declaration.folder}/{COUNTS}"
    place = Place(f"{content.shown}/{file}")
    try:
        raw = (content.folder / file).read_bytes()
    except OSError:
        return None
    found = sheet.read(raw)
    if isinstance(found, str):
        return problem(codes.E554, place, reason=found)
    k = content.settings.site.small_numbers.k
    if found.k < k:
        return problem(codes.E555, place, found=found.k, k=k)
    return found


def _read(
    content: Content, kinds: Iterable[Kind[Any]], locked: bool, problems: list[Problem]
) -> dict[Name, Made]:
    """What the sheets say. What is wrong with them joins `problems`."""
    totals = {}
    for kind in kinds:
        if kind.counts is None:
            continue
        place = Place(f"{content.shown}/{kind.declaration.folder}/{COUNTS}")
        found = _sheet(content, kind)
        if isinstance(found, Problem):
            problems.append(found)
        elif found is not None:
            try:
                totals[kind.name, ""] = Made(
                    shown=tuple(kind.counts.shown(found.counts, content.day))
                )
            except ValueError:
                problems.append(problem(codes.E554, place, reason=texts.COUNTS_UNREAD))
        elif locked:
            problems.append(problem(codes.E557, place, name=place.file))
            totals[kind.name, ""] = Made()
    return totals


def _counted(
    content: Content, tree: Tree, kinds: Sequence[Kind[Any]], ground: Grounding
) -> tuple[dict[Name, Made], list[Problem]]:
    """Read the registers and what they refer to, count, and forget them."""
    needed = _needed(kinds)
    names = {each.name for each in needed}
    sources = tuple(each for each in tree.sources if each.declaration.name in names)
    folders = {each.declaration.folder for each in needed}
    others = tuple(each for each in tree.others if each.partition("/")[0] in folders)
    unread = frozenset(each for each in tree.unread if each[0] in names)
    part = replace(tree, sources=sources, others=others, unread=unread, problems=())
    declarations = [each.declaration for each in needed]
    read = gathering.read(content.folder, content.shown, declarations, content.settings, part)
    found = survey(read, ground, needed, "members", NO_MEMORY)
    totals = {(each.name, ""): found.notes[each.name, ""].made for each in needed
              if each.register and (each.name, "") in found.notes}  # fmt: skip
    return totals, [*found.problems, *links.unused(found.library, files_named(found))]


def _needed(kinds: Sequence[Kind[Any]]) -> list[Kind[Any]]:
    """The registers, and the kinds to which they refer."""
    by_name = {each.name: each for each in kinds}
    found = {each.name for each in kinds if each.register}
    waiting = list(found)
    while waiting:
        for shape in shapes(by_name[waiting.pop()].declaration.model).values():
            mark_ = shape.mark(Refers)
            if mark_ is not None and mark_.kind in by_name and mark_.kind not in found:
                found.add(mark_.kind)
                waiting.append(mark_.kind)
    return [each for each in kinds if each.name in found]


def _public(
    content: Content,
    tree: Tree,
    folders: set[str],
    names: frozenset[str],
    totals: Mapping[Name, Made],
) -> Tree:
    """The tree without registers. What may be shown of them counts as a file: what was built of
    other counts is not what would be built now.
    """

    def outside(file: str) -> bool:
        return file.partition("/")[0] not in folders

    digest = hashlib.blake2b(digest_size=14)
    for name, made in sorted(totals.items()):
        digest.update(repr(name).encode() + _PLAIN.encode([*made.shown]))
    raw = digest.digest()
    half = int.from_bytes(raw[:7]), int.from_bytes(raw[7:])
    signatures = {file: each for file, each in tree.signatures.items() if outside(file)}
    signatures[COUNTS] = Signature(half[0], half[1], 0, 0)
    sources: tuple[Source, ...] = tuple(
        each for each in tree.sources if each.declaration.folder not in folders
    )
    return Tree(
        sources,
        tuple(each for each in tree.others if outside(each)),
        # Links into a register lead nowhere here, which is no mistake of who wrote them.
        frozenset({*tree.unread, *((each, "") for each in names)}),
        tuple(e for e in tree.problems if not _within(e.place.file, content.shown, folders)),
        signatures,
    )


def _within(file: str, shown: str, folders: Iterable[str]) -> bool:
    """Whether a file, as messages name it, is one of a register."""
    return any(file.startswith(f"{shown}/{each}/") or file == f"{shown}/{each}" for each in folders)


def _hushed(found: Problem) -> Problem:
    """A problem without the line, the value or the hint: logs of a build for members are read by
    many.
    """
    place = replace(found.place, width=1, text="")
    return replace(found, place=place, message=CODES[found.code].title, hint=texts.HUSHED)
