"""Everything that a site consists of, before it is made: each file, and a key for what it holds.

The key is a digest of all that the file is made from. Two files of one name with the same key are
the same, so that only what has another key than at the last build has to be made.
"""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Set
from itertools import chain
from pathlib import Path
from typing import TypeVar

from generator import prose
from generator.audience.personal.published import Gate
from generator.inspection import Plan
from generator.kinds.kind import all_kinds, packages
from generator.pages.addresses import Addresses
from generator.pages.alternate import alternates
from generator.pages.drawing import Drawing
from generator.pages.page import Page
from generator.pages.paper import Paper
from generator.press import heads
from generator.press.sheets import Desk, Sheet, draw, file_of
from generator.press.underway import Underway
from generator.release import withdrawn
from generator.release.staging import MARK
from generator.search import publish
from generator.settings import Site
from generator.shell.frames import base_of
from generator.shell.kept import Shell

T = TypeVar("T")
_BLOCK = re.compile(r"DANGWU_BLOCK\(([a-z-]+)/([a-z-]+)\)")
_ROOT_LINK = re.compile(r'\b(href|src|action)="/(?!/)')


class Listed:
    """The files of a site by how they are made: `drawn` pages, `papers` made, `copies` of files,
    `contents` as they are, `written` pages of the engine's to fill (their addresses); and those of
    the search index (on a stick, it is among the contents). `wanted` has the key of each.
    """

    def __init__(self, plan: Plan, shell: Shell, salt: bytes, index: Underway) -> None:
        self._plan = plan
        self._shell = shell
        self._salt = salt
        self._index = index
        self._sticks = index.sticks
        self.wanted: dict[str, bytes] = {}
        self.drawn: list[str] = []
        self.papers: set[str] = set()
        self.copies: dict[str, Path] = {}
        self.contents: dict[str, bytes] = {}
        self.written: list[str] = []
        # The home page names the feeds of the sections' front pages.
        self._feeds = [
            feed
            for page in plan.outline
            if page.url.count("/") == 1
            for feed in page.feeds
            if feed.url.count("/") == 1
        ]
        # Where the texts of a record's page lead to.
        self._leads = {
            note.made.address: tuple(each for each in note.outcomes if each is not None)
            for note in plan.found.notes.values()
            if note.outcomes
        }
        self._raw: dict[str, str] = {}
        self._filled: dict[str, str] = {}
        self._drawings: dict[tuple[str, str], Drawing | None] = {}
        self._list_shell()
        self._list_pages()
        self._list_papers()
        self._list_files()
        self._list_search()
        gone = ((each.url, each.on) for each in plan.view.gone)
        self._content(withdrawn.FILE, withdrawn.written(gone))
        mark: dict[str, object] = {
            "edition": plan.view.edition,
            "day": plan.view.day.isoformat(),
        }
        if plan.outset.preview:
            mark["preview"] = True
        self._content(MARK, f"{json.dumps(mark)}\n".encode())
        self.known = Addresses(
            plan.addresses.pages, [*plan.addresses.files, *publish.scripts(), *shell.files]
        )

    def hand_written(self, url: str, desk: Desk) -> str:
        """A hand-written page with its blocks, its links led from the root."""
        if url not in self._filled:
            base = base_of(url)
            html = _BLOCK.sub(lambda found: self._block(found, desk), self._raw[url])
            html = _ROOT_LINK.sub(rf'\1="{base}', html).replace(prose.ROOT, base)
            head = desk.head + publish.head(base, url, self._sticks)
            head += alternates(base, self._feeds if not url else ())
            self._filled[url] = html.replace("</head>", f"{head}</head>", 1)
        return self._filled[url]

    def _block(self, found: re.Match[str], desk: Desk) -> str:
        drawing = self._drawing(found[1], found[2])
        return draw(desk, drawing, "") if drawing is not None else ""

    def _drawing(self, kind: str, name: str) -> Drawing | None:
        """What a block of the home page shows; None for one that there is not."""
        if (kind, name) not in self._drawings:
            self._drawings[kind, name] = self._block_of(kind, name)
        return self._drawings[kind, name]

    def _block_of(self, kind: str, name: str) -> Drawing | None:
        if (kind, name) == ("site", "stats"):
            return self._stats()
        for each in all_kinds():
            if each.name == kind and name in each.blocks:
                return each.blocks[name](self._plan.view)
        return None

    def _stats(self) -> Drawing:
        """How much there is of each kind, and whether anything is of today."""
        day = self._plan.view.day
        numbers: dict[str, int] = {}
        updated = False
        for each in self._plan.view.entries():
            numbers[each.kind] = numbers.get(each.kind, 0) + 1
            updated = updated or (each.updated or each.day) == day
        counts = [
            (numbers[kind.name], kind.section.counted)
            for kind in all_kinds()
            if kind.section is not None and kind.section.counted and kind.name in numbers
        ]
        return Drawing("pages/stats.html", {"counts": counts, "updated": updated})

    def _content(self, path: str, content: bytes) -> None:
        self.contents[path] = content
        self.wanted[path] = hashlib.blake2b(content, digest_size=16).digest()

    def _list_shell(self) -> None:
        pages = {file_of(url): url for url in self._plan.hand_written}
        for path, digest in self._shell.files.items():
            if path not in pages:
                self.copies[path] = self._shell.folder / path
                # Not the digest itself: before pictures were cleaned, it stood for another file.
                self.wanted[path] = hashlib.blake2b(b"cleaned" + digest, digest_size=16).digest()
                continue
            url = pages[path]
            self.written.append(url)
            html = (self._shell.folder / path).read_text(encoding="utf-8")
            self._raw[url] = html
            drawn = (self._drawing(*found.groups()) for found in _BLOCK.finditer(html))
            keys = (each.key(self._index.digests) if each else b"" for each in drawn)
            told = alternates("", self._feeds if not url else ())
            self.wanted[path] = _key(self._salt, "written", digest, told, *keys)

    def sheets(self, todo: Set[str]) -> Iterator[Sheet]:
        """Those of the pages whose files are to be drawn, one after the other."""
        waiting = {path for path in self.drawn if path in todo}
        pages = chain(self._moved(), self._plan.pages())
        for page in _waited_for(pages, lambda each: file_of(each.url), waiting):
            yield Sheet(page, self._leads.get(page.url, ()))

    def filled(self, todo: Set[str]) -> Iterator[Paper]:
        """Those of the papers whose files are to be made, one after the other."""
        return _waited_for(self._plan.filled(), lambda each: each.url, todo & self.papers)

    def _list_pages(self) -> None:
        frames = {name: frame.digest for name, frame in self._shell.frames.items()}
        for each in self._plan.outline:
            self._sheet(each.url, each.key, frames.get(each.section, b""))
        for page in self._moved():
            self._sheet(page.url, page.key(), b"")

    def _sheet(self, url: str, known: bytes, frame: bytes) -> None:
        path = file_of(url)
        self.drawn.append(path)
        self.wanted[path] = key(known, self._leads.get(url, ()), frame, self._salt)

    def _moved(self) -> Iterator[Page]:
        """A page at each old address that leads to the new one: it has no frame."""
        name = self._plan.view.settings.site.name
        for old, new in self._plan.view.moved.items():
            url = old if old.endswith((".html", ".htm")) else f"{old}/"
            context = {"target": base_of(url) + new, "title": name}
            yield Page(url, name, "", Drawing("pages/moved.html", context))

    def _list_papers(self) -> None:
        for paper in self._plan.papers:
            self.papers.add(paper.url)
            self.wanted[paper.url] = key_of_paper(paper.key, self._salt)

    def _list_files(self) -> None:
        library = self._plan.found.library
        for address, source in self._plan.view.files.items():
            signature = library.folder.signatures.get(
                source.relative_to(library.content).as_posix()
            )
            self.copies[address] = source
            self.wanted[address] = _key(self._salt, "copy", signature)

    def _list_search(self) -> None:
        kinds = [(each.name, each.declaration.label) for each in all_kinds()]
        view = self._plan.view
        if self._sticks:
            for part in publish.parts(view, kinds, sticks=True):
                self._content(f"{publish.FOLDER}{part.name}", part.content)
            return
        for part in publish.static():
            self._content(f"{publish.FOLDER}{part.name}", part.content)
        if self._index.index is not None:
            self.wanted.update(self._index.index.wanted())


