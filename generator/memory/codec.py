"""Notes in bytes and back: MessagePack, typed by the data classes themselves (msgspec).

Nothing that is read back is run: what does not fit the data classes raises an error.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from generator.audience.showing import Made, Name
from generator.audience.shown import Confined, Gone, Shown
from generator.problems.problem import Problem
from generator.survey import Note

V = TypeVar("V", Shown, Confined)

DamagedError = msgspec.DecodeError
_ENCODER = msgspec.msgpack.Encoder()
_PLAIN = msgspec.msgpack.Encoder(order="deterministic")
# What is shown, with the name of its class: kinds bring their own.
_Tagged = tuple[str, msgspec.Raw]


class _Row(msgspec.Struct, array_like=True):
    address: str
    shown: list[_Tagged]
    confined: list[_Tagged]
    gone: Gone | None
    files: tuple[tuple[str, str], ...]
    moved: tuple[str, ...]
    named: tuple[str, ...]
    targets: tuple[str, ...]
    redirects: tuple[str, ...]
    warnings: tuple[Problem, ...]
    outcomes: tuple[str | None, ...]
    link_warnings: tuple[Problem, ...]
    needs: frozenset[str]
    claims: tuple[str, ...]
    contacts: tuple[str, ...]


_KNOWN: dict[type[Any], dict[str, msgspec.msgpack.Decoder[Any]]] = {}


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build says at its end, besides how long it took."""

    records: int
    pages: int
    files: int
    warnings: tuple[Problem, ...]


_SUMMARY = msgspec.msgpack.Decoder(Summary)
_COUNTED = msgspec.msgpack.Decoder(list[tuple[str, str, bytes]])
_DECODER = msgspec.msgpack.Decoder(_Row)


def encoded(note: Note) -> bytes:
    """A note in bytes."""
    made = note.made
    return _ENCODER.encode(
        _Row(
            made.address, _tagged(made.shown), _tagged(made.confined), made.gone, made.files,
            made.moved, made.named, made.targets, note.redirects, note.warnings, note.outcomes,
            note.link_warnings, note.needs, note.claims, note.contacts,
        )
    )  # fmt: skip


def said(summary: Summary) -> bytes:
    """A summary in bytes."""
    return _ENCODER.encode(summary)


def summary(raw: bytes) -> Summary:
    """The summary that `said` gave. Raises DamagedError."""
    return _SUMMARY.decode(raw)


def plain(value: Shown) -> bytes:
    """A shown value in bytes, the same for the same value."""
    return _PLAIN.encode(value)


def decoded(raw: bytes) -> Note:
    """The note that `encoded` gave. Raises DamagedError where it fits no class that is known."""
    row = _DECODER.decode(raw)
    made = Made(
        row.address,
        tuple(_untagged(row.shown, Shown)),
        tuple(_untagged(row.confined, Confined)),
        row.gone,
        row.files,
        row.moved,
        row.named,
        row.targets,
    )
    return Note(
        made,
        row.redirects,
        row.warnings,
        row.outcomes,
        row.link_warnings,
        row.needs,
        row.claims,
        row.contacts,
    )


def count(totals: Mapping[Name, Made]) -> bytes:
    """Totals in bytes."""
    return _ENCODER.encode([(*name, encoded(Note(made))) for name, made in totals.items()])


def counted(raw: bytes) -> dict[Name, Made]:
    """The totals that `count` gave. Raises DamagedError."""
    rows = _COUNTED.decode(raw)
    return {(kind, key): decoded(note).made for kind, key, note in rows}


def _tagged(values: Sequence[Any]) -> list[_Tagged]:
    return [(_tag(type(each)), msgspec.Raw(_ENCODER.encode(each))) for each in values]


def _untagged(values: list[_Tagged], base: type[V]) -> Iterator[V]:
    known = _decoders(base)
    for tag, raw in values:
        decoder = known.get(tag)
        if decoder is None:
            raise DamagedError(tag)
        yield decoder.decode(raw)


def _tag(sort: type[Any]) -> str:
    return f"{sort.__module__}:{sort.__qualname__}"


def _decoders(base: type[V]) -> dict[str, "msgspec.msgpack.Decoder[V]"]:
    """Decoders of the classes that kinds have made of Shown or Confined, by tag."""
    found = _KNOWN.setdefault(base, {})
    if found:
        return found
    waiting = list(base.__subclasses__())
    while waiting:
        each = waiting.pop()
        waiting.extend(each.__subclasses__())
        found[_tag(each)] = msgspec.msgpack.Decoder(each)
    return found
