"""MkDocs (or ProperDocs, its drop-in) with Material: draws the frames and hand-written pages.

This folder alone imports the engine. What it draws goes to a folder that it is told; it is never
told the folder that is served.
"""

import logging
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from generator import minify
from generator.shell import frames, styles
from generator.shell.frames import Frame

HERE = Path(__file__).parent
DEFAULT_CONFIG = HERE / "mkdocs.yml"
THEME = HERE / "theme"
# The pages that a site has without writing them: home and about.
DEFAULT_PAGES = HERE / "pages"
# What Material brings and this site never loads: its own search, its sources' maps.
_UNUSED = ("assets/javascripts/lunr", "assets/javascripts/workers", "search", "sitemap.xml",
           "sitemap.xml.gz", "404.html")  # fmt: skip
# What it brings for every site, and the theme names only where a site asks for what needs it.
_IF_NAMED = ("assets/javascripts/bundle.*.min.js", "assets/stylesheets/palette.*.min.css")
_SHORTER = {".css": minify.styles, ".js": minify.script}
# Scripts of others, with their licences: they are passed on as they are.
_VENDOR = THEME / "javascripts" / "vendor"
# A page asks for one style sheet: the others of the theme go behind it, in this order.
STYLES = "dangwu.css"
BEHIND = ("lesson.css", "lessons.css", "handout.css", "print.css")
# For pages that organisers alone have: they are in no site of members.
ORGANISERS = ("organisers.css", "papers.css")


class EngineError(Exception):
    """The engine could not draw the hand-written pages; the message says why."""


class Tab(Struct, frozen=True):
    """A section in the header: `short` is for a phone's bar, empty to leave it out there."""

    id: str
    name: str
    short: str
    url: str
    icon: str


class Furniture(Struct, frozen=True):
    """What the frame says of the site as a whole. `built` is the day of the build, in words.

    `templates` are the folders of the templates that draw what is stamped into the frames.
    `preview` says that this is none but a preview, which search engines shall pass over.
    """

    name: str
    tagline: str
    emblem: str
    footer: str
    banner: str
    built: str
    tabs: Sequence[Tab]
    templates: Sequence[str] = ()
    preview: str = ""

    @property
    def sections(self) -> list[str]:
        """Every section that has a frame."""
        own = [each.id for each in self.tabs if each.id != "home"]
        return [*own, *(each for each in ("help", "search", "more") if each not in own)]


def hand_written(pages: Path) -> list[str]:
    """The addresses that the engine gives to the hand-written pages, the default ones included."""
    found = {"", "about/"}
    for path in pages.rglob("*.md") if pages.is_dir() else ():
        parts = path.relative_to(pages).with_suffix("").parts
        if parts[-1] in ("index", "README"):
            parts = parts[:-1]
        found.add("".join(f"{part}/" for part in parts))
    return sorted(found)


def write_docs(pages: Path, docs: Path, furniture: Furniture) -> None:
    """The engine's input: the hand-written pages, the default home page, the frames' sources."""
    if pages.is_dir():
        shutil.copytree(pages, docs)
    else:
        docs.mkdir(parents=True)
    for default in DEFAULT_PAGES.iterdir():
        if not (docs / default.name).exists():
            shutil.copyfile(default, docs / default.name)
    frames.write_sources(docs, furniture.sections)


def configure(config: Any, docs: Path, output: Path, furniture: Furniture) -> None:
    """Point a loaded configuration of the engine at our folders and our theme."""
    config.docs_dir = str(docs)
    config.site_dir = str(output)
    config.site_name = furniture.name
    config.nav = ["index.md"]
    config.theme.dirs.insert(0, str(THEME))
    config.theme.static_templates.clear()
    config.extra.update(
        tagline=furniture.tagline,
        emblem=furniture.emblem,
        footer=furniture.footer,
        banner=furniture.banner,
        preview=furniture.preview,
        built=furniture.built,
        sections=[
            {"id": each.id, "name": each.name, "short": each.short, "url": each.url,
             "icon": each.icon}
            for each in furniture.tabs
        ],
    )  # fmt: skip


def draw(config_file: Path, pages: Path, docs: Path, output: Path, furniture: Furniture) -> None:
    """Run the engine over the hand-written pages and the frames' sources, into `output`."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    for name in ("mkdocs", "markdown", "MARKDOWN"):
        logging.getLogger(name).setLevel(logging.ERROR)
    write_docs(pages, docs, furniture)
    try:
        config = load_config(str(config_file), docs_dir=str(docs), site_dir=str(output), plugins=[])
        configure(config, docs, output, furniture)
        build(config)
    except MkDocsException as error:
        raise EngineError(str(error)) from error


def collect(output: Path, furniture: Furniture) -> dict[str, Frame]:
    """Take the frames out of the engine's output, and what the site never loads or need not."""
    found = frames.read(output, furniture.sections)
    shutil.rmtree(output / frames.FOLDER)
    for name in _UNUSED:
        path = output / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    for path in output.rglob("*.map"):
        path.unlink()
    _drop_unnamed(output, found)
    _minify_own(output)
    _join_styles(output, organisers=bool(furniture.banner))
    return styles.fit(output, found, furniture.templates)


def _drop_unnamed(output: Path, found: Mapping[str, Frame]) -> None:
    """Drop what no frame names; the head and foot of a hand-written page are the frames'."""
    pieces = [piece for each in found.values() for piece in each.pieces]
    for pattern in _IF_NAMED:
        for path in list(output.glob(pattern)):
            if not any(path.name in piece for piece in pieces):
                path.unlink()
                if not any(path.parent.iterdir()):
                    path.parent.rmdir()


def _minify_own(output: Path) -> None:
    """Make the theme's scripts and style sheets shorter, but for those that a site has replaced."""
    for source in THEME.rglob("*"):
        if source.suffix in _SHORTER and not source.is_relative_to(_VENDOR):
            target = output / source.relative_to(THEME)
            text = source.read_text(encoding="utf-8")
            if target.read_text(encoding="utf-8") == text:
                target.write_text(_SHORTER[source.suffix](text), encoding="utf-8")


def _join_styles(output: Path, *, organisers: bool) -> None:
    """Put the theme's other style sheets behind its first, unless a site has one of its own."""
    first = output / "stylesheets" / STYLES
    source = (THEME / "stylesheets" / STYLES).read_text(encoding="utf-8")
    parts = [first.with_name(name) for name in BEHIND]
    own = [first.with_name(name) for name in ORGANISERS]
    if organisers:
        parts[:0] = own
    else:
        for each in own:
            each.unlink()
    if first.read_text(encoding="utf-8") == minify.styles(source):
        texts = [each.read_text(encoding="utf-8") for each in (first, *parts)]
        first.write_text("".join(texts), encoding="utf-8")
    for each in parts:
        each.unlink()
