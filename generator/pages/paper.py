"""A file of the site that is no HTML page, before it is made: a feed, a calendar, a table."""

from collections.abc import Callable
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

    def strings(self) -> list[str]:
        """The texts that the file is made of."""
        found: list[str] = []
        names: set[object] = set()
        # It grows while it is gone through: what holds others is followed by these.
        values = [msgspec.to_builtins(self.data)]
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


def _opened(data: object) -> object:
    """What a data class holds, so that what is large of that is known by its digest."""
    if is_dataclass(data):
        return [getattr(data, each.name) for each in fields(data)]
    return data
