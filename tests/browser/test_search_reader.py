"""The browser's reader alone, imported by a page: the vectors, the recall gate, nasty queries."""

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from playwright.sync_api import Browser, Page

from tests.search.corpus import SEED, Corpus
from tests.search.serving import serving
from tests.search.test_recall import CUTS, FIRST, ORDER
from tests.search.test_vectors import VECTORS
from tests.site import Site

pytestmark = pytest.mark.browser
READER = Path(__file__).parents[2] / "generator" / "search" / "static" / "reader.js"
# What a page does goes on beside the test, so that a reader that never ends is seen, not waited for.
_ALL = """([script, data, queries, count]) => {
  window.answers = null;
  (async () => {
    const { openIndex, fetchFrom } = await import(script);
    const index = openIndex(fetchFrom(data));
    const answers = [];
    for (const units of queries) {
      const q = String.fromCharCode(...units);
      try {
        let last;
        await index.answer({ q, today: "2026-11-23", count }, (told) => { last = told; });
        if (!last.complete) throw new Error("not complete");
        const of = (group) => last.items.filter((item) => item.group === group).map((item) => item.u);
        const titles = last.items.map((item) => item.title.join(""));
        const { total, pinyin, parts } = last;
        answers.push({ total, sounds: pinyin, parts, exact: of("exact"), pinyin: of("pinyin"), part: of("part"), titles });
        if (count < 100) await index.suggest(q, "2026-11-23");
      } catch (error) {
        answers.push({ error: `${error} ${error.stack}` });
      }
    }
    window.answers = answers;
  })().catch((error) => { window.answers = String(error); });
}"""
# Rounds: loads that begin while none is under way. Those up to the first results, and all of a query.
_ROUNDS = """async ([script, data, queries]) => {
  const { openIndex, fetchFrom } = await import(script);
  const answers = [];
  for (const q of queries) {
    let rounds = 0;
    let under = 0;
    const load = fetchFrom(data);
    const index = openIndex(async (...range) => {
      if (!under++) rounds++;
      try {
        return await load(...range);
      } finally {
        under--;
      }
    });
    await index.open();
    rounds = 0;
    let told = 0;
    await index.answer({ q, today: "2026-11-23", count: 20 }, ({ type }) => { if (type === "results") told ||= rounds; });
    answers.push([told, rounds]);
  }
  return answers;
}"""
_VECTORS = """async ([script, vectors]) => {
  const { normalise, parseQuery, shardOf } = await import(script);
  const points = (term) => [...Array.from(term, (each) => each.codePointAt(0)), 0];
  return {
    normal: vectors.normal.map(({ text }) => normalise(text)),
    runs: vectors.runs.map(({ text, times }) => normalise(text.repeat(times))),
    queries: vectors.queries.map(({ query }) => parseQuery(query)),
    shards: vectors.shards.map(({ term, shards }) =>
      Object.keys(shards).map((count) => shardOf(...points(term).slice(0, 2), Number(count)))),
  };
}"""


class Asked(Struct):
    """A page that has nothing but the reader, over the index of one site."""

    page: Page
    site: str
    script: str = "reader.js"

    def all(self, queries: list[str], count: int = 5000) -> list[dict[str, Any]]:
        """What the reader tells of each query, in the order of the queries, with so many results."""
        base = f"{self.site}search/"
        # As UTF-16 units, for half of a pair cannot be sent as text.
        units = [
            list(memoryview(each.encode("utf-16-le", "surrogatepass")).cast("H"))
            for each in queries
        ]
        self.page.evaluate(_ALL, [base + self.script, f"{base}data/", units, count])
        self.page.wait_for_function("window.answers", timeout=120_000)
        found: list[dict[str, Any]] = self.page.evaluate("window.answers")
        assert isinstance(found, list), found
        return found

    def titles(self, query: str) -> list[str]:
        found: list[str] = self.all([query])[0]["titles"]
        return found


