"""What is to be done after visits: overdue first, who, for whom, since when."""

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from generator.audience.shown import Link
from generator.kinds.visit import places
from generator.kinds.visit.members import Line
from generator.pages.drawing import Drawing
from generator.pages.listing import HOME, chips
from generator.pages.page import Page

# The page lists so many that are open, and as many that are done; visitors' pages list all theirs.
MOST = 500
LATE, RUNNING, UNDATED, DONE = "超期", "在期限内", "没有期限", "已办"


class Task(Struct, frozen=True):
    """A thing to do; `since` is the day of the visit. `days` are those left, or over where late."""

    what: str
    by: tuple[Link, ...]
    elder: Link
    branch: str
    since: date
    due: date | None
    days: int
    done: bool
    on: date | None


def tasks_of(line: Line, day: date) -> Iterator[Task]:
    """What is to be done after a visit."""
    sheet = line.sheet
    for each in sheet.followups:
        names = [name for part in each.by.split("、") if (name := part.strip())]
        yield Task(
            what=each.what,
            by=tuple(map(places.visitor, names)),
            elder=Link(sheet.elder, sheet.about),
            branch=sheet.branch,
            since=sheet.day,
            due=each.due,
            days=abs((each.due - day).days) if each.due else 0,
            done=each.done,
            on=each.on,
        )


def state(task: Task, day: date) -> str:
    """How a thing stands on a day; its last day still counts."""
    if task.done:
        return DONE
    if task.due is None:
        return UNDATED
    return LATE if task.due < day else RUNNING


def all_tasks(lines: Sequence[Line], day: date) -> list[Task]:
    """Soonest due first, then what waits longest."""
    found = [task for each in lines for task in tasks_of(each, day)]
    return sorted(found, key=lambda each: (each.due or date.max, each.since))


def followup_page(tasks: Sequence[Task], day: date) -> Page:
    """What is open; below it what was done this year."""
    groups: dict[str, list[Task]] = {LATE: [], RUNNING: [], UNDATED: [], DONE: []}
    known = sum(not each.done for each in tasks)
    left = MOST
    for each in tasks:
        left -= not each.done
        if each.done or left >= 0:
            groups[state(each, day)].append(each)
    done = [each for each in groups.pop(DONE) if (each.on or each.since).year == day.year]
    still = [each for own in groups.values() for each in own]
    context = {
        "crumbs": [HOME, places.SECTION],
        "title": places.FOLLOWUPS.text,
        "day": day,
        "groups": [(name, own) for name, own in groups.items() if own],
        "left_out": max(known - MOST, 0),
        "done_count": len(done),
        "done": sorted(done, key=lambda each: each.on or each.since, reverse=True)[:MOST],
        "branches": chips(sorted({each.branch for each in still})),
        "states": chips(name for name, own in groups.items() if own),
    }
    title = places.FOLLOWUPS
    return Page(title.url, title.text, "visits", Drawing("visit/followups.html", context))
