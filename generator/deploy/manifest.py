"""What a tree consists of: each file and its SHA-256, as sha256sum writes and checks it.

A line for each file: 64 hexadecimal digits, two spaces, the path. Where a path has a backslash or
the end of a line in it, these are escaped and the line begins with a backslash (coreutils manual,
«cksum output modes»).
"""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

Manifest = Mapping[str, str]


def of(folder: Path) -> dict[str, str]:
    """Path → digest of every file below a folder, in order."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): digest(path) for path in paths}


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def written(manifest: Manifest) -> str:
    return "".join(_line(path, manifest[path]) for path in sorted(manifest))


def hash_of(manifest: Manifest) -> str:
    """The digest of the manifest itself: what a release is named by."""
    return hashlib.sha256(written(manifest).encode()).hexdigest()


def read(text: str) -> dict[str, str]:
    """Raises ValueError where a line is not as sha256sum writes it."""
    found = {}
    for line in text.split("\n"):
        if not line:
            continue
        escaped, line = line.startswith("\\"), line.removeprefix("\\")
        sum_, path = line[:64], line[66:]
        if len(sum_) != 64 or line[64:66] not in ("  ", " *") or not path:
            raise ValueError(line)
        found[_plain(path) if escaped else path] = sum_
    return found


def pages(paths: Iterable[str]) -> set[str]:
    """The addresses of the pages among some files."""
    return {
        path.removesuffix("index.html")
        for path in paths
        if path == "index.html" or path.endswith("/index.html")
    }


def _line(path: str, digest_: str) -> str:
    if "\\" in path or "\n" in path:
        return (
            f"\\{digest_}  {path.replace(chr(92), chr(92) * 2).replace(chr(10), chr(92) + 'n')}\n"
        )
    return f"{digest_}  {path}\n"


def _plain(path: str) -> str:
    return path.replace("\\\\", "\0").replace("\\n", "\n").replace("\0", "\\")
