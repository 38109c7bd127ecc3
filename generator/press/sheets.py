"""Drawing and writing some pages, in whichever process: a sheet in, its links out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from generator.audience.personal.published import Gate
from generator.pages.addresses import Addresses
from generator.pages.alternate import alternates
from generator.pages.drawing import Drawing
from generator.pages.page import Page
from generator.pages.paper import Paper
from generator.pages.portable import portable
from generator.pages.studio import Studio
from generator.press import heads
from generator.problems.problem import Problem
from generator.release import gate, tree
from generator.search import publish
from generator.shell.frames import Frame, base_of

MORE = "more"


class Desk(Struct, frozen=True):
    """What all pages of a site share. `folder` is where they are written; `packages` hold the
    templates; `head` stands in the head of every page. `path` is the site's on its server, `url`
    its whole address, or empty. Everything must pass the `gate`.
    """

    folder: Path
    packages: tuple[tuple[str, str], ...]
    frames: Mapping[str, Frame]
    name: str
    path: str
    head: str
    url: str
    sticks: bool
    gate: Gate


class Sheet(Struct, frozen=True):
    """A page to draw, and the addresses of the site that its texts lead to."""

    page: Page
    leads: tuple[str, ...]


class Pressed(Struct, frozen=True):
    """What came of so many pages, or of some papers: (page, address that it leads to), each address
    once; bytes; what did not pass the gate.
    """

    leads: tuple[tuple[str, str], ...]
    bytes: int
    found: tuple[Problem, ...]
    pages: int = 0


def press(desk: Desk, sheets: Sequence[Sheet]) -> Pressed:
    """Draw, stamp and write the pages."""
    resolve = _known(each.leads for each in sheets).resolve
    studio = _studio(desk.packages)
    found: dict[str, str] = {}
    refused: list[Problem] = []
    size = 0
    for sheet in sheets:
        page = sheet.page
        drawings = (page.drawing, *page.panels)
        main = "".join(studio.draw(each, page.url, resolve) for each in drawings)
        for target in gate.leads(main):
            found.setdefault(target, page.url)
        head = _head(desk, page)
        refused += desk.gate.page(page.url, f"{page.title}\n{head}\n{main}")
        refused += desk.gate.address(page.url)
        size += write(desk, page.url, _stamped(desk, page, head, main))
    leads = tuple((url, gate.address(target)) for target, url in found.items())
    return Pressed(leads, size, tuple(refused), len(sheets))


def make(desk: Desk, papers: Sequence[Paper], passed: Collection[int] = ()) -> Pressed:
    """Make and write the papers. Values that have `passed` the same gate before are known by their
    identity (`Paper.strings`).
    """
    size, refused = 0, list[Problem]()
    for paper in papers:
        content = paper.make(paper.data)
        tree.put(str(desk.folder), paper.url, content)
        refused += desk.gate.paper(paper.url, paper.strings(passed))
        size += len(content)
    return Pressed((), size, tuple(refused))


def _head(desk: Desk, page: Page) -> str:
    """What stands in the head of a page besides what its frame has there."""
    if not page.section:
        return ""
    base = _base(desk, page)
    head = desk.head + publish.head(base, page.url, desk.sticks)
    return head + heads.of_page(page, base, desk.url) + alternates(base, page.feeds)


def _stamped(desk: Desk, page: Page, head: str, main: str) -> str:
    """The whole HTML of a page; one without a section has no frame."""
    if not page.section:
        return main
    frame = desk.frames.get(page.section) or desk.frames[MORE]
    return frame.stamp(_base(desk, page), f"{page.title} - {desk.name}", head, main)


def _base(desk: Desk, page: Page) -> str:
    """The way from a page to the root; that of a page which is served at any depth is whole."""
    return base_of(page.url) if page.url.endswith("/") else desk.path


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
