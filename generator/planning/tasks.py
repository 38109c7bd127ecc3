"""From what people need to tasks: one visit each, with the days on which it may be made.

A person's tasks have days that lie apart whichever is taken, so that each can be placed by itself.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations, pairwise

from msgspec import Struct

from generator.clock import monday
from generator.planning.request import Limits, Person, Request, Window

# Above so many windows, choosing among all sets of them would take long.
_MOST_WINDOWS = 8
# A visit without a key date may lie so many days from the middle of the free time.
_AROUND = 14


class Task(Struct, frozen=True):
    """One visit to be made. `days` are in order and not empty, `target` is the best day.

    `apart` are the days that this person's visits can lie apart.
    """

    person: Person
    number: int
    days: tuple[date, ...]
    target: date
    apart: int
    window: str = ""

    @property
    def key(self) -> tuple[str, int]:
        return self.person.key, self.number


def free_days(person: Person, days: Sequence[date], apart: int) -> list[date]:
    """The days on which a person may be visited: at least `apart` days from what exists."""
    begin, end = bisect_left(days, person.first), bisect_right(days, person.last)
    taken = set(person.taken)
    return [
        day
        for day in days[begin:end]
        if day not in taken and all(abs((day - each).days) >= apart for each in person.near)
    ]


class Congestion:
    """How full the windows are that are chosen for person after person.

    Where many share a window, it takes no more than half of what its visitors can do in it; the
    other half is left for people who have no other.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._chosen: dict[tuple[tuple[str, ...], date, date], int] = {}

    def full(self, person: Person, days: Sequence[date]) -> bool:
        weeks = len({monday(day) for day in days})
        able = min(self._limits.day * len(days), self._limits.week * weeks) * len(person.visitors)
        return 2 * self._chosen.get(self._key(person, days), 0) >= able

    def choose(self, person: Person, days: Sequence[date]) -> None:
        key = self._key(person, days)
        self._chosen[key] = self._chosen.get(key, 0) + 1

    def _key(self, person: Person, days: Sequence[date]) -> tuple[tuple[str, ...], date, date]:
        return tuple(sorted(person.visitors)), days[0], days[-1]


def tasks(request: Request) -> list[Task]:
    """The tasks of everybody; a person who has too few free days has fewer than they need."""
    congestion = Congestion(request.limits)
    found: list[Task] = []
    for person in request.people:
        if person.visitors:
            found += _of(person, request, congestion)
    return found


def _of(person: Person, request: Request, congestion: Congestion) -> Iterator[Task]:
    apart, need = spacing(person, request)
    free = free_days(person, request.days, apart)
    for count in range(need, -1, -1):
        chosen = _windows(person, free, count, apart, congestion)
        rest = _rest(free, [days for _, days in chosen], need - len(chosen), apart)
        if len(chosen) + len(rest) == need:
            break
    else:
        chosen, rest = [], _evenly(free, need, apart)
    for number, (window, days) in enumerate(chosen):
        congestion.choose(person, days)
        target = min(days, key=lambda day: (abs((day - window.target).days), day))
        yield Task(person, number, days, target, apart, window.name)
    for number, days in enumerate(rest, len(chosen)):
        yield Task(person, number, days, days[len(days) // 2], apart)


def spacing(person: Person, request: Request) -> tuple[int, int]:
    """(days between two visits, number of visits): `limits.apart` and `need`, where they fit.

    Where they do not, the days between become fewer, and only then the visits.
    """
    for apart in range(request.limits.apart, 0, -1):
        if len(_earliest(free_days(person, request.days, apart), apart)) >= person.need:
            return apart, person.need
    free = free_days(person, request.days, 1)
    return 1, min(person.need, len(free))


def _earliest(free: Sequence[date], apart: int) -> list[date]:
    """As many days as fit with so many between, each as early as can be."""
    found: list[date] = []
    for day in free:
        if not found or (day - found[-1]).days >= apart:
            found.append(day)
    return found


def _evenly(free: Sequence[date], need: int, apart: int) -> list[tuple[date, ...]]:
    """Slices of the free time of equal length, with `apart` days between; else single days."""
    if not need:
        return []
    width = ((free[-1] - free[0]).days - (need - 1) * apart) // need
    slices = []
    for number in range(need if width >= 0 else 0):
        begin = free[0] + timedelta(days=number * (width + apart))
        end = begin + timedelta(days=width)
        slices.append(tuple(free[bisect_left(free, begin) : bisect_right(free, end)]))
    if slices and all(slices):
        return slices
    return [(day,) for day in _earliest(free, apart)[:need]]


Chosen = tuple[Window, tuple[date, ...]]


def _windows(
    person: Person, free: Sequence[date], most: int, apart: int, congestion: Congestion
) -> list[Chosen]:
    """At most so many windows, as many as there are, that lie apart: the least crowded set, and
    among those the one that is preferred.
    """
    open_: list[Chosen] = []
    for window in person.windows[:_MOST_WINDOWS]:
        days = tuple(free[bisect_left(free, window.opens) : bisect_right(free, window.closes)])
        if days:
            open_.append((window, days))
    for count in range(min(most, len(open_)), 0, -1):
        sets = [each for each in combinations(open_, count) if _apart(each, apart)]
        if sets:
            return list(
                min(sets, key=lambda each: sum(congestion.full(person, days) for _, days in each))
            )
    return []


def _apart(chosen: Iterable[Chosen], apart: int) -> bool:
    spans = sorted((days[0], days[-1]) for _, days in chosen)
    return all((b[0] - a[1]).days >= apart for a, b in pairwise(spans))


def _rest(
    free: Sequence[date], kept: Sequence[tuple[date, ...]], count: int, apart: int
) -> list[tuple[date, ...]]:
    """Days for so many visits more without a key date; fewer where there is no room for them."""
    found: list[tuple[date, ...]] = []
    for _ in range(count):
        days = _elsewhere(free, [*kept, *found], apart)
        if not days:
            break
        found.append(days)
    return found


def _elsewhere(
    free: Sequence[date], kept: Sequence[tuple[date, ...]], apart: int
) -> tuple[date, ...]:
    """Days in the middle of the longest time that lies apart from what is kept; maybe none."""
    gap = timedelta(days=apart)
    left = [
        day for day in free if all(day <= days[0] - gap or day >= days[-1] + gap for days in kept)
    ]
    runs: list[list[date]] = []
    edges = [days[0] for days in kept]
    for day in left:
        # A run ends where something kept lies between.
        if runs and not any(runs[-1][-1] < edge < day for edge in edges):
            runs[-1].append(day)
        else:
            runs.append([day])
    if not runs:
        return ()
    longest = max(runs, key=lambda run: ((run[-1] - run[0]).days, -run[0].toordinal()))
    middle = longest[0] + (longest[-1] - longest[0]) / 2
    near = tuple(day for day in longest if abs((day - middle).days) <= _AROUND)
    return near or (longest[len(longest) // 2],)
