"""A reader of the index for the command line: exact, small, and a second witness of FORMAT.md."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.search.normal import BODY, FACTS, PINYIN, SUMMARY, TITLE, folded, moved, normal

_AROUND = 40


class NoIndexError(Exception):
    """The folder holds no search index that this reader knows."""


@dataclass(frozen=True, slots=True)
class Query:
    """What must be held and what must not, normalised."""

    words: tuple[str, ...]
    without: tuple[str, ...]


def parsed(query: str) -> Query:
    """Words by white space; `"…"` keeps spaces; `-` before a word excludes it."""
    words: list[str] = []
    without: list[str] = []
    rest = folded(query)
    while rest:
        target = words
        if rest.startswith("-") and rest[1:2] not in ("", " "):
            target, rest = without, rest[1:]
        if rest.startswith('"') and '"' in rest[1:]:
            word, rest = rest[1:].split('"', 1)
        else:
            word, _, rest = rest.partition(" ")
        if clean := normal(word):
            target.append(clean)
        rest = rest.lstrip(" ")
    return Query(tuple(dict.fromkeys(words)), tuple(dict.fromkeys(without)))


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found: `title`, `kind` and so on as they are shown."""

    url: str
    title: str
    kind: str
    branch: str
    date: str
    snippet: str


class Reader:
    """An index in a folder (`site/search/data`)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            self._root: dict[str, Any] = json.loads(self._bytes("root.json"))
        except (OSError, ValueError) as error:
            raise NoIndexError(str(folder)) from error
        if not isinstance(self._root, dict) or self._root.get("format") != 1:
            raise NoIndexError(str(folder))

    def _bytes(self, name: str) -> bytes:
        return (self._folder / name).read_bytes()

    def search(self, query: str) -> list[Hit]:
        """Every record that the query finds, best first; pinyin's own findings after them."""
        wanted = parsed(query)
        if not wanted.words:
            return []
        found = list(self._exact(wanted, (TITLE, SUMMARY, BODY, FACTS)))
        seen = {hit.url for _, hit in found}
        if all(word.isascii() and word.isalpha() for word in wanted.words):
            plain = Query(tuple(moved(each) for each in wanted.words), wanted.without)
            for rank, hit in self._exact(plain, (PINYIN,)):
                if hit.url not in seen:
                    found.append(((9, *rank[1:]), hit))
        return [hit for _, hit in sorted(found, key=lambda pair: pair[0])]

    def _exact(
        self, wanted: Query, fields: tuple[int, ...]
    ) -> Iterator[tuple[tuple[Any, ...], Hit]]:
        for place, segment in enumerate(self._root["segments"]):
            candidates = self._candidates(segment, wanted)
            for record in sorted(candidates):
                entry = self._entry(segment, record)
                texts = [normal(each) for each in entry["f"]]
                texts[PINYIN] = moved(texts[PINYIN])
                read = [texts[each] for each in fields]
                if not all(any(word in text for text in read) for word in wanted.words):
                    continue
                if any(word in text for word in wanted.without for text in texts):
                    continue
                best = max(
                    min(fields.index(field) for field in fields if word in texts[field])
                    for word in wanted.words
                )
                exact = texts[TITLE] == " ".join(wanted.words)
                often = sum(text.count(word) for word in wanted.words for text in read)
                rank = (-1 if exact else best, -math.log1p(often), place, record)
                yield rank, self._hit(entry, texts, wanted)

    def _candidates(self, segment: dict[str, Any], wanted: Query) -> set[int]:
        """Records of a segment that hold every pair of every word."""
        found: set[int] | None = None
        for word in wanted.words:
            terms = [word[i : i + 2] for i in range(len(word) - 1)] or [word]
            for term in terms:
                holding = self._records(segment, term)
                found = holding if found is None else found & holding
                if not found:
                    return set()
        return found or set()

    def _records(self, segment: dict[str, Any], term: str) -> set[int]:
        first = ord(term[0])
        second = ord(term[1]) if len(term) > 1 else 0
        mixed = (first * 0x9E3779B1 ^ second * 0x85EBCA6B) & 0xFFFFFFFF
        shard = (mixed ^ (mixed >> 15)) % segment["shards"]
        return self._shard(segment["id"], shard, segment["records"]).get((first, second), set())

    @lru_cache(maxsize=256)  # noqa: B019 - a reader lives as long as the command
    def _shard(self, segment: str, shard: int, records: int) -> dict[tuple[int, int], set[int]]:
        raw = self._bytes(f"{segment}/d/{shard}.bin")
        count, at = _varint(raw, 0)
        heads: list[tuple[int, int, int]] = []
        first = second = 0
        for _ in range(count):
            gap, at = _varint(raw, at)
            step, at = _varint(raw, at)
            second = step + (second if gap == 0 and heads else 0)
            first += gap
            length, at = _varint(raw, at)
            _, at = _varint(raw, at)
            heads.append((first, second, length))
        found = {}
        for first, second, length in heads:
            found[first, second] = _records_in(raw[at : at + length], records)
            at += length
        return found

    @lru_cache(maxsize=256)  # noqa: B019
    def _chunk(self, segment: str, chunk: int) -> Any:
        return json.loads(self._bytes(f"{segment}/t/{chunk}.json"))

    def _entry(self, segment: dict[str, Any], record: int) -> dict[str, Any]:
        size = self._root["chunk"]
        entry: dict[str, Any] = self._chunk(segment["id"], record // size)[record % size]
        return entry

    def _hit(self, entry: dict[str, Any], texts: list[str], wanted: Query) -> Hit:
        fields = entry["f"]
        shown = next(
            (n for n in (BODY, SUMMARY, FACTS) if any(word in texts[n] for word in wanted.words)),
            SUMMARY,
        )
        at = min(
            (texts[shown].find(word) for word in wanted.words if word in texts[shown]), default=0
        )
        text = (
            texts[shown]
            if shown == BODY and len(texts[shown]) != len(fields[shown])
            else fields[shown]
        )
        begin = max(at - _AROUND // 2, 0)
        snippet = ("…" if begin else "") + text[begin : begin + 2 * _AROUND]
        if begin + 2 * _AROUND < len(text):
            snippet += "…"
        kind = self._root["kinds"][entry["k"]]["id"]
        return Hit(entry["u"], fields[TITLE], kind, entry["b"], entry["d"], snippet)


def _varint(raw: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = raw[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def _records_in(raw: bytes, records: int) -> set[int]:
    count, at = _varint(raw, 0)
    as_map = raw[at]
    at += 1
    if as_map:
        bits = raw[at : at + (records + 7) // 8]
        return {n for n in range(records) if bits[n >> 3] >> (n & 7) & 1}
    found = set()
    record = -1
    for _ in range(count):
        gap, at = _varint(raw, at)
        record += gap + 1
        found.add(record)
    return found
