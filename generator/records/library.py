"""All records of a content folder, typed and keyed; and where each of them stands.

A record that is as it was the last time (`Past`) is read when it is first asked for.
"""

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from sys import intern
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace
from yaml.nodes import ScalarNode

from generator.problems.codes import Code
from generator.problems.problem import Place, Problem, problem
from generator.records import document, reading
from generator.records.claims import claim, claims
from generator.records.declaration import Declaration
from generator.records.document import Document
from generator.records.fields import FieldPath, Origin, R, Record
from generator.records.packed import Packed, Unpacked
from generator.records.past import NOTHING, Past
from generator.records.sealed import Opener, contents, no_key
from generator.records.shaping import nodes_at, shape_at
from generator.records.tables import Tables
from generator.records.tree import Signature


class Fault(Struct, frozen=True):
    """What a rule finds in a record: a code, the field, and the code's facts. No place yet, unless
    it is in a file beside the record.
    """

    code: Code
    path: FieldPath
    facts: Mapping[str, object]
    hint: str = ""
    place: Place | None = None


def fault(code: Code, *path: int | str, hint: str = "", **facts: object) -> Fault:
    """A fault at the field that `path` leads to."""
    return Fault(code, path, facts, hint)


def fault_in(place: Place, code: Code, *, hint: str = "", **facts: object) -> Fault:
    """A fault at a spot of a file beside the record."""
    return Fault(code, (), facts, hint, place)


class StaleError(Exception):
    """A file changed while it was in use, or the past was wrong about it: read everything anew."""


class Folder(Struct, frozen=True):
    """What a library is read from, apart from the records themselves.

    `shown` is `content` as messages name it. `others` are the files that are no records; `broken`
    is (kind, key) of what could not be read, with an empty key where it is not known.
    """

    content: Path
    shown: str
    declarations: tuple[Declaration[Any], ...]
    tables: Tables
    past: Past = NOTHING
    opener: Opener = no_key
    others: tuple[str, ...] = ()
    signatures: Mapping[str, Signature] = field(default_factory=dict)
    digests: Mapping[str, bytes] = field(default_factory=dict)
    broken: frozenset[tuple[str, str]] = frozenset()


