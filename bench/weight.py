"""What a reader's phone loads of a site: pages, scripts and style sheets, as gzip sends them."""

import gzip
import re
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

_LOADED = re.compile(r'(?:src|href)="([^"]+\.(?:js|css))"')
_PAGES = 500  # that many are looked at, spread over all of them
# What the search page's scripts load themselves, as modules and as a worker.
_FURTHER = ("reader.js", "worker.js")


class Pages(Struct, frozen=True):
    """Bytes of records' pages: of half and of 99 in 100 at most, and the most."""

    median: int
    most_of_them: int
    worst: int


def pages(site: Path, urls: Sequence[str]) -> Pages:
    """The pages of the records at these addresses, or of as many as are enough."""
    some = urls[:: max(len(urls) // _PAGES, 1)]
    found = sorted(_compressed(site / url / "index.html") for url in some)
    return Pages(found[len(found) // 2], found[len(found) * 99 // 100], found[-1])


def visit(site: Path) -> int:
    """Bytes of all scripts and style sheets that the search page loads, which loads the most."""
    page = site / "search/index.html"
    found = {page.parent / each for each in _LOADED.findall(page.read_text(encoding="utf-8"))}
    found |= {page.parent / each for each in _FURTHER}
    return sum(_compressed(each) for each in {each.resolve() for each in found})


def _compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))
