"""A file of the site that is no HTML page, before it is made: a feed, a calendar, a table."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import msgspec

from generator.audience.digests import Digests


@dataclass(frozen=True, slots=True)
class Paper:
    """`url` is from the root of the site and names a file (`notices/feed.xml`).

    `make` is a function of a module, so that another process can be told of it by name: it turns
    `data` into the file, the same bytes for equal data in every run. `data` holds data alone, as
    a `Drawing.context` does.
    """

    url: str
    make: Callable[[Any], bytes]
    data: object

    def strings(self, passed: Collection[int] = ()) -> list[str]:
        """The texts that the file is made of, but for values that have `passed` the gate before, as
        they are: their identities.
        """
        found: list[str] = []
        names: set[object] = set()
        # It grows while it is gone through: what holds others is followed by these.
        values = [msgspec.to_builtins(_without(self.data, passed) if passed else self.data)]
        for value in values:
            sort = type(value)
            if sort is str:
                found.append(value)
            elif sort is dict:
                names.update(value)
                values.extend(value.values())
            elif sort is list or sort is tuple:
                values.extend(value)
        return [*found, *(each for each in sorted(map(str, names)))]

    def key(self, known: Digests | None = None) -> bytes:
        """16 bytes, the same for equal papers in every run (see `Digests.key`).

        Raises TypeError where the data is not data, or `make` cannot be named.
        """
        name = f"{self.make.__module__}:{self.make.__qualname__}"
        if "<" in name:
            raise TypeError(f"{name} is no function of a module")
        known = known or Digests()
        return known.key((name, _opened(self.data)))


def _without(data: object, passed: Collection[int]) -> object:
    """What a data class holds, without those of its values that have passed."""
    if not is_dataclass(data):
        return data
    held = (getattr(data, each.name) for each in fields(data))
    return [
        [each for each in some if id(each) not in passed] if type(some) is tuple else some
        for some in held
    ]


def _opened(data: object) -> object:
    """What a data class holds, so that what is large of that is known by its digest."""
    if is_dataclass(data):
        return [getattr(data, each.name) for each in fields(data)]
    return data
