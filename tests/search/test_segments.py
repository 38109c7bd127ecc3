"""Blocks and the segments made of them: the same whatever the cut, and as FORMAT.md says."""

import itertools
import json
import math
import random
import zlib
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.search.block import Block, block
from generator.search.entries import Searched
from generator.search.index import build
from generator.search.normal import folded, moved, normal
from generator.search.part import Part
from generator.search.reader import Reader
from generator.search.segment import segment
from tests.search import stranger
from tests.search.made import DAY, KINDS, NUMBERS, cut, entry, mixed, texts

EPOCH = date(2000, 1, 1)


def read(
    blocks: Sequence[Block], name: str = "2026"
) -> tuple[stranger.Segment, Part, dict[str, object]]:
    part, root = segment(name, blocks, NUMBERS)
    return stranger.segment(part.content, root, list(NUMBERS)), part, root


@pytest.fixture(scope="module")
def entries() -> list[Searched]:
    return mixed(160, 1)


CUTS = {
    "whole": (),
    "halves": (80,),
    "the first alone": (1,),
    "the last alone": (159,),
    "some": (3, 4, 5, 60, 61, 130),
    "each alone": tuple(range(160)),
}


@pytest.mark.parametrize("at", CUTS.values(), ids=CUTS)
def test_a_stranger_reads_what_was_written(entries: list[Searched], at: tuple[int, ...]) -> None:
    found, part, root = read(cut(entries, at))
    assert root["blocks"] == [len(each) for each in _slices(entries, at)]
    assert root["file"] == part.name.removesuffix(".bin")
    assert found.terms == stranger.expected(texts(entries))
    assert (found.maps > 0) == (at != CUTS["each alone"])
    for each, told, facets, title in zip(
        entries, found.texts, found.facets, found.titles, strict=True
    ):
        assert told["u"] == each.url
        assert told["k"] == facets["kind"] == each.kind
        assert told["d"] == each.day.isoformat() if each.day else ""
        assert told["b"] == facets["branch"] == each.branch
        assert told["c"] == facets["category"] == each.category
        assert told["s"] == each.state
        assert tuple(told["f"]) == each.fields
        assert title == len(normal(each.fields[0]))
        days = [(day - EPOCH).days if day else None for day in (each.day, each.opens, each.closes)]
        assert [facets["day"], facets["opens"], facets["closes"]] == days
        period = [day.isoformat() for day in (each.opens, each.closes) if day]
        assert told.get("o", []) == period


def _slices(entries: Sequence[Searched], at: Sequence[int]) -> list[Sequence[Searched]]:
    bounds = [0, *sorted(set(at) - {0}), len(entries)]
    return [entries[begin:end] for begin, end in itertools.pairwise(bounds)]


def test_a_file_by_hand() -> None:
    """The smallest segment, byte by byte: two records in two blocks, a few characters."""
    one = entry(1, date(2026, 3, 2), ("党党党", "", "党员", "", "dk"))
    two = entry(2, date(2026, 1, 31), ("党", "", "", "", ""), date(2026, 1, 30), 7)
    part, root = segment("2026", [block([one]), block([two])], NUMBERS)
    sizes = root["sizes"]
    assert isinstance(sizes, list)
    ends = list(itertools.accumulate(sizes, initial=0))
    head, facets, terms, places, _ = (
        part.content[begin:end] for begin, end in itertools.pairwise(ends)
    )
    length = root["length"]
    assert isinstance(length, int)
    assert zlib.decompress(head)[0] == len(terms) // 64 == 2
    assert sum(zlib.decompress(head)[1:3]) == length
    assert zlib.decompress(head)[3:] == bytes([3, 1])
    names = '{"branches":["康桥第一支部","胡家支部"],"categories":["发展党员"]}'.encode()
    day = (date(2026, 3, 2) - EPOCH).days
    assert zlib.decompress(facets) == bytes([
        len(names), *names, 1, 0, 1, 2, 1, 0, day & 127 | 128, day >> 7, 30, 0, 1 + 1, 7,
    ])  # fmt: skip
    heads = [
        # 党 (U+515A), of both records; 党党; 党员 (U+5458) in the body; 员; then d, dk, k.
        (0x515A, 0, 8, 0), (0x515A, 0x515A, 4, 3), (0x515A, 0x5458, 4, 2), (0x5458, 0, 4, 0),
        (0xFDD3, 0, 4, 0), (0xFDD3, 0xFDDA, 4, 2), (0xFDDA, 0, 4, 0),
    ]  # fmt: skip
    body = [7, 0]
    first = second = 0
    for c1, c2, size, length in heads:
        body += [*_varint(c1 - first), *_varint(c2 - (second if c1 == first else 0)), size, length]
        first, second = c1, c2
    # Block, list of one, record 0, then the weight: four times and in the title is 2 + 4 · 3.
    body += [0, 2, 0, 14, 0, 2, 0, 12]
    body += [0, 2, 0, 13]
    body += [0, 2, 0, 4, 0, 2, 0, 4]
    body += [0, 2, 0, 0] * 3
    assert terms == bytes(body) + bytes(128 - len(body))
    # 党党 at 0 and 1; 党员 after "党党党", two breaks; dk after "党员" and two breaks more.
    assert places == bytes([2, 0, 0, 1, 5, 1, 9])