class Library:
    """The records of all kinds, by model and key. What it says does not change once it is read.

    Whoever works on one record may ask what that work depended on (`watching`). A dependency is a
    text: `kind/key` a record, or that there is none; `kind?` all of a kind; `kind.field=value` who
    makes that claim; `file:name` a file below `content/`.
    """

    def __init__(
        self,
        folder: Folder,
        records: Mapping[type[Record], Mapping[str, Record | Packed | Origin]],
    ) -> None:
        """`records` holds, of what has not been read, its origin."""
        self.folder = folder
        self.content = folder.content
        self.shown = folder.shown
        self.declarations = folder.declarations
        self.others = folder.others
        self.broken = folder.broken
        self._names = {each.name: each for each in folder.declarations}
        self._models = {each.model: each for each in folder.declarations}
        self._records = {model: dict(kept) for model, kept in records.items()}
        self._unpacked = Unpacked()
        self._placing: tuple[str, Document | Problem] | None = None
        self._watched: set[str] | None = None
        # What was read claims; what was not, the past knows.
        self._claimed: dict[str, list[str]] = {}
        self._own = set(self.fresh())
        for kind, key in self.fresh():
            for each in self.claimed(kind, key):
                self._claimed.setdefault(intern(each), []).append(key)

    def fresh(self) -> Iterator[tuple[str, str]]:
        """The (kind, key) of the records that have been read."""
        for model, kept in self._records.items():
            kind = self._models[model].name
            for key, each in kept.items():
                if not isinstance(each, Origin):
                    yield kind, key

    def claimed(self, kind: str, key: str) -> Iterable[str]:
        """What a record that has been read claims."""
        found = self._records[self._names[kind].model][key]
        return found.claims if isinstance(found, Packed) else self.claims(self.record(kind, key))

    @contextmanager
    def watching(self) -> Iterator[set[str]]:
        """What the work in the body depends on besides the record at hand."""
        outer, self._watched = self._watched, set()
        try:
            yield self._watched
        finally:
            self._watched = outer

    def depend(self, on: str) -> None:
        """Say that the work at hand depends on something."""
        if self._watched is not None:
            # What many records depend on is there once.
            self._watched.add(intern(on))

    def all(self, model: type[R]) -> list[R]:
        """The records of a kind, in order of their keys."""
        if model not in self._models:
            return []
        self.depend(f"{self._models[model].name}?")
        return [self._read(model, key) for key in list(self._records.get(model, ()))]

    def get(self, model: type[R], key: str) -> R | None:
        declaration = self._models.get(model)
        if declaration is None:
            return None
        self.depend(f"{declaration.name}/{key}")
        return self._read(model, key) if key in self._records.get(model, ()) else None

    def record(self, kind: str, key: str) -> Record:
        """The record of the kind with that name; raises KeyError where there is none."""
        model: type[Record] = self._names[kind].model
        return self._read(model, key)

    def origin(self, kind: str, key: str) -> Origin:
        """Where a record stands; it need not be read for that."""
        found = self._records[self._names[kind].model][key]
        return found if isinstance(found, Origin) else found.origin

    def file(self, kind: str, key: str) -> str:
        """The file of a record, as messages name it."""
        return f"{self.shown}/{self.origin(kind, key).file}"

    def forget(self, kind: str, key: str) -> None:
        """Let go of a record, when everything has been made of it; where it stands stays. Should it
        be asked for again, it is read again.

        A hundred thousand records take half a gigabyte.
        """
        model = self._names[kind].model
        self._records[model][key] = self.origin(kind, key)
        self._unpacked.forget(model, key)

    def forget_all(self) -> None:
        """Let go of all records, and of what they claim: nobody may ask then who holds what."""
        self._claimed.clear()
        self._own.clear()
        self._unpacked.forget_all()
        for kept in self._records.values():
            for key, each in kept.items():
                if not isinstance(each, Origin):
                    kept[key] = each.origin

    def behind(self, need: str) -> Iterator[tuple[str, str]]:
        """The (kind, key) of those records, as far as they have been read, that whoever has a need
        may ask for.
        """
        kind, slash, key = need.partition("/")
        if need in self._claimed:
            kind = need.partition(".")[0]
            yield from ((kind, each) for each in self._claimed[need])
        elif need.endswith("?") and need[:-1] in self._names:
            yield from ((need[:-1], each) for each in self.keys(self._names[need[:-1]].model))
        elif slash and kind in self._names:
            yield kind, key

    def keys(self, model: type[Record]) -> Collection[str]:
        """The keys of a kind, in order."""
        return self._records.get(model, {}).keys()

    def known(self, kind: str, key: str) -> bool:
        """Whether there is a record of the kind with that name and key."""
        self.depend(f"{kind}/{key}")
        declaration = self._names.get(kind)
        return declaration is not None and key in self._records.get(declaration.model, ())

    def named(self, kind: str) -> Mapping[str, Record]:
        """The records of the kind with that name, by key; empty for a kind that is not there."""
        declaration = self._names.get(kind)
        if declaration is None:
            return {}
        return {each.key: each for each in self.all(declaration.model)}

    def holding(self, model: type[R], name: str, value: str) -> list[R]:
        """The records of a kind whose field `name` has a value, in order of their keys.

        The field refers to records or is `Indexed`, or the kind derives it (`Record.found_by`).
        """
        kind = self._models[model].name
        wanted = claim(kind, name, value)
        self.depend(wanted)
        keys = set(self._claimed.get(wanted, ()))
        read = self._records.get(model, {})
        for key in self.folder.past.holders(wanted):
            if (kind, key) not in self._own:
                keys.add(key)
        return [self._read(model, key) for key in sorted(keys) if key in read]

    def claims(self, record: Record) -> Iterator[str]:
        """By which values of its fields `holding` finds a record."""
        return claims(self.declaration(record).name, record)

    def _read(self, model: type[R], key: str) -> R:
        found = self._records[model][key]
        if isinstance(found, Packed):
            return self._unpacked.record(model, key, found)  # type: ignore[return-value]
        if isinstance(found, Origin):
            self._realise(self._models[model], found.file)
            found = self._records[model][key]
            if isinstance(found, Origin):
                raise StaleError(found.file)
        return found  # type: ignore[return-value]

    def _realise(self, declaration: Declaration[Any], file: str) -> None:
        """Read the records of a file that is as it was, or was read before."""
        mine = self._records[declaration.model]
        if file in self.folder.digests:
            places = {
                each.index: key
                for key, each in mine.items()
                if isinstance(each, Origin) and each.file == file
            }
        else:
            places = {index: key for _, key, index in self.folder.past.held(file) if key in mine}
        try:
            raw = contents(self.content / file, self.folder.opener)
        except OSError as error:
            raise StaleError(file) from error
        if isinstance(raw, Code):
            raise StaleError(file)
        read = document.read(file, raw)
        if isinstance(read, Problem):
            raise StaleError(file)
        for index, node in reading.items(read):
            record, _ = reading.model_from(
                read, node, declaration.model, declaration.label, self.folder.tables
            )
            if record is None or index not in places:
                raise StaleError(file)
            if isinstance(mine[places[index]], Origin):
                record.placed(places[index], Origin(file, index))
                mine[places[index]] = record

    def declaration(self, record: Record) -> Declaration[Any]:
        return self._models[type(record)]

    def address(self, record: Record) -> str:
        """Where the record's page is, from the root of the site."""
        # Whoever leads there has the same text.
        return intern(f"{self.declaration(record).folder}/{record.key}/")

    def beside(self, record: Record, name: str) -> Path:
        """The file called `name` beside the record. It may not exist."""
        return self.content / record.origin.file.rpartition("/")[0] / name

    def has(self, record: Record, name: str) -> bool:
        """Whether a file called `name` lies beside the record. No name is too odd to ask for."""
        self._depend_on_file(record, name)
        try:
            return self.beside(record, name).is_file()
        except (OSError, ValueError):
            return False

    def size(self, record: Record, name: str) -> int:
        """Bytes of the file called `name` beside the record."""
        self._depend_on_file(record, name)
        return self.beside(record, name).stat().st_size

    def read_beside(self, record: Record, name: str, most: int) -> bytes:
        """What the file called `name` beside the record holds: its first `most` bytes."""
        self._depend_on_file(record, name)
        with self.beside(record, name).open("rb") as stream:
            return stream.read(most)

    def _depend_on_file(self, record: Record, name: str) -> None:
        if self._watched is not None:
            folder = record.origin.file.rpartition("/")[0]
            self._watched.add(f"file:{posixpath.normpath(f'{folder}/{name}')}")

    def meant(self, target: str, at: str) -> tuple[str, str]:
        """The (kind, key) that a link on the page `at` means; there may be no such record."""
        path = posixpath.normpath(target.strip("/") if target.startswith("/") else f"{at}{target}")
        folder, _, key = path.partition("/")
        return next((each.name for each in self.declarations if each.folder == folder), ""), key

    def without(self, faulty: Collection[Record]) -> "Library":
        """The same library where `faulty` count as what could not be read."""
        keys = {(self.declaration(each).name, each.key) for each in faulty}
        kept = {
            each.model: {
                key: record
                for key, record in self._records.get(each.model, {}).items()
                if (each.name, key) not in keys
            }
            for each in self.declarations
        }
        return Library(replace(self.folder, broken=self.broken | keys), kept)

    def lost(self, kind: str, key: str) -> bool:
        """Whether a record with that key may be there, in a file that has errors of its own.

        Where records have ids of their own, a file that cannot be read may hold any of them.
        """
        if (kind, key) in self.broken:
            return True
        declaration = self._names.get(kind)
        listed = declaration is not None and declaration.model.model_fields["id"].is_required()
        return listed and (kind, "") in self.broken

    def __iter__(self) -> Iterator[Record]:
        for each in self.declarations:
            yield from self.all(each.model)

    def __len__(self) -> int:
        return sum(len(each) for each in self._records.values())

    def placed(self, record: Record, found: Fault) -> Problem:
        """The problem that a fault is, with its place looked up in the file."""
        if found.place is not None:
            return problem(found.code, found.place, found.hint, **found.facts)
        shape = shape_at(type(record), found.path)
        facts = dict(found.facts)
        if shape is not None:
            facts.setdefault("label", shape.label)
        return problem(found.code, self.place(record, found.path), found.hint, **facts)

    def place(self, record: Record, path: FieldPath, line: int = 0) -> Place:
        """Where a field of the record stands.

        The file is read again: positions are needed for errors alone, and keeping them for every
        record would cost more than all records. `line` counts lines inside a text of many lines.
        """
        read = self.document(record)
        if isinstance(read, Problem):
            return read.place
        node = dict(reading.items(read)).get(record.origin.index)
        if node is None:
            return Place(read.file)
        node = nodes_at(node, type(record), path)
        if line and isinstance(node, ScalarNode) and node.style == "|":
            number = node.start_mark.line + line
            text = document.line_of(read.text, number)
            before = len(text) - len(text.lstrip())
            return Place(read.file, number + 1, before + 1, max(len(text) - before, 1), text)
        return read.place(node)

    def document(self, record: Record) -> Document | Problem:
        """The file of a record, read again; the last one is kept."""
        file = f"{self.shown}/{record.origin.file}"
        if self._placing is None or self._placing[0] != file:
            raw = contents(self.content / record.origin.file, self.folder.opener)
            if isinstance(raw, Code):
                return problem(raw, Place(file))
            self._placing = file, document.read(file, raw)
        return self._placing[1]
