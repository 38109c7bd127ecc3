"""The recall gate for the Python reader: what it finds is what brute force finds, no more, no less.

`tests/browser/test_search_reader.py` holds the browser's reader against the same witness.
"""

from pathlib import Path

import pytest

from generator.search.normal import normal
from generator.search.reader import Reader
from tests.search.corpus import Corpus
from tests.site import Site

ORDER = (Path(__file__).parent / "order.txt").read_text(encoding="utf-8")
CUTS = 520


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return Corpus(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="session")
def reader(corpus: Corpus) -> Reader:
    return Reader(corpus.site / "search" / "data")


@pytest.fixture(scope="session")
def order(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Reader(Site(tmp_path_factory.mktemp("order"), ORDER).build() / "search" / "data")


def _gate(corpus: Corpus, reader: Reader, queries: list[str]) -> None:
    for query in queries:
        exact, sounds = corpus.holding(query), corpus.sounding(query)
        found = [hit.url for hit in reader.search(query)]
        assert len(found) == len(set(found)), query
        assert set(found[: len(exact)]) == exact, query
        assert set(found[len(exact) :]) == sounds, query


def test_every_record_is_in_the_index_and_whole(corpus: Corpus) -> None:
    """The witness itself: nothing of what was written is lost before the index is made."""
    assert len(corpus.made) == 300
    for made in corpus.made:
        for text in made.texts:
            assert any(normal(text) in field for field in corpus.plain[made.url]), text


def test_cuts_of_raw_text_find_what_holds_them(corpus: Corpus, reader: Reader) -> None:
    cuts = corpus.cuts(CUTS)
    assert len(cuts) == CUTS
    assert {len(cut.strip('"')) for cut in cuts} >= set(range(1, 13))
    _gate(corpus, reader, cuts)


def test_every_title_branch_and_speaker_is_found(corpus: Corpus, reader: Reader) -> None:
    names = corpus.names()
    _gate(corpus, reader, names)
    for name in names:
        assert corpus.holding(name), name


@pytest.mark.parametrize("sort", ["and", "without", "pinyin"])
def test_words_together_are_found(corpus: Corpus, reader: Reader, sort: str) -> None:
    queries = corpus.together()[sort]
    assert any(corpus.holding(query) or corpus.sounding(query) for query in queries)
    _gate(corpus, reader, queries)


def _names(reader: Reader, query: str) -> list[str]:
    return [hit.title for hit in reader.search(query)]


FIRST = ["银杏树", "银杏树养护之乙", "银杏树养护之甲", "院里的大树", "秋天来了"]


def test_title_before_summary_before_body_and_newer_first(order: Reader) -> None:
    assert _names(order, "银杏树") == FIRST


def test_an_exact_title_comes_before_newer_ones_however_it_is_typed(order: Reader) -> None:
    for query in ('"银杏树"', "　银杏树　", "银杏树 -续篇"):
        assert _names(order, query)[0] == "银杏树"
    for query in ("红色 家书", '"红色 家书"', "红色　家书"):
        assert _names(order, query) == ["红色 家书", "红色 家书 续篇", "空中党课开讲"]
    assert _names(order, "銀杏樹") == []


def test_words_are_joined_by_and(order: Reader) -> None:
    assert _names(order, "银杏树 终点站") == ["秋天来了", "院里的大树"]
    assert _names(order, "银杏树 空中党课") == []


def test_quotes_keep_spaces(order: Reader) -> None:
    assert _names(order, '"是 红色 家书"') == ["空中党课开讲"]
    assert _names(order, '"红色家书"') == []
    assert _names(order, "家书 红色")[-1] == "空中党课开讲"


def test_what_is_excluded_is_not_found(order: Reader) -> None:
    assert _names(order, "银杏树 -养护") == ["银杏树", "院里的大树", "秋天来了"]
    assert _names(order, '银杏树 -"一样长的正文"') == ["银杏树", "院里的大树", "秋天来了"]
    assert _names(order, "-养护") == []


def test_no_word_spans_two_fields(order: Reader) -> None:
    assert _names(order, "终点站起点站") == []
    assert _names(order, '"终点站 起点站"') == []
    assert _names(order, "大树银杏") == []


@pytest.mark.parametrize("form", ["2026-07-01", "2026年7月1日", "7月1日", "２０２６年７月１日"])
def test_a_date_in_every_form(order: Reader, form: str) -> None:
    assert _names(order, form) == ["空中党课开讲"]


def test_pinyin_comes_after_what_is_exact(order: Reader) -> None:
    assert _names(order, "dangke") == ["秋天来了", "空中党课开讲"]
    assert _names(order, "dk") == ["秋天来了", "空中党课开讲"]
    assert _names(order, "kongzhongdangke") == ["空中党课开讲"]
    assert _names(order, "yxsyh") == ["银杏树养护之乙", "银杏树养护之甲"]
    assert set(_names(order, "yxs")) == {"银杏树养护之乙", "银杏树养护之甲", "银杏树"}


def test_a_hit_shows_what_was_found(order: Reader) -> None:
    hit = order.search("起点站")[0]
    assert (hit.title, hit.kind, hit.branch, hit.date) == (
        "秋天来了", "notice", "康桥社区党总支", "2026-11-20",
    )  # fmt: skip
    assert "起点站有银杏树" in hit.snippet