def _varint(value: int) -> list[int]:
    return [value & 127 | 128, *_varint(value >> 7)] if value > 127 else [value]


SMALL = st.text(st.sampled_from("党员a \n中ab2"), max_size=12)
RECORDS = st.lists(st.tuples(SMALL, SMALL, SMALL, SMALL, st.sampled_from(("", "dk", "ab a"))), min_size=1, max_size=40)  # fmt: skip


@settings(derandomize=True, deadline=None, max_examples=120)
@given(records=RECORDS, at=st.sets(st.integers(1, 39)))
def test_every_small_segment_is_read_as_it_was_meant(
    records: list[tuple[str, str, str, str, str]], at: set[int]
) -> None:
    entries = [entry(n, DAY, fields) for n, fields in enumerate(records)]
    found, _, _ = read(cut(entries, [each for each in at if each < len(entries)]))
    assert found.terms == stranger.expected(texts(entries))


def test_records_without_a_character_are_kept() -> None:
    entries = [entry(n, DAY, [""] * 5) for n in range(3)]
    found, _, root = read(cut(entries, (1,)))
    assert found.terms == {}
    assert root["shards"] == 1
    assert [each["u"] for each in found.texts] == [each.url for each in entries]


def test_long_and_many() -> None:
    """Numbers of two bytes and three: positions, times, gaps of blocks, records and characters."""
    long = "党" * 300 + "".join(chr(0x4E00 + n) for n in range(17000)) + "\U0002a6a5员\U0010fffd"
    entries = [entry(n, DAY, ("少", "", long if n == 199 else "", "", "")) for n in range(200)]
    for at in ((), tuple(range(200))):
        found, _, _ = read(cut(entries, at))
        assert found.terms == stranger.expected(texts(entries))


def test_days_without_a_year_and_before_the_first() -> None:
    opens = date(2026, 3, 1)
    found, _, _ = read([block([entry(0, None, "甲乙丙丁戊", opens, 3)])], "undated")
    shift = (opens - EPOCH).days
    assert [found.facets[0][key] for key in ("day", "opens", "closes")] == [0, shift, shift + 3]
    found, _, _ = read([block([entry(0, date(1999, 5, 4), "甲乙丙丁戊", date(1999, 5, 1), 400)])])
    closes = (date(1999, 5, 1) + timedelta(days=400) - EPOCH).days
    assert [found.facets[0][key] for key in ("day", "opens", "closes")] == [0, 0, closes]


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="notices/00000/"):
        block([entry(0, DAY, "甲乙丙丁戊", DAY, -1)])


def queries(entries: Sequence[Searched], count: int) -> list[str]:
    """Words cut from the texts by chance, also two together, one without another, and pinyin."""
    chance = random.Random(5)
    fields = [text for each in entries for text in each.fields if text]
    cuts: list[str] = []
    while len(cuts) < count:
        text = chance.choice(fields)
        at = chance.randrange(len(text))
        word = folded(text[at : at + chance.randint(1, 6)])
        if (
            normal(word)
            and not set(word) & {'"', " "}
            and word[0] != "-"
            and normal(word)[0] != "-"
        ):
            cuts.append(word)
    return [*cuts, *map(" ".join, itertools.pairwise(cuts[::3])), *(f"支部 -{each}" for each in cuts[::4]), "dangfei", "df"]  # fmt: skip


def _letters(word: str) -> bool:
    return word.isascii() and word.isalpha()


