"""送学上门: some records as a folder that opens without a server, to be copied to a stick.

It is made of the members' edition of the day: what that does not show, a stick does not carry.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from msgspec import Struct

from generator import texts
from generator.files import reading
from generator.inspection import Plan, begin, inspect
from generator.kinds.kind import Kind, all_kinds
from generator.pages.addresses import Addresses
from generator.pages.bundle import Bundle, Packing, Volume
from generator.pages.page import Page
from generator.pages.portable import portable
from generator.pages.studio import Studio
from generator.press import copying
from generator.press.sheets import file_of
from generator.problems import codes
from generator.problems.problem import Place, Problem, ProblemsFound, errors, problem
from generator.prose import ROOT
from generator.records.shaping import nearest
from generator.release import tree
from generator.release.staging import staged
from generator.shell.engine import THEME
from generator.shell.frames import base_of

MARK = "pack.json"
# The one script: it plays, and pages are whole without it.
_PLAYER = THEME / "javascripts" / "player.js"


class Packed(Struct, frozen=True):
    """What was packed: (key, title, bytes) of each record; files and bytes in all."""

    records: tuple[tuple[str, str, int], ...]
    files: int
    bytes: int


class Asked(Struct, frozen=True):
    """What to pack: `keys` as people write them, and where to. `media` is the folder, on this
    machine, of what is served from the media address; None where it is not known.
    """

    content: Path
    shown: str
    keys: Sequence[str]
    out: Path
    media: Path | None = None
    today: date | None = None


def pack(asked: Asked) -> Packed:
    """Make the folder, whole or not at all. Raises ProblemsFound."""
    plan = inspect(begin(asked.content, asked.shown, asked.today), "members")
    if errors(plan.problems):
        raise ProblemsFound(plan.problems)
    kind, packing = _packing()
    keys = _known(plan, kind, packing, asked.keys)
    bundle = packing.bundle(plan.view, keys)
    served = dict(_served(bundle, asked.media))
    with staged(asked.out, MARK, codes.E549) as stage:
        stage.path.mkdir()
        written = _Writing(plan, bundle, served, str(stage.path))
        records = tuple((each.key, each.title, written.volume(each)) for each in bundle.volumes)
        written.rest()
        if written.found:
            raise ProblemsFound(written.found)
        # It is taken out of the machine soon.
        tree.settle(str(stage.path), None)
        stage.release()
    return Packed(records, written.files, written.bytes)


def _packing() -> tuple[Kind[Any], Packing]:
    for kind in all_kinds():
        if kind.packing is not None:
            return kind, kind.packing
    raise LookupError("no kind can be packed")


def _known(plan: Plan, kind: Kind[Any], packing: Packing, asked: Sequence[str]) -> list[str]:
    """The keys that were asked for, each once; or why some cannot be packed (E548)."""
    shown = packing.keys(plan.view)
    folder = kind.declaration.folder
    keys, wrong = list[str](), list[Problem]()
    for each in asked:
        plain = each.strip("/").removesuffix("/index.html").removesuffix(".yaml")
        key = plain.removeprefix(f"{folder}/")
        if key in shown:
            keys.append(key)
            continue
        hidden = plan.found.library.known(kind.name, key)
        reason = texts.PACK_HIDDEN if hidden else texts.PACK_UNKNOWN
        near = "" if hidden else nearest(key, shown)
        hint = texts.DID_YOU_MEAN.format(near=near) if near else ""
        wrong.append(problem(codes.E548, Place(each), hint, key=key, reason=reason))
    if wrong:
        raise ProblemsFound(wrong)
    return list(dict.fromkeys(keys))


def _served(bundle: Bundle, media: Path | None) -> Iterator[tuple[str, Path]]:
    """Address in the bundle → file on this machine, of what the site has elsewhere (E548)."""
    wrong = []
    for volume in bundle.volumes:
        for path, address in volume.served:
            plain = unquote(path)
            if media is not None and (media / plain).is_file():
                yield address, media / plain
                continue
            if media is None:
                reason = texts.PACK_NO_MEDIA.format(file=plain)
            else:
                reason = texts.PACK_MEDIA_MISSING.format(folder=media, file=plain)
            place = Place(volume.key)
            wrong.append(problem(codes.E548, place, key=volume.key, reason=reason))
    if wrong:
        raise ProblemsFound(wrong)


class _Writing:
    """Writes a bundle into a folder; everything passes the gate of the site."""

    def __init__(self, plan: Plan, bundle: Bundle, served: dict[str, Path], folder: str) -> None:
        self._plan, self._bundle, self._served, self._folder = plan, bundle, served, folder
        pages = ["", *(each.page.url for each in bundle.volumes)]
        files = [file for each in bundle.volumes for file in each.files]
        self._addresses = Addresses(pages, files)
        names = {"pages": "generator.pages", **{each.name: each.package for each in all_kinds()}}
        self._studio = Studio(names)
        self.found: list[Problem] = []
        self.files = self.bytes = 0

    def volume(self, volume: Volume) -> int:
        """Write a record's page and files; gives their bytes."""
        before = self.bytes
        self._page(volume.page)
        for address in volume.files:
            self._file(address, self._plan.view.files[address])
        for _, address in volume.served:
            self._file(unquote(address), self._served[address])
        return self.bytes - before

    def rest(self) -> None:
        """Write what the records have in common."""
        self._page(self._bundle.front)
        for paper in self._bundle.papers:
            self.found += self._plan.gate.paper(paper.url, paper.strings())
            self._put(paper.url, paper.make(paper.data))
        self._put(_PLAYER.name, _PLAYER.read_bytes())
        keys = [each.key for each in self._bundle.volumes]
        mark = {"day": self._plan.view.day.isoformat(), "records": keys}
        self._put(MARK, f"{json.dumps(mark)}\n".encode())

    def _page(self, page: Page) -> None:
        html = self._studio.draw(page.drawing, page.url, self._addresses.resolve)
        self.found += self._plan.gate.page(page.url, html)
        self._put(file_of(page.url), portable(html.replace(ROOT, base_of(page.url))).encode())

    def _file(self, address: str, source: Path) -> None:
        changed = copying.changed(source)
        self.found += self._plan.gate.file(address, changed or reading.content(source))
        if changed is not None:
            self._put(address, changed)
            return
        tree.copy(self._folder, address, source)
        self._count(source.stat().st_size)

    def _put(self, path: str, content: bytes) -> None:
        tree.put(self._folder, path, content)
        self._count(len(content))

    def _count(self, size: int) -> None:
        self.files += 1
        self.bytes += size
