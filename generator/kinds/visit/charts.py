"""A table of counts as bars, laid out at build time: widths in per cent, heights in pixels.

Without a `viewBox`, so that letters keep their size where the chart is narrow.
"""

from dataclasses import dataclass

from generator.kinds.visit.view import CountTable

ROW = 52
# The longest bar, in per cent of the width: its number stands behind it.
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of letters at `base`, under it a bar from the left at `top`: first what is done, then
    what is planned. `says` stands behind its end.
    """

    label: str
    base: int
    top: int
    done: str
    open_at: str
    open: str
    end: str
    says: str


@dataclass(frozen=True, slots=True)
class Chart:
    title: str
    height: int
    bars: tuple[Bar, ...]


def bars(table: CountTable) -> Chart:
    """One bar for each row, all to the same measure."""
    pairs = [(each.done.value or 0, each.open.value or 0) for each in table.rows]
    longest = max((done + left for done, left in pairs), default=0) or 1
    made = []
    for number, (row, (done, left)) in enumerate(zip(table.rows, pairs, strict=True)):
        first, second = done / longest * _LONGEST, left / longest * _LONGEST
        made.append(
            Bar(
                label=row.label,
                base=number * ROW + 18,
                top=number * ROW + 26,
                done=_percent(first),
                open_at=_percent(first),
                open=_percent(second),
                end=_percent(first + second),
                says=" + ".join(str(each) for each in (done, left) if each),
            )
        )
    return Chart(table.title, len(made) * ROW, tuple(made))


def _percent(number: float) -> str:
    return f"{number:.2f}%"
