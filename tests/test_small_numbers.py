"""Published counts against an attacker who tries every table that could lie behind them."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.audience.cutoff import cutoff
from generator.audience.small_numbers import Published, money, published, rounded
from generator.audience.tallies import Sum, Tally, table, tally

K = 3
# A visit: (person, organisation, occasion, month), each a small number.
VISIT = st.tuples(st.integers(0, 8), *(st.integers(0, 2) for _ in range(3)))
Visits = list[tuple[int, int, int, int]]


def _tables(visits: Visits) -> list[dict[str, Tally]]:
    return [
        table(visits, lambda visit, way=way: str(visit[way]), lambda visit: visit[0])  # type: ignore[misc]
        for way in (1, 2, 3)
    ]


def _figures(visits: Visits, k: int = K) -> Published:
    return published(tally(visits, lambda visit: visit[0]), _tables(visits), k)


def _span(figure: int | None, count: Tally) -> range:
    """What a row may be, for somebody who knows the rule (and bounds what is withheld well)."""
    if figure is None:
        return range(max(K, count.number + 1))
    return range(figure, figure + K)


def _worlds(figures: Mapping[str, int], true: Mapping[str, Tally]) -> list[tuple[int, ...]]:
    return list(product(*(_span(figures.get(label), count) for label, count in true.items())))


def _possible(found: Published, true: Sequence[Mapping[str, Tally]]) -> list[list[set[int]]]:
    """For each row of each table, every value that agrees with all that is published.

    The attacker tries all tables, and keeps those whose total all other tables can have as well.
    """
    worlds = [_worlds(figures, each) for figures, each in zip(found.tables, true, strict=True)]
    totals = set.intersection(*({sum(world) for world in each} for each in worlds))
    if found.total is not None:
        totals &= set(range(found.total, found.total + K))
    return [
        [{world[row] for world in each if sum(world) in totals} for row in range(len(each[0]))]
        for each in worlds
    ]


@settings(max_examples=300, deadline=None)
@given(st.lists(VISIT, max_size=16))
def test_nothing_narrows_what_a_number_may_be(visits: Visits) -> None:
    found, true = _figures(visits), _tables(visits)
    for figures, counts, rows in zip(found.tables, true, _possible(found, true), strict=True):
        for (label, count), values in zip(counts.items(), rows, strict=True):
            assert count.number in values
            if label in figures:
                assert values == set(range(figures[label], figures[label] + K))
            else:
                assert values >= set(range(K))


@settings(max_examples=60, deadline=None)
@given(st.lists(VISIT, max_size=9))
def test_tables_tell_of_one_another_through_their_total_alone(visits: Visits) -> None:
    """Two tables of the same total are always the margins of one: the attacker above misses none."""
    rows, columns, _ = ([each.number for each in one.values()] for one in _tables(visits))
    left, down = list(rows), list(columns)
    # The north-west corner rule, which needs no more than equal totals.
    cells = [[0] * len(down) for _ in left]
    for i, j in product(range(len(left)), range(len(down))):
        cells[i][j] = min(left[i], down[j])
        left[i] -= cells[i][j]
        down[j] -= cells[i][j]
    assert [sum(row) for row in cells] == rows
    assert [sum(column) for column in zip(*cells, strict=True)] == columns


@settings(max_examples=200, deadline=None)
@given(st.lists(VISIT, max_size=40), st.lists(VISIT, max_size=10), st.integers(3, 7))
def test_between_two_builds_a_figure_stands_or_moves_by_k(
    before: Visits, since: Visits, k: int
) -> None:
    old, new = _figures(before, k), _figures(before + since, k)
    pairs = [(old.total, new.total)]
    for earlier, later in zip(old.tables, new.tables, strict=True):
        pairs += [(earlier.get(label), later.get(label)) for label in {*earlier, *later}]
    for first, second in pairs:
        assert (first or 0) % k == 0
        assert ((second or 0) - (first or 0)) % k == 0


@settings(max_examples=200, deadline=None)
@given(st.lists(VISIT, max_size=40), st.integers(3, 7))
def test_no_figure_is_of_few_people(visits: Visits, k: int) -> None:
    for figures, counts in zip(_figures(visits, k).tables, _tables(visits), strict=True):
        for label, figure in figures.items():
            assert counts[label].people >= k
            assert 0 <= counts[label].number - figure < k


def test_a_number_is_rounded_down_and_small_ones_are_withheld() -> None:
    assert rounded(Tally(14, 9), 5) == 10
    assert rounded(Tally(4, 4), 5) is None
    assert rounded(Tally(0, 0), 5) is None
    # Seven visits to one person tell of that person.
    assert rounded(Tally(7, 1), 5) is None


def test_what_would_tell_too_much_is_withheld_as_well() -> None:
    # Two organisations with four visits each: a total of 5 to 9 would say that both had some.
    assert published(Tally(8, 8), [{"甲": Tally(4, 4), "乙": Tally(4, 4)}], 5).total is None
    # And a table of one row would say the same as the total.
    tables = [{"甲": Tally(4, 4), "乙": Tally(4, 4)}, {"日常": Tally(8, 8)}]
    assert published(Tally(8, 8), tables, 5) == Published(None, ({}, {}))


def test_money_does_not_tell_what_one_person_got() -> None:
    assert money(Sum(Decimal(10_400), Decimal(500), 20), 5) == 10_000
    assert money(Sum(Decimal(2_000), Decimal(500), 4), 5) is None
    assert money(Sum(Decimal(9_000), Decimal(8_000), 10), 5) is None
    assert money(Sum(Decimal(0), Decimal(0), 0), 5) is None


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        ("每天", date(2026, 11, 23)),
        ("每周", date(2026, 11, 22)),
        ("每月", date(2026, 10, 31)),
        ("每季度", date(2026, 9, 30)),
    ],
)
def test_figures_are_of_a_fixed_day(every: str, expected: date) -> None:
    assert cutoff(date(2026, 11, 23), every) == expected  # type: ignore[arg-type]
