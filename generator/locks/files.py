"""Register files, plain and locked: which they are, and how one becomes the other."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.records.sealed import ENDING, LOCKED
from generator.records.tree import COUNTS


@dataclass(frozen=True, slots=True)
class Register:
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
    for path in paths or homes:
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


def put(path: Path, raw: bytes, mode: int = 0o644) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(raw)
            target.flush()
            os.fsync(target.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


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
