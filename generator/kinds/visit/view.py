"""Visits: counts for every edition, the schedule itself for organisers alone."""

from dataclasses import dataclass
from datetime import date

from generator.audience.shown import Confined, Shown


@dataclass(frozen=True, slots=True)
class Count:
    """A published number, or `None` where it is withheld because it is small."""

    value: int | None


@dataclass(frozen=True, slots=True)
class CountRow:
    """`done` and `open` are disjoint: visits made, and visits still planned."""

    label: str
    done: Count
    open: Count


@dataclass(frozen=True, slots=True)
class CountTable:
    title: str
    first: str
    rows: tuple[CountRow, ...]


@dataclass(frozen=True)
class VisitCounts(Shown):
    """One calendar year in counts; `k` is the bound below which a number is withheld."""

    year: int
    k: int
    covered: Count
    total: CountRow
    tables: tuple[CountTable, ...]


@dataclass(frozen=True)
class VisitSheet(Confined):
    """A visit as organisers see it. `about` is the elder's page."""

    key: str
    day: date
    elder: str
    branch: str
    occasion: str
    occasion_year: int | None
    way: str
    visitors: tuple[str, ...]
    status: str
    overdue: bool
    recorder: str
    needs: str
    opinions: str
    gifts: tuple[str, ...]
    followups: tuple[str, ...]
