"""The search against Pagefind and Material on the same records: `make bench-search`.

RECORDS (10000) and QUERIES (600) come from the environment. Above 20,000 records ours alone is
measured. The figures are printed, and kept in docs/benchmarks.md where RECORDS is 10000 or 100000.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import browser, corpus, document, forms, indexes, least, peers, recall, search_report
from bench.child import entries_of
from bench.server import MissingError, program, served

# ruff: noqa: S603 - the programs of this benchmark

_ALONE_ABOVE = 20_000
# Of the queries whose records are counted, Pagefind is asked each so-manieth.
_EVERY = 4
_ROOT = Path(__file__).parents[1]
_INSTALL = {"nginx": "nginx-light", "chromium": "chromium"}
_began = time.perf_counter()


def _say(text: str) -> None:
    print(f"[{time.perf_counter() - _began:4.0f} s] {text}", file=sys.stderr, flush=True)


def main() -> int:
    """Measure, print, keep. A figure that misses its target is no failure."""
    count = int(os.environ.get("RECORDS", "10000"))
    queries = int(os.environ.get("QUERIES", "600"))
    try:
        program("nginx")
        if not os.environ.get("DANGWU_CHROMIUM"):
            program("chromium", "chromium-browser", "google-chrome")
    except MissingError as missing:
        package = _INSTALL[str(missing)]
        print(f"bench-search needs {missing}: apt-get install {package}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
        text = _measured(count, queries, Path(folder))
    print(text)
    if count in document.KEPT:
        document.keep("Search", search_report.ABOUT, count, text)
        print("kept in docs/benchmarks.md")
    return 0


def _measured(count: int, queries: int, work: Path) -> str:
    beside = count <= _ALONE_ABOVE
    made = corpus.Corpus(_ROOT / "content", count)
    _say(f"making {count:,} records")
    content, site, html = work / "content", work / "site", work / "html"
    size = forms.write_content(made, content)
    if beside:
        forms.write_html(made, html)
        forms.write_markdown(made, work / "markdown")
    _say("building the site")
    day = corpus.TODAY.isoformat()
    command: list[str | Path] = [sys.executable, "-m", "generator", "build", "--today", day]
    command += ["--content", content, "--site", site]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    entries = work / "entries.pickle"
    subprocess.run([sys.executable, "-m", "bench.child", "read", content, entries], check=True)
    _say("building the index")
    tenth, mine = indexes.ours(entries, work, each=10), indexes.ours(entries, work)
    pagefind = material = None
    if beside:
        binary = peers.installed().pagefind
        _say("building Pagefind's index")
        pagefind = indexes.pagefind(binary, html)
        (html / "bench.html").write_text(browser.PAGEFIND_PAGE, encoding="utf-8")
        _say("building Material's site")
        material = indexes.material(work)
    timed = [x.text for x in recall.cuts(made, max(60, queries // 10), range(2, 9))]
    timed += recall.FREQUENT
    asked = [*recall.cuts(made, queries, range(1, 13)), *recall.names(made)]
    theirs, theirs_score = [], None
    with browser.chromium() as chromium:
        with served(site, work) as address:
            _say("asking the search page")
            pairs = browser.ours(chromium, address, timed)
            _say("asking a page that does nothing else")
            files = len(list((site / "search" / "data").glob("*.bin")))
            least.write(work / "least", files)
            with served(work / "least", work) as other:
                nothing = least.spent(chromium, other, timed)
            _say("holding results against the texts")
            score = recall.ours(chromium, address, asked, recall.indexed(entries_of(entries)))
        if beside:
            with served(html, work) as address:
                _say("asking Pagefind")
                theirs = browser.pagefind(chromium, address, timed)
                _say("counting Pagefind's results")
                theirs_score = recall.pagefind(chromium, address, asked[::_EVERY], recall.raw(made))
        name = f"Chromium {chromium.version}, nginx"
    figures = search_report.Figures(
        count, size // count, mine, tenth, pagefind, material, pairs, nothing, theirs, score,
        theirs_score,
    )  # fmt: skip
    shown = "make bench-search" + (f" RECORDS={count}" if count != 10_000 else "")
    return search_report.section(figures, shown, name, time.perf_counter() - _began)


if __name__ == "__main__":
    sys.exit(main())
