"""Visits: counts for every edition, the schedule itself for organisers alone."""

from dataclasses import dataclass
from datetime import date

from generator.audience.shown import Confined, Shown


@dataclass(frozen=True, slots=True)
class Count:
    """A published number, or `None` where it is withheld."""

    value: int | None


@dataclass(frozen=True, slots=True)
class CountRow:
    """`done` and `open` are disjoint: visits made, and visits still planned."""

    label: str
    done: Count
    open: Count


@dataclass(frozen=True, slots=True)
class CountTable:
    """`rows` are those of which a number is published; `first` heads their labels."""

    title: str
    first: str
    rows: tuple[CountRow, ...]


@dataclass(frozen=True, slots=True)
class FundRow:
    """Money given at visits, in yuan, by where it comes from."""

    label: str
    amount: Count


@dataclass(frozen=True, slots=True)
class Figures:
    """A calendar year of visits as everybody may see it.

    All numbers are of `day`, and rounded down to multiples of `k` (`audience/small_numbers.py`).
    """

    year: int
    day: date
    k: int
    covered: Count
    total: CountRow
    tables: tuple[CountTable, ...]
    funds: tuple[FundRow, ...]


@dataclass(frozen=True, slots=True)
class VisitCounts(Shown):
    """The figures of one year."""

    figures: Figures


@dataclass(frozen=True, slots=True)
class Given:
    """What was brought: `fen` is its amount in hundredths of a yuan, where one is written."""

    what: str
    fen: int | None
    fund: str


@dataclass(frozen=True, slots=True)
class Followup:
    """What is to be done after a visit: `on` is the day on which it was, where it is known."""

    what: str
    by: str
    due: date | None
    done: bool
    on: date | None


@dataclass(frozen=True)
class VisitSheet(Confined):
    """A visit as organisers see it. `about` is the elder's page, empty where the elder has left.

    `place` is the page of the elder's organisation.
    """

    key: str
    day: date
    elder: str
    branch: str
    place: str
    occasion: str
    occasion_year: int | None
    way: str
    visitors: tuple[str, ...]
    status: str
    overdue: bool
    recorder: str
    needs: str
    opinions: str
    gifts: tuple[Given, ...]
    followups: tuple[Followup, ...]
