"""A ledger as a value: a title, when it was drawn up, columns, rows."""

from dataclasses import dataclass
from datetime import date

Cell = str | int | float | date | None
# What a ledger on paper says where there is nothing to say.
NOTHING = "无"


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is in characters of the workbook, of which a Chinese one takes two.

    Neighbours with the same `group` stand under it together.
    """

    name: str
    width: int
    group: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` have a cell for each column; an empty text or None is shown as NOTHING.

    `day` is that of the build.
    """

    title: str
    day: date
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def drawn_up(self) -> str:
        """The line under the title."""
        day = self.day
        return f"生成时间：{day.year}年{day.month}月{day.day}日　共 {len(self.rows)} 条"
