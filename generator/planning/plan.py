"""A plan of visits for a request: greedy first, exact where that falls short. Pure.

1. Each visit becomes a task with days of its own (`tasks`).
2. Tasks are placed one after another (`greedy`).
3. Where one finds no place, the tasks that would have to move for it are looked for (`search`), and
   placed anew together, at the least cost (`exact`).
4. What finds no place in its own days takes another free day, far enough from its person's other
   visits; and where there is none, any free day of the year, by moving others as before.
5. What is left cannot be done: as many visits as possible are planned, and it is said what is full.

The same request gives the same outcome: everything is ordered, and nothing is left to chance.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from generator.planning.board import Board, Key
from generator.planning.exact import exact
from generator.planning.greedy import best, greedy
from generator.planning.request import Outcome, Person, Placement, Request, Shortfall
from generator.planning.search import Options, Reached, Search
from generator.planning.tasks import Task, free_days, tasks

Costs = Callable[[Task], Mapping[date, int]]
# What a day costs: in the task's own days the distance to the target, up to a month.
_MONTH = 30
_OTHER_DAY = 400
_TOO_NEAR = 300
# So many tasks are placed anew together; where more were reached, only those that have to move.
_TOGETHER = 150


def plan(request: Request) -> Outcome:
    """The placements of as many visits as can be made, and the shortfalls."""
    maker = _Maker(request)
    maker.make()
    board = maker.board
    shortfalls = [*_without_task(request, board.todo), *maker.shortfalls()]
    placements = sorted(
        Placement(day, key[0], visitor, _window(board.todo[key], day))
        for key, (day, visitor) in board.placed.items()
    )
    return Outcome(tuple(placements), tuple(sorted(shortfalls, key=lambda each: each.person)))


def _window(task: Task, day: date) -> str:
    """The key date to which a visit belongs: that of its task, or whichever the day lies at."""
    near = (each for each in task.person.windows if each.opens <= day <= each.closes)
    if task.window and day in task.days:
        return task.window
    return next((each.name for each in near), "")


class _Maker:
    """The steps of a plan."""

    def __init__(self, request: Request) -> None:
        self.board = Board(request, tasks(request))
        self._free = {
            each.key: free_days(each, request.days, 1) for each in request.people if each.visitors
        }
        free = {person: frozenset(days) for person, days in self._free.items()}
        self._all_free = {key: free[key[0]] for key in self.board.todo}

    def make(self) -> None:
        for key, place in greedy(self.board.todo.values(), self.board.loads).items():
            self.board.loads.add(place[1], place[0], -1)
            self.board.put(key, place)
        self._repair({key: set(task.days) for key, task in self.board.todo.items()}, self._own_days)
        for key in self.board.missing():
            self._elsewhere(key)
        self._repair(self._all_free, self._any_day)
        self._spread()

    def shortfalls(self) -> Iterator[Shortfall]:
        """Who has tasks without a place, and what is full: for all that share it, the same."""
        missing: dict[str, list[Key]] = {}
        for key in self.board.missing():
            missing.setdefault(key[0], []).append(key)
        options, left = self._all_free, dict(missing)
        while left:
            reached = Search(self.board, options).reach(next(iter(left.values()))[0])
            full = frozenset(reached.places)
            sharing = [
                person
                for person, keys in left.items()
                if all(
                    (visitor, day) in full
                    for visitor in self.board.todo[keys[0]].person.visitors
                    for day in options[keys[0]] - self.board.siblings(keys[0]).keys()
                )
            ]
            sharing = sharing or [next(iter(left))]
            lacking = sum(len(left[person]) for person in sharing)
            for person in sharing:
                yield _full(person, len(left.pop(person)), reached, self.board, lacking)

    def _own_days(self, task: Task) -> dict[date, int]:
        return {day: min(abs((day - task.target).days), _MONTH) for day in task.days}

    def _any_day(self, task: Task) -> dict[date, int]:
        """All free days of the person; out of the task's own they cost more, near others most."""
        own = self._own_days(task)
        near = [*task.person.near, *self.board.siblings(task.key)]
        costs = {}
        for day in self._free[task.person.key]:
            close = _gap(day, near) < task.apart
            costs[day] = own.get(day, _OTHER_DAY + (_TOO_NEAR if close else 0))
        return costs

    def _repair(self, options: Options, costs: Costs) -> None:
        """Find places for what is missing, by moving others where that helps."""
        missing = self.board.missing()
        if not missing:
            return
        board = self.board
        search = Search(board, options)
        for key in missing:
            reached = search.reach(key)
            if not reached.chain:
                continue
            moving = reached.tasks if len(reached.tasks) <= _TOGETHER else reached.chain
            for each in moving:
                if each in board.placed:
                    board.take(each)
            chosen = [board.todo[each] for each in moving]
            # The days of siblings that stay are not free.
            open_ = {
                each: {
                    day: cost
                    for day, cost in costs(board.todo[each]).items()
                    if day not in board.siblings(each)
                }
                for each in moving
            }
            for each, place in exact(chosen, open_, board.loads).items():
                board.put(each, place)

    def _elsewhere(self, key: Key) -> None:
        """A free place out of the task's own days, far enough from the person's other visits."""
        task = self.board.todo[key]
        near = [*task.person.near, *self.board.siblings(key)]
        days = [day for day in self._free[task.person.key] if _gap(day, near) >= task.apart]
        place = best(task, days, self.board.loads)
        if place is not None:
            self.board.put(key, place)

    def _spread(self) -> None:
        """Move visits that came too near to another of the same person, where there is room."""
        for key in list(self.board.placed):
            task = self.board.todo[key]
            near = [*task.person.near, *self.board.siblings(key)]
            gap = _gap(self.board.placed[key][0], near)
            if gap >= task.apart:
                continue
            stood = self.board.take(key)
            wider = [each for each in self._free[task.person.key] if _gap(each, near) > gap]
            wider.sort(key=lambda each: (-min(_gap(each, near), task.apart), each))
            places = (best(task, (each,), self.board.loads) for each in wider)
            self.board.put(key, next((each for each in places if each), stood))


def _gap(day: date, near: Iterable[date]) -> int:
    return min((abs((day - each).days) for each in near), default=10_000)


def _full(person: str, missing: int, reached: Reached, board: Board, lacking: int) -> Shortfall:
    """What stands in the way: the visitors and days that were reached, and how much they take."""
    days = [day for _, day in reached.places]
    capacity = sum(each in board.placed for each in reached.tasks)
    return Shortfall(
        person, missing, "full",
        visitors=tuple(sorted({visitor for visitor, _ in reached.places})),
        first=min(days), last=max(days), wanted=capacity + lacking, capacity=capacity,
    )  # fmt: skip


def _without_task(request: Request, todo: Mapping[Key, Task]) -> Iterator[Shortfall]:
    """Who has fewer tasks than visits that they need."""
    for person in request.people:
        lacking = person.need - sum((person.key, n) in todo for n in range(person.need))
        if lacking:
            yield _cause(person, request.days, lacking)


def _cause(person: Person, days: Sequence[date], lacking: int) -> Shortfall:
    if not person.visitors:
        return Shortfall(person.key, lacking, "no visitors")
    free = free_days(person, days, 1)
    if not free:
        return Shortfall(person.key, lacking, "no days")
    return Shortfall(person.key, lacking, "few days", first=free[0], last=free[-1])
