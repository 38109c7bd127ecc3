"""The figures of whole builds beside their targets, as they stand in docs/benchmarks.md."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from statistics import median

from msgspec import Struct

from bench import tools
from bench.document import holds, size, table
from bench.peers import version_of
from bench.weight import Pages

ABOUT = """Every section is one run of `make bench`, in which each program built a site of the same
records, on the same machine.

- **Records** are made of the sentences of `content/`, the same each time: four notices to one
  lesson, over five years, of branches that are one twentieth as many (at most 5,000) and write
  seldom or often; lengths are log-normal with a mean of 2 KB; one notice in fifteen has a table
  beside it, one in four a period.
- **A cold build** begins with neither a site nor a cache, by the command that everybody gives, and
  ends with the process. The programs take turns; figures are medians. Whatever a program does in
  several processes or threads, it does.
- **The floor** (`bench/floor.py`) reads the same YAML by libyaml in two processes, and writes as
  many files with as many bytes as our site has.
- **Hugo** has a plain theme (`bench/hugo/`): a page for each record, lists in pages of twenty,
  feeds. **Pagefind** then indexes these pages. **Material** for MkDocs and **Zensical** have their
  own search; their records stand outside the navigation.
- **Nothing changed** and **one record changed** build into the site that is there. Before each of
  the latter, a sentence is added to another notice.
- **The preview** is `dangwu serve`: from the moment when a sentence is added to a notice until its
  page has it, asked for a hundred times a second. The first change after the start, for which it
  loads what makes the index, is left out.
- **Memory** is the most that all processes of a program had at a time, in a run of its own; what
  they share is counted once.
- **Pages** are those of 500 records, spread over all; **a first visit** is the search page, which
  loads all scripts and style sheets that there are. Both as gzip at level 6.
"""


class Build(Struct, frozen=True):
    """Cold builds by one program: bytes of memory, what is written, seconds of each build."""

    memory: int
    files: int
    bytes: int
    seconds: tuple[float, ...]
    processor: tuple[float, ...]


class Figures(Struct, frozen=True):
    """Everything that a run has found. `builds`: by the tool's name; `visit`: bytes."""

    records: int
    branches: int
    record_bytes: int
    builds: dict[str, Build]
    idle: tuple[float, ...]
    changed: tuple[float, ...]
    changed_memory: int
    seen: tuple[float, ...]
    pages: Pages
    visit: int


def section(found: Figures, command: str, took: float) -> str:
    """One run, as it stands in the document."""
    machine = platform.processor() or platform.machine()
    system = f"{platform.system()} {platform.release().partition('-')[0]}"
    runs = len(found.idle)
    about = (
        f"`{command}`, {datetime.now(UTC):%Y-%m-%d}, in {took / 60:.1f} minutes, on "
        f"{os.cpu_count()} cores ({machine}, {system}); {', '.join(_programs(found))}. "
        f"Medians of {runs}; {found.branches:,} branches, {found.record_bytes:,} bytes a record "
        "in the mean."
    )
    mine = table(["", "target", "ours", "holds"], [*_cold(found), *_again(found), *_weight(found)])
    return "\n\n".join((about, mine, _beside(found)))


def _programs(found: Figures) -> list[str]:
    programs = [f"Python {platform.python_version()}"]
    if tools.HUGO in found.builds:
        names = (("Hugo", "hugo"), ("Pagefind extended", "pagefind-bin-extended"))
        programs += [f"{name} {version_of(package)}" for name, package in names]
        programs.append(f"mkdocs-material {version('mkdocs-material')}")
        programs.append(f"Zensical {version_of('zensical')}")
    return programs


def _cold(found: Figures) -> list[list[str]]:
    mine = median(found.builds[tools.OURS].seconds)
    rows = [["cold build", "", _seconds(found.builds[tools.OURS].seconds), ""]]
    for name, target, most in (
        (tools.PAGEFIND, "≤ 1/8", 1 / 8),
        (tools.MATERIAL, "≤ 1/12", 1 / 12),
        (tools.FLOOR, "≤ 2 ×", 2.0),
        (tools.TENTH, "≤ 11 ×", 11.0),
    ):
        if name in found.builds:
            share = mine / median(found.builds[name].seconds)
            shown = f"{share:.2f} ×" if share >= 1 else f"1/{1 / share:.1f}"
            what = f"the same, against {_whose(name)}"
            rows.append([what, target, shown, holds(share <= most)])
    memory = found.builds[tools.OURS].memory
    large = found.records > 20_000
    rows.append(
        ["memory of a cold build", "≤ 1.5 GB" if large else "", size(memory),
         holds(memory <= 1_500_000_000 if large else None)]
    )  # fmt: skip
    return rows


def _whose(name: str) -> str:
    return {tools.FLOOR: "the floor", tools.TENTH: "a tenth of the records"}.get(name, name)


def _again(found: Figures) -> list[list[str]]:
    large = found.records > 20_000
    idle, changed = median(found.idle), median(found.changed)
    limit = 3.0 if large else 1.2
    seen = found.seen[1:]
    return [
        ["nothing changed", "" if large else "≤ 1 s", _seconds(found.idle),
         holds(None if large else idle <= 1)],
        ["one record changed", f"≤ {limit:g} s", _seconds(found.changed), holds(changed <= limit)],
        ["memory of the latter", "", size(found.changed_memory), ""],
        ["a saved change in the preview", "" if large else "≤ 1 s", _seconds(seen),
         holds(None if large else median(seen) <= 1)],
    ]  # fmt: skip


def _weight(found: Figures) -> list[list[str]]:
    pages = found.pages
    shown = (
        f"{_kb(pages.most_of_them)} at most for 99 in 100 "
        f"({_kb(pages.median)} median, {_kb(pages.worst)} worst)"
    )
    return [
        ["page of a record, gzip", "≤ 12 KB", shown, holds(pages.most_of_them <= 12_000)],
        ["scripts and styles of a first visit, gzip", "≤ 120 KB", _kb(found.visit),
         holds(found.visit <= 120_000)],
    ]  # fmt: skip


def _beside(found: Figures) -> str:
    """Every program that was measured, in the order of its time."""
    rows = []
    for name, build in sorted(found.builds.items(), key=lambda each: median(each[1].seconds)):
        rows.append(
            [name, _seconds(build.seconds), f"{median(build.processor):.1f} s", size(build.memory),
             f"{build.files:,}", size(build.bytes)]
        )  # fmt: skip
    return table(
        ["cold build", "time (least – most)", "processors", "memory", "files", "bytes"], rows
    )


def _seconds(times: Sequence[float]) -> str:
    digits = 2 if max(times) < 20 else 1
    spread = f"{min(times):.{digits}f} – {max(times):.{digits}f}"
    return f"{median(times):.{digits}f} s ({spread})"


def _kb(number: float) -> str:
    return f"{number / 1000:.1f} KB"
