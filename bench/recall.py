"""What is found against what is there: queries cut from raw text, every record looked at."""

import random
from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec import Struct
from playwright.sync_api import Browser

from bench.corpus import SEED, Corpus, Record
from generator.search.entries import Searched
from generator.search.normal import BREAK, PINYIN, normal

# ruff: noqa: S311 - chance here must be the same each time

FREQUENT = ("党员", "支部", "学习", "组织", "流动党员", "党组织", "活动", "社区")
_LISTED = 100  # where more is found, the count is compared, and the best of it
_BATCH = 25
# Through the reader's own interface, as the search page uses it.
_ASK = """async ({ queries, listed, today }) => {
  if (!window.index) {
    const { openIndex, fetchFrom } = await import(new URL("reader.js", location.href).href);
    window.index = openIndex(fetchFrom(new URL("data/", location.href).href));
  }
  const ask = async (q, count) => {
    let last;
    await window.index.answer({ q, count, sort: "date", today }, (told) => { last = told; });
    if (!last || last.type !== "results" || !last.complete) throw new Error(q);
    return last;
  };
  const answers = [];
  for (const q of queries) {
    let found = await ask(q, 20);
    if (found.total > 20 && found.total <= listed) found = await ask(q, found.total);
    const urls = found.items.filter((item) => item.group === "exact").map((item) => item.u);
    answers.push([found.total, urls]);
  }
  return answers;
}"""
_COUNT = """async (queries) => {
  const answers = [];
  for (const q of queries) answers.push(await countOf(q));
  return answers;
}"""


class Query(Struct, frozen=True):
    """A run of characters, and the address of the record that it was cut from (none: a name)."""

    text: str
    source: str


class Score(Struct, frozen=True):
    """Over all queries together: records found rightly, wrongly, and not found.

    `exact`: queries whose count was right. `empty`: queries where nothing was found of something.
    """

    queries: int
    right: int
    wrong: int
    missing: int
    exact: int
    empty: int

    @property
    def recall(self) -> float:
        return self.right / max(self.right + self.missing, 1)

    @property
    def precision(self) -> float:
        return self.right / max(self.right + self.wrong, 1)


def cuts(corpus: Corpus, count: int, lengths: range) -> list[Query]:
    """So many runs of these lengths, cut at random from the raw text."""
    chance = random.Random(SEED + 1)
    found = []
    every = max(corpus.count // count, 1)
    records = islice(corpus.records(), chance.randrange(every), None, every)
    for at, record in enumerate(islice(records, count)):
        found.append(_cut(record, lengths[at % len(lengths)], chance))
    chance.shuffle(found)
    return found


def _cut(record: Record, length: int, chance: random.Random) -> Query:
    texts = [record.title, record.summary, *record.paragraphs]
    while True:
        text = chance.choice(texts)
        start = chance.randrange(max(len(text) - length, 0) + 1)
        cut = text[start : start + length]
        # A space parts words, a mark and a hyphen have a meaning: cut elsewhere.
        if cut.strip() == cut and not any(c in ' "\u3000' for c in cut) and cut[0] not in "-－":
            return Query(cut, record.url)


def names(corpus: Corpus) -> list[Query]:
    """Every branch, and two hundred places of those that stand in texts and speakers' names."""
    shorts = [each.short for each in corpus.branches]
    return [Query(each, "") for each in [*shorts, *corpus.places[:200]]]


def indexed(entries: Sequence[Searched]) -> dict[str, str]:
    """Address → everything that can be found of a record, normalised; its pinyin left out."""
    return {each.url: BREAK.join(map(normal, each.fields[:PINYIN])) for each in entries}


def raw(corpus: Corpus) -> dict[str, str]:
    """Address → everything that stands on the plain HTML page, normalised."""
    return {
        each.url: BREAK.join(map(normal, (each.title, each.summary, each.facts, *_parts(each))))
        for each in corpus.records()
    }


def _parts(record: Record) -> Iterator[str]:
    for heading, paragraphs in record.parts:
        yield heading
        yield from paragraphs


def held(texts: dict[str, str], query: Query) -> set[str]:
    """The records that hold the query, by looking at every one of them."""
    wanted = normal(query.text)
    found = {url for url, text in texts.items() if wanted in text}
    if query.source:
        found.add(query.source)
    return found


def ours(browser: Browser, address: str, queries: Sequence[Query], texts: dict[str, str]) -> Score:
    """By counts and addresses, from the reader in Chromium."""
    page = browser.new_page()
    page.goto(f"{address}search/")
    right = wrong = missing = exact = empty = 0
    for first in range(0, len(queries), _BATCH):
        batch = queries[first : first + _BATCH]
        given = {"queries": [x.text for x in batch], "listed": _LISTED, "today": "2026-11-23"}
        for query, (total, urls) in zip(batch, page.evaluate(_ASK, given), strict=True):
            truth = held(texts, query)
            bad = len(set(urls) - truth)
            if total <= _LISTED:
                bad += total - len(set(urls))
                good = len(truth & set(urls))
            else:
                bad += max(total - len(truth) - bad, 0)
                good = total - bad
            right += good
            wrong += bad
            missing += len(truth) - good
            exact += total == len(truth) and not bad
            empty += not total and bool(truth)
    page.close()
    return Score(len(queries), right, wrong, missing, exact, empty)


def pagefind(
    browser: Browser, address: str, queries: Sequence[Query], texts: dict[str, str]
) -> Score:
    """By counts alone: as good as they can be."""
    page = browser.new_page()
    page.goto(f"{address}bench.html")
    page.wait_for_function("window.countOf")
    right = wrong = missing = exact = empty = 0
    for first in range(0, len(queries), _BATCH):
        batch = queries[first : first + _BATCH]
        for query, total in zip(batch, page.evaluate(_COUNT, [x.text for x in batch]), strict=True):
            truth = len(held(texts, query))
            right += min(total, truth)
            wrong += max(total - truth, 0)
            missing += max(truth - total, 0)
            exact += total == truth
            empty += not total and bool(truth)
    page.close()
    return Score(len(queries), right, wrong, missing, exact, empty)