def _waited_for(planned: Iterable[T], path: Callable[[T], str], waiting: Set[str]) -> Iterator[T]:
    """Those of what is planned whose files are waited for; no more is planned than that takes."""
    left = set(waiting)
    for each in planned if left else ():
        if path(each) in left:
            left.remove(path(each))
            yield each
            if not left:
                return


def key(page: bytes, leads: Collection[str], frame: bytes, salt: bytes) -> bytes:
    """What a page's file is known by: by `Page.key`, by where its texts lead to, and by the digest
    of its frame.
    """
    return _key(salt, frame, page, *leads)


def key_of_paper(paper: bytes, salt: bytes) -> bytes:
    """What a paper's file is known by: by `Paper.key`."""
    return _key(salt, "paper", paper)


def desk(site: Site, shell: Shell, sticks: bool, gate: Gate, folder: Path) -> Desk:
    """What the pages share, drawn into `folder`; they must pass the `gate`."""
    head = heads.of_site(site.name, site.url)
    if site.demo_today:
        head += f'<meta name="dangwu-today" content="{site.demo_today}">'
    return Desk(
        folder, tuple(packages().items()), shell.frames, site.name, site.path, head, site.url,
        sticks, gate,
    )  # fmt: skip


def _key(salt: bytes, *parts: object) -> bytes:
    digest = hashlib.blake2b(salt, digest_size=16)
    for each in parts:
        raw = each if isinstance(each, bytes) else str(each).encode("utf-8", "surrogateescape")
        digest.update(len(raw).to_bytes(4, "little"))
        digest.update(raw)
    return digest.digest()
