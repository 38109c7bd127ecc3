"""Placing tasks one after another, those with the least choice first. Fast, and mostly enough."""

from collections.abc import Iterable, Sequence
from datetime import date

from generator.planning.loads import Loads
from generator.planning.tasks import Task

Placed = dict[tuple[str, int], tuple[date, str]]


def greedy(tasks: Iterable[Task], loads: Loads) -> Placed:
    """A day and a visitor for each task that finds one; `loads` grow by them."""
    found: Placed = {}
    for task in sorted(tasks, key=_choice):
        place = best(task, task.days, loads)
        if place is not None:
            found[task.key] = place
            loads.add(place[1], place[0])
    return found


def _choice(task: Task) -> tuple[int, date, tuple[str, int]]:
    return len(task.days) * len(task.person.visitors), task.days[-1], task.key


def best(task: Task, days: Sequence[date], loads: Loads) -> tuple[date, str] | None:
    """The day nearest to the target on which a contact is free, else one on which anybody is."""
    ordered = sorted(days, key=lambda day: (abs((day - task.target).days), day))
    for visitors in (task.person.contacts, task.person.others):
        for day in ordered:
            free = [each for each in visitors if loads.free(each, day)]
            if free:
                # Of several, who has the least to do.
                return day, min(free, key=lambda each: loads.busy(each, day))
    return None
