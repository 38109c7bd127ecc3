"""What is due: the periodic items of the catalogue, organisation by organisation.

A periodic item is published once in each of its periods, which are those of the calendar: years,
half-years, quarters, months. All of it follows from what is published and from the catalogue.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Final, Literal

from msgspec import Struct

from generator.audience.shown import Link
from generator.audience.view import View
from generator.catalogue import Catalogue, Item
from generator.kinds.branch.view import BranchView
from generator.kinds.notice.view import NoticeView, item_url

State = Literal["超期", "待公布", "已公布"]
OVERDUE: Final = "超期"
WAITING: Final = "待公布"
DONE: Final = "已公布"
# How many months a period has.
_MONTHS = {"每年": 12, "每半年": 6, "每季度": 3, "每月": 1}


class Due(Struct, frozen=True):
    """An item that an organisation owes. `last` is what it published of it last, on `last_on`.

    `due` is the day by which the next one is to be published; `days` are left until then, or have
    passed since. DONE: this period's is published, `due` is the end of the next one.
    """

    branch: Link
    item: Link
    heading: str
    cadence: str
    last: Link | None
    last_on: date | None
    due: date
    state: State
    days: int


def period_end(day: date, months: int) -> date:
    """The last day of the period of `months` in which a day lies."""
    count = (day.year * 12 + day.month - 1) // months * months + months
    return date(count // 12, count % 12 + 1, 1) - timedelta(days=1)


def due_day(last: date | None, since: date, months: int) -> date:
    """By when the next one is to be published, if the last one was on `last`, and the organisation
    has published in this way since `since`.
    """
    first = period_end(since, months)
    if last is None:
        return first
    return max(first, period_end(period_end(last, months) + timedelta(days=1), months))


def dues(view: View) -> list[Due]:
    """What every organisation owes: in the order of their tree, then of the catalogue."""
    catalogue = view.settings.catalogue
    published = _published(view.of(NoticeView), view.day)
    first = _first_days(view.of(NoticeView), view.day)
    found = []
    for branch in view.of(BranchView):
        here = Link(branch.entry.title, branch.entry.url)
        for heading, item in owed(catalogue, branch.type):
            last = published.get((here.url, item.id))
            since = catalogue.since or first.get(here.url, view.day)
            found.append(_due(here, heading, item, last, since, view.day))
    return found


def owed(catalogue: Catalogue, sort: str) -> Iterator[tuple[str, Item]]:
    """The periodic items that an organisation of that type publishes, each with its heading."""
    for heading in catalogue.headings:
        for item in heading.items:
            owes = item.owed_by or catalogue.owed_by
            if item.cadence in _MONTHS and (not owes or sort in owes):
                yield heading.name, item


def _published(notices: Iterable[NoticeView], day: date) -> Mapping[tuple[str, str], NoticeView]:
    """(Organisation, item) → the newest notice of it; a correction is none of its own."""
    found: dict[tuple[str, str], NoticeView] = {}
    for each in notices:
        if each.item_id and each.entry.branch and each.issued <= day and not each.corrects:
            found.setdefault((each.entry.branch.url, each.item_id), each)
    return found


def _first_days(notices: Iterable[NoticeView], day: date) -> Mapping[str, date]:
    """Organisation → the day of its first notice; `notices` come newest first."""
    return {
        each.entry.branch.url: each.issued
        for each in notices
        if each.entry.branch and each.issued <= day
    }


def _due(
    branch: Link, heading: str, item: Item, last: NoticeView | None, since: date, day: date
) -> Due:
    months = _MONTHS[str(item.cadence)]
    by = due_day(last.issued if last else None, since, months)
    state: State
    if day > by:
        state = OVERDUE
    elif last is not None and period_end(last.issued, months) == period_end(day, months):
        state = DONE
    else:
        state = WAITING
    return Due(
        branch=branch,
        item=Link(item.name, item_url(item.id)),
        heading=heading,
        cadence=str(item.cadence),
        last=Link(last.entry.title, last.entry.url) if last else None,
        last_on=last.issued if last else None,
        due=by,
        state=state,
        days=abs((by - day).days),
    )


def by_branch(known: Sequence[Due]) -> Iterator[tuple[Link, list[Due]]]:
    """What `dues` gave, organisation by organisation."""
    for link, group in groupby(known, key=lambda each: each.branch):
        yield link, list(group)


def in_urgency(values: Sequence[Due]) -> list[Due]:
    """What is overdue first, then what waits, then what is done; the soonest first."""
    order = {OVERDUE: 0, WAITING: 1, DONE: 2}
    return sorted(values, key=lambda each: (order[each.state], each.due))
