"""Text of record files: a record added at the end of a list, fields of a record written anew.

What stands keeps its comments and its layout; each result is read again before it is used.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from generator.desk import lines
from generator.desk.lines import Tree
from generator.problems.problem import Problem
from generator.records import document, reading
from generator.records.document import Document
from generator.records.fields import names, shapes
from generator.records.scalars import folded
from generator.records.shaping import plain


def labelled(read: Document) -> bool:
    """Whether a file has Chinese labels for keys, mostly."""
    keys: list[str] = []
    for _, node in reading.items(read):
        if isinstance(node, MappingNode):
            keys += [str(key.value) for key, _ in node.value]
    return sum(not each.isascii() for each in keys) * 2 > len(keys)


def added(text: str, records: Sequence[Sequence[str]]) -> str | None:
    """The text of a list with records at its end, each given as lines; None where it is no list
    that lines can be added to.
    """
    read = _document(text)
    if read is None or not isinstance(read.root, SequenceNode) or read.root.flow_style:
        return None
    indent = " " * read.root.start_mark.column
    ending = "\r\n" if "\r\n" in text else "\n"
    apart = f"{ending}{ending}{indent}- " in text or len(read.root.value) < 2
    result = text if text.endswith("\n") else text + ending
    for record in records:
        item = [f"{indent}{each}" if each else each for each in lines.listed(list(record))]
        result += (ending if apart else "") + ending.join(item) + ending
    return result


def changed(
    text: str, index: int | None, model: type[BaseModel], fields: Mapping[str, Any]
) -> str | None:
    """The text with fields of one record written anew; None where its layout does not allow it."""
    for name, value in fields.items():
        read = _document(text)
        node = dict(reading.items(read)).get(index) if read else None
        if read is None or not isinstance(node, MappingNode) or node.flow_style:
            return None
        text = _field(text, node, model, name, value, labelled(read))
    return text


def _field(
    text: str, node: MappingNode, model: type[BaseModel], name: str, value: Any, labels: bool
) -> str:
    known = names(model)
    indent = " " * node.start_mark.column
    ending = "\r\n" if "\r\n" in text else "\n"
    written = lines.entry(shapes(model)[name], value, labels=labels)
    rows = document.rows(text)
    for key, old in node.value:
        if isinstance(key, ScalarNode) and known.get(folded(key.value)) == name:
            first, last = key.start_mark.line, _last(old, key)
            head = rows[first][: key.start_mark.column]
            new = [head + written[0], *(indent + each if each else each for each in written[1:])]
            return ending.join([*rows[:first], *new, *rows[last + 1 :]])
    last = _last(*reversed(node.value[-1]))
    new = [indent + each if each else each for each in written]
    return ending.join([*rows[: last + 1], *new, *rows[last + 1 :]])


def _last(value: Node, key: Node) -> int:
    """The last line of a value: the end of a block is the beginning of what follows it."""
    if isinstance(value, ScalarNode):
        end = value.end_mark
        if value.style in ("|", ">"):
            return max(end.line - (1 if end.column == 0 else 0), key.start_mark.line)
        return end.line if value.value or value.style else key.start_mark.line
    if isinstance(value, (MappingNode, SequenceNode)) and not value.flow_style and value.value:
        inner = value.value[-1]
        return _last(inner[1], inner[0]) if isinstance(inner, tuple) else _last(inner, inner)
    return value.end_mark.line


def _document(text: str) -> Document | None:
    read = document.read("", text.encode())
    return None if isinstance(read, Problem) else read


def trees(text: str, model: type[BaseModel]) -> list[Tree] | None:
    """Every record of a text in keys and texts; None for a text that cannot be read."""
    read = _document(text)
    if read is None:
        return None
    return [
        plain(read, node, model, "")[0]
        for _, node in reading.items(read)
        if isinstance(node, MappingNode)
    ]
