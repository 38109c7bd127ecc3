"""Visits → counts for every edition, sheets for organisers."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from generator.audience.shown import Entry
from generator.audience.sight import Sight
from generator.audience.small_numbers import merged, single, withheld
from generator.kinds.branch.fields import Branch
from generator.kinds.elder.coverage import covered, left
from generator.kinds.elder.fields import Elder
from generator.kinds.visit.dates import around, occasion_year
from generator.kinds.visit.fields import Visit
from generator.kinds.visit.quota import DONE, HOME, PLANNED
from generator.kinds.visit.view import Count, CountRow, CountTable, VisitCounts, VisitSheet


def total(sight: Sight) -> Iterator[VisitCounts]:
    """Counts of each calendar year, newest first, this year's always.

    Only home visits count, and no plans for members who have left.
    """
    gone = {each.key for each in sight.all(Elder) if left(each, sight.day)}
    visits = [
        each
        for each in sight.all(Visit)
        if each.way == HOME and not (each.status == PLANNED and each.elder in gone)
    ]
    for year in sorted({sight.day.year, *(each.date.year for each in visits)}, reverse=True):
        yield _counts(sight, year, [each for each in visits if each.date.year == year])


def _counts(sight: Sight, year: int, visits: Sequence[Visit]) -> VisitCounts:
    k = sight.settings.site.small_numbers.k
    rule = sight.settings.site.visits
    done = [each for each in visits if each.status == DONE]
    planned = [each for each in visits if each.status == PLANNED]
    elders = sum(covered(each, sight.day, rule) for each in sight.all(Elder))
    total = CountRow("合计", Count(single(len(done), k)), Count(single(len(planned), k)))
    return VisitCounts(
        entry=Entry(
            kind="visit",
            kind_label="走访",
            url=f"visits/{year}/",
            title=f"{year} 年老党员走访",
            day=None,
        ),
        year=year,
        k=k,
        covered=Count(single(elders, k)),
        total=total,
        tables=(
            _table("按党组织", "党组织", done, planned, _branch_of(sight), k),
            _table("按节点", "节点", done, planned, _occasion_of(sight), k),
            _weeks(year, done, planned, sight.day, k),
        ),
    )


def _branch_of(sight: Sight) -> Callable[[Visit], str]:
    names = {
        elder.key: branch.title if (branch := sight.get(Branch, elder.branch)) else "其他"
        for elder in sight.all(Elder)
    }
    return lambda visit: names.get(visit.elder, "其他")


def _occasion_of(sight: Sight) -> Callable[[Visit], str]:
    names = sight.settings.occasion_names
    return lambda visit: names[visit.occasion]


def _table(
    title: str,
    first: str,
    done: Sequence[Visit],
    planned: Sequence[Visit],
    label: Callable[[Visit], str],
    k: int,
) -> CountTable:
    finished, coming = Counter(map(label, done)), Counter(map(label, planned))
    labels = sorted({*finished, *coming})
    made = withheld([finished[name] for name in labels], k)
    left = withheld([coming[name] for name in labels], k)
    rows = (
        CountRow(name, Count(a), Count(b)) for name, a, b in zip(labels, made, left, strict=True)
    )
    return CountTable(title, first, tuple(rows))


def _weeks(
    year: int, done: Sequence[Visit], planned: Sequence[Visit], day: date, k: int
) -> CountTable:
    """Weeks from Monday to Sunday, neighbours joined until no number is small.

    What is done and what is planned are joined apart, for they lie on two sides of today. The weeks
    begin where the year or today begins, never where the first visit does.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    late = any(each.date < day for each in planned)
    coming = first if late or day.year != year else day
    rows = [
        CountRow(label, count, Count(0)) for label, count in _joined(done, first, min(day, last), k)
    ]
    rows += [CountRow(label, Count(0), count) for label, count in _joined(planned, coming, last, k)]
    return CountTable("按周", "日期", tuple(rows))


def _joined(
    visits: Sequence[Visit], first: date, last: date, k: int
) -> Iterator[tuple[str, Count]]:
    """(days, number) of neighbouring weeks together; what is withheld names no week."""
    if not visits:
        return
    monday = first - timedelta(days=first.weekday())
    weeks = [0] * ((last - monday).days // 7 + 1)
    for each in visits:
        weeks[(each.date - monday).days // 7] += 1
    for begin, end in merged([weeks], k):
        number = single(sum(weeks[begin : end + 1]), k)
        opens, closes = first, last
        if number is not None:
            opens = max(monday + timedelta(weeks=begin), first)
            closes = min(monday + timedelta(weeks=end, days=6), last)
        label = f"{opens.month}月{opens.day}日—{closes.month}月{closes.day}日"
        yield label, Count(number)


def confine(visit: Visit, sight: Sight) -> Iterator[VisitSheet]:
    """A visit as organisers see it; who has left is in no plan."""
    elder = sight.get(Elder, visit.elder)
    gone = elder is not None and left(elder, sight.day)
    if gone and visit.status == PLANNED:
        return
    branch = sight.get(Branch, elder.branch) if elder else None
    yield VisitSheet(
        entry=Entry(
            kind="visit",
            kind_label="走访",
            url="visits/schedule/",
            title=f"{sight.settings.occasion_names[visit.occasion]} · {visit.way}",
            day=visit.date,
            summary=visit.needs or visit.opinions,
            facts=(visit.status, *visit.visitors),
        ),
        about=sight.address(elder) if elder and not gone else "",
        key=visit.key,
        day=visit.date,
        elder=elder.name if elder else visit.elder,
        branch=branch.title if branch else "",
        occasion=sight.settings.occasion_names[visit.occasion],
        occasion_year=_year_of(visit, elder, sight),
        way=visit.way,
        visitors=tuple(visit.visitors),
        status=visit.status,
        overdue=visit.status == PLANNED and visit.date < sight.day,
        recorder=visit.recorder,
        needs=visit.needs,
        opinions=visit.opinions,
        gifts=tuple(_gift(gift.what, gift.amount, gift.fund) for gift in visit.gifts),
        followups=tuple(
            "；".join(
                part
                for part in (
                    item.what,
                    item.by,
                    f"{item.due} 前" if item.due else "",
                    "已办" if item.done else "未办",
                )
                if part
            )
            for item in visit.followups
        ),
    )


def _year_of(visit: Visit, elder: Elder | None, sight: Sight) -> int | None:
    """The year of the occasion, where it has one."""
    occasion = sight.settings.occasion(visit.occasion)
    dates = around(occasion, visit.date, elder.joined if elder else None)
    return occasion_year(visit.occasion_year, visit.date, dates) if dates else visit.occasion_year


def in_order(views: Iterable[Any]) -> list[Any]:
    """Sheets by day, counts of years the newest first, as they come."""
    views = list(views)
    if views and isinstance(views[0], VisitSheet):
        views.sort(key=lambda each: (each.day, each.key))
    return views


def _gift(what: str, amount: object, fund: str | None) -> str:
    return " · ".join(
        part for part in (what, f"{amount} 元" if amount is not None else "", fund or "") if part
    )
