"""Visits → the figures that everybody may see: counted, then made safe, year by year."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal

import msgspec

from generator.audience import small_numbers, tallies
from generator.audience.cutoff import cutoff
from generator.audience.shown import Entry
from generator.audience.sight import Sight
from generator.audience.small_numbers import rounded
from generator.audience.tallies import Tally
from generator.kinds.branch.fields import Branch
from generator.kinds.elder.coverage import covered, left
from generator.kinds.elder.fields import Elder
from generator.kinds.visit.fields import Visit
from generator.kinds.visit.figures import Outing, counted
from generator.kinds.visit.quota import DONE, HOME, PLANNED
from generator.kinds.visit.view import Count, Figures, FundRow, VisitCounts

FUNDS = ("区管党费", "街道经费", "社会捐助")


def total(sight: Sight) -> Iterator[VisitCounts]:
    """The figures of each calendar year, newest first: this year's, and those of which any number
    may be published.
    """
    years = {sight.day.year, *(each.date.year for each in sight.all(Visit))}
    for year in sorted(years, reverse=True):
        figures = _figures(sight, year)
        if year == sight.day.year or any(table.rows for table in figures.tables):
            yield _shown(figures)


def _shown(figures: Figures) -> VisitCounts:
    entry = Entry(
        kind="visit",
        kind_label="走访",
        url=f"visits/{figures.year}/",
        title=f"{figures.year} 年老党员走访",
        day=None,
    )
    return VisitCounts(entry, figures)


def _figures(sight: Sight, year: int) -> Figures:
    """What was done after the day of the figures had been planned until then, and counts as such:
    so that a number moves on that day and not on the day of the visit. For the same reason nobody
    is visited any more who had left by that day.
    """
    rule = sight.settings.site.small_numbers
    day, k = cutoff(sight.day, rule.every), rule.k
    gone = {each.key for each in sight.all(Elder) if left(each, day)}
    visits = [
        each
        for each in sight.all(Visit)
        if each.date.year == year and not (each.status == PLANNED and each.elder in gone)
    ]
    dated = [each for each in sight.settings.occasions.occasions if each.fixed or each.dates]
    names = {each.id: each.name for each in dated}
    branch_of = _branch_of(sight)
    outings = [
        Outing(
            person=each.elder,
            branch=branch_of(each),
            occasion=names.get(each.occasion, ""),
            day=each.date,
            home=each.way == HOME,
            state="done" if each.status == DONE and each.date <= day else "open",
        )
        for each in visits
        if each.status in (DONE, PLANNED)
    ]
    found = counted(outings, tuple(names.values()), k)
    visiting = sight.settings.site.visits
    elders = [each.key for each in sight.all(Elder) if covered(each, day, visiting)]
    return Figures(
        year=year,
        day=day,
        k=k,
        covered=Count(rounded(Tally(len(elders), len(elders)), k)),
        total=found.total,
        tables=found.tables,
        funds=_funds([each for each in visits if each.status == DONE and each.date <= day], k),
    )


def _funds(visits: Iterable[Visit], k: int) -> tuple[FundRow, ...]:
    """By source; without a grand total, which would tell the one that is withheld."""
    given: dict[str, list[tuple[str, Decimal]]] = {name: [] for name in FUNDS}
    for visit in visits:
        for gift in visit.gifts:
            if gift.fund is not None and gift.amount is not None:
                given[gift.fund].append((visit.elder, gift.amount))
    sums = {name: small_numbers.money(tallies.money(given[name]), k) for name in FUNDS}
    return tuple(FundRow(name, Count(value)) for name, value in sums.items() if value is not None)


def _branch_of(sight: Sight) -> Callable[[Visit], str]:
    names = {
        elder.key: branch.title if (branch := sight.get(Branch, elder.branch)) else "其他"
        for elder in sight.all(Elder)
    }
    return lambda visit: names.get(visit.elder, "其他")


def plain(shown: Iterable[VisitCounts]) -> object:
    """The figures of all years as lists, mappings, texts, numbers and days."""
    return msgspec.to_builtins([each.figures for each in shown], builtin_types=(date,))


def shown(plain: object, day: date) -> Iterator[VisitCounts]:
    """What `plain` was given, whatever the day. Raises ValueError where it is no such thing."""
    for figures in msgspec.convert(plain, list[Figures]):
        yield _shown(figures)
