"""A built site, read for its deployment: what it consists of and what it says of itself."""

import base64
import hashlib
import json
import posixpath
import re
from collections.abc import Mapping
from functools import cached_property
from html import unescape
from pathlib import Path

from msgspec import Struct

from generator.audience.view import Edition
from generator.deploy import manifest
from generator.deploy.manifest import Manifest
from generator.problems import codes
from generator.problems.problem import Place, ProblemsFound, problem
from generator.release import withdrawn
from generator.release.staging import MARK

_MOVED = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"]*)"')
_INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
# A page that leads on is nothing else.
_SHORT = 2000


class Built(Struct, frozen=True, dict=True):
    """`moved`: address → address that it leads on to. `withdrawn`: address → day (ISO 8601).
    `inline`: sources of a Content-Security-Policy (`'sha256-…'`) for what stands in the pages.
    """

    folder: Path
    own: Manifest
    edition: Edition
    preview: bool
    moved: Mapping[str, str]
    withdrawn: Mapping[str, str]
    scripts: tuple[str, ...]
    styles: tuple[str, ...]

    @cached_property
    def pages(self) -> set[str]:
        """The addresses of its pages."""
        return manifest.pages(self.own)


def look(folder: Path) -> Built:
    """Read a site. Raises ProblemsFound (E910) where the folder holds none."""
    try:
        said = json.loads((folder / MARK).read_bytes())
        edition: Edition = "organisers" if said["edition"] == "organisers" else "members"
        preview = said.get("preview") is True
        gone = withdrawn.read((folder / withdrawn.FILE).read_bytes())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ProblemsFound([problem(codes.E910, Place(str(folder)), path=folder)]) from error
    own = manifest.of(folder)
    moved: dict[str, str] = {}
    scripts: set[str] = set()
    styles: set[str] = set()
    for path in own:
        if not path.endswith(".html"):
            continue
        html = (folder / path).read_text(encoding="utf-8")
        for sort, attributes, text in _INLINE.findall(html):
            # Data is no script, whatever a policy says of scripts.
            if sort.lower() == "style":
                styles.add(_source(text))
            elif " src=" not in attributes and 'type="application/' not in attributes:
                scripts.add(_source(text))
        if len(html) < _SHORT and (found := _MOVED.search(html)):
            url = path.removesuffix("index.html")
            moved[url] = _resolved(url, unescape(found[1]))
    days = {url: day.isoformat() for url, day in gone.items()}
    # An old address of something withdrawn led to it: older releases may have it there.
    days |= {url: days[to] for url, to in moved.items() if to in days}
    return Built(
        folder, own, edition, preview, moved, days, tuple(sorted(scripts)), tuple(sorted(styles))
    )


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _resolved(at: str, target: str) -> str:
    plain = target.removesuffix("index.html").split("#")[0]
    joined = posixpath.normpath(posixpath.join(at, plain)) if plain else at
    return "" if joined == "." else f"{joined.strip('/')}/"
