"""Queries in Chromium: what a first and a further query load, and how long they take."""

import json
import os
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace
from playwright.sync_api import Browser, Page, Request, sync_playwright

from bench.server import program
from bench.unwatched import unwatched

# ruff: noqa: S310 - addresses of this benchmark's own server

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# On our search page: when Enter was pressed, when ten results stood there (or all of them, where
# there are fewer), and when the search was complete.
_WATCH = """(() => {
  const bench = window.bench = { q: null, began: 0, ended: 0, done: 0 };
  addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    Object.assign(bench, { q: event.target.value, began: performance.now(), ended: 0, done: 0 });
  }, true);
  const look = () => {
    if (bench.q !== null && new URLSearchParams(location.search).get("q") !== bench.q) return;
    const done = document.querySelector("[data-search-done]");
    const enough = done || document.querySelectorAll("[data-result]").length >= 10;
    if (!bench.ended && enough) bench.ended = performance.now();
    if (!bench.done && done) bench.done = performance.now();
  };
  new MutationObserver(look).observe(document, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-search-done"] });
})()"""
_TIMES = """() => ({ origin: performance.timeOrigin, ...bench,
  count: Number(document.querySelector("[data-result-count]")?.textContent ?? 0) })"""
_BOX = "main form[role=search] input[name=q], .dw-find form input[name=q]"
_DONE = "window.bench?.q !== null && window.bench?.done"
# Seconds between a first query and a further one: a browser goes on for most of one to make the
# window around a new page ready, also around an empty one, and takes a whole processor for it.
_REST = 1.0
# Further queries that one browser asks Pagefind.
_EACH = 12
PAGEFIND_PAGE = """<!doctype html><html lang="zh-cn"><head><meta charset="utf-8">
<title>Pagefind</title>
<script type="module">
import * as pagefind from "./pagefind/pagefind.js";
window.firstTen = async (q) => {
  const began = performance.now();
  const { results } = await pagefind.search(q);
  await Promise.all(results.slice(0, 10).map((each) => each.data()));
  const ended = performance.now();
  return { origin: performance.timeOrigin, began, ended, done: ended, count: results.length };
};
window.countOf = async (q) => (await pagefind.search(q)).results.length;
</script></head><body></body></html>
"""


class Asked(Struct, frozen=True):
    """One query: milliseconds and bytes up to its first ten results, and until complete.

    It is asked twice: bytes are from a page whose network is watched, milliseconds from one whose
    network is not, for to watch it takes as long as much of what is measured.
    """

    query: str
    count: int
    spent: float
    bytes: int
    spent_complete: float
    bytes_complete: int


