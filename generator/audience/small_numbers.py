"""Tables of counts → what may be published of them, so that no number points at a person.

The rule, for a threshold `k` (at least 3):

- A number is published rounded down to a multiple of `k`: 10 stands for 10 to 14. Below `k`, or of
  fewer than `k` people, it is withheld, and nothing tells it from a zero.
- All tables count the same things, so that each adds up to the same total. Where that would narrow
  what somebody can work out of a number, more is withheld (`published`).

What is safe, then: as far as all published figures together tell, every published number may be
anything from itself to `k`-1 more, and every withheld one anything from 0 to `k`-1 at least. That
holds against whoever adds and subtracts, knows this rule, and knows which rows are truly empty. It
holds for any number of builds as well: between two of them, a figure changes by 0 or by `k` at
least, and neither end of the change is known exactly.

Why it is enough to look at each table by itself: whatever rows two tables have, if they have the
same total there are counts of both kinds at once that add up to them (as in a transport problem).
So the tables tell of one another through the total alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.audience.tallies import Sum, Table, Tally

# What a sum of money is rounded down to: the smallest of these that is large enough, in yuan.
_STEPS = tuple(
    Decimal(first) * 10**zeros for zeros in range(2, 10) for first in (1, 2, 5)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Published:
    """`total` is None where it is withheld; `tables` have no row for what is."""

    total: int | None
    tables: tuple[Mapping[str, int], ...]


def rounded(count: Tally, k: int) -> int | None:
    """A count by itself: rounded down to a multiple of `k`, or None where it is withheld."""
    if count.people < k or count.number < k:
        return None
    return count.number // k * k


def published(total: Tally, tables: Sequence[Table], k: int) -> Published:
    """What may be published of tables that count the same things, and of their total.

    What gives too much away goes one figure after the other: the total first, then the smallest
    row of the table that is to blame. The result is the same for the same tables.
    """
    whole = rounded(total, k)
    kept = [_rounded(each, k) for each in tables]
    while True:
        telling = _telling(whole, kept, tables, k)
        if telling is None:
            return Published(whole, tuple(kept))
        if telling < 0:
            whole = None
        else:
            rows = kept[telling]
            del rows[min(rows, key=lambda label: (rows[label], label))]


def _rounded(table: Table, k: int) -> dict[str, int]:
    figures = {label: rounded(count, k) for label, count in table.items()}
    return {label: figure for label, figure in figures.items() if figure is not None}


def _telling(
    whole: int | None, kept: Sequence[Mapping[str, int]], tables: Sequence[Table], k: int
) -> int | None:
    """What tells too much of another table: its place in `tables`, -1 for the total, or None.

    Two bounds on the total lead from table to table. At least it is what a table's figures add up
    to; at most, that and `k`-1 for each row that is not empty. A row may have all values from its
    figure to `k`-1 more if neither bound comes too near.
    """
    sums = [sum(each.values()) for each in kept]
    rooms = [_rooms(each, table, k) for each, table in zip(kept, tables, strict=True)]
    for own, room in zip(sums, rooms, strict=True):
        # The row with the most room must be able to stand at its lowest, all others at their most.
        highest = own + sum(room) - max(room, default=0)
        if whole is not None and whole > highest:
            return -1
        for other, least in enumerate(sums):
            if least > highest:
                return other
    for other, room in enumerate(rooms):
        most = sums[other] + sum(room)
        for place, least in enumerate(sums):
            # One row at its most, all others at their lowest.
            if kept[place] and least + k - 1 > most:
                return place
    return None


def _rooms(figures: Mapping[str, int], table: Table, k: int) -> list[int]:
    """By how much each row that is not empty may exceed its figure, at the least."""
    return [
        k - 1 if label in figures else max(k - 1, count.number)
        for label, count in table.items()
        if count.number
    ]


def money(amount: Sum, k: int) -> int | None:
    """A sum of money in yuan: rounded down so far that one person's share makes no difference.

    The step is at least `k` times the most that one person got; a sum below it is withheld, as is
    one of fewer than `k` people.
    """
    if amount.people < k or not amount.total:
        return None
    step = next((each for each in _STEPS if each >= k * amount.most), None)
    if step is None or amount.total < step:
        return None
    return int(amount.total // step * step)
