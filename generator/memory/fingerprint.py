"""What a build depends on besides the records: another fingerprint, and nothing is remembered."""

import hashlib
import json
import os
import sys
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

# The libraries that turn records into what is shown.
_LIBRARIES = (
    "chinesecalendar", "jinja2", "markupsafe", "msgspec", "nh3", "numpy", "pydantic",
    "pydantic-core", "pypdf", "pypinyin", "pyromark", "pyyaml", "rcssmin", "xlsxwriter",
)  # fmt: skip


def fingerprint(packages: Iterable[str], settings: Path, facts: object) -> bytes:
    """16 bytes of BLAKE2b over the code and templates of `packages`, the libraries, the files of
    the folder `settings`, and `facts` (day, edition, …; in JSON).
    """
    digest = hashlib.blake2b(digest_size=16)
    digest.update(json.dumps([sys.version, facts], default=str, ensure_ascii=False).encode())
    for name in _LIBRARIES:
        digest.update(f"{name} {_version(name)}\n".encode())
    for package in sorted({name.partition(".")[0] for name in packages}):
        spec = find_spec(package)
        for place in sorted(spec.submodule_search_locations or ()) if spec else ():
            digest.update(f"{package} {place}\n".encode())
            for line in _code(place):
                digest.update(line.encode())
    for path in sorted(settings.rglob("*")) if settings.is_dir() else ():
        if path.is_file():
            digest.update(f"{path.relative_to(settings)}\n".encode())
            digest.update(hashlib.blake2b(path.read_bytes(), digest_size=16).digest())
    return digest.digest()


def index_version() -> bytes:
    """16 bytes that stand for the code which makes the search index of what is shown.

    By content, so that two machines with the same program name the index's files alike.
    """
    about = f"{unicodedata.unidata_version} {zlib.ZLIB_RUNTIME_VERSION}"
    digest = hashlib.blake2b(about.encode(), digest_size=16)
    for name in ("pypinyin", "pyromark", "nh3"):
        digest.update(f"{name} {_version(name)}\n".encode())
    house = Path(__file__).parents[1]
    for path in (house / "prose.py", *sorted((house / "search").glob("*.py"))):
        digest.update(path.read_bytes())
    return digest.digest()


@cache
def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _code(folder: str) -> Iterator[str]:
    """Every file of a package, with its size and times: they are not read at every build."""
    with os.scandir(folder) as scan:
        entries = sorted(scan, key=lambda each: each.name)
    for entry in entries:
        if entry.name == "__pycache__":
            continue
        if entry.is_dir():
            yield from _code(entry.path)
        else:
            about = entry.stat()
            yield f"{entry.path} {about.st_size} {about.st_mtime_ns} {about.st_ino}\n"
