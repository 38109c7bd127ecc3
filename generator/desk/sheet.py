"""A sheet of a ledger as a value: its cells as they are shown, what is merged, what is hidden."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property

from msgspec import Struct

Area = tuple[int, int, int, int]


class Number(Struct, frozen=True):
    """A number, and the format in which it is shown."""

    value: int | float
    format: str = ""


class Moment(Struct, frozen=True):
    """A date, perhaps with a time of day, and the format in which it is shown."""

    value: datetime
    format: str = ""


class Broken(Struct, frozen=True):
    """A formula without a result, or one whose result is an error."""

    text: str


Value = str | Number | Moment | bool | Broken | None


class Sheet(Struct, frozen=True, dict=True):
    """Rows and columns count from 0. `merged` are areas (top, left, bottom, right), both ends
    included; `hidden` are columns.
    """

    name: str
    rows: tuple[tuple[Value, ...], ...]
    merged: tuple[Area, ...] = ()
    hidden: frozenset[int] = frozenset()

    @cached_property
    def _areas(self) -> Mapping[tuple[int, int], Area]:
        return {
            (row, column): area
            for area in self.merged
            for row in range(area[0], min(area[2] + 1, len(self.rows)))
            for column in range(area[1], min(area[3] + 1, self.width))
        }

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def area(self, row: int, column: int) -> Area | None:
        """The merged area that a cell is part of."""
        return self._areas.get((row, column))

    def at(self, row: int, column: int) -> Value:
        """The value of a cell; in a merged area that of its first cell."""
        area = self.area(row, column)
        return self.rows[area[0]][area[1]] if area else self.rows[row][column]


def letters(column: int) -> str:
    """A column as it is called: 0 → A, 26 → AA."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def rectangular(rows: list[list[Value]]) -> tuple[tuple[Value, ...], ...]:
    """Rows of the same length, without empty ones at the end and empty columns at the right."""
    while rows and all(each in (None, "") for each in rows[-1]):
        rows.pop()
    widths = [max((n + 1 for n, each in enumerate(row) if each not in (None, "")), default=0)
              for row in rows]  # fmt: skip
    width = max(widths, default=0)
    return tuple(tuple((row + [None] * width)[:width]) for row in rows)
