"""Tables of counts → what may be published of them, so that no number points at a person.

The rule, for a threshold `k` (at least 3):

- A number is published rounded down to a multiple of `k`: 10 stands for 10 to 14. Below `k`, or of
  fewer than `k` people, it is withheld, and nothing tells it from a zero.
- What is published of a number depends on that number alone. To withhold one because of another
  would tell of the other, to whoever knows the rule.
- No two tables add up to the same. A total is the sum of what its table shows, and numbers by
  month are the growth of such sums (`growth`): neither tells more than the rows do. Tables that
  count the same things in another way are not published: rounded as they are, their sums would
  meet in places, and give single numbers away.

What is safe, then: whatever else is published, now or on any other day, a number may be each of the
`k` numbers that are rounded as it is, and a growth each of `k` at least. That holds against whoever
adds and subtracts, keeps every page there ever was, and knows this rule; the tests build, for every
such number, a world that is published alike.

What is not: that a figure grew says that something was counted since. Who knows that two tables
have a total in common after all, or whether somebody was visited, can make more of them.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from generator.audience.tallies import Sum, Table, Tally

# What a sum of money is rounded down to: the smallest of these that is large enough, in yuan.
_STEPS = tuple(Decimal(first) * 10**zeros for zeros in range(2, 10) for first in (1, 2, 5))


def rounded(count: Tally, k: int) -> int | None:
    """A count, rounded down to a multiple of `k`, or None where it is withheld."""
    if count.people < k or count.number < k:
        return None
    return count.number // k * k


def published(table: Table, k: int) -> dict[str, int]:
    """The rows of a table that may be published; the others are not in it."""
    figures = {label: rounded(count, k) for label, count in table.items()}
    return {label: figure for label, figure in figures.items() if figure is not None}


def total(figures: Mapping[str, int]) -> int | None:
    """What a published table adds up to; None where all of it is withheld."""
    return sum(figures.values()) or None


def growth(tables: Sequence[Mapping[str, int]]) -> list[int]:
    """By how much the sum of a published table grows, from each of its states to the next.

    In each state it counts all that it did in the state before, and more.
    """
    sums = [0, *(sum(each.values()) for each in tables)]
    return [after - before for before, after in pairwise(sums)]


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
