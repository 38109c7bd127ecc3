"""A file of the search, before it is written."""

from msgspec import Struct


class Part(Struct, frozen=True):
    """Its name below the folder that it goes to, with its ending, and its bytes, in pieces: those
    of a large year are not put together in memory.
    """

    name: str
    pieces: tuple[bytes | memoryview, ...]

    @property
    def content(self) -> bytes:
        """All of its bytes."""
        return b"".join(self.pieces)
