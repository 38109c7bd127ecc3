"""Changes to files of a content folder, tried on a copy of it, then made all or none."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from generator.inspection import begin, inspect
from generator.problems.problem import Problem, ProblemsFound


class Change(Struct, frozen=True):
    """A file below `content/`: its bytes as they were read (None: a new file), as they will be."""

    file: str
    before: bytes | None
    after: bytes


class MovedError(Exception):
    """A file is not as it was read: somebody else works on it. The message is its name."""


def problems(
    content: Path, shown: str, changes: Sequence[Change], asked: date | None
) -> list[Problem]:
    """What the checker finds with the changes and does not find without them."""
    with _copy(content, changes) as tried:
        found = inspected(tried, shown, asked)
    if not found:
        return []
    known = {
        (each.code, each.place.file, each.message) for each in inspected(content, shown, asked)
    }
    return [each for each in found if (each.code, each.place.file, each.message) not in known]


def inspected(content: Path, shown: str, asked: date | None) -> list[Problem]:
    """What the checker finds in a folder."""
    try:
        return inspect(begin(content, shown, asked), "organisers").problems
    except ProblemsFound as stopped:
        return stopped.problems


@contextlib.contextmanager
def _copy(content: Path, changes: Sequence[Change]) -> Iterator[Path]:
    """The folder again, with the changes made; its files are links, so that it costs no space."""
    real = content.resolve()
    parent: Path | None = real.parent
    if not os.access(real.parent, os.W_OK):
        parent = None
    with tempfile.TemporaryDirectory(prefix=f".{real.name}.", suffix=".work", dir=parent) as made:
        root = Path(made) / real.name
        _linked(real, root)
        for each in changes:
            target = root / each.file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            target.write_bytes(each.after)
        yield root


def _linked(real: Path, root: Path) -> None:
    for folder, inside, files in os.walk(real):
        at = root / Path(folder).relative_to(real)
        at.mkdir(parents=True, exist_ok=True)
        for name in (*inside, *files):
            path, target = Path(folder) / name, at / name
            if path.is_symlink():
                _link_again(path, target, real, root)
            elif name in files:
                try:
                    os.link(path, target)
                except OSError:
                    shutil.copy2(path, target)


def _link_again(path: Path, target: Path, real: Path, root: Path) -> None:
    """A link leads to the same place in the copy, and out of it if it leads out of the folder."""
    leads = Path(os.path.realpath(path))
    inside = leads.is_relative_to(real)
    target.symlink_to(root / leads.relative_to(real) if inside else leads)


def carry_out(content: Path, changes: Sequence[Change]) -> None:
    """Make the changes, all of them or none; no file is written over that is not as it was read.

    Raises MovedError, or OSError; the folder is then as it was.
    """
    waiting: list[tuple[Change, Path, Path]] = []
    done: list[tuple[Change, Path]] = []
    folders: list[Path] = []
    try:
        for each in changes:
            target = Path(os.path.realpath(content / each.file))
            _folders(target.parent, folders)
            waiting.append((each, target, _beside(target, each)))
        for each, target, _ in waiting:
            now = target.read_bytes() if target.exists() else None
            if now != each.before:
                raise MovedError(each.file)
        for each, target, ready in waiting:
            if each.before is None:
                # Unlike a rename, a link is not made over a file that somebody put there meanwhile.
                _new(each, target, ready)
            else:
                ready.replace(target)
            done.append((each, target))
    except BaseException:
        _clear(waiting)
        _undo(done, folders)
        raise
    _clear(waiting)


def _clear(waiting: Sequence[tuple[Change, Path, Path]]) -> None:
    for _, _, ready in waiting:
        ready.unlink(missing_ok=True)


def _new(change: Change, target: Path, ready: Path) -> None:
    try:
        os.link(ready, target)
    except FileExistsError:
        raise MovedError(change.file) from None
    except OSError:
        # A file system without links.
        if target.exists():
            raise MovedError(change.file) from None
        ready.replace(target)


def _folders(folder: Path, made: list[Path]) -> None:
    if not folder.exists():
        _folders(folder.parent, made)
        folder.mkdir()
        made.append(folder)


def _beside(target: Path, change: Change) -> Path:
    """The new content in a file beside the target, on the disk."""
    number, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".new", dir=target.parent)
    ready = Path(name)
    with os.fdopen(number, "wb") as stream:
        stream.write(change.after)
        stream.flush()
        os.fsync(stream.fileno())
    if change.before is not None:
        shutil.copymode(target, ready)
    else:
        mask = os.umask(0)
        os.umask(mask)
        ready.chmod(0o666 & ~mask)
    return ready


def _undo(done: Sequence[tuple[Change, Path]], folders: Sequence[Path]) -> None:
    for change, target in reversed(done):
        if change.before is None:
            target.unlink(missing_ok=True)
        else:
            _beside(target, Change(change.file, change.after, change.before)).replace(target)
    for folder in reversed(folders):
        with contextlib.suppress(OSError):
            folder.rmdir()
