"""An elderly member as organisers see them: member, family, state of mind."""

from datetime import date

from msgspec import Struct

from generator.audience.shown import Confined, Link, Shown
from generator.kinds.elder.span import Span


class Honoured(Struct, frozen=True):
    """A member who agreed to be named for 光荣在党50年: name and whole years of 党龄, no more.

    `until` is the last day of the consent, where it has one.
    """

    name: str
    years: int
    until: date | None = None


class HonourRoll(Shown, frozen=True):
    """光荣在党50年 as of a day: those who agreed to be named, and nothing of the others."""

    reckoned: date
    named: tuple[Honoured, ...]

    def words(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.named)


class Clear(Struct, frozen=True):
    """One of the 三清, and the labels of what is missing for it."""

    name: str
    missing: tuple[str, ...]


class Departed(Confined, frozen=True):
    """Who has left the register: no more than organisers need to see that it was written down.

    `since` is None where the register does not say it: then it counts at once.
    """

    key: str
    name: str
    branch: Link | None
    status: str
    since: date | None


class ElderSheet(Confined, frozen=True):
    """`age` and `standing` (党龄) are whole years on the day of the build.

    `span` are the days on which the member is covered, `coming` the day from which they will be.
    `birthdays` are the 政治生日 of this year and the next, first and last day. `fifty` says whether
    the member has 光荣在党50年 as of `reckoned`, `consents` what they agreed to be named for.
    `clears` are the 三清. `marks` say in Chinese which of this is
    reckoned from a date that is known to the month, or from another date.
    """

    key: str
    name: str
    sex: str
    born: str
    age: int
    joined: str
    regular: str
    standing: int
    branch: Link | None
    grid: str
    address: str
    phone: str
    living: str
    health: str
    family: str
    thoughts: str
    contact: str
    covered: bool
    span: Span | None
    coming: date | None
    birthdays: tuple[tuple[date, date], tuple[date, date]]
    fifty: bool
    reckoned: date
    consents: tuple[str, ...]
    clears: tuple[Clear, ...]
    marks: tuple[str, ...]
    why_not: str
    surveyed: date | None
    status: str
    since: date | None
