"""docs/benchmarks.md: a chapter for each benchmark, in it a section for each number of records."""

import re
from pathlib import Path

DOCUMENT = Path(__file__).parents[1] / "docs/benchmarks.md"
CHAPTERS = ("Builds", "Search")
# Other runs are printed, and not kept.
KEPT = (10_000, 100_000)
_HEAD = """# Benchmarks

Written by `make bench` and `make bench-search` (`bench/`), each its own chapter; do not edit.
"""
_CHAPTER = re.compile(r"^## (.+)$", re.MULTILINE)
_SECTION = re.compile(r"^### ([\d,]+) records$", re.MULTILINE)


def keep(chapter: str, about: str, records: int, section: str) -> None:
    """Put a run's section into its chapter, in place of the last one of that size.

    `about` says how the chapter's figures come about. Everything else in the document stays.
    """
    old = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else ""
    DOCUMENT.write_text(renewed(old, chapter, about, records, section), encoding="utf-8")


def renewed(old: str, chapter: str, about: str, records: int, section: str) -> str:
    """The whole document, with what `keep` puts into it."""
    parts = _CHAPTER.split(old)
    chapters = dict(zip(parts[1::2], parts[2::2], strict=True))
    sections = _SECTION.split(chapters.get(chapter, ""))
    found = dict(
        zip((int(x.replace(",", "")) for x in sections[1::2]), sections[2::2], strict=True)
    )
    found[records] = section
    chapters[chapter] = "\n\n".join(
        (about.strip(), *(f"### {at:,} records\n\n{found[at].strip()}" for at in sorted(found)))
    )
    texts = (f"## {name}\n\n{chapters[name].strip()}\n" for name in CHAPTERS if name in chapters)
    return "\n".join((_HEAD, *texts))


def table(heads: list[str], rows: list[list[str]]) -> str:
    """A table of Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(
        f"| {' | '.join(x.replace('|', chr(92) + '|') for x in row)} |" for row in lines
    )


def size(number: float) -> str:
    """Bytes for people."""
    return f"{number / 1e6:,.1f} MB" if number < 1e8 else f"{number / 1e6:,.0f} MB"


def holds(value: bool | None) -> str:
    return {True: "yes", False: "**no**", None: ""}[value]
