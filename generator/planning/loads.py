"""How many visits each visitor has on each day and in each week."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from generator.clock import monday
from generator.planning.request import Limits


class Loads:
    """Counts that grow and shrink while a plan is made, and never beyond the limits by it."""

    def __init__(self, limits: Limits, existing: Mapping[tuple[str, date], int]) -> None:
        self._limits = limits
        self._days: Counter[tuple[str, date]] = Counter()
        self._weeks: Counter[tuple[str, date]] = Counter()
        for (visitor, day), count in existing.items():
            self._days[visitor, day] += count
            self._weeks[visitor, monday(day)] += count

    def add(self, visitor: str, day: date, count: int = 1) -> None:
        self._days[visitor, day] += count
        self._weeks[visitor, monday(day)] += count

    def spare_day(self, visitor: str, day: date) -> int:
        """How many visits are left on a day, whatever the week says; never below zero."""
        return max(self._limits.day - self._days[visitor, day], 0)

    def spare_week(self, visitor: str, day: date) -> int:
        """How many visits are left in the week of a day; never below zero."""
        return max(self._limits.week - self._weeks[visitor, monday(day)], 0)

    def free(self, visitor: str, day: date) -> bool:
        return self.spare_day(visitor, day) > 0 and self.spare_week(visitor, day) > 0

    def busy(self, visitor: str, day: date) -> tuple[int, int]:
        """(visits in the week, visits on the day)."""
        return self._weeks[visitor, monday(day)], self._days[visitor, day]
