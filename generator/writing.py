"""Drawing a plan's pages into a staged site, and the last look at their links."""

import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from html import escape
from pathlib import Path

from generator import prose
from generator.apart import apart
from generator.audience.view import View
from generator.inspection import Plan
from generator.kinds.kind import all_kinds
from generator.pages.addresses import Addresses
from generator.pages.page import Page
from generator.pages.portable import portable
from generator.pages.studio import Studio
from generator.problems.problem import Problem, ProblemsFound
from generator.release import gate
from generator.release.staging import MARK
from generator.search import publish
from generator.shell.engine import hand_written
from generator.shell.frames import Frame, base_of

_BLOCK = re.compile(r"DANGWU_BLOCK\(([a-z-]+)/([a-z-]+)\)")
_ROOT_LINK = re.compile(r'\b(href|src|action)="/(?!/)')


def write(plan: Plan, folder: Path, frames: Mapping[str, Frame], sticks: bool) -> None:
    """Write everything that follows the engine into `folder`, where the engine's output is.

    `sticks`: links must open without a server, from a USB stick. Raises ProblemsFound where a link
    leads nowhere (E902).
    """
    writer = _Writer(plan, folder, frames, sticks)
    for old, new in plan.view.moved.items():
        writer.moved(old, new)
    for url, source in plan.view.files.items():
        target = folder / url
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    # Half of the pages each, for two cores: neighbours in the list weigh about the same.
    with (
        apart(partial(_index, plan.view, folder, sticks)) as indexed,
        apart(partial(writer.pages, plan.pages[1::2])) as others,
    ):
        found = writer.pages(plan.pages[::2])
        found += others()
        indexed()
    for url in hand_written(plan.written):
        found += writer.written(url)
    if found:
        raise ProblemsFound(found)
    mark = {"edition": plan.view.edition, "day": plan.view.day.isoformat()}
    (folder / MARK).write_text(json.dumps(mark) + "\n", encoding="utf-8")


def _index(view: View, folder: Path, sticks: bool) -> None:
    kinds = [(each.name, each.declaration.label) for each in all_kinds()]
    made: set[Path] = set()
    for part in publish.parts(view, kinds, sticks):
        path = folder / publish.FOLDER / part.name
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_bytes(part.content)


class _Writer:
    """Writes pages into a staged site."""

    def __init__(self, plan: Plan, folder: Path, frames: Mapping[str, Frame], sticks: bool) -> None:
        self._plan = plan
        self._folder = folder
        self._frames = frames
        self._sticks = sticks
        drawn = (
            path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
        )
        self._known = Addresses(
            plan.addresses.pages, [*plan.addresses.files, *publish.scripts(), *drawn]
        )
        packages = {"pages": "generator.pages", **{each.name: each.package for each in all_kinds()}}
        self._studio = Studio(packages, plan.view.day, plan.addresses.resolve)
        self._site = plan.view.settings.site
        demo = self._site.demo_today
        self._demo = f'<meta name="dangwu-today" content="{demo}">' if demo else ""

    def pages(self, pages: Sequence[Page]) -> list[Problem]:
        return [each for page in pages for each in self.page(page)]

    def page(self, page: Page) -> Iterator[Problem]:
        """Draw, stamp and write one page. Its links that lead nowhere come back as problems."""
        main = page.draw(self._studio)
        frame = self._frames.get(page.section) or self._frames["more"]
        base = base_of(page.url) if page.url.endswith("/") else self._site.path
        head = self._demo + publish.head(base, page.url, self._sticks)
        if page.description:
            head += f'<meta name="description" content="{escape(page.description)}">'
        self._write(page.url, frame.stamp(base, f"{page.title} - {self._site.name}", head, main))
        return gate.rooted(page.url, main, self._known)

    def moved(self, old: str, new: str) -> None:
        """A page at an old address that leads to the new one."""
        url = old if old.endswith((".html", ".htm")) else f"{old}/"
        target = base_of(url) + new
        context = {"target": target, "title": self._site.name}
        self._write(url, self._studio.render("pages/moved.html", url, **context))

    def written(self, url: str) -> Iterator[Problem]:
        """Fill a hand-written page's blocks, lead its links from the root, write it again."""
        path = self._folder / url / "index.html"
        base = base_of(url)
        html = _BLOCK.sub(self._block, path.read_text(encoding="utf-8"))
        html = _ROOT_LINK.sub(rf'\1="{base}', html).replace(prose.ROOT, base)
        head = self._demo + publish.head(base, url, self._sticks)
        html = html.replace("</head>", f"{head}</head>", 1)
        self._write(url, html)
        return gate.relative(url, html, self._known)

    def _block(self, match: re.Match[str]) -> str:
        kind, name = match.groups()
        if (kind, name) == ("site", "stats"):
            return self._stats()
        for each in all_kinds():
            if each.name == kind and name in each.blocks:
                return each.blocks[name](self._plan.view, self._studio)
        return ""

    def _stats(self) -> str:
        """How much there is of each kind, and whether anything is of today."""
        entries = list(self._plan.view.entries())
        counts = []
        for kind in all_kinds():
            number = sum(each.kind == kind.name for each in entries)
            if kind.section is not None and kind.section.counted and number:
                counts.append((number, kind.section.counted))
        updated = any((each.updated or each.day) == self._plan.view.day for each in entries)
        return self._studio.render("pages/stats.html", counts=counts, updated=updated)

    def _write(self, url: str, html: str) -> None:
        if self._sticks:
            html = portable(html)
        path = self._folder / (f"{url}index.html" if url.endswith("/") or not url else url)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html, encoding="utf-8")
