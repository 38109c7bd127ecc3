"""A member's own page: what comes next, what is open, the facts, and all visits year by year."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from msgspec import Struct

from generator.kinds.elder.view import ElderSheet
from generator.kinds.visit import places
from generator.kinds.visit.followups import Task, tasks_of
from generator.kinds.visit.members import TONES, Line, Member
from generator.kinds.visit.quota import PLANNED
from generator.kinds.visit.register import ago
from generator.pages.drawing import Drawing
from generator.pages.listing import HOME
from generator.pages.page import Page


class Coming(Struct, frozen=True):
    """The next visit, in `days` days."""

    line: Line
    days: int


def person_pages(members: Sequence[Member], day: date) -> Iterator[Page]:
    for each in members:
        sheet = each.sheet
        branch = (places.register_of(sheet.branch),) if sheet.branch else ()
        planned = [one for one in each.visits if one.sheet.status == PLANNED]
        ahead = [one for one in planned if not one.sheet.overdue]
        context = {
            "crumbs": [HOME, places.REGISTER, *branch],
            "view": sheet,
            "day": day,
            "state": each.state,
            "tone": TONES[each.state],
            "reasons": each.reasons,
            "duty": each.duty,
            "next": Coming(ahead[0], (ahead[0].sheet.day - day).days) if ahead else None,
            "unanswered": [one for one in planned if one.sheet.overdue],
            "tasks": [one for one in _tasks(each, day) if not one.done],
            "surveyed": ago(sheet.surveyed, day),
            "birthday": birthday(sheet, day),
            "years": _years(each.visits),
            "grid": places.grid(places.REGISTER_GRIDS, sheet.branch, sheet.grid)
            if sheet.grid
            else None,
        }
        yield Page(sheet.entry.url, sheet.name, "elders", Drawing("visit/person.html", context))


def birthday(sheet: ElderSheet, day: date) -> tuple[date, date]:
    """The 政治生日 that comes next: its first and last day."""
    this, following = sheet.birthdays
    return this if day <= this[1] else following


def _tasks(member: Member, day: date) -> list[Task]:
    return [task for each in member.visits for task in tasks_of(each, day)]


def _years(visits: Sequence[Line]) -> list[tuple[int, list[Line]]]:
    """The newest first, by years."""
    newest = reversed(visits)
    return [
        (year, list(group)) for year, group in groupby(newest, lambda each: each.sheet.day.year)
    ]
