"""What a process still has in its hands of the build before: a preview builds again and again.

To decode ten thousand notes takes longer than to draw what a mended text changes. What is at hand
is told from what another process has written since by a stamp, which changes with every note.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.audience.showing import Made, Name

# What was made of a record, and the digests of what it shows.
Known = tuple[Made, tuple[bytes, ...]]
_SIZE = 16


def fresh_stamp() -> bytes:
    """A stamp that no memory has had before."""
    return os.urandom(_SIZE)


@dataclass(slots=True)
class Recollection:
    """What was made of everything when the memory had this `stamp`; None where nobody has asked."""

    stamp: bytes | None = None
    _made: dict[Name, Known] = field(default_factory=dict, repr=False)

    def made_of(self, stamp: bytes | None) -> Mapping[Name, Known] | None:
        """What is at hand of the memory with that stamp."""
        return self._made if stamp is not None and stamp == self.stamp else None

    def keep(self, stamp: bytes | None, made: dict[Name, Known]) -> None:
        """Keep what the memory with that stamp says."""
        self.stamp, self._made = stamp, made

    def renew(self, old: bytes | None, now: bytes, made: Mapping[Name, Known]) -> None:
        """The memory with the `old` stamp has the stamp `now`, and something else of a few."""
        if self.made_of(old) is not None:
            self._made.update(made)
            self.stamp = now
