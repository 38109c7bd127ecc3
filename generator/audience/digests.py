"""Digests of values that stand on many pages, each taken once.

A struct is digested where it is first met, and known by its identity from then on: the row of
a record stands in half a dozen lists, and its text is kilobytes long.
"""

from collections.abc import Mapping
from datetime import date
from hashlib import blake2b
from typing import Any

import msgspec

from generator.audience.shown import Confined, Entry, Shown

# The same bytes for the same value in every run: keys of mappings come in order.
ENCODER = msgspec.msgpack.Encoder(order="deterministic")
_SIZE = 16
# What a struct of so many fields holds, such as a link, is written faster than looked up.
_SMALL = 4
# The view holds these for as long as there is one; most others go with their page, and so many of
# them are known at a time.
_LASTING = (Shown, Entry, Confined)
_PASSING = 5000
_PLAIN = frozenset((str, int, bool, date, type(None)))


def digest(raw: bytes) -> bytes:
    """16 bytes of BLAKE2b (RFC 7693)."""
    return blake2b(raw, digest_size=_SIZE).digest()


def digest_of(value: Any) -> bytes:
    """The digest of a struct, the same for equal values in every run."""
    sort: Any = type(value)
    names = sort.__struct_fields__
    return digest(ENCODER.encode((names, [_bytes(getattr(value, each)) for each in names])))


def _bytes(value: object) -> object:
    """A text as bytes: the encoder's own would be kept for as long as the text lives."""
    return value.encode("utf-8", "surrogatepass") if type(value) is str else value


class Digests:
    """What is known of the values that it has met, which are not to change."""

    def __init__(self) -> None:
        self._known: dict[int, bytes] = {}
        # Whose identity is known must live, or another value could take it.
        self._held: list[object] = []
        self._passing: dict[int, object] = {}
        self._classes: dict[type[Any], bool] = {}

    def learn(self, value: object, known: bytes) -> None:
        """The digest of `value` is known from elsewhere, as `of` would give it."""
        self._known[id(value)] = known
        self._held.append(value)

    def of(self, value: object) -> bytes:
        """The digest of a struct."""
        found = self._known.get(id(value))
        if found is None:
            found = digest_of(value)
            if isinstance(value, _LASTING):
                self.learn(value, found)
            else:
                self._pass(value, found)
        return found

    def _pass(self, value: object, known: bytes) -> None:
        if len(self._passing) >= _PASSING:
            for each in self._passing:
                del self._known[each]
            self._passing.clear()
        self._passing[id(value)] = value
        self._known[id(value)] = known

    def key(self, value: object) -> bytes:
        """16 bytes, the same for equal values in every run.

        They are taken over MessagePack with the keys of mappings in order, and with the digests of
        large structs. A list and a tuple of the same values are equal here, as they are to a
        template. Raises TypeError for what is not data.
        """
        return digest(ENCODER.encode(self.over(value)))

    def over(self, value: Any) -> object:
        """`value` with digests in the place of large structs, in lists and mappings too."""
        sort = type(value)
        if sort is list or sort is tuple:
            if _PLAIN.issuperset(map(type, value)):
                return value
            known, over = self._known, self.over
            return [
                known[id(each)] if id(each) in known
                else each if type(each) in _PLAIN
                else over(each)
                for each in value
            ]  # fmt: skip
        if sort in _PLAIN:
            return value
        if sort is dict or isinstance(value, Mapping):
            return {key: self.over(each) for key, each in value.items()}
        return self.of(value) if self._is_large(sort) else value

    def _is_large(self, sort: type[Any]) -> bool:
        found = self._classes.get(sort)
        if found is None:
            fields: tuple[str, ...] = getattr(sort, "__struct_fields__", ())
            found = self._classes[sort] = len(fields) > _SMALL
        return found
