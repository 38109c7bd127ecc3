"""A reader of the index for the command line: exact, small, and a second witness of FORMAT.md."""

import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from generator.search.normal import BODY, FACTS, PINYIN, SUMMARY, TITLE, folded, moved, normal
from generator.search.stored import NoIndexError, Stored

__all__ = ["Hit", "NoIndexError", "Query", "Reader", "parsed"]

_AROUND = 40
# What records are ordered by (FORMAT.md, *Queries*): the weights of the fields, and of a title that
# is the query; what the measures of how often stand for; BM25's constants, and its whole numbers.
_WEIGHTS = (3, 2, 1, 1, 0)
_SAME = 4
_TIMES = (1, 2, 3, 5)
_K1, _B = 1.2, 0.75
_SCORES = 1 << 20


class Query(Struct, frozen=True):
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


class Hit(Struct, frozen=True):
    """A record that was found: `title`, `kind` and so on as they are shown."""

    url: str
    title: str
    kind: str
    branch: str
    date: str
    snippet: str


class _Found(Struct, frozen=True):
    """A record that holds every word, and what it is ordered by (FORMAT.md, *Queries*).

    `best`: 4 where the title is the query, else the weight of the best field; `times`: how often it
    holds each word; `place`: the numbers of its segment and of itself, ascending from the newest.
    """

    hit: Hit
    best: int
    times: tuple[int, ...]
    length: int
    place: tuple[int, int]


class Reader:
    """An index in a folder (`site/search/data`)."""

    def __init__(self, folder: Path) -> None:
        try:
            root: Any = json.loads((folder / "root.json").read_bytes())
        except (OSError, ValueError) as error:
            raise NoIndexError(str(folder)) from error
        if not isinstance(root, dict) or root.get("format") != 2:
            raise NoIndexError(str(folder))
        self._segments = [Stored(folder, each) for each in root["segments"]]
        self._records: int = sum(each["records"] for each in root["segments"])
        self._length: int = sum(each["length"] for each in root["segments"])

    def search(self, query: str) -> list[Hit]:
        """Every record that the query finds, best first; pinyin's own findings after them."""
        wanted = parsed(query)
        if not wanted.words:
            return []
        hits = {hit.url: hit for hit in self._ordered(wanted)}
        if all(word.isascii() and word.isalpha() for word in wanted.words):
            sounds = Query(tuple(moved(each) for each in wanted.words), wanted.without)
            hits |= {hit.url: hit for hit in self._ordered(sounds) if hit.url not in hits}
        return list(hits.values())

    def _ordered(self, wanted: Query) -> list[Hit]:
        found: list[_Found] = []
        # How many records may hold each word: those with its first pair or its last.
        holding = [0] * len(wanted.words)
        for number, segment in enumerate(self._segments):
            terms = {term for word in wanted.words for term in _terms(word)}
            postings = {term: segment.postings(term) for term in terms}
            for n, word in enumerate(wanted.words):
                holding[n] += min(len(postings[word[:2]]), len(postings[word[-2:]]))
            found += _found(number, segment, postings, wanted)
        weights = [math.log(1 + (self._records - n + 0.5) / (n + 0.5)) for n in holding]

        def key(each: _Found) -> tuple[int, int, tuple[int, int]]:
            return -each.best, -self._score(each, weights), each.place

        return [each.hit for each in sorted(found, key=key)]

    def _score(self, found: _Found, weights: Sequence[float]) -> int:
        """BM25 as a whole number, as FORMAT.md has it."""
        share = _K1 * (1 - _B + _B * found.length / (self._length / self._records))
        score = 0.0
        # One after the other: `sum` adds more exactly than the browser's reader does.
        for weight, times in zip(weights, found.times, strict=True):
            score += weight * times * (_K1 + 1) / (times + share)
        return int(score / (sum(weights) * (_K1 + 1)) * _SCORES)


def _terms(word: str) -> set[str]:
    """The pairs of a word, or the word where it is one character."""
    return {word[i : i + 2] for i in range(len(word) - 1)} or {word}


def _found(
    number: int, segment: Stored, postings: dict[str, dict[int, int]], wanted: Query
) -> Iterator[_Found]:
    """The records of a segment that hold every word. `postings`: of all terms of the words."""
    candidates = sorted(set.intersection(*map(set, postings.values())))
    for record, entry in zip(candidates, segment.entries(candidates), strict=True):
        texts = [normal(each) for each in entry["f"]]
        texts[PINYIN] = moved(texts[PINYIN])
        if not all(any(word in text for text in texts) for word in wanted.words):
            continue
        if any(word in text for word in wanted.without for text in texts):
            continue
        best = min(
            max(weight for weight, text in zip(_WEIGHTS, texts, strict=True) if word in text)
            for word in wanted.words
        )
        times = tuple(
            _TIMES[postings[word][record] & 3] if len(word) < 3 else _count(texts, word)
            for word in wanted.words
        )
        same = texts[TITLE] == " ".join(wanted.words)
        yield _Found(
            hit=_hit(entry, texts, wanted),
            best=_SAME if same else best,
            times=times,
            length=segment.lengths[record],
            place=(number, record),
        )


def _count(texts: Sequence[str], word: str) -> int:
    """How often the word stands in the texts, those that overlap as well."""
    count = 0
    for text in texts:
        at = text.find(word)
        while at >= 0:
            count += 1
            at = text.find(word, at + 1)
    return count


def _hit(entry: dict[str, Any], texts: list[str], wanted: Query) -> Hit:
    fields = entry["f"]
    shown = next(
        (n for n in (BODY, SUMMARY, FACTS) if any(word in texts[n] for word in wanted.words)),
        SUMMARY,
    )
    at = min((texts[shown].find(word) for word in wanted.words if word in texts[shown]), default=0)
    # Where normalising has changed the length, the place is one in the normalised text.
    text = fields[shown] if len(texts[shown]) == len(fields[shown]) else texts[shown]
    begin = max(at - _AROUND // 2, 0)
    snippet = ("…" if begin else "") + text[begin : begin + 2 * _AROUND]
    if begin + 2 * _AROUND < len(text):
        snippet += "…"
    return Hit(entry["u"], fields[TITLE], entry["k"], entry["b"], entry["d"], snippet)
