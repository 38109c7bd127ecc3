"""The token vectors by the Python side; `tests/browser/test_search_reader.py` runs the same file."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.search.normal import BREAK, folded, moved, normal
from generator.search.packing import shard_of
from generator.search.reader import parsed
from generator.search.row import row

VECTORS: dict[str, list[dict[str, Any]]] = json.loads(
    Path(__file__).with_name("vectors.json").read_text(encoding="utf-8")
)
# What makes trouble side by side, so that chance puts it there often enough.
_TROUBLE = (
    "AΣσςİıßÅéﬁﬃ①⑩½㎡㌔㋿ﾊﾟｶﾞＡ１　 \t\u00a0\u0085\ufeff\u200d\u0301\u0323\u0338\u3099\u20dd"
    "\u1100\u1161\u11a8\ufdd0\ufdefaz가党员黨𠮷𪚥👩🏫🏽\ufe0f¨´…。，《8a=<\ue000\U000e0100\u2028\u2003"
)
TEXT = st.text(st.one_of(st.sampled_from(_TROUBLE), st.characters(codec="utf-8")), max_size=60)


def _points(text: str) -> list[int]:
    return [ord(each) for each in text]


def test_text_is_normalised() -> None:
    for each in VECTORS["normal"]:
        assert normal(each["text"]) == each["normal"], each["what"]


def test_long_runs_are_normalised() -> None:
    for each in VECTORS["runs"]:
        times = each["times"]
        wanted = each["normal"] * (times - 1) + each["last"]
        assert normal(each["text"] * times) == wanted, each["what"]


def test_queries_are_parsed() -> None:
    for each in VECTORS["queries"]:
        found = parsed(each["query"])
        assert [*found.words] == each["words"], each["query"]
        assert [*found.without] == each["without"], each["query"]


def test_pinyin_is_moved() -> None:
    for each in VECTORS["moved"]:
        assert moved(each["pinyin"]) == each["moved"]


def test_terms_have_their_shards() -> None:
    for each in VECTORS["shards"]:
        first, second = [*_points(each["term"]), 0][:2]
        for shards, wanted in each["shards"].items():
            one, two = (np.array([point], dtype=np.uint32) for point in (first, second))
            assert shard_of(one, two, int(shards)).tolist() == [wanted], each["term"]


def _rows(records: list[tuple[str, ...]]) -> None:
    """The table's way gives, for all fields of all records, what `normal` gives for each."""
    text = row(records)
    begins = [*text.starts.tolist(), len(text.points)]
    for number, fields in enumerate(records):
        plain = [normal(each) for each in fields]
        plain[4] = moved(plain[4])
        wanted = BREAK.join(plain) + BREAK
        begin, end = begins[number], begins[number + 1]
        assert text.points[begin:end].tolist() == _points(wanted)
        assert set(text.records[begin:end].tolist()) == {number}
        sizes = [len(each) + 1 for each in plain]
        weights = [w for w, size in zip((3, 2, 1, 1, 0), sizes, strict=True) for _ in range(size)]
        assert text.weights[begin:end].tolist() == weights
        assert text.titles[number] == len(plain[0])


def test_a_row_is_what_normal_gives_for_every_character_of_the_planes_in_use() -> None:
    characters = [chr(point) for point in range(0x20000) if not 0xD800 <= point < 0xE000]
    apart = [folded("党".join(characters[n : n + 64])) for n in range(0, len(characters), 64)]
    _rows([(each, "", "", "", "") for each in apart])


def test_a_row_is_what_normal_gives_for_every_vector() -> None:
    texts = [folded(each["text"]) for each in VECTORS["normal"]]
    texts += [folded(each["text"] * each["times"]) for each in VECTORS["runs"]]
    for text in texts:
        _rows([(text, "", "平", "", "ping p")])
    # All in one: what one record holds must not change how another one is done.
    _rows([(text, "党员", text, "", "dangyuan dy") for text in texts])


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.lists(st.tuples(TEXT, TEXT, TEXT, TEXT), min_size=1, max_size=4))
def test_a_row_is_what_normal_gives_for_any_text(texts: list[tuple[str, str, str, str]]) -> None:
    _rows([(*(folded(each) for each in fields), "dangke dk") for fields in texts])


@settings(derandomize=True, deadline=None, max_examples=300)
@given(TEXT)
def test_normal_text_has_no_break_and_no_spaces_to_spare(text: str) -> None:
    clean = normal(text)
    assert BREAK not in clean
    assert "  " not in clean
    assert clean == clean.strip(" ")