class Pair(Struct, frozen=True):
    """A first query in a browser that has nothing yet, and a further one after it."""

    first: Asked
    further: Asked


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, while the body runs. No benchmark downloads a browser."""
    path = os.environ.get("DANGWU_CHROMIUM") or program(
        "chromium", "chromium-browser", "google-chrome"
    )
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield found
        found.close()


class _Loads:
    """What a page and its workers load: when each was asked for, and its bytes as they were sent.

    The bytes are Network.loadingFinished's encodedDataLength of the DevTools protocol, headers
    included, as Playwright hands them on.
    """

    def __init__(self, page: Page) -> None:
        self._finished: list[Request] = []
        self._known: dict[str, int] = {}
        page.on("requestfinished", lambda request: self._finished.append(request))

    def bytes(self, since: float, until: float) -> int:
        return sum(size for at, size in self._sizes() if since <= at <= until)

    def _sizes(self) -> Iterator[tuple[float, int]]:
        for each in self._finished:
            sizes = each.sizes()
            size = sizes["responseHeadersSize"] + sizes["responseBodySize"]
            if not sizes["responseBodySize"] and each.url.endswith("worker.js"):
                # The protocol does not tell of the script that a worker begins with.
                size += self._fetched(each.url)
            yield each.timing["startTime"], size

    def _fetched(self, url: str) -> int:
        if url not in self._known:
            wanted = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
            with urllib.request.urlopen(wanted) as answer:
                self._known[url] = len(answer.read())
        return self._known[url]


def _asked(query: str, times: dict[str, float], loads: _Loads) -> Asked:
    began = times["origin"] + times["began"]
    ended, done = times["origin"] + times["ended"], times["origin"] + times["done"]
    # A first query has all that the page loaded before it; a page's clock has no more than 0.1 ms.
    since = 0.0 if times.get("first") else began - 0.2
    return Asked(
        query, int(times["count"]), ended - began, loads.bytes(since, ended),
        done - began, loads.bytes(since, done),
    )  # fmt: skip


def _timed(asked: Asked, times: dict[str, float]) -> Asked:
    began = times["began"]
    return replace(asked, spent=times["ended"] - began, spent_complete=times["done"] - began)


def ours(browser: Browser, address: str, queries: Sequence[str]) -> list[Pair]:
    """Each of the queries as the further one, typed into the page; the one before it is first."""
    found = []
    for before, query in zip([queries[-1], *queries], queries, strict=False):
        pair = _watched(browser, address, before, query)
        first, further = times(browser, address, before, query)
        found.append(Pair(_timed(pair.first, first), _timed(pair.further, further)))
    return found


def _watched(browser: Browser, address: str, before: str, query: str) -> Pair:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
    context.add_init_script(_WATCH)
    page = context.new_page()
    loads = _Loads(page)
    page.goto(f"{address}search/?q={quote(before)}")
    page.wait_for_function("bench.done", timeout=60_000)
    page.wait_for_timeout(100)
    first = _asked(before, {**page.evaluate(_TIMES), "first": 1}, loads)
    box = page.locator(_BOX)
    box.first.fill(query)
    box.first.press("Enter")
    page.wait_for_function(_DONE, timeout=60_000)
    page.wait_for_timeout(50)
    further = _asked(query, page.evaluate(_TIMES), loads)
    context.close()
    return Pair(first, further)


def times(browser: Browser, address: str, before: str, query: str) -> list[dict[str, Any]]:
    """The times of the first query and of the further one, where nobody watches."""
    with unwatched(browser) as page:
        page.open(f"{address}search/?q={quote(before)}", _WATCH)
        page.wait("window.bench?.done")
        time.sleep(_REST)
        first = page.evaluate(f"({_TIMES})()")
        page.enter(_BOX, query)
        time.sleep(0.3)
        page.wait(_DONE)
        return [first, page.evaluate(f"({_TIMES})()")]


def pagefind(browser: Browser, address: str, queries: Sequence[str]) -> list[Pair]:
    """The same through Pagefind's own JavaScript, on a page with nothing else.

    A first query loads its whole word list, so that a browser is asked several further ones. What
    it has loaded for one may serve the next: that is to Pagefind's good.
    """
    found = []
    for begin in range(0, len(queries), _EACH):
        context = browser.new_context(locale="zh-CN")
        page = context.new_page()
        loads = _Loads(page)
        page.goto(f"{address}bench.html")
        page.wait_for_function("window.firstTen")
        texts = (queries[begin - 1], *queries[begin : begin + _EACH])
        asked: list[Asked] = []
        for text in texts:
            times = page.evaluate("(q) => firstTen(q)", text)
            page.wait_for_timeout(50)
            asked.append(_asked(text, {**times, "first": not asked}, loads))
        context.close()
        with unwatched(browser) as other:
            other.open(f"{address}bench.html")
            other.wait("window.firstTen")
            for number, each in enumerate(asked):
                times = other.evaluate(f"firstTen({json.dumps(each.query)})")
                asked[number] = _timed(each, times)
                if not number:
                    time.sleep(_REST)
        found += [Pair(asked[0], each) for each in asked[1:]]
    return found
