"""Visits → sheets for organisers. What everybody may see of them is in `counting.py`."""

from collections.abc import Iterable, Iterator
from typing import Any

from generator.audience.shown import Entry
from generator.audience.sight import Sight
from generator.kinds.branch.fields import Branch
from generator.kinds.elder.coverage import left
from generator.kinds.elder.fields import Elder
from generator.kinds.visit.dates import around, occasion_year
from generator.kinds.visit.fields import Visit
from generator.kinds.visit.quota import PLANNED
from generator.kinds.visit.view import VisitSheet


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