@pytest.fixture(scope="module")
def page(browser: Browser, root: tuple[Path, str]) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{root[1]}empty.html")
    yield page
    context.close()


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    folder = tmp_path_factory.mktemp("reader")
    (folder / "empty.html").write_text("<!doctype html><title>-</title>", encoding="utf-8")
    with serving(folder) as address:
        yield folder, address


@pytest.fixture(scope="module")
def corpus(root: tuple[Path, str]) -> Corpus:
    (root[0] / "corpus").mkdir()
    return Corpus(root[0] / "corpus")


@pytest.fixture(scope="module")
def order(root: tuple[Path, str], page: Page) -> Asked:
    Site(root[0] / "order", ORDER).build()
    return Asked(page, f"{root[1]}order/site/")


def test_the_vectors(order: Asked) -> None:
    found = order.page.evaluate(_VECTORS, [f"{order.site}search/reader.js", VECTORS])
    assert found["normal"] == [each["normal"] for each in VECTORS["normal"]]
    assert found["runs"] == [
        each["normal"] * (each["times"] - 1) + each["last"] for each in VECTORS["runs"]
    ]
    assert found["queries"] == [
        {"words": each["words"], "without": each["without"]} for each in VECTORS["queries"]
    ]
    assert found["shards"] == [list(each["shards"].values()) for each in VECTORS["shards"]]


@pytest.fixture(scope="module")
def gate(corpus: Corpus, root: tuple[Path, str], page: Page) -> Asked:
    return Asked(page, f"{root[1]}corpus/site/")


def _gate(corpus: Corpus, asked: Asked, queries: list[str]) -> None:
    for query, found in zip(queries, asked.all(queries), strict=True):
        assert "error" not in found, (query, found["error"])
        exact, sounds = corpus.holding(query), corpus.sounding(query)
        assert found["total"] == len(found["exact"]), query
        assert sorted(found["exact"]) == sorted(exact), query
        assert sorted(found["pinyin"]) == sorted(sounds), query
        assert found["sounds"] == len(sounds), query
        assert found["part"] == [] or not exact | sounds, query


def test_cuts_of_raw_text_find_what_holds_them(corpus: Corpus, gate: Asked) -> None:
    _gate(corpus, gate, corpus.cuts(CUTS))


