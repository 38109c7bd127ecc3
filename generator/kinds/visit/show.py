"""Visits → sheets for organisers. What everybody may see of them is in `counting.py`."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from generator.audience.shown import Entry
from generator.audience.sight import Sight
from generator.kinds.branch.fields import Branch
from generator.kinds.elder.coverage import left
from generator.kinds.elder.fields import Elder
from generator.kinds.visit.dates import around, occasion_year
from generator.kinds.visit.fields import Visit
from generator.kinds.visit.quota import PLANNED
from generator.kinds.visit.view import Followup, Given, VisitSheet


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
        place=sight.address(branch) if branch else "",
        occasion=sight.settings.occasion_names[visit.occasion],
        occasion_year=_year_of(visit, elder, sight),
        way=visit.way,
        visitors=tuple(visit.visitors),
        status=visit.status,
        overdue=visit.status == PLANNED and visit.date < sight.day,
        recorder=visit.recorder,
        needs=visit.needs,
        opinions=visit.opinions,
        gifts=tuple(Given(each.what, _fen(each.amount), each.fund or "") for each in visit.gifts),
        followups=tuple(
            Followup(
                each.what, each.by, each.due, bool(each.done),
                each.done if isinstance(each.done, date) else None,
            )
            for each in visit.followups
        ),
    )  # fmt: skip


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


def _fen(amount: Decimal | None) -> int | None:
    return None if amount is None else round(amount * 100)
