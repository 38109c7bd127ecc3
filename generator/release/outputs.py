"""What a build has to write: a site lives in two trees that take turns.

The one is served as `site/`; the other, `.site.spare/` beside it, holds the same files by links. A
build writes its changes into the spare tree and exchanges the two; then it brings the other one up
to date, by links to what it wrote, or drops it, where it wrote most of a large site anew. So it
takes time in proportion to what changed, whoever looks sees one whole site or the other, and what
was withdrawn is on the disk no longer than on the site.

Only a complete tree ever bears the spare one's name: while it changes it lies in the stage's
scratch folder, which every build clears away. A tree is known by the identity that was recorded
when it was complete. Where the live one alone is known, the spare one is made of links to it; where
the spare one alone is, it takes the other's place; where neither is, the site is written anew. A
kill at any moment leads to one of these.

What was recorded is not looked for again: after changes in `site/` by hand, the database must go.
"""

import shutil
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from generator.release import tree
from generator.release.ledger import Ledger
from generator.release.staging import MARK, Stage, refuse_foreign
from generator.release.tree import Identity


class Changes(Struct, frozen=True):
    """What a build does to the site, as paths in it.

    `write` is to be written by whoever asked; `removed` is gone from the folder already. Where the
    live site is `current`, both are empty, and there is nothing to finish.
    """

    write: frozenset[str]
    removed: frozenset[str]
    current: bool


# Up to so many files, links are made at once.
_MANY = 1000
# Up to so many files are waited for one by one.
_WAITED_FOR = 100
_NOTHING = Changes(frozenset(), frozenset(), current=True)


class Outputs:
    """One build of a site: `begin`, `write`, `copy` and `take` whatever changed, then `finish`.

    The database remembers this one site. The stage is held against other builds, and cleared when
    this one ends, however that is; a tree that was not finished goes with it.
    """

    def __init__(self, connection: sqlite3.Connection, stage: Stage) -> None:
        """Raises ProblemsFound (E903) where the spare tree's name is taken by something else."""
        refuse_foreign(stage.spare)
        self._ledger = Ledger(connection)
        self._stage = stage
        self._recorded: dict[str, bytes] | None = None
        self._wanted: Mapping[str, bytes] = {}
        self._changes = _NOTHING
        self._live_known = False
        # Whether the folder was made anew, by links or by writing.
        self._anew = True
        self.folder = stage.work / "site"

    def begin(self, wanted: Mapping[str, bytes]) -> Changes:
        """Compare with the last build, and bring `folder` to where only `write` is missing.

        `wanted` has every file of the new site, path → key: where two keys are the same, the bytes
        are. The mark (`staging.MARK`) must be among them.
        """
        if MARK not in wanted:
            raise ValueError(f"a site must have {MARK}")
        trees = self._ledger.trees()
        self._live_known = tree.identity(self._stage.target) in trees
        # They are many, and not asked for again.
        recorded, self._recorded = self.recorded(), None
        write = {path for path, key in wanted.items() if recorded.get(path) != key}
        removed = recorded.keys() - wanted.keys()
        if self._live_known and not write and not removed:
            return _NOTHING
        spare = self._stage.spare
        if tree.identity(spare) in trees:
            spare.rename(self.folder)
            self._anew = False
            # What is not wanted goes first: it may stand where a folder or a file is to come.
            tree.remove(str(self.folder), removed)
            tree.sweep(str(self.folder), frozenset(path.partition("/")[0] for path in wanted))
        else:
            if spare.exists():
                spare.rename(self._stage.work / "unknown")
            self.folder.mkdir()
            same = wanted.keys() - write
            write |= self._linked(same) if self._live_known else same
        self._wanted = wanted
        self._changes = Changes(frozenset(write), frozenset(removed), current=False)
        return self._changes

    def recorded(self) -> dict[str, bytes]:
        """Path → key of every file of the last build."""
        if self._recorded is None:
            self._recorded = self._ledger.keys()
        return self._recorded

    def drop(self) -> None:
        """Throw away what was begun, so that it can be begun anew."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._changes = _NOTHING

    def write(self, path: str, data: bytes) -> None:
        """Make a file of the site. In another process, `tree.put(str(folder), path, data)` does."""
        tree.put(str(self.folder), path, data)

    def copy(self, path: str, source: Path) -> None:
        """Make a file of the site the copy of one from elsewhere."""
        tree.copy(str(self.folder), path, source)

    def take(self, path: str, source: Path) -> None:
        """Make a file of the stage's a file of the site; it leaves its place there."""
        tree.take(str(self.folder), path, source)

    def finish(self) -> None:
        """Put the folder in the place of the live site, record what it holds, renew the spare tree.

        The record is written first and committed right after the exchange, so that what it may fail
        on fails before.
        """
        changes = self._changes
        if changes.current:
            return
        folder = str(self.folder)
        missing = sorted(path for path in changes.write if not tree.holds(folder, path))
        if missing:
            raise FileNotFoundError(f"not written: {', '.join(missing[:5])}")
        made = tree.seal(self.folder)
        self._settle(whole=self._anew)
        with self._ledger.transaction():
            written = {path: self._wanted[path] for path in sorted(changes.write)}
            self._ledger.record(written, sorted(changes.removed), made)
            self._stage.swap(self.folder, self._stage.work / "old")
        self._renew_spare()
        self._changes = _NOTHING

    def _renew_spare(self) -> None:
        """Make what was the live site hold the same as the new one, and keep it as the spare tree.

        One of which nothing is known is cleared away with the stage, and another made of links.
        Where most of a large site was written, nothing is kept: should the next build change
        little, it makes that tree of links itself; should it change most, as on another day, it
        need not.
        """
        if len(self._changes.write) > max(_MANY, len(self._wanted) // 2):
            return
        if self._live_known:
            (self._stage.work / "old").rename(self.folder)
            tree.remove(str(self.folder), self._changes.removed)
            lost = self._linked(self._changes.write)
        else:
            self.folder.mkdir()
            lost = self._linked(self._wanted)
        if lost:
            # Somebody has taken files out of the site by hand. Without a spare tree, the next build
            # links every file, finds what is missing, and writes it anew.
            return
        made = tree.seal(self.folder)
        self._settle(whole=not self._live_known)
        self.folder.rename(self._stage.spare)
        with self._ledger.transaction():
            self._ledger.add(made)

    def _settle(self, *, whole: bool) -> None:
        """Wait until what was written is on the disk."""
        if whole or len(self._changes.write) + len(self._changes.removed) > _WAITED_FOR:
            tree.settle(str(self.folder), None)
        else:
            tree.settle(str(self.folder), sorted({*self._changes.write, MARK}))

    def _linked(self, paths: Iterable[str]) -> set[str]:
        """Link files of the live site into the folder; those that it does not have."""
        live, folder = str(self._stage.target), str(self.folder)
        return {path for path in sorted(paths) if not tree.carry(live, folder, path)}


def standing(connection: sqlite3.Connection, stage: Stage) -> Identity | None:
    """What the live site is known by, if it is, to all appearance, what the last build finished."""
    found = tree.identity(stage.target)
    return found if found in Ledger(connection).trees() else None
