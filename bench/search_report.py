"""The figures of the search beside their targets, as they stand in docs/benchmarks.md."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from statistics import median

from msgspec import Struct

from bench.browser import Asked, Pair
from bench.document import KEPT, holds, size, table
from bench.indexes import Built
from bench.peers import version_of
from bench.recall import FREQUENT, Score

ABOUT = """Every section is one run of `make bench-search`, in which ours, Pagefind's extended
binary and Material's own index met the same records, on the same machine.

- **Records** are made of the sentences of `content/` with other numbers, dates, places and
  order, the same each time: 16 branches, five years, four notices to one lesson, 2 KB of text
  each. They are a content folder for `dangwu`, plain HTML for Pagefind and Markdown for
  Material.
- **Builds** are held to one core (`taskset -c 0`); medians of three runs, of one where it takes
  more than a minute. Ours is from parsed records, in process, without and with writing the
  files; Pagefind's is its command over the HTML; Material's is the whole `mkdocs build`.
- **Queries** run in Chromium against nginx on loopback with gzip. For each, a new browser
  without a cache opens the search page with another query (the *first*), then, a second after
  its results, the query is typed and Enter pressed (the *further*); so long a browser is busy
  with the window of a new page, also of an empty one. Time runs from Enter until ten results
  stand on the page, or all where there are fewer; bytes are those of all that was asked for
  until then, headers included, by the DevTools protocol. Pagefind's are those of its own
  JavaScript, `search()` and the data of ten results; each browser asks it twelve further
  queries, the first of them after a second, too.
- **A page that does nothing but ask** has a box, a worker and ten results: at Enter it sends as
  many requests at once as the index has files, then as many again, and shows the results. It looks
  nothing up: a search in two rounds over as many files cannot be sooner on the same machine.
- **Bytes and times are measured apart.** Every query, ours and Pagefind's, is asked twice in
  the run, each time by a new browser: once with the protocol's `Network` domain on, which
  counts the bytes, and once without it, which gives the times. To count them takes several
  messages a request in as many processes, and made the median of ours half as long again.
- **Recall and precision** count records over all queries, which are cut from the raw text,
  against a look at every record. Ours compares addresses (above 100 results the count and the
  first twenty); Pagefind's are by its counts alone, over every fourth query, so they are as
  good as they can be.
