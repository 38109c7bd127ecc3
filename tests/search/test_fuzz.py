"""Whatever is typed, the reader of the command line answers, and with what holds it alone."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.search.reader import Reader, parsed
from tests.search.corpus import Witness
from tests.search.test_recall import ORDER
from tests.site import Site

# Bits of the records between the signs that mean something, and every other character there is.
_BITS = st.sampled_from(
    [
        "银杏树",
        "终点站",
        "红色 家书",
        "dk",
        "7月1日",
        "2026",
        '"',
        "-",
        " ",
        "　",
        "\x00",
        "树",
        "\ufeff",
    ]
)
QUERIES = st.one_of(
    st.text(st.characters(), max_size=40),
    st.lists(st.one_of(_BITS, st.text(st.characters(), max_size=3)), max_size=12).map("".join),
    st.text(st.sampled_from(" \t\n　\u2003\ufeff\u00a0"), max_size=30),
    st.text(st.sampled_from('-" 树'), max_size=60),
    st.integers(1, 5000).map(lambda times: "银杏" * times),
)
Read = tuple[Reader, Witness]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    site = Site(tmp_path_factory.mktemp("fuzz"), ORDER)
    return Reader(site.build() / "search" / "data"), Witness(site.root / "content")


@settings(derandomize=True, deadline=None, max_examples=500)
@given(query=QUERIES)
@example(query="\ud800")
@example(query="党\x00")
@example(query="a" * 100_000)
@example(query='"' * 10_000)
@example(query="-" * 10_000)
@example(query="银杏树 " * 5000)
def test_no_query_raises_or_finds_what_does_not_hold_it(read: Read, query: str) -> None:
    reader, witness = read
    found = [hit.url for hit in reader.search(query)]
    wanted = parsed(query)
    for word in (*wanted.words, *wanted.without):
        assert word
        assert "\n" not in word
    assert len(found) == len(set(found))
    if wanted.words:
        assert set(found) == witness.holding(query) | witness.sounding(query)
    else:
        assert found == []
