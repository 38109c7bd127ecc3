"""The search index of a site, month by month: what is as it was is not made again.

A month's block is kept in a file named by what it was made from; a segment's file on the site is
named likewise, so that the names of all files are known before any of them is made.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from generator.audience.personal.published import Gate
from generator.audience.shown import Shown
from generator.problems.problem import Problem
from generator.release import tree
from generator.search import publish
from generator.search.root import root as whole

if TYPE_CHECKING:
    from generator.search.block import Block

Fetch = Callable[["Row"], Shown]
# What the root of the index says of a segment (FORMAT.md, *Root*).
Root = Mapping[str, object]
_ENDING, _ROOT, _SOUNDS = ".block", ".root", ".sounds"
_UNDATED = "undated"


class DamagedError(Exception):
    """A block that was kept cannot be read: it must be made again."""


class Row(NamedTuple):
    """A record of the index, before it is looked at: its day (empty where it has none), address and
    digest, and where it is found.
    """

    day: str
    url: str
    digest: bytes
    source: Any


class Month(Struct, frozen=True):
    """The records of a month (or without a day), newest first; `key` stands for all of them.

    `name` is 2026-07, or says that they have no day. `shown` is filled in where the month's block
    must be made.
    """

    name: str
    rows: tuple[Row, ...]
    key: str
    shown: tuple[Shown, ...] = ()


class Segment(Struct, frozen=True):
    """A segment of the index before it is made; `file` is its name on the site."""

    name: str
    months: tuple[Month, ...]
    file: str

    def part(self) -> tuple[list[Month], "Segment"]:
        """Its months that are to be made, and the segment when their blocks are kept."""
        made = tuple(replace(each, rows=(), shown=()) for each in self.months)
        return [each for each in self.months if each.shown], replace(self, months=made)


class Index(Struct, frozen=True):
    """`segments`, newest first; `kinds` are (id, name) as filters show them."""

    segments: tuple[Segment, ...]
    kinds: tuple[tuple[str, str], ...]
    day: date

    @property
    def numbers(self) -> dict[str, int]:
        """Id of a kind → its number in the root."""
        return {kind: number for number, (kind, _) in enumerate(self.kinds)}

    def wanted(self) -> Iterator[tuple[str, bytes]]:
        """Each file of the index with its key."""
        facts = [self.day.isoformat(), self.kinds, [each.file for each in self.segments]]
        yield publish.ROOT, _digest(json.dumps(facts).encode())
        for each in self.segments:
            yield publish.address(each.file), each.file.encode()


def planned(
    rows: Iterable[Row], day: date, kinds: Sequence[tuple[str, str]], version: bytes
) -> Index:
    """The index over everything that is shown on a day. `version` changes with the code that makes
    it.
    """
    ordered = sorted(rows, key=itemgetter(0, 1), reverse=True)
    dated = [each for each in ordered if each.day]
    undated = [each for each in ordered if not each.day]
    segments = []
    for year, group in groupby(dated, key=lambda each: each.day[:4]):
        months = groupby(group, key=lambda each: each.day[:7])
        made = [_month(name, list(some), version) for name, some in months]
        segments.append(_segment(year, made, kinds))
    if undated:
        segments.append(_segment(_UNDATED, [_month(_UNDATED, undated, version)], kinds))
    return Index(tuple(segments), tuple(kinds), day)


def _segment(name: str, months: Sequence[Month], kinds: Sequence[tuple[str, str]]) -> Segment:
    facts = json.dumps([[each.key for each in months], [kind for kind, _ in kinds]])
    return Segment(name, tuple(months), f"{name}-{_digest(facts.encode()).hex()[:12]}")


def _month(name: str, rows: Sequence[Row], version: bytes) -> Month:
    return Month(name, tuple(rows), _digest(version, *(each.digest for each in rows)).hex())


def _digest(*parts: bytes) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for each in parts:
        digest.update(len(each).to_bytes(4, "little") + each)
    return digest.digest()


class Target(Struct, frozen=True):
    """Where a segment goes: a folder that goes with the build, and the folder in which blocks are
    kept, by code of this `version`. `numbers`: id of a kind → its number in the root. What is
    searched must pass the `gate`.
    """

    folder: Path
    blocks: Path
    version: bytes
    numbers: Mapping[str, int]
    gate: Gate


class Made(Struct, frozen=True):
    """What the root says of a segment, and what of its texts did not pass the gate."""

    root: Root
    found: tuple[Problem, ...]


def prepare(blocks: Path | None = None) -> None:
    """Load, in a process that is going to make segments, what takes long to load.

    Where `blocks` are kept, the sounds of most texts are.
    """
    from generator.search import block, entries, segment, sounds  # noqa: F401

    if blocks is None or not blocks.is_dir():
        sounds.prepare()


def filled(segment: Segment, fetch: Fetch, blocks: Path | None) -> Segment:
    """The segment with the values of those months whose blocks are not kept (None: of all), and no
    rows.
    """
    months = [
        replace(each, rows=())
        if blocks is not None and (blocks / f"{each.key}{_ENDING}").exists()
        else replace(each, rows=(), shown=tuple(fetch(row) for row in each.rows))
        for each in segment.months
    ]
    return Segment(segment.name, tuple(months), segment.file)


def make(target: Target, segment: Segment) -> Made:
    """Write the file of a segment into the target's folder; gives what the root says of it.

    Raises DamagedError where a kept block is no good, after it has been thrown away.
    """
    # Arrays and sounds take long to load: only who makes an index needs them.
    from generator.search.segment import segment as joined

    blocks = []
    found: list[Problem] = []
    for month in segment.months:
        if month.shown:
            made, refused = _made(target, month)
            found += refused
        else:
            made = _loaded(target.blocks, month.key)
        blocks.append(made)
    part, root = joined(segment.name, blocks, target.numbers)
    tree.put(str(target.folder), segment.file, *part.pieces)
    entry = {**root, "file": segment.file}
    if not found:
        tree.put(str(target.blocks), f"{segment.file}{_ROOT}", json.dumps(entry).encode())
    return Made(entry, tuple(found))


def make_month(target: Target, month: Month) -> tuple[Problem, ...]:
    """Make the block of a month, to be kept for its segment; gives what did not pass the gate."""
    return tuple(_made(target, month)[1])


def _made(target: Target, month: Month) -> tuple["Block", list[Problem]]:
    from generator.search.block import block
    from generator.search.entries import searched_of
    from generator.search.sounds import Sounds

    known = target.blocks / _sounds(month, target.version)
    heard = Sounds(_heard(known))
    searched = [searched_of(each, heard.of) for each in month.shown]
    refused = [wrong for each in searched for wrong in target.gate.indexed(each.url, each.fields)]
    made = block(searched)
    # What is kept is not looked at again.
    if not refused:
        target.blocks.mkdir(parents=True, exist_ok=True)
        tree.put(str(target.blocks), f"{month.key}{_ENDING}", made.dump())
        # Of what is no longer shown, nothing stays.
        if heard.changed:
            tree.put(str(target.blocks), known.name, json.dumps(heard.used).encode())
    return made, refused


def _sounds(month: Month, version: bytes) -> str:
    """The file of how the texts of a month sound: it outlives the block, whose name changes."""
    return f"{month.name}-{version.hex()[:12]}{_SOUNDS}"


def _heard(file: Path) -> dict[str, str]:
    """How texts sounded before; nothing where that cannot be told."""
    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    sound = isinstance(found, dict) and all(isinstance(each, str) for each in found.values())
    return found if sound else {}


def root(index: Index, roots: Sequence[Root]) -> bytes:
    """The root of the index, from what it says of each segment."""
    return whole(index.kinds, index.day, roots).content


def kept(blocks: Path, file: str) -> Root | None:
    """What the root says of a segment that was made before."""
    try:
        found = json.loads((blocks / f"{file}{_ROOT}").read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _loaded(blocks: Path, key: str) -> "Block":
    from generator.search.block import Block

    path = blocks / f"{key}{_ENDING}"
    try:
        return Block.load(path.read_bytes())
    except (OSError, ValueError) as error:
        path.unlink(missing_ok=True)
        raise DamagedError(key) from error


def size(root: Root) -> int:
    """Bytes of the file of a segment."""
    sizes = root["sizes"]
    return sum(sizes) if isinstance(sizes, list) else 0


def prune(index: Index, blocks: Path, version: bytes) -> None:
    """Throw away the blocks that the index does not use."""
    months = [month for each in index.segments for month in each.months]
    used = {f"{each.key}{_ENDING}" for each in months}
    used |= {_sounds(each, version) for each in months}
    used |= {f"{each.file}{_ROOT}" for each in index.segments}
    for path in blocks.iterdir() if blocks.is_dir() else ():
        if path.name not in used:
            path.unlink(missing_ok=True)
