"""A site is staged beside its target and takes its place in one instant.

Linux exchanges two folders atomically (renameat2 with RENAME_EXCHANGE): whoever looks sees the old
site or the new one, whole, and so does whoever comes after a killed build. Where the system or the
file system cannot exchange, the old folder is moved aside first and put back at the next build if
the new one did not arrive.

A build that writes only what changed keeps a second tree of the site beside it (`outputs.py`); the
stage says where, and leaves it alone.
"""

import ctypes
import errno
import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.problems import codes
from generator.problems.codes import Code
from generator.problems.problem import Place, ProblemsFound, problem

MARK = "site.json"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
# How long a build waits for another one of the same site to end, in seconds.
_PATIENCE = 5
_CANNOT_EXCHANGE = (errno.EINVAL, errno.ENOSYS, errno.EXDEV, errno.EOPNOTSUPP, errno.EPERM)


class Stage:
    """The folder in which a site is made, on the file system of its target."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(f".{target.name}.new")
        self.work = target.with_name(f".{target.name}.work")
        # The second tree of a site, for the next build. Only a complete one bears this name.
        self.spare = target.with_name(f".{target.name}.spare")
        self._aside = target.with_name(f".{target.name}.old")

    def begin(self) -> None:
        """Clear away what a killed build left, and make the scratch folder."""
        self.clear()
        self.work.mkdir(parents=True)

    def release(self) -> None:
        """Swap the staged site into the place of the target."""
        self.swap(self.path)

    def swap(self, folder: Path, old: Path | None = None) -> None:
        """Put `folder` in the place of the target, and the target, if there is one, at `old`.

        Without `old` it is left where the stage clears it away.
        """
        if not self.target.exists():
            folder.rename(self.target)
            return
        left = folder
        if not _exchange(folder, self.target):
            self.target.rename(self._aside)
            folder.rename(self.target)
            left = self._aside
        if old is not None:
            left.rename(old)

    def clear(self) -> None:
        """Leave nothing of a build; put the old site back if it stands aside and none came."""
        if self._aside.exists() and not self.target.exists():
            self._aside.rename(self.target)
        for each in (self.path, self.work, self._aside):
            shutil.rmtree(each, ignore_errors=True)


@contextmanager
def staged(target: Path, mark: str = MARK, foreign: Code = codes.E903) -> Iterator[Stage]:
    """A stage for `target`, held against a second build; cleared at the end, however it ends.

    A target that has something in it, but not the file `mark`, is refused as `foreign`.
    """
    target = target.absolute()
    refuse_foreign(target, mark, foreign)
    target.parent.mkdir(parents=True, exist_ok=True)
    with held(target):
        stage = Stage(target)
        stage.begin()
        try:
            yield stage
        finally:
            stage.clear()


def refuse_foreign(target: Path, mark: str = MARK, foreign: Code = codes.E903) -> None:
    """Refuse to replace a folder whose content this program did not make."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise ProblemsFound([problem(foreign, Place(str(target)), path=target)])
    if target.is_dir() and any(target.iterdir()) and not (target / mark).is_file():
        raise ProblemsFound([problem(foreign, Place(str(target)), path=target)])


@contextmanager
def held(target: Path) -> Iterator[None]:
    """A lock on the target's name; it goes with the process, however that ends (E905)."""
    lock = target.with_name(f".{target.name}.lock")
    patience = time.monotonic() + _PATIENCE
    with lock.open("w") as handle:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                if time.monotonic() > patience:
                    raise ProblemsFound([problem(codes.E905, Place(str(target)))]) from None
                time.sleep(0.05)
        yield


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders atomically. False where the system cannot."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    done = libc.renameat2(
        _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE
    )
    if done == 0:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT_EXCHANGE:
        return False
    raise OSError(code, os.strerror(code), str(one))
