"""The figures of a year of visits, of nothing but what is counted of each.

Two tables count different visits, so that they share no total (`audience/small_numbers.py`): home
visits by organisation, whose growth from month to month is the third; and visits of any way by
occasion, of those occasions alone that have a day in the calendar.
"""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from generator.audience import small_numbers, tallies
from generator.audience.small_numbers import growth, published
from generator.kinds.visit.view import Count, CountRow, CountTable


class Outing(Struct, frozen=True):
    """A visit as it is counted: `occasion` is empty where that has no day of its own."""

    person: str
    branch: str
    occasion: str
    day: date
    home: bool
    state: Literal["done", "open"]


class Counted(Struct, frozen=True):
    """What may be published of the outings of a year."""

    total: CountRow
    tables: tuple[CountTable, ...]


def counted(outings: Sequence[Outing], occasions: Sequence[str], k: int) -> Counted:
    """Rows come by name, occasions in their own order, months as they come."""
    home = [each for each in outings if each.home]
    made, left = _branches(home, "done", k), _branches(home, "open", k)
    at_occasions = [each for each in outings if each.occasion]
    met, to_meet = (_table(at_occasions, "occasion", state, k) for state in ("done", "open"))
    months = [_name(number) for number in range(1, 13)]
    year, planned = made[-1], left[-1]
    whole = Count(small_numbers.total(year)), Count(small_numbers.total(planned))
    rows = {
        ("按党组织", "党组织"): _rows(sorted({*year, *planned}), year, planned),
        ("按节点", "节点"): _rows(occasions, met, to_meet),
        ("按月", "月份"): _rows(months, _by_month(made), _by_month(left)),
    }
    tables = tuple(CountTable(title, first, own) for (title, first), own in rows.items())
    return Counted(CountRow("合计", *whole), tables)


def _branches(outings: Sequence[Outing], state: str, k: int) -> list[dict[str, int]]:
    """By organisation: the outings until the end of each month, those of the whole year last."""
    return [
        _table([each for each in outings if each.day.month <= month], "branch", state, k)
        for month in range(1, 13)
    ]


def _table(outings: Sequence[Outing], name: str, state: str, k: int) -> dict[str, int]:
    mine = [each for each in outings if each.state == state]
    table = tallies.table(mine, lambda each: str(getattr(each, name)), lambda each: each.person)
    return published(table, k)


def _by_month(tables: Sequence[dict[str, int]]) -> dict[str, int]:
    return {_name(number): grown for number, grown in enumerate(growth(tables), 1) if grown}


def _name(month: int) -> str:
    return f"{month} 月"


def _rows(
    labels: Sequence[str], done: dict[str, int], planned: dict[str, int]
) -> tuple[CountRow, ...]:
    return tuple(
        CountRow(label, Count(done.get(label)), Count(planned.get(label)))
        for label in labels
        if label in done or label in planned
    )
