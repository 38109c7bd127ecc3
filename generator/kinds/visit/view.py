"""Visits: counts for every edition, the schedule itself for organisers alone."""

from datetime import date

from msgspec import Struct

from generator.audience.shown import Confined, Shown


class Count(Struct, frozen=True):
    """A published number, or `None` where it is withheld."""

    value: int | None


class CountRow(Struct, frozen=True):
    """`done` and `open` are disjoint: visits made, and visits still planned."""

    label: str
    done: Count
    open: Count


class CountTable(Struct, frozen=True):
    """`rows` are those of which a number is published; `first` heads their labels."""

    title: str
    first: str
    rows: tuple[CountRow, ...]


class FundRow(Struct, frozen=True):
    """Money given at visits, in yuan, by where it comes from."""

    label: str
    amount: Count


class Figures(Struct, frozen=True):
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


class VisitCounts(Shown, frozen=True):
    """The figures of one year."""

    figures: Figures


class Given(Struct, frozen=True):
    """What was brought: `fen` is its amount in hundredths of a yuan, where one is written."""

    what: str
    fen: int | None
    fund: str


class Followup(Struct, frozen=True):
    """What is to be done after a visit: `on` is the day on which it was, where it is known."""

    what: str
    by: str
    due: date | None
    done: bool
    on: date | None


class VisitSheet(Confined, frozen=True):
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
