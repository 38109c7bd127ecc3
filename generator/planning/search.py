"""Whether a task can find a place if others move, and which; or the full part that prevents it."""

from collections import deque
from collections.abc import Mapping, Set
from datetime import date

from msgspec import Struct

from generator.planning.board import Board, Key, Slot

Options = Mapping[Key, Set[date]]


class Reached(Struct, frozen=True):
    """The tasks and places that were reached, in order. `chain` are the tasks that have to move so
    that the first finds a place, itself included; empty where there is no way, and then nothing of
    what was reached is free (the cut of Ford and Fulkerson).
    """

    tasks: tuple[Key, ...]
    places: tuple[Slot, ...]
    chain: tuple[Key, ...]


class Search:
    """Searches through one board with the same options.

    From a task to the places that it might take, from each full place to the tasks that hold it, to
    the places that these might take instead. Where no way was found once, none will be later: what
    lies beyond is not searched again.
    """

    def __init__(self, board: Board, options: Options) -> None:
        self._board = board
        self._options = options
        self._dead: set[Slot] = set()

    def reach(self, start: Key) -> Reached:
        board = self._board
        above: dict[Key, Key | None] = {start: None}
        places: dict[Slot, None] = {}
        # The same visitors' same day need not be looked at for each of their people.
        seen: dict[tuple[str, ...], set[date]] = {}
        waiting = deque([start])
        while waiting:
            key = waiting.popleft()
            visitors = board.todo[key].person.visitors
            siblings = board.siblings(key)
            known = seen.setdefault(visitors, set())
            for day in sorted(self._options[key] - known):
                sibling = siblings.get(day)
                if sibling is not None:
                    if sibling not in above:
                        above[sibling] = key
                        waiting.append(sibling)
                    continue
                known.add(day)
                for visitor in visitors:
                    slot = (visitor, day)
                    if slot in places or slot in self._dead:
                        continue
                    places[slot] = None
                    if board.loads.free(visitor, day):
                        return Reached(tuple(above), tuple(places), _chain(above, key))
                    for other in board.holders(visitor, day):
                        if other not in above:
                            above[other] = key
                            waiting.append(other)
        self._dead.update(places)
        return Reached(tuple(above), tuple(places), ())


def _chain(above: Mapping[Key, Key | None], last: Key) -> tuple[Key, ...]:
    chain = []
    key: Key | None = last
    while key is not None:
        chain.append(key)
        key = above[key]
    return tuple(chain)
