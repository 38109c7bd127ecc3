"""A file of the search, before it is written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """Its name below the folder that it goes to, with its ending, and its bytes, in pieces: those
    of a large year are not put together in memory.
    """

    name: str
    pieces: tuple[bytes | memoryview, ...]

    @property
    def content(self) -> bytes:
        """All of its bytes."""
        return b"".join(self.pieces)
