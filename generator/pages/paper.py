"""A file of the site that is no HTML page, before it is made: a feed, a calendar, a table."""

from collections.abc import Callable, Collection, Iterator
from typing import Any

import msgspec
from msgspec import Struct

from generator.audience.digests import Digests


class Paper(Struct, frozen=True):
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
        for part in _parts(self.data):
            if id(part) in passed:
                continue
            # It grows while it is gone through: what holds others is followed by these.
            values = [msgspec.to_builtins(part)]
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

    @property
    def size(self) -> int:
        """How much it holds: one, and the values of the largest list in it."""
        lists = (getattr(self.data, each) for each in _fields(self.data))
        return 1 + max((len(each) for each in lists if type(each) is tuple), default=0)

    def key(self, known: Digests | None = None) -> bytes:
        """16 bytes, the same for equal papers in every run (see `Digests.key`).

        Raises TypeError where the data is not data, or `make` cannot be named.
        """
        name = f"{self.make.__module__}:{self.make.__qualname__}"
        if "<" in name:
            raise TypeError(f"{name} is no function of a module")
        known = known or Digests()
        return known.key((name, _opened(self.data)))


def _fields(data: object) -> tuple[str, ...]:
    return data.__struct_fields__ if isinstance(data, Struct) else ()


def _parts(data: object) -> Iterator[object]:
    """What data holds, one after the other: the file of a year has thousands of records."""
    held = [getattr(data, each) for each in _fields(data)] or [data]
    for each in held:
        if type(each) is tuple:
            yield from each
        else:
            yield each


def _opened(data: object) -> object:
    """What a struct holds, so that what is large of that is known by its digest."""
    return [getattr(data, each) for each in _fields(data)] or data
