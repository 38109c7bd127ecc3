"""What a build remembers of the one before it, in a database beside the project.

It may be deleted at any time. It counts only for builds with the same fingerprint; of these it
tells what has not changed, and what depends on what has.
"""

import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import TypeVar

from generator.audience.personal.published import Gate
from generator.audience.showing import Made, Name
from generator.memory import codec
from generator.memory.codec import Summary
from generator.memory.recollection import (
    Change,
    Known,
    Notes,
    Recalled,
    Recollection,
    fresh_stamp,
)
from generator.privacy import Privacy
from generator.records.library import Library, StaleError
from generator.records.past import Held
from generator.records.tree import Signature, Tree
from generator.survey import Note, Survey

T = TypeVar("T")
# Values that are looked up in one statement, and notes whose bytes are there at the same time.
_AT_ONCE, _WRITTEN_AT_ONCE = 500, 1000
_BY_NOTE = ("notes", "needs", "claims", "shown")
_OURS = ("files", *_BY_NOTE)
# A file that changed just before it was looked at may change again within the same tick of its
# file system's clock, in nanoseconds: its content is looked at the next time.
_TICK = 2 * 10**9


def settled(tree: Tree) -> bool:
    """Whether no file has changed so lately that it may change again unseen."""
    recent = time.time_ns() - _TICK
    return all(each.changed < recent for each in tree.signatures.values())


