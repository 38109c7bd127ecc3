"""Numbers as bars, laid out at build time: widths in per cent, heights in pixels.

Without a `viewBox`, so that letters keep their size where the chart is narrow.
"""

from collections.abc import Sequence

from msgspec import Struct

from generator.kinds.visit.view import CountTable

ROW = 52
# The longest bar, in per cent of the width: its number stands behind it.
_LONGEST = 80
# As money's bars leave less room for what stands behind them.
_LONGEST_OF_MONEY = 66


class Row(Struct, frozen=True):
    """What a bar shows: its parts, from the left, and what stands behind its end."""

    label: str
    values: tuple[int, ...]
    says: str


class Part(Struct, frozen=True):
    """`look` is how it is filled: a class of the style sheet."""

    look: str
    at: str
    width: str


class Bar(Struct, frozen=True):
    """A line of letters at `base`, under it a bar from the left at `top`; `says` behind its end."""

    label: str
    base: int
    top: int
    parts: tuple[Part, ...]
    end: str
    says: str


class Chart(Struct, frozen=True):
    """`key` says what the parts mean: (look, name)."""

    title: str
    height: int
    key: tuple[tuple[str, str], ...]
    bars: tuple[Bar, ...]


def bars(table: CountTable) -> Chart:
    """One bar for each row: first what is done, then what is planned."""
    rows = []
    for each in table.rows:
        values = (each.done.value or 0, each.open.value or 0)
        rows.append(Row(each.label, values, " + ".join(str(one) for one in values if one)))
    return _chart(table.title, rows, (("done", "已完成"), ("open", "计划中")), _LONGEST)


def stacked(title: str, rows: Sequence[Row], names: Sequence[str]) -> Chart:
    """One bar for each row, of as many parts as there are names."""
    key = tuple((f"fund-{number}", name) for number, name in enumerate(names, 1))
    return _chart(title, rows, key, _LONGEST_OF_MONEY)


def _chart(title: str, rows: Sequence[Row], key: tuple[tuple[str, str], ...], room: int) -> Chart:
    """All bars to the same measure; a part of nought is left out."""
    longest = max((sum(each.values) for each in rows), default=0) or 1
    made = []
    for number, row in enumerate(rows):
        parts, end = [], 0.0
        for (look, _), value in zip(key, row.values, strict=True):
            width = value / longest * room
            if value:
                parts.append(Part(look, _percent(end), _percent(width)))
            end += width
        made.append(
            Bar(
                row.label,
                number * ROW + 18,
                number * ROW + 26,
                tuple(parts),
                _percent(end),
                row.says,
            )
        )
    return Chart(title, len(made) * ROW, key, tuple(made))


def _percent(number: float) -> str:
    return f"{number:.2f}%"
