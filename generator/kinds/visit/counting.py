"""Visits → the figures that everybody may see: counted, then made safe, year by year."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

import msgspec

from generator.audience import small_numbers, tallies
from generator.audience.cutoff import cutoff
from generator.audience.shown import Entry
from generator.audience.sight import Sight
from generator.audience.small_numbers import published, rounded
from generator.audience.tallies import Tally
from generator.kinds.branch.fields import Branch
from generator.kinds.elder.fields import Elder
from generator.kinds.elder.rules import covered
from generator.kinds.visit.fields import HOME, Visit
from generator.kinds.visit.rules import DONE, PLANNED
from generator.kinds.visit.view import (
    Count,
    CountRow,
    CountTable,
    Figures,
    FundRow,
    VisitCounts,
)

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
    """Home visits alone count; money given at any visit does.

    What was done after the day of the figures had been planned until then, and counts as such: so
    that a number moves on that day and not on the day of the visit.
    """
    rule = sight.settings.site.small_numbers
    day, k = cutoff(sight.day, rule.every), rule.k
    visits = [each for each in sight.all(Visit) if each.date.year == year]
    home = [each for each in visits if each.way == HOME]
    done = [each for each in home if each.status == DONE and each.date <= day]
    planned = [
        each for each in home if each.status == PLANNED or (each.status == DONE and each.date > day)
    ]
    labels = (
        ("按党组织", "党组织", _branch_of(sight), ()),
        ("按节点", "节点", _occasion_of(sight), tuple(sight.settings.occasion_names.values())),
        ("按月", "月份", _month_of, ()),
    )
    ways = [label for _, _, label, _ in labels]
    made, left = _published(done, ways, k), _published(planned, ways, k)
    elders = [each.key for each in sight.all(Elder) if covered(each, day, _from_age(sight))]
    return Figures(
        year=year,
        day=day,
        k=k,
        covered=Count(rounded(Tally(len(elders), len(elders)), k)),
        total=CountRow("合计", Count(made.total), Count(left.total)),
        tables=tuple(
            CountTable(title, first, _rows(made.tables[number], left.tables[number], order))
            for number, (title, first, _, order) in enumerate(labels)
        ),
        funds=_funds([each for each in visits if each.status == DONE and each.date <= day], k),
    )


def _published(
    visits: Sequence[Visit], labels: Sequence[Callable[[Visit], str]], k: int
) -> small_numbers.Published:
    tables = [tallies.table(visits, label, _person) for label in labels]
    return published(tallies.tally(visits, _person), tables, k)


def _rows(
    done: Mapping[str, int], planned: Mapping[str, int], order: Sequence[str]
) -> tuple[CountRow, ...]:
    """Rows in this order, what is not named in it after them."""
    places = {label: number for number, label in enumerate(order)}
    labels = sorted({*done, *planned}, key=lambda each: (places.get(each, len(places)), each))
    return tuple(
        CountRow(label.lstrip("0"), Count(done.get(label)), Count(planned.get(label)))
        for label in labels
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


def _person(visit: Visit) -> str:
    return visit.elder


def _from_age(sight: Sight) -> int:
    return sight.settings.site.visits.from_age


def _branch_of(sight: Sight) -> Callable[[Visit], str]:
    names = {
        elder.key: branch.title if (branch := sight.get(Branch, elder.branch)) else "其他"
        for elder in sight.all(Elder)
    }
    return lambda visit: names.get(visit.elder, "其他")


def _occasion_of(sight: Sight) -> Callable[[Visit], str]:
    names = sight.settings.occasion_names
    return lambda visit: names[visit.occasion]


def _month_of(visit: Visit) -> str:
    """With two digits, so that months come in order."""
    return f"{visit.date.month:02d} 月"


def plain(shown: Iterable[VisitCounts]) -> object:
    """The figures of all years as lists, mappings, texts, numbers and days."""
    return msgspec.to_builtins([each.figures for each in shown], builtin_types=(date,))


def shown(plain: object) -> Iterator[VisitCounts]:
    """What `plain` was given. Raises ValueError where it is no such thing."""
    for figures in msgspec.convert(plain, list[Figures]):
        yield _shown(figures)
