"""Where the time of a build goes, and who is told while it does."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Tell = Callable[[str, int, int], None]


def nobody(phase: str, done: int, of: int) -> None:
    """For a build that nobody watches."""


class Phases:
    """Seconds of each phase, in the order in which they began.

    `tell(phase, done, of)` hears of each phase as it begins, and of what is counted in it.
    """

    def __init__(self, tell: Tell = nobody) -> None:
        self.seconds: dict[str, float] = {}
        self._tell = tell
        self._now = ""

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """The body is this phase."""
        started = time.perf_counter()
        outer, self._now = self._now, name
        self._tell(name, 0, 0)
        try:
            yield
        finally:
            self._now = outer
            spent = time.perf_counter() - started
            self.seconds[name] = self.seconds.get(name, 0.0) + spent

    def counted(self, done: int, of: int) -> None:
        """So much of the phase at hand is done."""
        self._tell(self._now, done, of)
