"""A record as the crew sends it: in bytes, half as large as the record, until somebody asks for it.

A hundred thousand records are read before the first can be judged, and none of them is needed for
long. The bytes come from a process of this build's own and are kept nowhere.
"""

import pickle
from collections import OrderedDict
from sys import intern

from msgspec import Struct
from pydantic import BaseModel

from generator.records.fields import Origin, Record

# Nobody asks which fields of a record were written, and to know it takes a third of its memory.
_WRITTEN: set[str] = set()
# A text of so few characters may be a name, a tag or a heading, which stand in record after record:
# each is there once.
_SHORT = 24
# So many records stay unpacked: those that are asked for again and again, such as organisations.
_AT_HAND = 2000


class Packed(Struct, frozen=True):
    """A record, where it was read, and what it claims (`claims.py`)."""

    origin: Origin
    raw: bytes
    claims: tuple[str, ...]


def pack(record: Record) -> bytes:
    """A record in bytes, without its place."""
    _lighten(record)
    return pickle.dumps(record, pickle.HIGHEST_PROTOCOL)


class Unpacked:
    """The records that were asked for last, unpacked."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[type[Record], str], Record] = OrderedDict()

    def record(self, model: type[Record], key: str, packed: Packed) -> Record:
        """The record of that kind and key."""
        name = (model, key)
        found = self._kept.get(name)
        if found is None:
            made: Record = pickle.loads(packed.raw)  # noqa: S301 - what `pack` gave
            _lighten(made)
            made.placed(key, packed.origin)
            found = self._kept[name] = made
            if len(self._kept) > _AT_HAND:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(name)
        return found

    def forget(self, model: type[Record], key: str) -> None:
        """Let go of a record."""
        self._kept.pop((model, key), None)

    def forget_all(self) -> None:
        self._kept.clear()


def _lighten(model: BaseModel) -> None:
    """Let a record, and the groups in it, share one answer to which fields were written, and the
    same short texts.
    """
    object.__setattr__(model, "__pydantic_fields_set__", _WRITTEN)
    held = model.__dict__
    for name, value in held.items():
        if type(value) is str:
            held[name] = _shared(value)
        elif isinstance(value, BaseModel):
            _lighten(value)
        elif type(value) is list:
            for at, each in enumerate(value):
                if type(each) is str:
                    value[at] = _shared(each)
                elif isinstance(each, BaseModel):
                    _lighten(each)


def _shared(text: str) -> str:
    return intern(text) if len(text) <= _SHORT else text
