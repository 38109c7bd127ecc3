"""A small site that is built and deployed again and again, and what a target then holds."""

import contextlib
import gzip
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import brotli

from tests.site import Ran, Site

NOTICE = """title: {title}
heading: 发展党员
doc: 公开
scope: 本单位
branch: kangqiao
issued: {day}
summary: {summary}
body: |
  {body}
"""


class Desk(Site):
    """A site, and a folder beside it that it is deployed to."""

    @property
    def target(self) -> Path:
        return self.root / "target"

    @property
    def current(self) -> Path:
        return self.target / "current"

    @property
    def names(self) -> list[str]:
        """The releases, oldest first."""
        return sorted(each.name for each in (self.target / "releases").iterdir())

    @property
    def shown(self) -> str:
        """The name of the release that readers see."""
        return self.current.readlink().name

    def notice(self, number: int, body: str = "一切照常。", more: str = "", **facts: str) -> None:
        given = {
            "title": f"第{number}号公开事项",
            "day": "2026-11-20",
            "summary": "摘要。",
            **facts,
        }
        path = f"content/notices/kangqiao/2026/{number:04}.yaml"
        self.write(path, NOTICE.format(body=body, **given) + more)

    def deploy(self, *arguments: str) -> Ran:
        """Build and deploy."""
        self.build()
        return self.run("deploy", "target", *arguments)

    def deployed(self, *arguments: str) -> str:
        """Build and deploy without a hitch; the name of the release."""
        ran = self.deploy(*arguments)
        assert ran.code == 0, ran.err + ran.out
        return self.shown


def texts_of(tree: Path) -> Iterator[tuple[str, bytes]]:
    """Every byte below a folder, as it stands and taken out of whatever it is packed in."""
    for path in sorted(tree.rglob("*")):
        if not path.is_file():
            continue
        name, data = path.relative_to(tree).as_posix(), path.read_bytes()
        yield name, name.encode()
        yield name, data
        if name.endswith(".gz"):
            yield name, gzip.decompress(data)
        elif name.endswith(".br"):
            yield name, brotli.decompress(data)
        elif name.endswith(".xlsx"):
            with zipfile.ZipFile(path) as archive:
                for each in archive.namelist():
                    yield f"{name}/{each}", archive.read(each)
        elif name.endswith(".bin"):
            yield from ((name, each) for each in _streams(data))


def _streams(data: bytes) -> Iterator[bytes]:
    """All that is deflated in a file of the index, wherever it begins."""
    at = data.find(b"\x78")
    while at >= 0:
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj().decompress(data[at:])
        at = data.find(b"\x78", at + 1)


def tells(tree: Path, *canaries: str) -> list[str]:
    """The files below a folder that have one of the texts in them."""
    wanted = [each.encode() for each in canaries]
    return sorted({name for name, data in texts_of(tree) if any(each in data for each in wanted)})
