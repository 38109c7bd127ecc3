"""Nodes → the plain tree that a model validates, and back from a field's path to its node.

Chinese labels become keys here; unknown keys and keys given twice are found here. Types are the
model's business.
"""

import difflib
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from generator import texts
from generator.problems import codes
from generator.problems.problem import Problem, problem
from generator.records.document import Document
from generator.records.fields import FieldPath, FieldShape, names, shapes
from generator.records.scalars import folded

Plain = str | list[Any] | dict[str, Any]


def nearest(typed: str, choices: Iterable[str]) -> str | None:
    """What was probably meant, where something is near."""
    found = difflib.get_close_matches(typed, list(choices), n=1, cutoff=0.5)
    return found[0] if found else None


def suggestion(typed: str, choices: Iterable[str]) -> str:
    """`可选：…` and, where near, `您要写的是不是…`; at most twelve choices are named."""
    known = list(choices)
    near = nearest(typed, known)
    shown = known[:12]
    if near and near not in shown:
        shown = [near, *shown[:11]]
    tail = "、" + texts.MORE if len(known) > len(shown) else ""
    parts = [texts.CHOICES.format(choices="、".join(shown) + tail)] if known else []
    if near:
        parts.append(texts.DID_YOU_MEAN.format(near=near))
    return "  ".join(parts)


def plain(
    document: Document, node: Node, model: type[BaseModel], kind: str
) -> tuple[dict[str, Any], list[Problem]]:
    """A mapping node as `{key: text | list | mapping}` for `model`; `kind` is its Chinese name."""
    found: list[Problem] = []
    return _mapping(document, node, model, kind, found), found


def _mapping(
    document: Document, node: Node, model: type[BaseModel], kind: str, found: list[Problem]
) -> dict[str, Any]:
    known, fields = names(model), shapes(model)
    result: dict[str, Any] = {}
    seen: dict[str, int] = {}
    for key_node, value in node.value:
        typed = key_node.value if isinstance(key_node, ScalarNode) else ""
        name = known.get(typed) or known.get(folded(typed))
        if name is None:
            choices = [*fields, *(each.label for each in fields.values())]
            near = nearest(typed, choices)
            hint = texts.DID_YOU_MEAN.format(near=near) if near else ""
            found.append(problem(codes.E201, document.place(key_node), hint, kind=kind, key=typed))
            continue
        if name in seen:
            place = document.place(key_node)
            label = fields[name].label
            found.append(problem(codes.E108, place, label=label, first=seen[name]))
            continue
        seen[name] = key_node.start_mark.line + 1
        if blank(value):
            continue
        result[name] = _value(document, value, fields[name], found)
    return result


def blank(node: Node) -> bool:
    """A key with nothing behind it: the field was left empty, not given an empty text."""
    return isinstance(node, ScalarNode) and node.value == "" and not node.style


def _value(document: Document, node: Node, shape: FieldShape, found: list[Problem]) -> Plain:
    if isinstance(node, SequenceNode):
        return [_value(document, each, shape, found) for each in node.value]
    if isinstance(node, MappingNode):
        if shape.nested is not None:
            return _mapping(document, node, shape.nested, shape.label, found)
        return {str(key.value): "" for key, _ in node.value}
    text: str = node.value
    return text


def nodes_at(node: Node, model: type[BaseModel], path: FieldPath) -> Node:
    """The node of a field's path, or the nearest one around it that was written."""
    for key, value, rest, shape in _entry(node, model, path):
        if not rest:
            return value if not blank(value) else key
        if shape.nested is not None and not isinstance(rest[0], int):
            return nodes_at(value, shape.nested, rest)
        if isinstance(value, SequenceNode) and isinstance(rest[0], int):
            if rest[0] >= len(value.value):
                return value
            item: Node = value.value[rest[0]]
            if len(rest) == 1 or shape.nested is None or not isinstance(item, MappingNode):
                return item
            return nodes_at(item, shape.nested, rest[1:])
        return value
    return _head(node)


def _entry(
    node: Node, model: type[BaseModel], path: FieldPath
) -> Iterator[tuple[Node, Node, FieldPath, FieldShape]]:
    if not isinstance(node, MappingNode) or not path:
        return
    known, fields = names(model), shapes(model)
    for key, value in node.value:
        if isinstance(key, ScalarNode) and known.get(folded(key.value)) == path[0]:
            yield key, value, path[1:], fields[str(path[0])]
            return


def _head(node: Node) -> Node:
    """What to point at when a mapping lacks something: its first key."""
    if isinstance(node, MappingNode) and node.value:
        first: Node = node.value[0][0]
        return first
    return node


def shape_at(model: type[BaseModel], path: FieldPath) -> FieldShape | None:
    """The declaration of the field that a path leads to."""
    shape: FieldShape | None = None
    current: type[BaseModel] | None = model
    for part in path:
        if isinstance(part, int):
            continue
        if current is None:
            break
        shape = shapes(current).get(part)
        if shape is None:
            return None
        current = shape.nested
    return shape


def described(node_or_value: Any) -> str:
    """What was found, in words."""
    if isinstance(node_or_value, (list, SequenceNode)):
        return texts.FOUND_LIST
    if isinstance(node_or_value, (dict, MappingNode)):
        return texts.FOUND_MAPPING
    return texts.FOUND_TEXT


def expected(shape: FieldShape, inside_list: bool, node: Node) -> tuple[str, str]:
    """(what should stand in a field whose shape is wrong, how to write it)."""
    first = ""
    if shape.nested is not None:
        first = next((each.label for each in shapes(shape.nested).values()), "")
    if shape.many and not inside_list:
        how = texts.HOW_LIST_OF_MAPPINGS if first else texts.HOW_LIST
        return texts.EXPECTED_LIST, how.format(first=first)
    if shape.nested is not None:
        how = texts.HOW_ITEM if shape.many else texts.HOW_MAPPING
        return texts.EXPECTED_MAPPING, how.format(first=first)
    mapping = isinstance(node, MappingNode)
    return texts.EXPECTED_TEXT, texts.HOW_TEXT_NOT_MAPPING if mapping else texts.HOW_TEXT_NOT_LIST
