"""Published counts against whoever keeps every page: for each number, worlds that look alike."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.audience.cutoff import cutoff
from generator.audience.small_numbers import growth, money, published, rounded
from generator.audience.tallies import Sum, Tally
from generator.kinds.visit.figures import Counted, Outing, counted

BRANCHES, OCCASIONS = ("甲", "乙", "丙"), ("春节", "重阳")
MONTHS = range(1, 13)
OUTING = st.builds(
    lambda person, branch, occasion, month, home: Outing(
        f"{person}", branch, occasion, date(2026, month, 9), home, "done"
    ),
    st.integers(0, 9),
    st.sampled_from(BRANCHES),
    st.sampled_from((*OCCASIONS, "")),
    st.sampled_from(MONTHS),
    st.booleans(),
)
World = Sequence[Outing]
# Each number that somebody might want to know: at the end of each month, of each row.
Chain = list[int]


def _pages(world: World, k: int) -> list[Counted]:
    """All that was ever published of a year, by the end of each month."""
    return [
        counted([each for each in world if each.day.month <= month], OCCASIONS, k)
        for month in MONTHS
    ]


def _shown(pages: Sequence[Counted], table: int, label: str) -> Chain:
    """What a row showed on each page; nought where it was withheld."""
    return [
        next((row.done.value or 0 for row in page.tables[table].rows if row.label == label), 0)
        for page in pages
    ]


def _alike(shown: Chain, month: int, more: int, k: int) -> Chain:
    """Numbers that are shown alike, where that of `month` is `more` than what is shown."""
    before = shown[: month - 1]
    return [*before, shown[month - 1] + more, *(each + k - 1 for each in shown[month:])]


def _world(branches: Mapping[str, Chain], occasions: Mapping[str, Chain]) -> list[Outing]:
    """Outings of these numbers, each to somebody else: no table has anything to do with another."""
    made: list[Outing] = []

    def add(chain: Chain, branch: str, occasion: str, home: bool) -> None:
        for month, (before, after) in enumerate(pairwise([0, *chain]), 1):
            for _ in range(after - before):
                day = date(2026, month, 9)
                made.append(Outing(f"{len(made)}", branch, occasion, day, home, "done"))

    for label, chain in branches.items():
        add(chain, label, "", True)
    for label, chain in occasions.items():
        add(chain, BRANCHES[0], label, False)
    return made


@settings(max_examples=300, deadline=None)
@given(st.lists(OUTING, max_size=60), st.integers(3, 6), st.data())
def test_every_number_may_be_k_numbers_whatever_was_ever_published(
    world: World, k: int, data: st.DataObject
) -> None:
    """For any number, in any month, and any of its `k` values, and whichever values all other
    numbers have: a world that was published alike, every month. So nobody can tell them apart.

    The growth in a month has as many values: the month before is at its least.
    """
    pages = _pages(world, k)
    chosen = []
    for table, labels in ((0, BRANCHES), (1, OCCASIONS)):
        chains = {}
        for label in labels:
            month = data.draw(st.sampled_from(MONTHS))
            more = data.draw(st.integers(0, k - 1))
            chains[label] = _alike(_shown(pages, table, label), month, more, k)
            assert chains[label] == sorted(chains[label])
        chosen.append(chains)
    assert _pages(_world(*chosen), k) == pages


@settings(max_examples=200, deadline=None)
@given(st.lists(OUTING, max_size=60), st.integers(3, 6))
def test_totals_and_months_say_what_the_rows_say(world: World, k: int) -> None:
    """They are sums and differences of rows that were published: nothing comes with them."""
    pages = _pages(world, k)
    before = 0
    for month, page in zip(MONTHS, pages, strict=True):
        rows = sum(row.done.value or 0 for row in page.tables[0].rows)
        assert (page.total.done.value or 0) == rows
        assert _shown([pages[-1]], 2, f"{month} 月")[0] == rows - before
        before = rows


@settings(max_examples=200, deadline=None)
@given(st.lists(OUTING, max_size=60), st.integers(3, 6))
def test_figures_are_multiples_of_k_and_of_k_people(world: World, k: int) -> None:
    page = _pages(world, k)[-1]
    for table, name in ((0, "branch"), (1, "occasion")):
        for row in page.tables[table].rows:
            assert row.done.value is not None
            mine = [
                each
                for each in world
                if getattr(each, name) == row.label and (each.home or table == 1)
            ]
            assert len({each.person for each in mine}) >= k
            assert 0 <= len(mine) - row.done.value < k
            assert row.done.value % k == 0


def test_what_is_planned_and_what_is_done_are_counted_apart() -> None:
    planned = [Outing(f"{n}", "甲", "春节", date(2026, 12, 9), True, "open") for n in range(7)]
    done = [Outing(f"{n}", "甲", "", date(2026, 2, 9), True, "done") for n in range(11)]
    found = counted([*planned, *done], OCCASIONS, 5)
    rows = [
        [(row.label, row.done.value, row.open.value) for row in table.rows]
        for table in found.tables
    ]
    assert rows == [
        [("甲", 10, 5)],
        [("春节", None, 5)],
        [("2 月", 10, None), ("12 月", None, 5)],
    ]


def test_a_withheld_row_is_not_there() -> None:
    assert published({"甲": Tally(9, 9), "乙": Tally(4, 4), "丙": Tally(0, 0)}, 5) == {"甲": 5}
    assert growth([{}, {"甲": 5}, {"甲": 5, "乙": 10}]) == [0, 5, 10]


def test_a_number_is_rounded_down_and_small_ones_are_withheld() -> None:
    assert rounded(Tally(14, 9), 5) == 10
    assert rounded(Tally(4, 4), 5) is None
    assert rounded(Tally(0, 0), 5) is None
    # Seven visits to one person tell of that person.
    assert rounded(Tally(7, 1), 5) is None


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
