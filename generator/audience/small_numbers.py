"""Counts small enough to point at a person are withheld, and so is what would give them away."""

from collections.abc import Sequence


def withheld(cells: Sequence[int], k: int) -> list[int | None]:
    """The cells of one column whose total is published, with None for what is withheld.

    Cells from 1 to `k`-1 are withheld. Were a single one missing, the total would tell it: then the
    smallest other cell that is not zero (or, failing that, a zero) goes too, and so on until what
    is withheld adds up to at least `k` or nothing is left to withhold.
    """
    hidden = {place for place, count in enumerate(cells) if 0 < count < k}
    if not hidden:
        return list(cells)
    rest = sorted(
        (place for place in range(len(cells)) if place not in hidden),
        key=lambda place: (cells[place] == 0, cells[place], place),
    )
    while rest and (len(hidden) < 2 or sum(cells[place] for place in hidden) < k):
        hidden.add(rest.pop(0))
    return [None if place in hidden else count for place, count in enumerate(cells)]


def single(count: int, k: int) -> int | None:
    """A count that stands alone."""
    return None if 0 < count < k else count


def merged(columns: Sequence[Sequence[int]], k: int) -> list[tuple[int, int]]:
    """Neighbouring rows joined until no cell of a joined row is small: (first, last) of each.

    `columns` are equally long and in order, as weeks are. What is left over at the end joins the
    row before it. Rows that stay small when all are joined make one row, to be withheld.
    """
    length = len(columns[0]) if columns else 0
    spans: list[tuple[int, int]] = []
    first = 0
    for last in range(length):
        sums = [sum(column[first : last + 1]) for column in columns]
        if any(sums) and all(each == 0 or each >= k for each in sums):
            spans.append((first, last))
            first = last + 1
    left = [sum(column[first:]) for column in columns]
    if any(left):
        spans.append((first, length - 1))
        # What is left over is small: take rows from before it until it is not.
        while len(spans) > 1 and not _safe(columns, spans[-1], k):
            tail = spans.pop()
            spans[-1] = (spans[-1][0], tail[1])
    return spans


def _safe(columns: Sequence[Sequence[int]], span: tuple[int, int], k: int) -> bool:
    sums = [sum(column[span[0] : span[1] + 1]) for column in columns]
    return all(each == 0 or each >= k for each in sums)
