"""A text out of a file, and where in the file it stands."""

from msgspec import Struct

from generator.files import words

# Together, what is taken out of one file: more is a bomb, or nothing that somebody will read.
MOST_BYTES = 256 << 20


class UnreadableError(Exception):
    """A file, or a part of it, cannot be looked into; the message says why, in words."""


class Piece(Struct, frozen=True):
    """`where` names the part of the file; `lines` say where each line of the text stands, `cells`
    where each cell of a line does (cells are parted by tabs).
    """

    where: str
    text: str
    lines: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()

    def at(self, start: int) -> str:
        """Where a spot of the text is found in the file, in words."""
        number = self.text.count("\n", 0, start)
        begin = self.text.rfind("\n", 0, start) + 1
        said = self.lines[number] if number < len(self.lines) else ""
        if number < len(self.cells):
            cell = self.text.count("\t", begin, start)
            said = self.cells[number][cell] if cell < len(self.cells[number]) else said
        return " ".join(part for part in (self.where, said) if part)

    def inside(self, outer: str) -> "Piece":
        """The same piece of a file that lies in another one."""
        return Piece(f"{outer} {self.where}".strip(), self.text, self.lines, self.cells)


class Budget:
    """How much may still be taken out of a file."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._left = most

    def spend(self, size: int) -> None:
        """Raises UnreadableError where it is too much."""
        self._left -= size
        if self._left < 0:
            raise UnreadableError(words.TOO_LARGE)

    @property
    def left(self) -> int:
        return max(self._left, 0)
