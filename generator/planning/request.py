"""What a plan of visits is made from, and what it comes to. Plain frozen data, no records.

Days are dates; a week goes from Monday to Sunday and is named by its Monday.
"""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import Struct


class Window(Struct, frozen=True):
    """The days around a key date on which a visit belongs to it; `target` is the best one.

    `opens` and `closes` are both included.
    """

    name: str
    opens: date
    closes: date
    target: date


class Person(Struct, frozen=True):
    """Who is to be visited `need` times more between `first` and `last`, both included.

    `contacts` go first, `others` where they cannot. `near` are the days of home visits that exist,
    from which new ones keep their distance; on `taken` days nobody else may come. `windows` stand
    in the order of preference.
    """

    key: str
    need: int
    first: date
    last: date
    contacts: tuple[str, ...]
    others: tuple[str, ...] = ()
    near: tuple[date, ...] = ()
    taken: tuple[date, ...] = ()
    windows: tuple[Window, ...] = ()

    @property
    def visitors(self) -> tuple[str, ...]:
        """Everybody who may go, contacts first."""
        return tuple(dict.fromkeys((*self.contacts, *self.others)))


class Limits(Struct, frozen=True):
    """How many visits a visitor makes at most in a day and in a week; days between two visits."""

    day: int
    week: int
    apart: int


class Request(Struct, frozen=True):
    """`days` are those on which visits may be made, in order; `loads` what visitors do already."""

    days: tuple[date, ...]
    people: tuple[Person, ...]
    limits: Limits
    loads: Mapping[tuple[str, date], int]


class Placement(Struct, frozen=True, order=True):
    """A planned visit. `window` is the name of the key date it belongs to, empty for none."""

    day: date
    person: str
    visitor: str
    window: str


Cause = Literal["no visitors", "no days", "few days", "full"]


class Shortfall(Struct, frozen=True):
    """So many visits of a person that cannot be planned, and what stands in the way.

    With the cause `full`, `visitors` have no more than `capacity` visits left between `first` and
    `last`, where `wanted` would be needed: the bottleneck, which more visitors or days would widen.
    """

    person: str
    missing: int
    cause: Cause
    visitors: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    wanted: int = 0
    capacity: int = 0


class Outcome(Struct, frozen=True):
    """The placements in order of day and person, and the shortfalls in order of person."""

    placements: tuple[Placement, ...]
    shortfalls: tuple[Shortfall, ...]
