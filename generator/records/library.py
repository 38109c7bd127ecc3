"""All records of a content folder, read, typed and keyed; and where each of them stands."""

import posixpath
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode

from generator import texts
from generator.problems import codes
from generator.problems.codes import Code
from generator.problems.problem import Place, Problem, problem
from generator.records import document, reading
from generator.records.declaration import Declaration
from generator.records.document import Document
from generator.records.fields import (
    FieldPath,
    Origin,
    R,
    Record,
    Refers,
    Tables,
    values,
)
from generator.records.shaping import nodes_at, shape_at, suggestion
from generator.records.tree import Source, walk


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule finds in a record: a code, the field, and the code's facts. No place yet."""

    code: Code
    path: FieldPath
    facts: Mapping[str, object]
    hint: str = ""


def fault(code: Code, *path: int | str, hint: str = "", **facts: object) -> Fault:
    """A fault at the field that `path` leads to."""
    return Fault(code, path, facts, hint)


class Library:
    """The records of all kinds, by model and key. It does not change once it is read."""

    def __init__(
        self,
        content: Path,
        shown: str,
        declarations: Sequence[Declaration[Any]],
        records: Mapping[type[Record], Mapping[str, Record]],
        others: Sequence[str] = (),
        broken: frozenset[tuple[str, str]] = frozenset(),
    ) -> None:
        """`broken`: (kind, key) of what could not be read; an empty key where it is not known."""
        self.content = content
        self.shown = shown
        self.declarations = tuple(declarations)
        self.others = tuple(others)
        self.broken = broken
        self._records = records
        self._names = {each.name: each for each in declarations}
        self._placing: tuple[str, Document | Problem] | None = None

    def all(self, model: type[R]) -> list[R]:
        """The records of a kind, in order of their keys."""
        return list(self._records.get(model, {}).values())  # type: ignore[arg-type]

    def get(self, model: type[R], key: str) -> R | None:
        return self._records.get(model, {}).get(key)  # type: ignore[return-value]

    def named(self, kind: str) -> Mapping[str, Record]:
        """The records of the kind with that name, by key; empty for a kind that is not there."""
        declaration = self._names.get(kind)
        return self._records.get(declaration.model, {}) if declaration else {}

    def declaration(self, record: Record) -> Declaration[Any]:
        return next(each for each in self.declarations if each.model is type(record))

    def address(self, record: Record) -> str:
        """Where the record's page is, from the root of the site."""
        return f"{self.declaration(record).folder}/{record.key}/"

    def beside(self, record: Record, name: str) -> Path:
        """The file called `name` beside the record. It may not exist."""
        return self.content / record.origin.file.rpartition("/")[0] / name

    def has(self, record: Record, name: str) -> bool:
        """Whether a file called `name` lies beside the record. No name is too odd to ask for."""
        try:
            return self.beside(record, name).is_file()
        except (OSError, ValueError):
            return False

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
                for key, record in self.named(each.name).items()
                if (each.name, key) not in keys
            }
            for each in self.declarations
        }
        broken = self.broken | keys
        return Library(self.content, self.shown, self.declarations, kept, self.others, broken)

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
        file = f"{self.shown}/{record.origin.file}"
        if self._placing is None or self._placing[0] != file:
            raw = (self.content / record.origin.file).read_bytes()
            self._placing = file, document.read(file, raw)
        read = self._placing[1]
        if isinstance(read, Problem):
            return read.place
        node = dict(reading.items(read)).get(record.origin.index)
        if node is None:
            return Place(file)
        node = nodes_at(node, type(record), path)
        if line and isinstance(node, ScalarNode) and node.style == "|":
            number = node.start_mark.line + line
            text = document.line_of(read.text, number)
            before = len(text) - len(text.lstrip())
            return Place(file, number + 1, before + 1, max(len(text) - before, 1), text)
        return read.place(node)


