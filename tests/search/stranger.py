"""A segment file read from beginning to end as FORMAT.md says, and by nothing else.

Slow and plain on purpose: it shares no line with the writer, so that the two agree only where the
page says so.
"""

import json
import zlib
from collections import Counter
from typing import Any

from msgspec import Struct, field

MASK = 0xFFFFFFFF


class Posting(Struct):
    """What a term has in one record."""

    times: int
    best: int
    positions: list[int] = field(default_factory=list)


class Segment(Struct):
    """Everything that a file says; `terms`: (c1, c2) → number of the record → posting."""

    shard_units: list[int]
    lengths: list[int]
    titles: list[int]
    facets: list[dict[str, Any]]
    terms: dict[tuple[int, int], dict[int, Posting]]
    maps: int
    texts: list[dict[str, Any]]


class Bytes:
    """Some bytes and how far they have been read."""

    def __init__(self, raw: bytes) -> None:
        self.raw, self.at = raw, 0

    def take(self, count: int) -> bytes:
        part = self.raw[self.at : self.at + count]
        assert len(part) == count
        self.at += count
        return part

    def varint(self) -> int:
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                assert byte or shift == 7, "a varint is as short as can be"
                return value

    def varints(self, count: int) -> list[int]:
        return [self.varint() for _ in range(count)]

    @property
    def over(self) -> bool:
        return self.at == len(self.raw)


def segment(raw: bytes, info: dict[str, Any], kinds: list[str]) -> Segment:
    """The file of a segment. `info`: its entry in the root; `kinds`: the ids of the root's kinds."""
    whole = Bytes(raw)
    head, facets, terms, places, texts = (whole.take(size) for size in info["sizes"])
    assert whole.over
    records = info["records"]
    assert sum(info["blocks"]) == records
    numbers = Bytes(zlib.decompress(head))
    units, lengths, titles = (
        numbers.varints(count) for count in (info["shards"], records, records)
    )
    assert numbers.over
    assert sum(lengths) == info["length"]
    found, maps = _terms(terms, places, units, info["blocks"])
    return Segment(
        shard_units=units,
        lengths=lengths,
        titles=titles,
        facets=_facets(zlib.decompress(facets), records, kinds, info["id"] == "undated"),
        terms=found,
        maps=maps,
        texts=_texts(texts, lengths),
    )


def shard_of(first: int, second: int, shards: int) -> int:
    mixed = (first * 0x9E3779B1 & MASK) ^ (second * 0x85EBCA6B & MASK)
    return ((mixed ^ (mixed >> 15)) & MASK) % shards


def _facets(raw: bytes, records: int, kinds: list[str], undated: bool) -> list[dict[str, Any]]:
    numbers = Bytes(raw)
    names = json.loads(numbers.take(numbers.varint()))
    assert list(names) == ["branches", "categories"]
    kind, branch, category, gone, period = (numbers.varints(records) for _ in range(5))
    lasts = numbers.varints(sum(each > 0 for each in period))
    assert numbers.over
    found, day = [], 0
    for n in range(records):
        day = gone[n] if n == 0 or undated else day - gone[n]
        opens = closes = None
        if period[n]:
            z = period[n] - 1
            opens = day + (-(z + 1) // 2 if z % 2 else z // 2)
            closes = opens + lasts.pop(0)
        found.append(
            {
                "kind": kinds[kind[n]],
                "branch": ["", *names["branches"]][branch[n]],
                "category": ["", *names["categories"]][category[n]],
                "day": day,
                "opens": opens,
                "closes": closes,
            }
        )
    return found


def _terms(
    raw: bytes, places: bytes, units: list[int], blocks: list[int]
) -> tuple[dict[tuple[int, int], dict[int, Posting]], int]:
    whole, positions = Bytes(raw), Bytes(places)
    found: dict[tuple[int, int], dict[int, Posting]] = {}
    maps = 0
    for shard, size in enumerate(units):
        part = Bytes(whole.take(size * 64))
        count, begin = part.varint(), part.varint()
        assert begin == positions.at
        heads, first, second = [], 0, 0
        for n in range(count):
            gap, step = part.varint(), part.varint()
            second = step if gap or n == 0 else second + step
            first += gap
            heads.append((first, second, part.varint(), part.varint()))
            assert shard_of(first, second, len(units)) == shard
        assert heads == sorted(heads)
        for first, second, postings, length in heads:
            listed, more = _postings(Bytes(part.take(postings)), blocks)
            maps += more
            stood = Bytes(positions.take(length))
            for posting in listed.values() if second else ():
                at = -1
                for _ in range(stood.varint()):
                    at += stood.varint() + 1
                    posting.positions.append(at)
            assert stood.over
            assert (first, second) not in found
            found[first, second] = listed
        rest = part.take(len(part.raw) - part.at)
        assert len(rest) < 64
        assert not any(rest)
    assert whole.over
    assert positions.over
    return found, maps


def _postings(part: Bytes, blocks: list[int]) -> tuple[dict[int, Posting], int]:
    found: dict[int, Posting] = {}
    block, maps = -1, 0
    while not part.over:
        block += part.varint() + 1
        head = part.varint()
        size = blocks[block]
        if head & 1:
            maps += 1
            bits = part.take((size + 7) // 8)
            records = [n for n in range(len(bits) * 8) if bits[n >> 3] >> (n & 7) & 1]
        else:
            records, at = [], -1
            for gap in part.varints(head >> 1):
                at += gap + 1
                records.append(at)
        assert len(records) == head >> 1 > 0
        assert records[-1] < size
        weights = part.take((len(records) + 1) // 2)
        for n, record in enumerate(records):
            weight = weights[n >> 1] >> (4 * (n & 1)) & 15
            found[sum(blocks[:block]) + record] = Posting(weight & 3, weight >> 2)
    return found, maps


def _texts(raw: bytes, lengths: list[int]) -> list[dict[str, Any]]:
    whole, found = Bytes(raw), []
    for length in lengths:
        part = Bytes(whole.take(length * 64))
        found.append(json.loads(zlib.decompress(part.take(part.varint()))))
        rest = part.take(len(part.raw) - part.at)
        assert len(rest) < 64
        assert not any(rest)
    assert whole.over
    return found


def expected(texts: list[str]) -> dict[tuple[int, int], dict[int, Posting]]:
    """What the terms must be, by looking at the text of every record: fields joined by breaks."""
    best = (3, 2, 1, 1, 0)
    found: dict[tuple[int, int], dict[int, Posting]] = {}
    for record, text in enumerate(texts):
        fields = [n for n, each in enumerate(text.split("\n")) for _ in range(len(each) + 1)]
        places: dict[tuple[int, int], list[int]] = {}
        for at, one in enumerate(text):
            two = text[at + 1 : at + 2]
            if one != "\n":
                places.setdefault((ord(one), 0), []).append(at)
                if two not in ("", "\n"):
                    places.setdefault((ord(one), ord(two)), []).append(at)
        for term, stood in places.items():
            times = Counter(n for n in (2, 3, 5) if len(stood) >= n).total()
            posting = Posting(times, best[fields[stood[0]]], stood if term[1] else [])
            found.setdefault(term, {})[record] = posting
    return found
