"""The files of a site's two trees: what has a name is never written, but made anew.

An unchanged file has a name in both trees (a hard link), so that whoever wrote into it would write
into the site that is being served. `put`, `copy`, `take` and `carry` therefore take a name away
before they give it to another file. They work in the folder alone and may run in several processes
at once, each with paths of its own.

Paths are relative to a tree, with `/`, as they stand in addresses. This module stays with `os` and
strings: with a hundred thousand files, a `Path` for each name takes longer than the work.
"""
# ruff: noqa: PTH102, PTH105, PTH106, PTH108, PTH113, PTH120

import ctypes
import errno
import os
import shutil
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NewType

from generator.release.staging import MARK

# What tells a tree from every other one, also from one that came to stand in its place. It is text:
# some file systems have numbers that no integer of a database holds.
Identity = NewType("Identity", str)

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
# What a file system says that has no hard links, or not for this file or this user: EPERM comes
# from FAT and from fs.protected_hardlinks (man 2 link).
_CANNOT_LINK = (errno.EPERM, errno.EXDEV, errno.EMLINK, errno.EOPNOTSUPP, errno.ENOSYS)


def put(folder: str, path: str, *data: bytes | memoryview) -> None:
    """Make the file `path` of the tree `folder` hold `data`, one piece after the other, with the
    folders on its way.
    """
    target = f"{folder}/{path}"
    try:
        handle = os.open(target, _NEW_FILE, 0o666)
    except (FileExistsError, FileNotFoundError) as error:
        _make_room(target, error)
        handle = os.open(target, _NEW_FILE, 0o666)
    try:
        for each in data:
            rest = memoryview(each)
            while rest:
                rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)


def copy(folder: str, path: str, source: Path) -> None:
    """Make the file `path` of the tree `folder` a copy of `source`."""
    target = f"{folder}/{path}"
    try:
        os.unlink(target)
    except FileNotFoundError:
        _make_folder(os.path.dirname(target))
    shutil.copyfile(source, target)


def holds(folder: str, path: str) -> bool:
    """Whether the tree has the file `path`."""
    return os.path.isfile(f"{folder}/{path}")


def take(folder: str, path: str, source: Path) -> None:
    """Move `source`, which is on the same file system, to be the file `path` of the tree."""
    target = f"{folder}/{path}"
    _make_folder(os.path.dirname(target))
    os.replace(source, target)


def carry(old: str, new: str, path: str) -> bool:
    """Give the file `path` of the tree `old` the same name in `new`; False where there is none.

    Where the file system has no hard links it is copied, with its time: servers tell browsers by
    it that a page is still the same.
    """
    source, target = f"{old}/{path}", f"{new}/{path}"
    try:
        _link(source, target)
    except (FileExistsError, FileNotFoundError) as error:
        _make_room(target, error)
    except NotADirectoryError:
        return False
    else:
        return True
    try:
        _link(source, target)
    except FileNotFoundError:
        return False
    return True


def remove(folder: str, paths: Iterable[str]) -> None:
    """Remove files, where they are there, and the folders that they leave empty."""
    for path in paths:
        try:
            os.unlink(f"{folder}/{path}")
        except (FileNotFoundError, NotADirectoryError):
            continue
        _remove_empty(folder, os.path.dirname(path))


def sweep(folder: str, names: frozenset[str]) -> None:
    """Remove what stands directly in a tree and is not in `names`: somebody put it there by hand.

    Otherwise it would go with this build and be back with the next, when the trees change places.
    """
    with os.scandir(folder) as entries:
        strange = [each for each in entries if each.name not in names]
    for each in strange:
        if each.is_dir(follow_symlinks=False):
            shutil.rmtree(each.path)
        else:
            os.unlink(each.path)


def settle(folder: str, paths: Iterable[str] | None) -> None:
    """Wait until what was written below `folder` is on the disk: these files, or all there are.

    After a power cut, a name may be there without its content. A build that writes only what
    changed would never mend that, so the content goes first, the swap and the record after it.
    To wait for some files takes no longer because others write to the same disk.
    """
    if paths is not None:
        files = [f"{folder}/{path}" for path in paths]
        for path in [*files, *{os.path.dirname(each) for each in files}]:
            _wait(path, os.fsync)
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "syncfs"):
        os.sync()
        return

    def whole(handle: int) -> None:
        if libc.syncfs(handle) != 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), folder)

    _wait(folder, whole)


def _wait(path: str, done: Callable[[int], None]) -> None:
    """Open a file or a folder for who waits until it is on the disk."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        done(handle)
    finally:
        os.close(handle)


def seal(folder: Path) -> Identity:
    """Give a complete tree a mark of its own, made now; what the tree is known by from then on."""
    mark = folder / MARK
    put(str(folder), MARK, mark.read_bytes())
    # File systems take the time from a clock that stands still for milliseconds.
    now = time.time_ns()
    os.utime(mark, ns=(now, now))
    return _identity(folder)


def identity(folder: Path) -> Identity | None:
    """What tells a sealed tree from every other folder; None where there is no site.

    The folder's number alone does not: file systems give a deleted one's to the next one made. Nor
    does the mark's time alone, which a copy may keep.
    """
    try:
        return _identity(folder)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _identity(folder: Path) -> Identity:
    own, mark = folder.lstat(), (folder / MARK).lstat()
    parts = (own.st_dev, own.st_ino, mark.st_ino, mark.st_mtime_ns)
    return Identity(":".join(map(str, parts)))


def _remove_empty(folder: str, path: str) -> None:
    """Remove the folder `path` of a tree if it is empty, then the one above it in the same way."""
    while path:
        try:
            os.rmdir(f"{folder}/{path}")
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
            return
        path = os.path.dirname(path)


def _make_room(target: str, error: OSError) -> None:
    """See to what kept `target` from being made: its name is taken, or its folder is missing."""
    if isinstance(error, FileExistsError):
        os.unlink(target)
    else:
        _make_folder(os.path.dirname(target))


def _make_folder(folder: str) -> None:
    """Make a folder and those above it; another process may do the same."""
    try:
        os.mkdir(folder)
    except FileExistsError:
        return
    except FileNotFoundError:
        _make_folder(os.path.dirname(folder))
        _make_folder(folder)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _CANNOT_LINK:
            raise
        # Which of its objections a system raises first is not said: the name may be taken.
        if os.path.lexists(target):
            os.unlink(target)
        shutil.copy2(source, target)
