"""Which task stands where, while a plan is made."""

from collections.abc import Iterable
from datetime import date

from generator.clock import monday
from generator.planning.loads import Loads
from generator.planning.request import Request
from generator.planning.tasks import Task

Key = tuple[str, int]
Place = tuple[date, str]
Slot = tuple[str, date]


class Board:
    """Tasks and their places; who holds a visitor's day or week, and what they have left."""

    def __init__(self, request: Request, tasks: Iterable[Task]) -> None:
        self.todo: dict[Key, Task] = {each.key: each for each in tasks}
        self.loads = Loads(request.limits, request.loads)
        self.placed: dict[Key, Place] = {}
        self._days: dict[Slot, dict[Key, None]] = {}
        self._weeks: dict[Slot, dict[Key, None]] = {}
        self._own: dict[str, list[Key]] = {}
        for key in self.todo:
            self._own.setdefault(key[0], []).append(key)

    def put(self, key: Key, place: Place) -> None:
        day, visitor = self.placed[key] = place
        self.loads.add(visitor, day)
        self._days.setdefault((visitor, day), {})[key] = None
        self._weeks.setdefault((visitor, monday(day)), {})[key] = None

    def take(self, key: Key) -> Place:
        """Take a task from the board; where it stood."""
        day, visitor = self.placed.pop(key)
        self.loads.add(visitor, day, -1)
        del self._days[visitor, day][key]
        del self._weeks[visitor, monday(day)][key]
        return day, visitor

    def missing(self) -> list[Key]:
        """The tasks that have no place, in order."""
        return [key for key in self.todo if key not in self.placed]

    def siblings(self, key: Key) -> dict[date, Key]:
        """The person's other tasks, by the days on which they stand."""
        own = (each for each in self._own[key[0]] if each != key and each in self.placed)
        return {self.placed[each][0]: each for each in own}

    def holders(self, visitor: str, day: date) -> Iterable[Key]:
        """The tasks one of which must go for another to take a full place."""
        if self.loads.spare_day(visitor, day):
            return list(self._weeks.get((visitor, monday(day)), ()))
        return list(self._days.get((visitor, day), ()))
