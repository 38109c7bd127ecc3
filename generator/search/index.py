"""Records → the files of the search index. What they hold is in FORMAT.md."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import numpy as np

from generator.search import postings
from generator.search.entries import Searched
from generator.search.normal import TITLE, normal
from generator.search.part import Part
from generator.search.row import row

FORMAT = 1
CHUNK = 4
_EPOCH = date(2000, 1, 1)
# Bytes of postings that a shard should have in a segment of so many records; larger segments get
# larger shards in proportion to the root, for a query loads a few and a segment should not be a
# million files.
_SHARD_BYTES, _SHARD_RECORDS = 4096, 2500


def build(
    entries: Iterable[Searched], kinds: Sequence[tuple[str, str]], day: date
) -> Iterator[Part]:
    """All files of the index over `entries`. `kinds`: (id, name), in the order of the filters."""
    segments: dict[str, list[Searched]] = {}
    branches: dict[str, int] = {}
    categories: dict[str, int] = {}
    for each in entries:
        segments.setdefault(each.segment, []).append(each)
        _number(branches, each.branch)
        _number(categories, each.category)
    named = [{"id": identifier, "name": name} for identifier, name in kinds]
    ids = {identifier: number for number, (identifier, _) in enumerate(kinds)}
    roots = []
    for segment in sorted(segments, key=lambda name: (name != "undated", name), reverse=True):
        records = sorted(
            segments[segment], key=lambda each: (str(each.day), each.url), reverse=True
        )
        found = _Segment(segment, records, ids, branches, categories)
        roots.append(found.root)
        yield from found.parts
    names = _json({"branches": list(branches), "categories": list(categories)})
    yield Part("names.json", names)
    root = {
        "format": FORMAT,
        "chunk": CHUNK,
        "kinds": named,
        "day": day.isoformat(),
        "names": _version([names]),
        "segments": roots,
    }
    yield Part("root.json", _json(root))


def _number(table: dict[str, int], name: str) -> None:
    if name:
        table.setdefault(name, len(table) + 1)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _version(contents: Iterable[bytes]) -> str:
    digest = hashlib.blake2s(digest_size=4)
    for each in contents:
        digest.update(each)
    return digest.hexdigest()


class _Segment:
    """The files of one segment, and what the root says of it."""

    def __init__(
        self,
        name: str,
        records: list[Searched],
        kinds: dict[str, int],
        branches: dict[str, int],
        categories: dict[str, int],
    ) -> None:
        text = row([each.fields for each in records])
        lengths = np.diff(np.append(text.starts, len(text.points))) - 1
        packed = [
            postings.packed(postings.occurrences(text, pairs), len(records))
            for pairs in (False, True)
        ]
        size = sum(len(each.postings) for each in packed)
        wanted = _SHARD_BYTES * max(1.0, (len(records) / _SHARD_RECORDS) ** 0.5)
        count = min(max(round(size / wanted), 1), 65535)
        parts = [Part(f"{name}/c.bin", _columns(records, lengths, kinds, branches, categories))]
        for number, (d, p) in enumerate(postings.shards(packed, count)):
            parts.append(Part(f"{name}/d/{number}.bin", d))
            parts.append(Part(f"{name}/p/{number}.bin", p))
        for number, first in enumerate(range(0, len(records), CHUNK)):
            chunk = [_shown(each, kinds) for each in records[first : first + CHUNK]]
            parts.append(Part(f"{name}/t/{number}.json", _json(chunk)))
        self.parts = parts
        self.root = {
            "id": name,
            "version": _version(each.content for each in parts),
            "records": len(records),
            "shards": count,
            "characters": int(lengths.sum()),
        }


def _days(day: date | None) -> int:
    return max((day - _EPOCH).days, 0) if day else 0


def _columns(
    records: list[Searched],
    lengths: "np.ndarray[tuple[int], np.dtype[np.int64]]",
    kinds: dict[str, int],
    branches: dict[str, int],
    categories: dict[str, int],
) -> bytes:
    columns = (
        np.array([kinds[each.kind] for each in records], dtype="<u1"),
        np.array([branches.get(each.branch, 0) for each in records], dtype="<u2"),
        np.array([categories.get(each.category, 0) for each in records], dtype="<u2"),
        np.array([_days(each.day) for each in records], dtype="<u2"),
        np.array([_days(each.opens) for each in records], dtype="<u2"),
        np.array([_days(each.closes) for each in records], dtype="<u2"),
        np.minimum(lengths, 65535).astype("<u2"),
        np.array([title_hash(normal(each.fields[TITLE])) for each in records], dtype="<u2"),
    )
    return b"".join(each.tobytes() for each in columns)


def title_hash(title: str) -> int:
    """16 bits of a normalised title, by which a title equal to the query is known (FORMAT.md)."""
    value = 0x811C9DC5
    for each in title:
        value = (value ^ ord(each)) * 0x01000193 & 0xFFFFFFFF
    return (value ^ value >> 16) & 0xFFFF


def _shown(entry: Searched, kinds: dict[str, int]) -> dict[str, object]:
    shown: dict[str, object] = {
        "u": entry.url,
        "k": kinds[entry.kind],
        "d": entry.day.isoformat() if entry.day else "",
        "b": entry.branch,
        "c": entry.category,
        "s": entry.state,
        "f": list(entry.fields),
    }
    if entry.opens and entry.closes:
        shown["o"] = [entry.opens.isoformat(), entry.closes.isoformat()]
    return shown
