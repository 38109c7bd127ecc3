"""By which values of its fields a record is found (`Library.holding`): its claims, as texts."""

from collections.abc import Iterator
from sys import intern

from generator.records.fields import Indexed, Record, Refers, values


def claim(kind: str, name: str, value: str) -> str:
    """Of a record of that kind: its field `name`, or what the kind derives, has a value."""
    return intern(f"{kind}.{name}={value}")


def claims(kind: str, record: Record) -> Iterator[str]:
    """All that a record of that kind claims: fields that refer to records or are `Indexed`, and
    what the kind derives (`Record.found_by`).
    """
    for mark in (Refers, Indexed):
        for path, _, value in values(record, mark):
            yield claim(kind, str(path[0]), value)
    for name, value in record.found_by():
        yield claim(kind, name, value)
