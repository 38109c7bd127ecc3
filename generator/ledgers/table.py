"""A ledger as a value: a title, when it was drawn up, columns, rows."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

Cell = str | int | float | date | None
# What a ledger on paper says where there is nothing to say.
NOTHING = "无"


class Column(Struct, frozen=True):
    """`width` is in characters of the workbook, of which a Chinese one takes two.

    Neighbours with the same `group` stand under it together. `choices` are offered to whoever
    writes in the column; nothing else may be written where they are `closed`. What is written in a
    `text` column stays as it is typed, be it like a number; what is filled in `by_hand` stays
    empty.
    """

    name: str
    width: int
    group: str = ""
    choices: tuple[str, ...] = ()
    closed: bool = False
    text: bool = False
    by_hand: bool = False


class Table(Struct, frozen=True):
    """`rows` have a cell for each column; an empty text or None is shown as `nothing`.

    `day` is that of the build; `sheet` is what the sheet of a workbook is called; its rows are
    `height` points high, or as high as their texts where that is 0. `foot` are rows of sums, which
    are not counted and whose empty cells stay empty.
    """

    title: str
    day: date
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    nothing: str = NOTHING
    sheet: str = "登记簿"
    height: int = 0
    foot: tuple[tuple[Cell, ...], ...] = ()

    @property
    def drawn_up(self) -> str:
        """The line under the title."""
        day = self.day
        return f"生成时间：{day.year}年{day.month}月{day.day}日　共 {len(self.rows)} 条"

    def written(self) -> Iterator[tuple[Cell, ...]]:
        """The rows as they are written: what is empty says so, but for what is filled in by hand;
        then the foot, whose empty cells are empty texts.
        """
        for row in self.rows:
            yield tuple(
                _said("" if column.by_hand else self.nothing, cell)
                for column, cell in zip(self.columns, row, strict=True)
            )
        for row in self.foot:
            yield tuple(_said("", cell) for cell in row)


def _said(nothing: str, cell: Cell) -> Cell:
    return nothing if cell is None or cell == "" else cell
