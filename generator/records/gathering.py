"""Reading a content folder: every file, every record, every problem."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from yaml.nodes import MappingNode, Node, ScalarNode

from generator import texts
from generator.problems import codes
from generator.problems.codes import Code
from generator.problems.problem import Place, Problem, problem
from generator.records import ahead, document, reading
from generator.records.declaration import Declaration
from generator.records.document import Document
from generator.records.fields import Origin, Record, Refers, values
from generator.records.library import Fault, Folder, Library, StaleError, fault
from generator.records.naming import called
from generator.records.packed import Packed
from generator.records.past import NOTHING, Past
from generator.records.sealed import Opener, no_key
from generator.records.shaping import nodes_at, shape_at, suggestion
from generator.records.tables import Tables
from generator.records.tree import Source, Tree, walk


def read(
    content: Path,
    shown: str,
    declarations: Sequence[Declaration[Any]],
    tables: Tables,
    found: Tree | None = None,
    past: Past = NOTHING,
    opener: Opener = no_key,
    crew: Executor | None = None,
) -> tuple[Library, list[Problem]]:
    """Everything under `content/`, with every problem of reading.

    `shown` is the folder as messages name it; `found` is what a walk through it has found, if one
    was made; `opener` opens the locked files. Records with problems are left out of the library;
    what is as it was in the `past` is not read. Many files are read by the `crew`.
    """
    found = found or walk(content, shown, declarations)
    taking = _Taking(shown, declarations, tables)
    taking.problems.extend(found.problems)
    taking.broken |= found.unread
    digests: dict[str, bytes] = {}
    new = [each for each in found.sources if not past.same(each.file, found.signatures[each.file])]
    sound = ahead.read(content, new, tables, crew) if crew is not None else {}
    changed = {each.file for each in new}
    for source in found.sources:
        if source.file not in changed:
            taking.held(past, source)
            continue
        if source.file in sound:
            ready = sound.pop(source.file)
            digests[source.file] = ready.digest
            if past.content(source.file, ready.digest):
                taking.held(past, source)
                continue
            if taking.sound(source, ready):
                continue
        try:
            raw = (content / source.file).read_bytes()
        except OSError as error:
            place = Place(f"{shown}/{source.file}")
            taking.lost(source, problem(codes.E115, place, reason=document.unreadable(error)))
            continue
        text = opener(content / source.file, raw) if source.locked else raw
        if isinstance(text, Code):
            taking.lost(source, problem(text, Place(f"{shown}/{source.file}")))
            continue
        digests[source.file] = hashlib.blake2b(raw, digest_size=16).digest()
        if past.content(source.file, digests[source.file]):
            taking.held(past, source)
        else:
            taking.file(source, text)
    folder = Folder(
        content=content,
        shown=shown,
        declarations=tuple(declarations),
        tables=tables,
        past=past,
        opener=opener,
        others=found.others,
        signatures=found.signatures,
        digests=digests,
        broken=frozenset(taking.broken),
    )
    ordered = {model: dict(sorted(kept.items())) for model, kept in taking.records.items()}
    return Library(folder, ordered), taking.problems


class _Taking:
    """Records as they come, file by file."""

    def __init__(
        self, shown: str, declarations: Sequence[Declaration[Any]], tables: Tables
    ) -> None:
        self.problems: list[Problem] = []
        self.broken: set[tuple[str, str]] = set()
        self.records: dict[type[Record], dict[str, Record | Packed | Origin]] = {
            each.model: {} for each in declarations
        }
        self._shown = shown
        self._tables = tables

    def held(self, past: Past, source: Source) -> None:
        """The records of a file that need not be read."""
        mine = self.records[source.declaration.model]
        for _, key, index in past.held(source.file):
            if key in mine:
                raise StaleError(source.file)
            mine[key] = Origin(source.file, index)

    def lost(self, source: Source, why: Problem) -> None:
        """A file that cannot be read: it may hold any record."""
        self.problems.append(why)
        self.broken |= {(source.declaration.name, source.key), (source.declaration.name, "")}

    def file(self, source: Source, raw: bytes) -> None:
        read = document.read(f"{self._shown}/{source.file}", raw)
        if isinstance(read, Problem):
            self.lost(source, read)
            return
        for index, node in reading.items(read):
            self._take(source, read, index, node)

    def sound(self, source: Source, ready: ahead.Found) -> bool:
        """A record that was read ahead; False where there is something to say of its name."""
        records = self.records[source.declaration.model]
        stem = source.key.rpartition("/")[2]
        if (ready.id and ready.id != stem) or source.key in records:
            return False
        records[source.key] = Packed(Origin(source.file, None), ready.raw, ready.claims)
        return True

    def _take(self, source: Source, read: Document, index: int | None, node: Node) -> None:
        declaration = source.declaration
        record, found = reading.model_from(
            read, node, declaration.model, declaration.label, self._tables
        )
        self.problems.extend(found)
        if record is None:
            self.broken.add((declaration.name, source.key))
            self.broken.add((declaration.name, _below(source, _typed_id(node))))
            return
        key, wrong = _key(source, read, index, node, record)
        if wrong is not None:
            self.problems.append(wrong)
            self.broken.add((declaration.name, source.key))
            self.broken.add((declaration.name, _below(source, record.id)))
            return
        other = self.records[declaration.model].get(key)
        if other is not None:
            place = read.place(nodes_at(node, declaration.model, ("id",)))
            file = (other if isinstance(other, Origin) else other.origin).file
            self.problems.append(problem(codes.E113, place, key=key, other=f"{self._shown}/{file}"))
            return
        record.placed(key, Origin(source.file, index))
        self.records[declaration.model][key] = record


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
    if index is None:
        if record.id and record.id != stem:
            place = read.place(nodes_at(node, type(record), ("id",)))
            return "", problem(codes.E214, place, value=record.id, name=stem)
        return source.key, None
    own = record.id
    if not own:
        place = read.place(nodes_at(node, type(record), ("id",)))
        if source.declaration.addressed:
            shape = shape_at(type(record), ("id",))
            label = shape.label if shape else "id"
            return "", problem(codes.E202, place, label=label, key="id")
        own = f"{stem}-{index + 1}"
    elif not own.isascii() or not own.replace("-", "").isalnum():
        place = read.place(nodes_at(node, type(record), ("id",)))
        return "", problem(codes.E114, place, name=own)
    return _below(source, own), None


def references(record: BaseModel, library: Library) -> Iterator[Fault]:
    """References of a record, or of a setting, that lead to nothing (E301); silent where the target
    itself could not be read.
    """
    for path, shape, value in values(record, Refers):
        mark = shape.mark(Refers)
        if mark is None or library.known(mark.kind, value) or library.lost(mark.kind, value):
            continue
        targets = library.named(mark.kind)
        label = next((d.label for d in library.declarations if d.name == mark.kind), mark.kind)
        others = [each for each, target in targets.items() if not _same(target, record)]
        hint = _meant(value, targets) or suggestion(value, others)
        yield fault(codes.E301, *path, kind=label, value=value, hint=hint)


def _same(one: Record, other: BaseModel) -> bool:
    """Whether both are the same record, unpacked once or twice."""
    return type(one) is type(other) and one.key == getattr(other, "key", "")


def _meant(value: str, targets: Mapping[str, Record]) -> str:
    """A hint for who wrote a record's name or title instead of its key."""
    for key, record in targets.items():
        if value in called(record):
            return texts.DID_YOU_MEAN.format(near=key)
    return ""
