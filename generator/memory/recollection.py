"""What a process still has in its hands of the build before: a preview builds again and again.

To read ten thousand notes takes longer than to draw what a mended text changes. What is at hand is
told from what another process has written since by a stamp, which changes with every note.
"""

import os

from msgspec import Struct, field

from generator.audience.showing import Made, Name
from generator.records.past import Held
from generator.records.tree import Signature

# What was made of a record, and the digests of what it shows.
Known = tuple[Made, tuple[bytes, ...]]
# Of something shown: its day, address and digest.
Row = tuple[str, str, bytes]
_SIZE = 16


def fresh_stamp() -> bytes:
    """A stamp that no memory has had before."""
    return os.urandom(_SIZE)


class Notes(Struct):
    """The number of each note, and what each file holds, with its place in it."""

    numbers: dict[Name, int] = field(default_factory=dict)
    held: dict[str, list[Held]] = field(default_factory=dict)


class Change(Struct, frozen=True):
    """What is written down of a few notes; `held`: a file, and what it holds."""

    files: dict[str, tuple[Signature, bytes | None]]
    numbers: dict[Name, int]
    held: list[tuple[str, Held]]
    shown: dict[Name, list[Row]]
    made: dict[Name, Known]


class Recalled(Struct):
    """What has been read of a memory; None where nobody has asked."""

    files: dict[str, tuple[Signature, bytes | None]] | None = None
    notes: Notes | None = None
    shown: dict[Name, list[Row]] | None = None
    made: dict[Name, Known] | None = None

    def renew(self, change: Change) -> None:
        """Bring it to what was written down since, of notes that have been there."""
        if self.files is not None:
            self.files.update(change.files)
        if self.notes is not None:
            self.notes.numbers.update(change.numbers)
            held = self.notes.held
            if not all(each in held.get(file, ()) for file, each in change.held):
                self.notes = None
        if self.shown is not None:
            self.shown.update(change.shown)
        if self.made is not None:
            self.made.update(change.made)


class Recollection(Struct):
    """What was `recalled` of the memory when it had this `stamp`."""

    stamp: bytes | None = None
    recalled: Recalled = field(default_factory=Recalled)

    def of(self, stamp: bytes | None) -> Recalled:
        """What is at hand of the memory with that stamp, which is nothing if it has another."""
        if stamp is None or stamp != self.stamp:
            self.keep(stamp, Recalled())
        return self.recalled

    def keep(self, stamp: bytes | None, recalled: Recalled) -> None:
        """Keep what is known of the memory with that stamp."""
        self.stamp, self.recalled = stamp, recalled
