"""走访单: what a visitor takes along on a day, a page of paper for each visit; and their lists.

A sheet has what is needed at the door and no more: neither health nor state of mind, for paper is
lost. There is one for each day and visitor with a visit still to be made.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

from msgspec import Struct

from generator.audience.shown import Link
from generator.audience.view import OrganisersView
from generator.kinds.elder.view import ElderSheet
from generator.kinds.visit.places import SECTION
from generator.kinds.visit.quota import DONE, MISSED
from generator.kinds.visit.view import Followup, Given, VisitSheet
from generator.kinds.visit.visitors import by_visitor, planned, token
from generator.pages.drawing import Drawing
from generator.pages.listing import HOME
from generator.pages.page import Page
from generator.settings import Settings

SHEETS = Link("走访单", "visits/sheets/")
# The list of what is ahead goes so far; beyond it, there is a list for each month.
_AHEAD = 30
_NONE = ("", "无")


class Stop(Struct, frozen=True):
    """A visit as it stands on the sheet. `tasks` are those of earlier visits that are still open;
    `last` the visit before, made or missed, with the needs and opinions that were heard then.
    """

    name: str
    about: str
    person: tuple[str, ...]
    branch: str
    grid: str
    address: str
    phone: str
    living: str
    contact: str
    visitors: tuple[str, ...]
    occasion: str
    way: str
    given: tuple[Given, ...]
    tasks: tuple[Followup, ...]
    last: tuple[date, str, str, str] | None
    needs: str
    opinions: str


class _Line(Struct, frozen=True):
    """A sheet in a list."""

    day: date
    visitor: str
    url: str
    names: tuple[str, ...]


def sheet_url(settings: Settings, visitor: str, day: date) -> str:
    """The address of the sheet of a visitor and day."""
    return f"{SHEETS.url}{day}/{token(settings, f'sheets of visitor {visitor}')}/"


def pages(view: OrganisersView) -> Iterator[Page]:
    """Each sheet; the lists of sheets ahead, and month by month."""
    sheets = view.confined(VisitSheet)
    before = _of_member(sheets)
    members = {each.entry.url: each for each in view.confined(ElderSheet)}
    lines: list[_Line] = []
    for visitor, own in by_visitor(planned(sheets)).items():
        for day, group in groupby(own, key=lambda each: each.day):
            visits = list(group)
            url = sheet_url(view.settings, visitor, day)
            lines.append(_Line(day, visitor, url, tuple(each.elder for each in visits)))
            stops = [_stop(each, members[each.about], before, view.day) for each in visits]
            context = {"crumbs": [HOME, SECTION, SHEETS], "visitor": visitor, "day": day,
                       "stops": stops}  # fmt: skip
            title = f"走访单 · {visitor} · {day.month}月{day.day}日"
            yield Page(url, title, "visits", Drawing("visit/sheet.html", context))
    lines.sort(key=lambda each: (each.day, each.visitor))
    yield from _lists(lines, view.day)


def _lists(lines: Sequence[_Line], day: date) -> Iterator[Page]:
    months = [
        (Link(f"{year} 年 {month} 月", f"{SHEETS.url}{year}-{month:02d}/"), list(group))
        for (year, month), group in groupby(lines, key=lambda each: (each.day.year, each.day.month))
    ]
    overdue = [each for each in lines if each.day < day]
    ahead = [each for each in lines if day <= each.day <= day + timedelta(days=_AHEAD)]
    counted = [(link, len(group)) for link, group in months]
    groups = [("过了日子，还没有记结果", overdue), (f"{_AHEAD} 天以内", ahead)]
    yield _list(SHEETS, [HOME, SECTION], groups, counted)
    for link, group in months:
        title = Link(f"走访单 · {link.text}", link.url)
        yield _list(title, [HOME, SECTION, SHEETS], [("", group)], counted)


def _list(
    here: Link,
    crumbs: Sequence[Link],
    groups: Iterable[tuple[str, Sequence[_Line]]],
    months: Sequence[tuple[Link, int]],
) -> Page:
    days = [
        (heading, [(day, list(own)) for day, own in groupby(group, key=lambda each: each.day)])
        for heading, group in groups
        if group
    ]
    context = {"title": here.text, "here": here.url, "crumbs": crumbs, "groups": days,
               "months": months}  # fmt: skip
    return Page(here.url, here.text, "visits", Drawing("visit/sheets.html", context))


def _of_member(sheets: Iterable[VisitSheet]) -> Mapping[str, Sequence[VisitSheet]]:
    """Address of a member → the visits that were made or missed, in order of their days."""
    found: dict[str, list[VisitSheet]] = {}
    for each in sheets:
        if each.status in (DONE, MISSED):
            found.setdefault(each.about, []).append(each)
    return found


def _stop(
    visit: VisitSheet,
    member: ElderSheet,
    before: Mapping[str, Sequence[VisitSheet]],
    day: date,
) -> Stop:
    earlier = [each for each in before.get(visit.about, ()) if each.day <= day]
    made = [each for each in earlier if each.status == DONE]
    last, heard = (each[-1] if each else None for each in (earlier, made))
    year = f"（{visit.occasion_year}）" if visit.occasion_year else ""
    return Stop(
        name=member.name,
        about=visit.about,
        person=tuple(
            each for each in (member.sex, f"{member.age} 岁", f"党龄 {member.standing} 年") if each
        ),
        branch=visit.branch,
        grid=member.grid,
        address=member.address,
        phone=member.phone,
        living=member.living,
        contact=member.contact,
        visitors=visit.visitors,
        occasion=f"{visit.occasion}{year}",
        way=visit.way,
        given=visit.gifts,
        tasks=tuple(task for each in made for task in each.followups if not task.done),
        last=(last.day, last.way, last.status, "、".join(last.visitors)) if last else None,
        needs=_said(heard.needs) if heard else "",
        opinions=_said(heard.opinions) if heard else "",
    )


def _said(text: str) -> str:
    """What was said, nothing where a ledger says that there was nothing."""
    return "" if text.strip("。 ") in _NONE else text
