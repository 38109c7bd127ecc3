"""Drawing and writing some pages, in whichever process: a sheet in, its links out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from generator.pages.addresses import Addresses
from generator.pages.drawing import Drawing
from generator.pages.page import Page
from generator.pages.portable import portable
from generator.pages.studio import Studio
from generator.release import gate, tree
from generator.search import publish
from generator.shell.frames import Frame, base_of

MORE = "more"


@dataclass(frozen=True, slots=True)
class Desk:
    """What all pages of a site share. `folder` is where they are written; `packages` hold the
    templates; `head` stands in the head of every page. `path` is the site's on its server.
    """

    folder: Path
    packages: tuple[tuple[str, str], ...]
    frames: Mapping[str, Frame]
    name: str
    path: str
    head: str
    sticks: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to draw, and the addresses of the site that its texts lead to."""

    page: Page
    leads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pressed:
    """What came of some sheets: (page, address that it leads to), each address once; bytes."""

    leads: tuple[tuple[str, str], ...]
    bytes: int


def press(desk: Desk, sheets: Sequence[Sheet]) -> Pressed:
    """Draw, stamp and write the pages."""
    resolve = _known(each.leads for each in sheets).resolve
    studio = _studio(desk.packages)
    found: dict[str, str] = {}
    size = 0
    for sheet in sheets:
        page = sheet.page
        main = studio.draw(page.drawing, page.url, resolve)
        for target in gate.leads(main):
            found.setdefault(target, page.url)
        size += write(desk, page.url, stamped(desk, page, main))
    return Pressed(tuple((url, gate.address(target)) for target, url in found.items()), size)


def stamped(desk: Desk, page: Page, main: str) -> str:
    """The whole HTML of a page; one without a section has no frame."""
    if not page.section:
        return main
    frame = desk.frames.get(page.section) or desk.frames[MORE]
    base = base_of(page.url) if page.url.endswith("/") else desk.path
    head = desk.head + publish.head(base, page.url, desk.sticks)
    if page.description:
        head += f'<meta name="description" content="{escape(page.description)}">'
    return frame.stamp(base, f"{page.title} - {desk.name}", head, main)


def draw(desk: Desk, drawing: Drawing, address: str) -> str:
    """A drawing without links of its own in its texts."""
    return _studio(desk.packages).draw(drawing, address, _known(()).resolve)


def write(desk: Desk, url: str, html: str) -> int:
    """Write the page at an address; gives its bytes."""
    content = (portable(html) if desk.sticks else html).encode()
    tree.put(str(desk.folder), file_of(url), content)
    return len(content)


def file_of(url: str) -> str:
    """The file of the page at an address, below the site's folder."""
    return f"{url}index.html" if url.endswith("/") or not url else url


@cache
def _studio(packages: tuple[tuple[str, str], ...]) -> Studio:
    return Studio(dict(packages))


def _known(leads: Iterable[Sequence[str]]) -> Addresses:
    """As much of the site's addresses as some pages lead to; for them it answers as the whole."""
    places = {unquote(urlsplit(each).path) for some in leads for each in some}
    return Addresses([each for each in places if each.endswith("/") or not each],
                     [each for each in places if each and not each.endswith("/")])  # fmt: skip
