"""What is still known of a content folder from the last time it was read.

`NOTHING` is known before the first time; the memory of a build (`generator.memory`) knows more.
"""

from collections.abc import Sequence
from typing import Protocol

from generator.records.tree import Signature

# A record that is not read yet: kind, key, and its place in its file's list (or None).
Held = tuple[str, str, int | None]


class Past(Protocol):
    """What a library asks of the last reading. Files are named below `content/`."""

    def same(self, file: str, signature: Signature) -> bool:
        """Whether the file is, to all appearance, as it was read."""
        ...

    def content(self, file: str, digest: bytes) -> bool:
        """Whether the file was read with this content; asked where its signature has changed."""
        ...

    def held(self, file: str) -> Sequence[Held]:
        """The records that the file held. Each of them was free of errors."""
        ...

    def holders(self, claim: str) -> Sequence[str]:
        """The keys of the records that made a claim (`Library.holding`)."""
        ...


class Nothing:
    """Nothing is known: every file is read."""

    def same(self, file: str, signature: Signature) -> bool:
        return False

    def content(self, file: str, digest: bytes) -> bool:
        return False

    def held(self, file: str) -> Sequence[Held]:
        return ()

    def holders(self, claim: str) -> Sequence[str]:
        return ()


NOTHING = Nothing()