def read(
    content: Path,
    shown: str,
    declarations: Sequence[Declaration[Any]],
    tables: Tables,
) -> tuple[Library, list[Problem]]:
    """Everything under `content/`, with every problem of reading and of references.

    `shown` is the folder as messages name it. Records with problems are left out of the library.
    """
    found = walk(content, shown, declarations)
    problems = list(found.problems)
    records: dict[type[Record], dict[str, Record]] = {each.model: {} for each in declarations}
    broken: set[tuple[str, str]] = set(found.unread)
    for source in found.sources:
        file = f"{shown}/{source.file}"
        try:
            raw = (content / source.file).read_bytes()
        except OSError as error:
            problems.append(problem(codes.E115, Place(file), reason=document.unreadable(error)))
            broken |= {(source.declaration.name, source.key), (source.declaration.name, "")}
            continue
        read = document.read(file, raw)
        if isinstance(read, Problem):
            problems.append(read)
            broken |= {(source.declaration.name, source.key), (source.declaration.name, "")}
            continue
        for index, node in reading.items(read):
            _take(source, read, index, node, tables, records, broken, problems, shown)
    for kept in records.values():
        for key in sorted(kept):
            kept[key] = kept.pop(key)
    library = Library(content, shown, declarations, records, found.others, frozenset(broken))
    problems.extend(_references(library))
    return library, problems


def _take(
    source: Source,
    read: Document,
    index: int | None,
    node: Node,
    tables: Tables,
    records: dict[type[Record], dict[str, Record]],
    broken: set[tuple[str, str]],
    problems: list[Problem],
    shown: str,
) -> None:
    declaration = source.declaration
    record, found = reading.model_from(read, node, declaration.model, declaration.label, tables)
    problems.extend(found)
    if record is None:
        broken.add((declaration.name, source.key))
        broken.add((declaration.name, _below(source, _typed_id(node))))
        return
    key, wrong = _key(source, read, index, node, record)
    if wrong is not None:
        problems.append(wrong)
        broken.add((declaration.name, source.key))
        broken.add((declaration.name, _below(source, record.id)))
        return
    other = records[declaration.model].get(key)
    if other is not None:
        place = read.place(nodes_at(node, declaration.model, ("id",)))
        problems.append(problem(codes.E113, place, key=key, other=f"{shown}/{other.origin.file}"))
        return
    record.placed(key, Origin(source.file, index))
    records[declaration.model][key] = record


def _typed_id(node: Node) -> str:
    """The id that a record which could not be read claims, so that its references stay quiet."""
    for key, value in node.value if isinstance(node, MappingNode) else ():
        if isinstance(key, ScalarNode) and key.value in ("id", "编号"):
            return str(value.value)
    return ""


def _below(source: Source, own: str) -> str:
    """The key of a record of a list."""
    return f"{source.parent}/{own}" if source.parent else own


def _key(
    source: Source, read: Document, index: int | None, node: Node, record: Record
) -> tuple[str, Problem | None]:
    stem = source.key.rpartition("/")[2]
    place = read.place(nodes_at(node, type(record), ("id",)))
    if index is None:
        if record.id and record.id != stem:
            return "", problem(codes.E214, place, value=record.id, name=stem)
        return source.key, None
    own = record.id
    if not own:
        if source.declaration.addressed:
            shape = shape_at(type(record), ("id",))
            label = shape.label if shape else "id"
            return "", problem(codes.E202, place, label=label, key="id")
        own = f"{stem}-{index + 1}"
    elif not own.isascii() or not own.replace("-", "").isalnum():
        return "", problem(codes.E114, place, name=own)
    return _below(source, own), None


def _references(library: Library) -> Iterator[Problem]:
    """References that lead to nothing (E301); silent where the target itself could not be read."""
    for record in library:
        for path, _, value in values(record, Refers):
            shape = shape_at(type(record), path)
            mark = shape.mark(Refers) if shape else None
            targets = library.named(mark.kind) if mark else {}
            if mark is None or value in targets or library.lost(mark.kind, value):
                continue
            label = next((d.label for d in library.declarations if d.name == mark.kind), mark.kind)
            others = [each for each, target in targets.items() if target is not record]
            hint = _meant(value, targets) or suggestion(value, others)
            found = fault(codes.E301, *path, kind=label, value=value, hint=hint)
            yield library.placed(record, found)


def _meant(value: str, targets: Mapping[str, Record]) -> str:
    """A hint for who wrote a record's name or title instead of its key."""
    for key, record in targets.items():
        if any(getattr(record, each, None) == value for each in ("name", "short", "title")):
            return texts.DID_YOU_MEAN.format(near=key)
    return ""
