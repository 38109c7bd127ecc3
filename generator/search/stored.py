"""The file of a segment as it is read: by seeking, never as a whole (FORMAT.md)."""

import json
import zlib
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

_UNIT = 64
_MASK = 0xFFFFFFFF


class NoIndexError(Exception):
    """The folder holds no search index that this reader knows."""


class Stored:
    """A segment in a folder. Raises NoIndexError where its file is not what the root says."""

    def __init__(self, folder: Path, info: dict[str, Any]) -> None:
        self._path = folder / f"{info['file']}.bin"
        self.records: int = info["records"]
        self._shards: int = info["shards"]
        self._blocks: list[int] = info["blocks"]
        head, facets, terms, places, _ = info["sizes"]
        self._head_size: int = head
        self._terms_at: int = head + facets
        self._texts_at: int = self._terms_at + terms + places

    def _read(self, pieces: Iterable[tuple[int, int]]) -> Iterator[bytes]:
        """Some pieces of the file: where each begins and how long it is, in bytes."""
        try:
            with self._path.open("rb") as file:
                for begin, size in pieces:
                    file.seek(begin)
                    raw = file.read(size)
                    if len(raw) != size:
                        raise NoIndexError(str(self._path))
                    yield raw
        except OSError as error:
            raise NoIndexError(str(self._path)) from error

    @cached_property
    def _head(self) -> tuple[list[int], list[int]]:
        """Units of the shards, units of the records' texts."""
        raw = zlib.decompress(next(self._read([(0, self._head_size)])))
        at, values = 0, []
        for _ in range(self._shards + self.records):
            value, at = _varint(raw, at)
            values.append(value)
        return values[: self._shards], values[self._shards :]

    @cached_property
    def _shard_ends(self) -> list[int]:
        return list(accumulate(self._head[0], initial=0))

    @cached_property
    def _text_ends(self) -> list[int]:
        return list(accumulate(self.lengths, initial=0))

    @property
    def lengths(self) -> list[int]:
        """The length of each record, for ranking."""
        return self._head[1]

    def entries(self, records: Iterable[int]) -> Iterator[Any]:
        """The JSON texts of some records."""
        ends = self._text_ends
        places = ((self._texts_at + ends[n] * _UNIT, self.lengths[n] * _UNIT) for n in records)
        for raw in self._read(places):
            size, at = _varint(raw, 0)
            yield json.loads(zlib.decompress(raw[at : at + size]))

    def postings(self, term: str) -> dict[int, int]:
        """The records that hold a character or a pair of them, each with its weight."""
        first, second = ord(term[0]), ord(term[1]) if len(term) > 1 else 0
        mixed = (first * 0x9E3779B1 ^ second * 0x85EBCA6B) & _MASK
        shard = (mixed ^ (mixed >> 15)) % self._shards
        begin, end = self._shard_ends[shard : shard + 2]
        raw = next(self._read([(self._terms_at + begin * _UNIT, (end - begin) * _UNIT)]))
        return self._weights(_postings_in(raw, first, second))

    def _weights(self, raw: bytes) -> dict[int, int]:
        found: dict[int, int] = {}
        starts = list(accumulate(self._blocks, initial=0))
        block, at = -1, 0
        while at < len(raw):
            gap, at = _varint(raw, at)
            block += gap + 1
            head, at = _varint(raw, at)
            if head & 1:
                size = (self._blocks[block] + 7) // 8
                bits = raw[at : at + size]
                records = [n for n in range(size * 8) if bits[n >> 3] >> (n & 7) & 1]
                at += size
            else:
                records, record = [], -1
                for _ in range(head >> 1):
                    gap, at = _varint(raw, at)
                    record += gap + 1
                    records.append(record)
            for n, record in enumerate(records):
                found[starts[block] + record] = raw[at + (n >> 1)] >> (n & 1) * 4 & 15
            at += (len(records) + 1) // 2
        return found


def _postings_in(raw: bytes, first: int, second: int) -> bytes:
    """The postings of a term in its shard; none where it is not there."""
    count, at = _varint(raw, 0)
    _, at = _varint(raw, at)
    one = two = skipped = 0
    mine = (0, 0)
    for _ in range(count):
        gap, at = _varint(raw, at)
        step, at = _varint(raw, at)
        two = step if gap else two + step
        one += gap
        size, at = _varint(raw, at)
        _, at = _varint(raw, at)
        if (one, two) == (first, second):
            mine = (skipped, skipped + size)
        skipped += size
    return raw[at + mine[0] : at + mine[1]]


def _varint(raw: bytes, at: int) -> tuple[int, int]:
    """The number that begins there, and where the next one does."""
    value = shift = 0
    while True:
        byte = raw[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
