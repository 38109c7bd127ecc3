"""A view: the records of one edition on one day, as they may be shown there.

Pages, lists, search and feeds take a `View` and nothing else. `OrganisersView` alone gives access
to what is confined to organisers; a function that needs it must ask for that type.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeVar

from msgspec import Struct

from generator.audience.shown import Confined, Entry, Gone, Shown
from generator.settings import Settings

S = TypeVar("S", bound=Shown)
C = TypeVar("C", bound=Confined)
Edition = Literal["members", "organisers"]


class View(Struct, frozen=True):
    """What the members' edition holds. `files`: address of a published file → where it lies.

    `sought` are the addresses of those pages that alone are to be planned, with the papers that are
    made of what they show, if it is known which.
    """

    edition: Edition
    day: date
    settings: Settings
    gone: tuple[Gone, ...]
    files: Mapping[str, Path]
    moved: Mapping[str, str]
    _shown: Mapping[type[Shown], tuple[Shown, ...]]
    sought: frozenset[str] | None = None

    def seeks(self, url: str) -> bool:
        """Whether a page is to be planned. A kind need not ask: what is not sought is left out."""
        return self.sought is None or url in self.sought

    def concerns(self, values: Iterable[Shown]) -> bool:
        """Whether a paper that is made of these values and of nothing else is to be planned. A kind
        need not ask: what is planned is made only where its key is another.
        """
        return self.sought is None or any(each.entry.url in self.sought for each in values)

    def of(self, sort: type[S]) -> tuple[S, ...]:
        """The values of one sort, in the order in which their kind gave them."""
        return self._shown.get(sort, ())  # type: ignore[return-value]

    def everything(self) -> Iterator[Shown]:
        """All values, kind by kind."""
        for values in self._shown.values():
            yield from values

    def entries(self) -> Iterator[Entry]:
        """The entry of everything shown, kind by kind."""
        return (each.entry for each in self.everything())


class OrganisersView(View, frozen=True, kw_only=True, dict=True):
    """The same for organisers, with the registers and schedules that are confined to them."""

    _confined: Mapping[type[Confined], tuple[Confined, ...]]

    def confined(self, sort: type[C]) -> tuple[C, ...]:
        return self._confined.get(sort, ())  # type: ignore[return-value]

    def about(self, url: str) -> list[Entry]:
        """What is confined and tells of the record at `url`, oldest first."""
        return sorted(self._told.get(url, ()), key=lambda entry: str(entry.day))

    @cached_property
    def _told(self) -> Mapping[str, Sequence[Entry]]:
        """Address of a record → what tells of it."""
        found: dict[str, list[Entry]] = {}
        for sheets in self._confined.values():
            for each in sheets:
                found.setdefault(each.about, []).append(each.entry)
        return found
