"""Notes in bytes and back: MessagePack, typed by the structs themselves (msgspec).

Nothing that is read back is run: what does not fit the structs raises an error.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from generator.audience.digests import ENCODER, digest_of
from generator.audience.personal.guard import Guard, Offices
from generator.audience.personal.published import Gate
from generator.audience.showing import Made, Name
from generator.audience.shown import Confined, Gone, Shown
from generator.privacy import Privacy
from generator.problems.problem import Problem
from generator.survey import Note

V = TypeVar("V", Shown, Confined)

DamagedError = msgspec.DecodeError
# What is shown, with the name of its class (kinds bring their own) and its digest.
_Tagged = tuple[str, bytes, msgspec.Raw]


class _Made(Struct, array_like=True):
    """The first fields of a row: what comes after is passed over."""

    address: str
    shown: list[_Tagged]
    confined: list[_Tagged]
    gone: Gone | None
    files: tuple[tuple[str, str], ...]
    moved: tuple[str, ...]
    named: tuple[str, ...]
    targets: tuple[str, ...]


class _Row(_Made, array_like=True):
    redirects: tuple[str, ...]
    warnings: tuple[Problem, ...]
    outcomes: tuple[str | None, ...]
    link_warnings: tuple[Problem, ...]
    needs: tuple[str, ...]
    claims: tuple[str, ...]
    contacts: tuple[str, ...]


_KNOWN: dict[type[Any], dict[str, msgspec.msgpack.Decoder[Any]]] = {}


class Summary(Struct, frozen=True):
    """What a build says at its end, besides how long it took."""

    records: int
    pages: int
    files: int
    warnings: tuple[Problem, ...]


class Passed(Struct, frozen=True):
    """What a site had to pass: a `Gate` without the settings that it stands on."""

    offices: Offices
    registers: frozenset[str]


_PASSED = msgspec.msgpack.Decoder(Passed)
_SUMMARY = msgspec.msgpack.Decoder(Summary)
_COUNTED = msgspec.msgpack.Decoder(list[tuple[str, str, bytes]])
_MADE = msgspec.msgpack.Decoder(_Made)
_DECODER = msgspec.msgpack.Decoder(_Row)


def encoded(note: Note) -> tuple[bytes, list[bytes]]:
    """A note in bytes, and the digests of what it shows."""
    made = note.made
    shown = _tagged(made.shown)
    raw = ENCODER.encode(
        _Row(
            made.address, shown, _tagged(made.confined), made.gone, made.files,
            made.moved, made.named, made.targets, note.redirects, note.warnings, note.outcomes,
            note.link_warnings, note.needs, note.claims, note.contacts,
        )
    )  # fmt: skip
    return raw, [each for _, each, _ in shown]


def said(summary: Summary) -> bytes:
    """A summary in bytes."""
    return ENCODER.encode(summary)


def summary(raw: bytes) -> Summary:
    """The summary that `said` gave. Raises DamagedError."""
    return _SUMMARY.decode(raw)


def passed(gate: Gate) -> bytes:
    """A gate in bytes, without the settings and the files that were looked through."""
    return ENCODER.encode(Passed(gate.offices, gate.registers))


def gate(raw: bytes, privacy: Privacy) -> Gate:
    """The gate that `passed` gave. Raises DamagedError."""
    found = _PASSED.decode(raw)
    return Gate(Guard(privacy), found.offices, found.registers)


def decoded(raw: bytes) -> Note:
    """The note that `encoded` gave. Raises DamagedError where it fits no class that is known."""
    row = _DECODER.decode(raw)
    return Note(
        _made(row), row.redirects, row.warnings, row.outcomes, row.link_warnings, row.needs,
        row.claims, row.contacts, tuple(known for _, known, _ in row.shown),
    )  # fmt: skip


def made(raw: bytes) -> tuple[Made, tuple[bytes, ...]]:
    """What was made of a record, and the digests of what it shows. Raises DamagedError."""
    row = _MADE.decode(raw)
    return _made(row), tuple(known for _, known, _ in row.shown)


def _made(row: _Made) -> Made:
    return Made(
        row.address, tuple(_untagged(row.shown, Shown)), tuple(_untagged(row.confined, Confined)),
        row.gone, row.files, row.moved, row.named, row.targets,
    )  # fmt: skip


def count(totals: Mapping[Name, Made]) -> bytes:
    """Totals in bytes."""
    return ENCODER.encode([(*name, encoded(Note(made))[0]) for name, made in totals.items()])


def counted(raw: bytes) -> dict[Name, Made]:
    """The totals that `count` gave. Raises DamagedError."""
    rows = _COUNTED.decode(raw)
    return {(kind, key): decoded(note).made for kind, key, note in rows}


def _tagged(values: Sequence[Any]) -> list[_Tagged]:
    return [
        (_tag(type(each)), digest_of(each), msgspec.Raw(ENCODER.encode(each))) for each in values
    ]


def _untagged(values: list[_Tagged], base: type[V]) -> Iterator[V]:
    if not values:
        return
    known = _decoders(base)
    for tag, _, raw in values:
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
        # A class with slots is made twice, and the first is still about; the newest comes first.
        found.setdefault(_tag(each), msgspec.msgpack.Decoder(each))
    return found