def test_the_positions_alone_say_the_same(corpus: Corpus, gate: Asked) -> None:
    """The reader looks at the texts of a few candidates and at the positions of many."""
    # The site's own is minified.
    script = READER.read_text(encoding="utf-8")
    script, changed = re.subn(r"(?m)^const MAX_TEXTS = \d+;$", "const MAX_TEXTS = 0;", script)
    assert changed == 1
    (corpus.site / "search" / "by-positions.js").write_text(script, encoding="utf-8")
    _gate(corpus, Asked(gate.page, gate.site, "by-positions.js"), corpus.cuts(CUTS)[: CUTS // 2])


def test_a_query_takes_few_rounds(corpus: Corpus, gate: Asked) -> None:
    """Each takes as long as a request does, however much it brings: two are pairs and texts."""
    queries = [each for each in corpus.cuts(CUTS) if 1 < len(each) < 9 and corpus.holding(each)]
    base = f"{gate.site}search/"
    found = gate.page.evaluate(_ROUNDS, [f"{base}reader.js", f"{base}data/", queries])
    told = [rounds for rounds, _ in found]
    assert len(told) > 100
    assert told.count(2) > 0.9 * len(told)
    assert max(rounds for _, rounds in found) <= 4


def test_every_title_branch_and_speaker_is_found(corpus: Corpus, gate: Asked) -> None:
    _gate(corpus, gate, corpus.names())


def test_words_together_are_found(corpus: Corpus, gate: Asked) -> None:
    _gate(corpus, gate, [query for each in corpus.together().values() for query in each])


NASTY = (
    '"', '""', '" "', "-", "--", '-"', '"-', " ", "　", "\t", "\n", "\x00", "\x01", "\x1c", "\x7f", "\ud800", "\udc00",
    "\udbff\udfff", "\U000f0064\U000f006b", "\ufeff", "\u200d", "\u202e", "\u2028", "\ufffe", "\uffff", "\u0301",
    "党", "员", "党员", "支部", "𠮷", "𪚥", "👩\u200d🏫", "👍🏽", "ΑΣ", "İ", "ﷺ", "½", "①", "ｶﾞ", "가", "ᄀ", "a", "dk", "dangke",
    "constructor", "__proto__", "toString", "null", "undefined", "NaN", "0", "-1", "1e9", "2026", "7月1日",
    "%", "%00", "%E5", "\\", "\\u0000", "$&", "$1", "(", "[", ".*", "^", "|", "<b>", "</script>", "&amp;", "'", "`", "${q}",
    "党" * 3000, "\u0301" * 1000, "a" * 5000, "-党 " * 200, '"' * 500, "党 员 " * 100, "\ud800" * 50,
)  # fmt: skip


def test_nasty_queries_never_raise(gate: Asked) -> None:
    chance = random.Random(SEED)
    queries = ["".join(chance.choices(NASTY, k=chance.randint(1, 6))) for _ in range(300)]
    found = gate.all([*NASTY, *queries], 10)
    wrong = [
        (ascii(query)[:200], each["error"])
        for query, each in zip([*NASTY, *queries], found, strict=True)
        if "error" in each
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "query", ["党\x00", "党员\x00", "\x00", "党\x00员", "\ud842", "a\U000f0064"]
)
def test_what_no_record_holds_is_not_found(gate: Asked, query: str) -> None:
    found = gate.all([query])[0]
    assert found["total"] == 0
    assert found["exact"] == []


def test_title_before_summary_before_body_and_newer_first(order: Asked) -> None:
    assert order.titles("银杏树") == FIRST


def test_an_exact_title_comes_before_newer_ones_however_it_is_typed(order: Asked) -> None:
    for query in ('"银杏树"', "　银杏树　", "银杏树 -续篇"):
        assert order.titles(query)[0] == "银杏树"
    for query in ("红色 家书", '"红色 家书"', "红色　家书"):
        assert order.titles(query) == ["红色 家书", "红色 家书 续篇", "空中党课开讲"]


def test_quotes_words_and_exclusions(order: Asked) -> None:
    assert order.titles("银杏树 终点站") == ["秋天来了", "院里的大树"]
    assert order.titles('"是 红色 家书"') == ["空中党课开讲"]
    assert order.titles("银杏树 -养护") == ["银杏树", "院里的大树", "秋天来了"]
    assert order.titles('银杏树 -"一样长的正文"') == ["银杏树", "院里的大树", "秋天来了"]
    for form in ("2026-07-01", "2026年7月1日", "7月1日", "２０２６年７月１日"):
        assert order.titles(form) == ["空中党课开讲"]


def test_pinyin_comes_after_what_is_exact_and_is_not_counted(order: Asked) -> None:
    for query in ("dangke", "dk"):
        found = order.all([query])[0]
        assert found["titles"] == ["秋天来了", "空中党课开讲"]
        assert (found["total"], found["sounds"]) == (1, 1)
        assert (found["exact"], found["pinyin"]) == (
            ["notices/kangqiao/2026/0004/"],
            ["lessons/2026/0001/"],
        )


def test_nothing_spans_two_fields_and_parts_are_offered_and_said_to_be(order: Asked) -> None:
    for query in ("终点站起点站", '"终点站 起点站"', "大树银杏"):
        found = order.all([query])[0]
        assert (found["total"], found["exact"], found["parts"]) == (0, [], True), query
        assert found["part"], query
    # That which holds the most comes first.
    assert order.all(["终点站起点站"])[0]["titles"][0] == "秋天来了"
    nothing = order.all(["鑫焱淼"])[0]
    assert (nothing["total"], nothing["parts"], nothing["part"]) == (0, False, [])