class Remembered:
    """The notes of the last build that had this fingerprint (`generator.survey.Memory`).

    `at_hand` is what this process has of them, if it has built before.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        fingerprint: bytes,
        at_hand: Recollection | None = None,
    ) -> None:
        self._connection = connection
        self.fingerprint = fingerprint
        self._at_hand = at_hand
        self._known = Recalled({}, Notes(), {}, {})
        if self._about("fingerprint") == fingerprint:
            self._known = at_hand.of(self._about("stamp")) if at_hand else Recalled()

    @property
    def names(self) -> Collection[Name]:
        """The names of all that there are notes of."""
        return self._notes.numbers.keys()

    def made(self, site: str | None) -> bool:
        """Whether that site was made of what is remembered: a build may have been killed before it
        could remember.
        """
        return site is not None and self._about("site") == site.encode()

    @property
    def empty(self) -> bool:
        """Whether nothing is remembered."""
        return not self._files

    def _about(self, name: str) -> bytes | None:
        row = self._connection.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return bytes(row[0]) if row and row[0] is not None else None

    def _write_about(self, name: str, value: bytes) -> None:
        self._connection.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (name, value))

    def changed(self, tree: Tree) -> list[str] | None:
        """The files that are not as they were; None where others are there than were."""
        now = tree.signatures
        if self.empty or now.keys() != self._files.keys():
            return None
        return [file for file, signature in now.items() if not self.same(file, signature)]

    def said(self) -> Summary | None:
        """What the last build said."""
        said = self._about("summary")
        try:
            return codec.summary(said) if said is not None else None
        except codec.DamagedError:
            return None

    def gate(self, privacy: Privacy) -> Gate | None:
        """What the last site had to pass; `privacy` is part of the fingerprint."""
        passed = self._about("gate")
        try:
            return codec.gate(passed, privacy) if passed is not None else None
        except codec.DamagedError:
            return None

    def totals(self, mark: bytes) -> dict[Name, Made] | None:
        """What was counted of the registers when they had this mark; it is for everybody to see."""
        raw = self._about("totals")
        if raw is None or raw[: len(mark)] != mark:
            return None
        try:
            return codec.counted(raw[len(mark) :])
        except codec.DamagedError:
            return None

    def count(self, mark: bytes, totals: Mapping[Name, Made]) -> None:
        """Take down what was counted of the registers."""
        self._write_about("totals", mark + codec.count(totals))

    @property
    def _files(self) -> dict[str, tuple[Signature, bytes | None]]:
        if self._known.files is None:
            rows = self._connection.execute(
                "SELECT file, size, modified, changed, inode, digest FROM files"
            )
            self._known.files = {
                file: (Signature(size, modified, changed, inode), digest)
                for file, size, modified, changed, inode, digest in rows
            }
        return self._known.files

    @property
    def _notes(self) -> Notes:
        if self._known.notes is None:
            found = self._known.notes = Notes()
            for number, kind, key, file, place in self._connection.execute(
                "SELECT number, kind, key, file, place FROM notes"
            ):
                found.numbers[kind, key] = number
                if key:
                    found.held.setdefault(file, []).append((kind, key, place))
        return self._known.notes

    def notes(self, kind: str | None = None) -> dict[Name, Note]:
        """All notes, or those of a kind, in order of their keys. Raises StaleError."""
        chosen = ("", ()) if kind is None else (" WHERE kind = ?", (kind,))
        found = self._connection.execute(f"SELECT kind, key, note FROM notes{chosen[0]}", chosen[1])  # noqa: S608
        return {
            (kind, key): _decoded((kind, key), raw)
            for kind, key, raw in sorted(found, key=itemgetter(0, 1))
        }

    def made_of(self) -> Mapping[Name, Known]:
        """What was made of everything, with the digests of what is shown. Raises StaleError."""
        if self._known.made is None:
            found = self._connection.execute("SELECT kind, key, note FROM notes")
            self._known.made = {
                (kind, key): _read((kind, key), raw, codec.made) for kind, key, raw in found
            }
        return self._known.made

    def shown(self) -> Iterator[tuple[str, str, bytes, Name, int]]:
        """Of everything shown: day, address, digest, the note that has it, its place in that."""
        if self._known.shown is None:
            found = self._known.shown = {}
            for kind, key, *row in self._connection.execute(
                "SELECT kind, key, day, url, digest FROM shown JOIN notes USING (number)"
                " ORDER BY number, shown.place"
            ):
                found.setdefault((kind, key), []).append(tuple(row))
        for name, rows in self._known.shown.items():
            for place, (day, url, known) in enumerate(rows):
                yield day, url, known, name, place

    def same(self, file: str, signature: Signature) -> bool:
        known = self._files.get(file)
        return known is not None and known[0] == signature

    def content(self, file: str, digest: bytes) -> bool:
        known = self._files.get(file)
        return known is not None and known[1] == digest

    def held(self, file: str) -> Sequence[Held]:
        return self._notes.held.get(file, ())

    def holders(self, claim: str) -> Sequence[str]:
        found = self._connection.execute(
            "SELECT key FROM claims JOIN notes USING (number) WHERE claim = ?", (claim,)
        )
        return [key for (key,) in found]

    def note(self, name: Name) -> Note:
        row = self._connection.execute(
            "SELECT note FROM notes WHERE number = ?", (self._notes.numbers.get(name),)
        ).fetchone()
        if row is None:
            raise StaleError("/".join(name))
        return _decoded(name, row[0])

    def touched(self, library: Library) -> Iterable[Name]:
        changes = set(self._changes(library))
        ordered = sorted(changes)
        for first in range(0, len(ordered), _AT_ONCE):
            some = ordered[first : first + _AT_ONCE]
            marks = ",".join("?" * len(some))
            yield from self._connection.execute(
                "SELECT DISTINCT kind, key FROM needs JOIN notes USING (number)"  # noqa: S608
                f" WHERE need IN ({marks})",
                some,
            )

    def _changes(self, library: Library) -> Iterator[str]:
        """Everything that something may need and that is not as it was."""
        now = library.folder.signatures
        for kind, key in library.fresh():
            yield f"{kind}/{key}"
            yield f"{kind}?"
            yield from library.claimed(kind, key)
        for file in self._files.keys() | now.keys():
            if file in now and self.same(file, now[file]):
                continue
            if file in now and self.content(file, library.folder.digests.get(file, b"")):
                continue
            yield f"file:{file}"
            # What the file held before.
            for kind, key, _ in self.held(file):
                yield f"{kind}/{key}"
                yield f"{kind}?"
                yield from self.note((kind, key)).claims

    def remember(self, found: Survey, said: Summary, gate: Gate, site: str | None) -> None:
        """Write down what was found and said, all of it or nothing; `site` was made of it and has
        passed the `gate`.
        """
        now = fresh_stamp()
        with self._transaction():
            made = self._write_all(found)
            self._write_about("summary", codec.said(said))
            self._write_about("gate", codec.passed(gate))
            self._write_about("site", (site or "").encode())
            self._write_about("stamp", now)
        if self._at_hand is not None:
            old = {name: (note.made, note.digests) for name, note in found.notes.items()}
            self._at_hand.keep(now, Recalled(made=old | made))

    def renew(self, library: Library, notes: Mapping[Name, Note], site: str | None) -> None:
        """Write down some notes in the place of those of the same names, all of it or nothing;
        `site` is what it was made to.
        """
        now = fresh_stamp()
        with self._transaction():
            self._forget(list(notes))
            change = self._write(library, notes, sorted(notes))
            change.files.update(self._write_files(library))
            self._write_about("site", (site or "").encode())
            self._write_about("stamp", now)
        if self._at_hand is not None:
            self._known.renew(change)
            self._at_hand.keep(now, self._known)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def _write_all(self, found: Survey) -> dict[Name, Known]:
        if self._about("fingerprint") != self.fingerprint:
            for table in _OURS:
                self._connection.execute(f"DELETE FROM {table}")  # noqa: S608
            self._write_about("fingerprint", self.fingerprint)
        self._forget([name for name in self._notes.numbers if name not in found.notes])
        anew = sorted(found.anew)
        self._forget([name for name in anew if name in self._notes.numbers])
        made: dict[Name, Known] = {}
        for first in range(0, len(anew), _WRITTEN_AT_ONCE):
            some = anew[first : first + _WRITTEN_AT_ONCE]
            change = self._write(found.library, found.notes, some)
            if self._at_hand is not None:
                made |= change.made
        self._write_files(found.library)
        return made

    def _forget(self, names: Sequence[Name]) -> None:
        numbers = [(self._notes.numbers[name],) for name in names]
        for table in _BY_NOTE:
            self._connection.executemany(
                f"DELETE FROM {table} WHERE number = ?",  # noqa: S608
                numbers,
            )

    def _write(self, library: Library, known: Mapping[Name, Note], names: Sequence[Name]) -> Change:
        row = self._connection.execute("SELECT max(number) FROM notes").fetchone()
        first = (row[0] or 0) + 1
        notes, needs, claims, shown = [], [], [], []
        change = Change({}, {}, [], {}, {})
        for number, name in enumerate(names, first):
            note = known[name]
            origin = library.origin(*name) if name[1] else None
            file, index = (origin.file, origin.index) if origin else ("", None)
            raw, digests = codec.encoded(note)
            notes.append((number, *name, file, index, raw))
            entries = [each.entry for each in note.made.shown]
            rows = [(str(x.day or ""), x.url, y) for x, y in zip(entries, digests, strict=True)]
            shown += [(number, place, *row) for place, row in enumerate(rows)]
            change.numbers[name], change.shown[name] = number, rows
            change.made[name] = (note.made, tuple(digests))
            if origin:
                change.held.append((file, (*name, index)))
            needs += [(need, number) for need in note.needs]
            claims += [(claim, number) for claim in set(note.claims)]
        insert = self._connection.executemany
        insert("INSERT INTO notes VALUES (?, ?, ?, ?, ?, ?)", notes)
        insert("INSERT INTO needs VALUES (?, ?)", sorted(needs))
        insert("INSERT INTO claims VALUES (?, ?)", sorted(claims))
        insert("INSERT INTO shown VALUES (?, ?, ?, ?, ?)", shown)
        return change

    def _write_files(self, library: Library) -> dict[str, tuple[Signature, bytes | None]]:
        now = library.folder.signatures
        recent = time.time_ns() - _TICK
        gone = [(file,) for file in self._files if file not in now]
        self._connection.executemany("DELETE FROM files WHERE file = ?", gone)
        fresh = {}
        for file, signature in now.items():
            if self.same(file, signature):
                continue
            sure = signature if signature.changed < recent else signature._replace(changed=0)
            digest = library.folder.digests.get(file)
            if digest is None and file in self._files:
                digest = self._files[file][1]
            fresh[file] = sure, digest
        rows = ((file, *sure, digest) for file, (sure, digest) in fresh.items())
        self._connection.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)", rows)
        return fresh


def _decoded(name: Name, raw: bytes) -> Note:
    return _read(name, raw, codec.decoded)


def _read(name: Name, raw: bytes, decode: Callable[[bytes], T]) -> T:
    try:
        return decode(raw)
    except codec.DamagedError as error:
        raise StaleError("/".join(name)) from error
