"""What a page, a list, the search or a feed may hold of a record.

A `Record` (`generator.records`) is the raw, complete text of a secretary's file. Nothing after
`audience/` takes one: it takes these values, made for one edition and one day. A kind adds its own
by subclassing `Shown` (fit for every edition) or `Confined` (the organisers' edition alone), so
that handing a register's sheet to the members' pages does not pass the type checker.
"""

from datetime import date, datetime
from typing import ClassVar, Literal

from msgspec import Struct

Tone = Literal["open", "soon", "ended", "long", "changed", "new"]


class Link(Struct, frozen=True):
    """A name and the address that it leads to, from the root of the site (`branches/kangqiao/`)."""

    text: str
    url: str


class Badge(Struct, frozen=True):
    """The state of a record in a word or two, with the colour family that goes with it."""

    text: str
    tone: Tone


class Countdown(Struct, frozen=True):
    """What a browser needs to bring a badge up to date after the day of the build.

    `days` are the days that still count, in order, the last one included: working days where the
    period is in working days, every day otherwise.
    """

    starts: date
    ends: date
    unit: str
    days: tuple[date, ...]


class Entry(Struct, frozen=True):
    """A record as lists, archives, tags, search and feeds show it.

    `appeared` is the day from which it has been on the site, where that is not its own `day`.
    """

    kind: str
    kind_label: str
    url: str
    title: str
    day: date | None
    summary: str = ""
    branch: Link | None = None
    category: Link | None = None
    facts: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    badge: Badge | None = None
    countdown: Countdown | None = None
    updated: date | None = None
    appeared: date | None = None


class Appointment(Struct, frozen=True):
    """Something at an hour of Asia/Shanghai that people come together for; `url` is its page."""

    starts: datetime
    title: str
    url: str
    place: str = ""
    link: str = ""


class File(Struct, frozen=True):
    """A file published beside a record: its title, address, ending and size in bytes."""

    title: str
    url: str
    ending: str
    size: int


class Shown(Struct, frozen=True):
    """Base of what may appear in any edition.

    The methods say what of it can be searched besides the entry; a kind overrides those that fit.

    `own` names texts that no page but its own holds: no list, count or other page depends on more
    than whether there is one, nor does which files there are. When nothing else of a record has
    changed, a build makes its page anew and plans no other (`generator.retouch`).
    """

    own: ClassVar[tuple[str, ...]] = ()

    entry: Entry

    def texts(self) -> tuple[str, ...]:
        """Markdown and plain texts, as they stand on its page."""
        return ()

    def words(self) -> tuple[str, ...]:
        """Facts that people search by, such as an index number."""
        return ()

    def speakers(self) -> tuple[str, ...]:
        """Names that can be found by their pinyin."""
        return ()

    def standing(self) -> str:
        """Its state on the day of the build, in a word, or nothing."""
        return ""

    def appointments(self) -> tuple[Appointment, ...]:
        """When people come together for it, past times included."""
        return ()

    def reach(self) -> str:
        """For whom it is, in a word, or nothing where it is for all."""
        return ""


class Confined(Struct, frozen=True):
    """Base of what may appear in the organisers' edition alone.

    `about` is the address of the record that it tells of, such as the member who is visited.
    """

    entry: Entry
    about: str


class Gone(Struct, frozen=True):
    """What is left of a withdrawn record: where it stood, when and why it went. Nothing else."""

    url: str
    kind_label: str
    on: date
    reason: str
