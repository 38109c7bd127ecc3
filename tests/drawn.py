"""The engine's work, done once for all tests of a process that would have it do the same.

To draw frames and hand-written pages takes longer than the rest of a small site. What comes of it
depends on what the engine is given, file by file: that is what it is known by here.
"""

import contextlib
import hashlib
import shutil
import tempfile
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from generator.shell import engine, kept
from generator.shell.engine import Furniture
from generator.shell.kept import Shell

_KEY = ".drawn"
_ENGINE, _FRESH = engine.draw, kept.fresh


def _digest(pages: Path, furniture: Furniture) -> str:
    digest = hashlib.blake2b(msgspec.json.encode(furniture), digest_size=16)
    for place in (pages, *map(Path, furniture.templates)):
        for path in sorted(each for each in place.rglob("*") if each.is_file()):
            if path.suffix != ".pyc":
                for part in (str(path.relative_to(place)).encode(), path.read_bytes()):
                    digest.update(len(part).to_bytes(8, "little") + part)
    return digest.hexdigest()


class Drawn:
    """What has been drawn with the configuration that every site has, below `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def use(self, patch: pytest.MonkeyPatch) -> None:
        """Use it for whatever is built from now on."""
        patch.setattr(engine, "draw", self.draw)
        patch.setattr(kept, "fresh", self.fresh)

    def draw(
        self, config: Path, pages: Path, docs: Path, output: Path, furniture: Furniture
    ) -> None:
        """As the engine's, unless it has drawn the same before."""
        if config != engine.DEFAULT_CONFIG:
            return _ENGINE(config, pages, docs, output, furniture)
        key = _digest(pages, furniture)
        raw = self._folder / key / "raw"
        if not raw.exists():
            _ENGINE(config, pages, docs, output, furniture)
            raw.parent.mkdir(exist_ok=True)
            copy = _copied(output, raw.parent)
            # Several processes may draw the same: who comes second leaves it as it is.
            with contextlib.suppress(OSError):
                copy.rename(raw)
            shutil.rmtree(output)
        output.mkdir()
        (output / _KEY).write_text(key, encoding="utf-8")
        return None

    def fresh(self, output: Path, furniture: Furniture) -> Shell:
        """As `kept.fresh`."""
        mark = output / _KEY
        if not mark.exists():
            return _FRESH(output, furniture)
        folder = self._folder / mark.read_text(encoding="utf-8")
        shutil.rmtree(output)
        known = kept.load(folder / "shell")
        if known is not None:
            shutil.copytree(known.folder, output)
            return replace(known, folder=output)
        shutil.copytree(folder / "raw", output)
        made = _FRESH(output, furniture)
        kept.keep(replace(made, folder=_copied(output, folder)), folder / "shell")
        return made


def _copied(output: Path, folder: Path) -> Path:
    return shutil.copytree(output, Path(tempfile.mkdtemp(dir=folder)) / "copy")