"""


class Figures(Struct, frozen=True):
    """Everything that a run has found; None where it was not measured."""

    records: int
    record_bytes: int
    ours: Built
    tenth: Built
    pagefind: Built | None
    material: tuple[Built, int] | None
    pairs: list[Pair]
    least: list[float]
    pagefind_pairs: list[Pair]
    score: Score
    pagefind_score: Score | None


class Row(Struct, frozen=True):
    what: str
    target: str
    ours: str
    holds: bool | None
    pagefind: str = "–"
    material: str = "–"


def rows(found: Figures) -> list[Row]:
    """The table; smaller runs are held to the targets of 10,000."""
    large = found.records > KEPT[0]
    return [*_build_rows(found, large), *_query_rows(found, large), *_score_rows(found)]


def _build_rows(found: Figures, large: bool) -> list[Row]:
    mine, pagefind, material = found.ours, found.pagefind, found.material
    time = f"{mine.seconds:.2f} s"
    theirs = f"{pagefind.seconds:.1f} s" if pagefind else "–"
    whole = f"{material[0].seconds:.0f} s (whole site)" if material else "–"
    result = []
    if pagefind:
        share = pagefind.seconds / mine.seconds
        held = share >= 8
        result.append(
            Row("build of the index, 1 core", "≤ 1/8 of Pagefind's", f"{time} (1/{share:.1f})",
                held, theirs, whole)
        )  # fmt: skip
    else:
        result.append(Row("build of the index, 1 core", "", time, None, theirs, whole))
    growth = mine.seconds / found.tenth.seconds
    result += [
        Row("the same, processor time", "", f"{mine.processor:.2f} s", None,
            f"{pagefind.processor:.1f} s" if pagefind else "–",
            f"{material[0].processor:.0f} s" if material else "–"),
        Row("the same, with writing the files", "", f"{mine.written:.2f} s", None, theirs, whole),
        Row("build against that of a tenth", "linear (≤ 11.5 times)" if large else "",
            f"{growth:.1f} times", growth <= 11.5 if large else None),
        Row("memory at its peak", "≤ 1.5 GB" if large else "",
            f"{size(mine.memory)} (records: {size(mine.first)})",
            mine.memory <= 1.5e9 if large else None,
            size(pagefind.memory) if pagefind else "–",
            size(material[0].memory) if material else "–"),
        Row("size of the index", "", f"{size(mine.bytes)}, {mine.files} files", None,
            size(pagefind.bytes) if pagefind else "–",
            f"{size(material[0].bytes)}, {size(material[1])} gzip, all for the first query"
            if material else "–"),
    ]  # fmt: skip
    return result


def _query_rows(found: Figures, large: bool) -> list[Row]:
    first, further = _firsts(found.pairs), _furthers(found.pairs)
    first_p, further_p = _firsts(found.pagefind_pairs), _furthers(found.pagefind_pairs)
    limits = (400, 250, 100, 400) if large else (150, 100, 50, 150)
    one = median(x.bytes for x in first) / 1000
    two = median(x.bytes for x in further) / 1000
    spent = median(x.spent for x in further)
    worst = max(further, key=lambda x: x.spent)
    slow_p = max(further_p, key=lambda x: x.spent, default=None)
    result = [
        Row("bytes for the first query, to ten results", f"≤ {limits[0]} KB",
            f"{one:.0f} KB median, {max(x.bytes for x in first) / 1000:.0f} worst",
            one <= limits[0], _kb(first_p)),
        Row("the same, until complete", "",
            f"{median(x.bytes_complete for x in first) / 1000:.0f} KB median", None),
        Row("bytes for a further query, to ten results", f"≤ {limits[1]} KB median",
            f"{two:.0f} KB median, {max(x.bytes for x in further) / 1000:.0f} worst",
            two <= limits[1], _kb(further_p)),
        Row("the same, until complete", "",
            f"{median(x.bytes_complete for x in further) / 1000:.0f} KB median", None),
        Row("Enter to ten results, median", f"≤ {limits[2]} ms", f"{spent:.0f} ms",
            spent <= limits[2],
            f"{median(x.spent for x in further_p):.0f} ms" if further_p else "–"),
        Row("Enter to ten results, worst", f"≤ {limits[3]} ms",
            f"{worst.spent:.0f} ms ({worst.query})", worst.spent <= limits[3],
            f"{slow_p.spent:.0f} ms ({slow_p.query})" if slow_p else "–"),
        Row("the same of a page that does nothing but ask", "",
            f"{median(found.least):.0f} ms, {max(found.least):.0f} worst", None),
        Row("Enter to complete, median and worst", "",
            f"{median(x.spent_complete for x in further):.0f} ms, "
            f"{max(x.spent_complete for x in further):.0f} ms", None),
    ]  # fmt: skip
    for query in FREQUENT[:3]:
        mine = next((x for x in further if x.query == query), None)
        other = next((x for x in further_p if x.query == query), None)
        if mine:
            result.append(
                Row(f"{query}, in {mine.count:,} records", f"≤ {limits[3]} ms",
                    f"{mine.spent:.0f} ms, {mine.bytes / 1000:.0f} KB", mine.spent <= limits[3],
                    f"{other.spent:.0f} ms, {other.bytes / 1000:.0f} KB, {other.count:,} found"
                    if other else "–")
            )  # fmt: skip
    return result


def _score_rows(found: Figures) -> list[Row]:
    mine, other = found.score, found.pagefind_score
    exact = mine.right > 0 and not mine.wrong and not mine.missing
    return [
        Row(f"recall / precision, {mine.queries} queries", "1.000 / 1.000",
            f"{mine.recall:.3f} / {mine.precision:.3f}", exact,
            f"≤ {other.recall:.3f} / {other.precision:.3f}" if other else "–"),
        Row("queries with the right count", "all", f"{mine.exact} of {mine.queries}",
            mine.exact == mine.queries, f"{other.exact} of {other.queries}" if other else "–"),
        Row("queries that found nothing of something", "0", str(mine.empty), mine.empty == 0,
            f"{other.empty} of {other.queries}" if other else "–"),
    ]  # fmt: skip


def _firsts(pairs: Sequence[Pair]) -> list[Asked]:
    return [each.first for each in pairs]


def _furthers(pairs: Sequence[Pair]) -> list[Asked]:
    return [each.further for each in pairs]


def _kb(asked: Sequence[Asked]) -> str:
    if not asked:
        return "–"
    sizes = [each.bytes / 1000 for each in asked]
    return f"{median(sizes):.0f} KB median, {max(sizes):.0f} worst"


def section(found: Figures, command: str, browser: str, took: float) -> str:
    """One run, as it stands in the document."""
    machine = platform.processor() or platform.machine()
    system = f"{platform.system()} {platform.release().partition('-')[0]}"
    programs = [f"Python {platform.python_version()}", f"numpy {version('numpy')}"]
    if found.pagefind:
        programs.append(f"Pagefind extended {version_of('pagefind-bin-extended')}")
    if found.material:
        programs.append(f"mkdocs-material {version('mkdocs-material')}")
    about = (
        f"`{command}`, {datetime.now(UTC):%Y-%m-%d}, in {took / 60:.1f} minutes, "
        f"on {os.cpu_count()} cores ({machine}, {system}); "
        f"{', '.join(programs)}, {browser}. Records of {found.record_bytes:,} bytes in the mean; "
        f"{len(found.pairs)} queries of 2–8 characters and frequent words for bytes and times."
    )
    cells = [
        [each.what, each.target, each.ours, holds(each.holds), each.pagefind, each.material]
        for each in rows(found)
    ]
    return f"{about}\n\n{table(['', 'target', 'ours', 'holds', 'Pagefind', 'Material'], cells)}"
