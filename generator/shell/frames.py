"""A section's frame: drawn once by the engine, then stamped with each of the section's pages.

The page from which a frame is taken stands at an address so deep that every way from it to the root
is a string that occurs nowhere else. Replacing that string makes the frame fit any depth: no hook
of the engine is needed, so that another engine with the same theme serves as well.
"""

import hashlib
from functools import cached_property
from html import escape
from pathlib import Path

from msgspec import Struct, field

from generator.prose import ROOT

FOLDER = "dangwu-frames"
_DEPTH = f"{FOLDER}/a/b/c/d"
_UP = "../" * (_DEPTH.count("/") + 2)
TITLE, HEAD, MAIN = "DANGWU_TITLE", "DANGWU_HEAD", "DANGWU_MAIN"


class FrameError(Exception):
    """The theme's frame lacks a token: `token` says which, `section` where."""

    def __init__(self, section: str, token: str) -> None:
        super().__init__(f"{section}: {token}")
        self.section = section
        self.token = token


def write_sources(docs: Path, sections: list[str]) -> None:
    """The Markdown pages from which the engine draws the frames."""
    folder = docs / _DEPTH
    folder.mkdir(parents=True)
    for each in sections:
        text = f"---\nframe: true\nsection: {each}\nsearch:\n  exclude: true\n---\n"
        (folder / f"{each}.md").write_text(text, encoding="utf-8")


class Frame(Struct, dict=True):
    """The HTML of a section around a page, in pieces between its tokens."""

    pieces: tuple[str, str, str, str]
    _at_depth: dict[str, tuple[str, str, str, str]] = field(default_factory=dict)

    @cached_property
    def digest(self) -> bytes:
        """What tells it from a frame with other HTML."""
        return hashlib.blake2b("\0".join(self.pieces).encode(), digest_size=16).digest()

    def stamp(self, base: str, title: str, head: str, main: str) -> str:
        """The whole page. `base` leads to the root, such as `../../`."""
        pieces = self._at_depth.get(base)
        if pieces is None:
            a, b, c, d = (each.replace(ROOT, base) for each in self.pieces)
            pieces = self._at_depth[base] = (a, b, c, d)
        before, between, around, after = pieces
        return "".join(
            (before, escape(title), between, head, around, main.replace(ROOT, base), after)
        )


def read(output: Path, sections: list[str]) -> dict[str, Frame]:
    """The frames in the engine's output, which is rid of their pages."""
    frames = {}
    for each in sections:
        html = (output / _DEPTH / each / "index.html").read_text(encoding="utf-8")
        html = html.replace(_UP, ROOT).replace(_UP.rstrip("/"), ROOT)
        pieces: list[str] = []
        for token in (TITLE, HEAD, MAIN):
            before, found, html = html.partition(token)
            if not found:
                raise FrameError(each, token)
            pieces.append(before)
        frames[each] = Frame((pieces[0], pieces[1], pieces[2], html))
    return frames


def base_of(url: str) -> str:
    """The way from a page to the root: `./`, `../`, `../../`, …"""
    return "../" * url.count("/") or "./"
