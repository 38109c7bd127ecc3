"""A page of an older release, without what it says of something that was withdrawn since.

Whatever the site says of a record stands in an entry (a list's item, a row) that leads to it, or is
a link by itself; that is cut out, and the rest of the page stays as it was, byte for byte. Then the
page is searched for traces; where one is left, the page is not used.
"""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser

# What lists are made of. A link elsewhere is cut out by itself.
_ENTRIES = frozenset(("li", "tr"))
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
     "track", "wbr")
)  # fmt: skip
_FACTS = re.compile(
    r'<meta name="(?:ArticleTitle|Description)" content="([^"]*)"'
    r'|<h1[^>]*>(.*?)</h1>|"identifier":"([^"]+)"',
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]*>")
# A title of two characters would be found in any page.
_TELLING = 4


def traces(html: str) -> set[str]:
    """What the page of a record calls it: its title, its summary, its number."""
    found = {
        " ".join(unescape(_TAG.sub("", text)).split())
        for each in _FACTS.findall(html)
        for text in each
    }
    return {text for text in found if len(text) >= _TELLING}


def told(html: str, addresses: Iterable[str], names: Iterable[str]) -> bool:
    """Whether a page still leads to one of the addresses or has one of the names in it."""
    return any(each in html for each in addresses) or any(
        _pattern(each).search(html) for each in names
    )


@lru_cache(maxsize=256)
def _pattern(name: str) -> re.Pattern[str]:
    """A name as it may stand in HTML: over the end of a line, and with character references."""
    return re.compile(
        "".join(
            r"\s+" if each == " " else r"(?:&[#\w]+;|.)" if each in "&<>\"'" else re.escape(each)
            for each in name
        )
    )


def cut(html: str, addresses: Collection[str]) -> str:
    """The page without the entries that lead to one of the addresses (from the site's root)."""
    found = _Entries(html, addresses)
    found.feed(html)
    found.close()
    parts, at = [], 0
    for start, end in sorted(found.spans):
        if start >= at:
            parts.append(html[at:start])
            at = end
    return "".join(parts) + html[at:]


class _Entries(HTMLParser):
    """Where the entries stand that lead to the addresses."""

    def __init__(self, html: str, addresses: Collection[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.spans: list[tuple[int, int]] = []
        self._addresses = addresses
        self._starts = [0, *(each.end() for each in re.finditer("\n", html))]
        self._html = html
        # Open elements: name, where it begins, whether it is to go.
        self._open: list[tuple[str, int, bool]] = []

    def _at(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self._open.append((tag, self._at(), False))
        target = dict(attrs).get("href") or ""
        if tag == "a" and any(each in target for each in self._addresses):
            self._mark()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<path/>`: nothing is open after it."""

    def _mark(self) -> None:
        entries = [n for n, (tag, _, _) in enumerate(self._open) if tag in _ENTRIES]
        chosen = entries[-1] if entries else len(self._open) - 1
        tag, start, _ = self._open[chosen]
        self._open[chosen] = (tag, start, True)

    def handle_endtag(self, tag: str) -> None:
        for n in range(len(self._open) - 1, -1, -1):
            if self._open[n][0] != tag:
                continue
            _, start, gone = self._open[n]
            end = self._html.index(">", self._at()) + 1
            if gone:
                self.spans.append((start, end))
            del self._open[n:]
            return
