"""The least that a search page can do: to ask its index twice, and show ten results.

It has no index, no frame and no style. Where its time is near that of ours, nothing is left to gain
but by asking less often.
"""

import random
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser

from bench.browser import times

# ruff: noqa: S311 - chance here must be the same each time

# Bytes of a file, and of a part of one that is asked for.
_FILE, _PART = 400_000, 1500
_WORKER = """
const part = async (file, from) => {
  const headers = { Range: `bytes=${from}-${from + %(part)d}` };
  const answer = await fetch(`data/${file}.bin?${from}`, { headers });
  return new Uint8Array(await answer.arrayBuffer());
};
addEventListener("message", async ({ data }) => {
  let at = 0;
  for (const each of data) at = (at * 31 + each.codePointAt(0)) %% %(last)d;
  const files = Array.from({ length: %(files)d }, (_, file) => file);
  const found = await Promise.all(files.map((file) => part(file, at)));
  const texts = await Promise.all(files.map((file) => part(file, at + found[file][0])));
  postMessage(texts.map((each) => each.length));
});
"""
_PAGE = """<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>Least</title>
<link rel="icon" href="data:,"></head><body><main>
<form role="search"><input name="q"></form><p data-result-count>0</p><ul></ul></main>
<script>
const worker = new Worker("worker.js"), form = document.forms[0];
const list = document.querySelector("ul");
const ask = (q) => {
  list.replaceChildren();
  list.removeAttribute("data-search-done");
  worker.postMessage(q);
};
worker.addEventListener("message", ({ data }) => {
  list.replaceChildren(...Array.from({ length: 10 }, () => {
    const shown = document.createElement("li");
    shown.dataset.result = "";
    shown.innerHTML = `<a href="./">标题</a><p>一段<mark>文字</mark>${data[0]}</p>`;
    return shown;
  }));
  list.dataset.searchDone = "";
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.pushState(null, "", `?q=${encodeURIComponent(form.q.value)}`);
  ask(form.q.value);
});
ask(new URLSearchParams(location.search).get("q"));
</script></body></html>
"""


def write(folder: Path, files: int) -> None:
    """The page, for an index of so many files."""
    data = folder / "search" / "data"
    data.mkdir(parents=True)
    facts = {"part": _PART, "last": _FILE - 2 * _PART, "files": files}
    (data.parent / "index.html").write_text(_PAGE, encoding="utf-8")
    (data.parent / "worker.js").write_text(_WORKER % facts, encoding="utf-8")
    for file in range(files):
        (data / f"{file}.bin").write_bytes(random.Random(file).randbytes(_FILE))


def spent(browser: Browser, address: str, queries: Sequence[str]) -> list[float]:
    """Milliseconds of each of the queries as a further one, from Enter to ten results."""
    found = []
    for before, query in zip([queries[-1], *queries], queries, strict=False):
        further = times(browser, address, before, query)[1]
        found.append(further["ended"] - further["began"])
    return found
