"""How long whole sites take to build, beside the peers: `make bench`.

RECORDS (10000) and RUNS (3) come from the environment. Above 20,000 records ours alone is measured,
and beside them a tenth as many. The figures are printed, and kept in docs/benchmarks.md where
RECORDS is 10000 or 100000.
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bench import build_report, document, preview, tools, weight
from bench.build_report import Build, Figures
from bench.corpus import SEED, Corpus
from bench.peers import installed
from bench.running import run
from bench.tools import Tool

# ruff: noqa: S311 - chance here must be the same each time

_ALONE_ABOVE = 20_000
_ROOT = Path(__file__).parents[1]
_began = time.perf_counter()


def main() -> int:
    """Measure, print, keep. A figure that misses its target is no failure."""
    count = int(os.environ.get("RECORDS", "10000"))
    runs = int(os.environ.get("RUNS", "3"))
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        figures = _measured(count, runs, Path(folder))
    shown = "make bench" + (f" RECORDS={count}" if count != 10_000 else "")
    text = build_report.section(figures, shown, time.perf_counter() - _began)
    print(text)
    if count in document.KEPT:
        document.keep("Builds", build_report.ABOUT, count, text)
        print("kept in docs/benchmarks.md")
    return 0


def _measured(count: int, runs: int, work: Path) -> Figures:
    _say(f"making {count:,} records")
    corpus = Corpus(_ROOT / "content", count, spread=True)
    mine = tools.ours(tools.OURS, corpus, work / "ours")
    files = [each for name in ("notices", "lessons") for each in _yaml(mine.content / name)]
    record_bytes = sum(each.stat().st_size for each in files) // len(files)
    if count <= _ALONE_ABOVE:
        floor = tools.floor(mine, work / "floor")
        all_tools = [mine, floor, *tools.others(corpus, installed(), work)]
    else:
        floor = None
        tenth = Corpus(corpus.content, count // 10, spread=True)
        all_tools = [mine, tools.ours(tools.TENTH, tenth, work / "tenth")]
    builds = _in_turn(all_tools, floor, runs)
    _say("nothing changed")
    idle = tuple(run(mine.commands[0], mine.folder).seconds for _ in range(runs))
    _say("one record changed")
    changed, changed_memory = _one_changed(mine, runs)
    _say("the preview")
    seen = preview.seen(mine, _saved(mine, runs))
    return Figures(
        records=count, branches=len(corpus.branches), record_bytes=record_bytes, builds=builds,
        idle=idle, changed=changed, changed_memory=changed_memory, seen=seen,
        pages=weight.pages(mine.site, [each.url for each in corpus.records()]),
        visit=weight.visit(mine.site),
    )  # fmt: skip


def _in_turn(all_tools: list[Tool], floor: Tool | None, runs: int) -> dict[str, Build]:
    """Build with each of the tools, `runs` times.

    A round before these, which also warms the disk's cache, is for the memory: to watch it takes
    time. Then they take turns, so that whatever else the machine does falls on all of them.
    """
    sizes: dict[str, tuple[int, int, int]] = {}
    for each in all_tools:
        _say(f"memory: {each.name}")
        memory = _built(each, together=True)[2]
        sizes[each.name] = (memory, *_written(each))
        if floor and each.name == tools.OURS:
            tools.write_manifest(each, floor)
    times: dict[str, list[tuple[float, float]]] = {each.name: [] for each in all_tools}
    for turn in range(runs):
        for each in all_tools:
            _say(f"{turn + 1} of {runs}: {each.name}")
            times[each.name].append(_built(each)[:2])
    return {
        name: Build(*sizes[name], tuple(x for x, _ in pairs), tuple(x for _, x in pairs))
        for name, pairs in times.items()
    }


def _built(tool: Tool, *, together: bool = False) -> tuple[float, float, int]:
    """Build from nothing: seconds on the clock and of the processors, bytes of memory."""
    tool.clear()
    # What an earlier build has left to write to the disk is not this one's work.
    os.sync()
    ran = [run(command, tool.folder, together=together) for command in tool.commands]
    return (
        sum(each.seconds for each in ran),
        sum(each.processor for each in ran),
        max(each.memory for each in ran),
    )


def _written(tool: Tool) -> tuple[int, int]:
    """How many files a build has written, and their bytes. Raises RuntimeError if pages lack."""
    files = [path for path in tool.site.rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for path in files)
    if pages < tool.records:
        raise RuntimeError(f"{tool.name}: {pages} pages of {tool.records} records")
    return len(files), sum(path.stat().st_size for path in files)


def _one_changed(mine: Tool, runs: int) -> tuple[tuple[float, ...], int]:
    """Before each build another notice's text is changed: the seconds, and bytes of memory."""
    notices = _yaml(mine.content / "notices")
    seconds, memory = [], 0
    for turn, path in enumerate(random.Random(SEED).sample(notices, runs + 1)):
        said = _added(path, turn)
        # The last one is for the memory alone.
        ran = run(mine.commands[0], mine.folder, together=turn == runs)
        seconds.append(ran.seconds)
        memory = ran.memory
        page = mine.site / preview.page_of(mine.content, path) / "index.html"
        if said not in page.read_text(encoding="utf-8"):
            raise RuntimeError(f"{page}: not drawn again")
    return tuple(seconds[:runs]), memory


def _saved(mine: Tool, runs: int) -> Iterator[tuple[str, Callable[[], str]]]:
    """Changes to some more notices, and the addresses of their pages."""
    chosen = random.Random(SEED + 1).sample(_yaml(mine.content / "notices"), runs + 1)
    for turn, path in enumerate(chosen, runs + 1):
        yield preview.page_of(mine.content, path), partial(_added, path, turn)


def _added(path: Path, turn: int) -> str:
    """Add a sentence to a notice."""
    said = f"第{turn + 1}次补充说明，以本页为准。"
    with path.open("a", encoding="utf-8") as file:
        file.write(f"  {said}\n")
    return said


def _yaml(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.yaml"))


def _say(text: str) -> None:
    print(f"[{time.perf_counter() - _began:4.0f} s] {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