@pytest.mark.parametrize("seed", range(4))
def test_the_cut_changes_nothing_of_what_is_found(
    entries: list[Searched], tmp_path: Path, seed: int
) -> None:
    """The reader finds what a look at every record finds, in one order, wherever blocks are cut."""
    plain = dict(
        zip(
            (each.url for each in entries),
            (each.split("\n") for each in texts(entries)),
            strict=True,
        )
    )
    chance = random.Random(seed)
    orders = []
    for name in ("whole", "cut"):
        at = chance.sample(range(len(entries)), chance.randint(1, 40)) if name == "cut" else ()
        part, root = segment("2026", cut(entries, at), NUMBERS)
        (tmp_path / name).mkdir()
        (tmp_path / name / part.name).write_bytes(part.content)
        (tmp_path / name / "root.json").write_text(json.dumps({"format": 2, "segments": [root]}))
        reader = Reader(tmp_path / name)
        orders.append([[hit.url for hit in reader.search(each)] for each in queries(entries, 60)])
    assert orders[0] == orders[1]
    for query, found in zip(queries(entries, 60), orders[0], strict=True):
        words = [normal(word) for word in query.split(" ") if word[0] != "-"]
        without = [normal(word[1:]) for word in query.split(" ") if word[0] == "-"]
        sounds = [[moved(word) for word in words]] if all(map(_letters, words)) else []
        assert set(found) == {
            url
            for url, text in plain.items()
            if any(
                all(any(word in field for field in text) for word in form)
                for form in (words, *sounds)
            )
            and not any(word in field for word in without for field in text)
        }, query


ORDERED = (
    "党",
    "党员",
    "支部",
    "学",
    "20",
    "党员 支部",
    "支 20 党员",
    "走访慰问",
    "走访慰问 党",
    "dangfei",
    "df",
)


@pytest.mark.parametrize("query", ORDERED)
def test_the_order_is_that_of_the_page(entries: list[Searched], tmp_path: Path, query: str) -> None:
    """Best field, then BM25, then newness, counted here from what the stranger reads."""
    found, part, root = read(cut(entries, (20, 90)))
    (tmp_path / part.name).write_bytes(part.content)
    (tmp_path / "root.json").write_text(json.dumps({"format": 2, "segments": [root]}))
    words = [moved(word) if _letters(word) else word for word in query.split(" ")]
    plain = [text.split("\n") for text in texts(entries)]
    weights = []
    for word in words:
        ends = {(ord(word[0]), ord(word[1]) if len(word) > 1 else 0)}
        ends |= {(ord(word[-2]), ord(word[-1]))} if len(word) > 2 else set()
        n = min(len(found.terms[end]) for end in ends)
        weights.append(math.log(1 + (len(entries) - n + 0.5) / (n + 0.5)))

    def key(record: int) -> tuple[int, int, int, int]:
        length = found.lengths[record] * len(entries) / sum(found.lengths)
        score, best = 0.0, 3
        for word, weight in zip(words, weights, strict=True):
            times = sum(
                field.startswith(word, at) for field in plain[record] for at in range(len(field))
            )
            if len(word) < 3:
                times = max(each for each in (1, 2, 3, 5) if each <= times)
            score += weight * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * length))
            ranks = zip((3, 2, 1, 1, 0), plain[record], strict=True)
            best = min(best, max(rank for rank, field in ranks if word in field))
        whole = int(score / (sum(weights) * 2.2) * 2**20)
        return -(plain[record][0] == " ".join(words)), -best, -whole, record

    holding = [
        record
        for record, fields in enumerate(plain)
        if all(any(word in field for field in fields) for word in words)
    ]
    assert len(holding) > 10
    wanted = [entries[record].url for record in sorted(holding, key=key)]
    assert [hit.url for hit in Reader(tmp_path).search(query)] == wanted


def parts(entries: Iterable[Searched], **how: object) -> dict[str, bytes]:
    return {each.name: each.content for each in build(entries, KINDS, DAY, **how)}  # type: ignore[arg-type]


def test_the_index_depends_on_its_entries_alone(entries: list[Searched]) -> None:
    older = mixed(40, 2, date(2023, 12, 1), 60)
    bare = [entry(number, None, "甲乙丙丁戊") for number in range(900, 905)]
    every = [*entries, *older, *bare]
    found = parts(every)
    assert [name.partition("-")[0] for name in found] == [
        "2026",
        "2024",
        "2023",
        "undated",
        "root.json",
    ]
    assert parts(random.Random(1).sample(every, len(every))) == found
    # Blocks are months, and one that was kept is as good as one that is made.
    kept: dict[tuple[Searched, ...], bytes] = {}

    def made(month: Sequence[Searched]) -> Block:
        assert len({each.day and (each.day.year, each.day.month) for each in month}) == 1
        if tuple(month) not in kept:
            kept[tuple(month)] = block(month).dump()
        return Block.load(kept[tuple(month)])

    assert parts(every, made=made) == found
    before = len(kept)
    changed = [*every[1:], entry(7777, every[0].day, "改了的一条")]
    assert parts(changed, made=made) == parts(changed)
    assert len(kept) == before + 1


def test_an_index_of_nothing() -> None:
    found = parts([])
    assert list(found) == ["root.json"]
    assert json.loads(found["root.json"])["segments"] == []
