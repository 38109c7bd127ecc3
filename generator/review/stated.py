"""What a version of a file states: its records as written, sound or not.

The checker refuses a record with an error; a reviewer must know whose it would be all the same.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from pydantic import BaseModel
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from generator.kinds.kind import Kind
from generator.problems.problem import Problem
from generator.records import document, reading
from generator.records.document import Document
from generator.records.fields import names
from generator.records.scalars import folded
from generator.records.tree import COUNTS, Source, source_of


class Stated(Struct, frozen=True):
    """A record of a file, with the key that it claims."""

    source: Source
    read: Document
    node: Node
    key: str

    def values(self, field: str) -> Iterator[tuple[str, Node]]:
        """Each text that stands in a field, however often the field is written."""
        yield from _values(self.node, self.source, field)

    @property
    def content(self) -> object:
        """What tells two versions of the record apart."""
        return _content(self.node)


def source(kinds: Sequence[Kind[Any]], file: str) -> Source | None:
    """The record file that a path below `content/` is; None where it is something else."""
    folder, _, below = file.partition("/")
    for kind in kinds:
        if kind.declaration.folder == folder and not (kind.register and below == COUNTS):
            return source_of(kind.declaration, file, kind.register)
    return None


def stated(source: Source, shown: str, raw: bytes | None) -> list[Stated]:
    """The records of a version of a file; none where there is no version, or it cannot be read.

    `shown` is the file as messages name it.
    """
    if raw is None or source.locked:
        return []
    read = document.read(shown, raw)
    if isinstance(read, Problem):
        return []
    return [
        Stated(source, read, node, _key(source, index, node)) for index, node in reading.items(read)
    ]


def _key(source: Source, index: int | None, node: Node) -> str:
    if index is None:
        return source.key
    own = next((text for text, _ in _values(node, source, "id")), "")
    own = own or f"{source.key.rpartition('/')[2]}-{index + 1}"
    return f"{source.parent}/{own}" if source.parent else own


def _values(node: Node, source: Source, field: str) -> Iterator[tuple[str, Node]]:
    model: type[BaseModel] = source.declaration.model
    known = names(model)
    for key, value in node.value if isinstance(node, MappingNode) else ():
        if isinstance(key, ScalarNode) and known.get(folded(key.value)) == field:
            for each in value.value if isinstance(value, SequenceNode) else [value]:
                if isinstance(each, ScalarNode):
                    yield str(each.value).strip(), each


def _content(node: Node) -> object:
    if isinstance(node, MappingNode):
        return tuple((_content(key), _content(value)) for key, value in node.value)
    if isinstance(node, SequenceNode):
        return [_content(each) for each in node.value]
    return str(node.value)
