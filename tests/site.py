"""A whole small site in one string: written to a folder, checked or built through the front door.

The text is in the manner of txtar: `-- path --` begins a file, what stands before the first one is
the comment. `tests/sites/base.txt` is under every site, so that a test writes only what matters.
"""

import contextlib
import io
import json
import re
from pathlib import Path
from typing import Any

from msgspec import Struct

from generator.cli import main

HERE = Path(__file__).parent
BASE = (HERE / "sites" / "base.txt").read_text(encoding="utf-8")
_FILE = re.compile(r"^-- (\S.*?) --\n", re.MULTILINE)
_ESCAPE = re.compile(r"\\x([0-9a-f]{2})")


def files(text: str) -> tuple[str, dict[str, str]]:
    """(comment, path → content) of a txtar text."""
    parts = _FILE.split(text)
    return parts[0], dict(zip(parts[1::2], parts[2::2], strict=True))


class Ran(Struct, frozen=True):
    code: int
    out: str
    err: str


class Site:
    """A content folder under `root`, with what the text says on top of the base."""

    def __init__(self, root: Path, text: str = "", *, base: str = BASE) -> None:
        self.root = root
        self.comment, own = files(text)
        for path, content in {**files(base)[1], **own}.items():
            self.write(path, content)

    def write(self, path: str, content: str) -> None:
        """Write a file; `-> target` makes a link, `\\x..` a byte, and nothing at all removes it."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if content.startswith("-> "):
            target.symlink_to(content[3:].strip())
        elif content == "(removed)\n":
            target.unlink(missing_ok=True)
        elif _ESCAPE.search(content):
            raw = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), content)
            target.write_bytes(
                b"".join(
                    each.encode("latin-1" if "\x80" <= each <= "\xff" else "utf-8") for each in raw
                )
            )
        else:
            target.write_text(content, encoding="utf-8")

    def run(self, *arguments: str) -> Ran:
        """Run `dangwu` as from the site's folder."""
        out, err = io.StringIO(), io.StringIO()
        with (
            contextlib.chdir(self.root),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            code = main(arguments)
        return Ran(code, out.getvalue(), err.getvalue())

    def check(self, *arguments: str) -> list[dict[str, Any]]:
        """What `dangwu check --format json` finds."""
        found: list[dict[str, Any]] = json.loads(
            self.run("check", "--format", "json", *arguments).out
        )
        return found

    def build(self, *arguments: str) -> Path:
        """Build; the folder of the site."""
        ran = self.run("build", *arguments)
        assert ran.code == 0, ran.err + ran.out
        return self.root / ("site-organisers" if "organisers" in arguments else "site")

    def page(self, url: str, folder: str = "site") -> str:
        path = self.root / folder / url
        return (path / "index.html" if path.is_dir() else path).read_text(encoding="utf-8")
