"""Register files, plain and locked: which they are, and how one becomes the other."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from generator.records.sealed import ENDING, LOCKED
from generator.records.tree import COUNTS


class Register(Struct, frozen=True):
    """A file of a register: where it is plain, and where it is locked. Either may be missing."""

    plain: Path

    @property
    def locked(self) -> Path:
        return self.plain.with_name(f"{self.plain.name}{ENDING}")


def registers(content: Path, folders: Sequence[str], paths: Sequence[Path]) -> Iterator[Register]:
    """The register files among `paths` (files or folders, or every one), in order.

    Raises ValueError with a path that is none.
    """
    homes = [content / each for each in folders]
    for path in paths:
        if not any(path.resolve().is_relative_to(home.resolve()) for home in homes):
            raise ValueError(path)
    found = set()
    # Without visits yet there is no folder for them.
    for path in paths or [each for each in homes if each.is_dir()]:
        if path.is_dir():
            found |= {each for each in path.rglob("*") if _is_one(each, homes)}
        elif path.name.endswith((".yaml", LOCKED)):
            found.add(path)
        else:
            raise ValueError(path)
    plain = {each.with_name(each.name.removesuffix(ENDING)) for each in found}
    yield from (Register(each) for each in sorted(plain))


def _is_one(path: Path, homes: Sequence[Path]) -> bool:
    counts = path.name == COUNTS and path.parent in homes
    return path.is_file() and path.name.endswith((".yaml", LOCKED)) and not counts


def put(path: Path, raw: bytes, mode: int | None = None) -> None:
    """Write a file whole or not at all, even when killed: beside it first, then in its place.

    Its name begins with a dot until then, so that what a killed run leaves is no record. Without a
    `mode` it has that of the file that was there, else that of any new file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(raw)
            target.flush()
            os.fsync(target.fileno())
        Path(name).chmod(_mode(path) if mode is None else mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _mode(path: Path) -> int:
    if path.exists():
        return path.stat().st_mode & 0o777
    # The process's mask can only be read by setting it.
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def inside_repository(path: Path, content: Path) -> bool:
    """Whether a path lies below `content/`, or in a working tree of git: that of the content, or
    any other.
    """
    real = path.resolve()
    homes = [content.resolve()]
    if (content.resolve().parent / ".git").exists():
        homes.append(content.resolve().parent)
    return any(real.is_relative_to(home) for home in homes) or any(
        (above / ".git").exists() for above in real.parents
    )
