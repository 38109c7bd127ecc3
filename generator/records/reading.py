"""Documents → typed records, with every problem of every file in one run."""

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from yaml.nodes import MappingNode, Node, SequenceNode

from generator import texts
from generator.problems import codes
from generator.problems.codes import CODES
from generator.problems.problem import Place, Problem, problem
from generator.records.document import Document, colon_slip
from generator.records.fields import FieldPath, FieldShape
from generator.records.shaping import (
    blank,
    described,
    expected,
    nodes_at,
    plain,
    shape_at,
    suggestion,
)
from generator.records.tables import Tables

M = TypeVar("M", bound=BaseModel)


def model_from(
    document: Document, node: Node, model: type[M], kind: str, tables: Tables | None
) -> tuple[M | None, list[Problem]]:
    """The mapping `node` as a `model`, or None with the reasons. `kind` is its Chinese name."""
    if not isinstance(node, MappingNode):
        return None, [_no_mapping(document, node, kind)]
    tree, problems = plain(document, node, model, kind)
    try:
        value = model.model_validate(tree, context=tables)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            told = explained(document, node, model, detail)
            if told is not None:
                problems.append(told)
        return None, problems
    return (None if problems else value), problems


def items(document: Document) -> list[tuple[int | None, Node]]:
    """The records' nodes in a document: one for a mapping, one for each item of a list."""
    root = document.root
    if isinstance(root, SequenceNode):
        return list(enumerate(root.value))
    return [(None, root)]


def path_of(model: type[BaseModel], location: tuple[int | str, ...]) -> FieldPath:
    """Pydantic's location without the names of union members that it puts between."""
    path: list[int | str] = []
    for part in location:
        if isinstance(part, int) or shape_at(model, (*path, part)) is not None:
            path.append(part)
    return tuple(path)


def _no_mapping(document: Document, node: Node, kind: str) -> Problem:
    """What stands where a record should: nothing (E213), a slipped colon (E103) or E107."""
    if blank(node):
        return problem(codes.E213, document.place(node), label=kind)
    slip = colon_slip(document, node)
    return slip or problem(codes.E107, document.place(node), found=described(node))


def explained(
    document: Document, node: Node, model: type[BaseModel], detail: ErrorDetails
) -> Problem | None:
    """What pydantic found, at its place and in words; None where something else is to blame."""
    path = path_of(model, detail["loc"])
    shape = shape_at(model, path)
    if shape is None:
        return problem(codes.E107, document.place(node), found=described(node))
    at = nodes_at(node, model, path)
    place = document.place(at)
    if detail["type"] == "missing":
        return problem(codes.E202, place, label=shape.label, key=shape.name)
    if detail["type"] in CODES:
        return _custom(shape, place, detail["type"], detail.get("ctx", {}))
    inside_list = bool(path) and isinstance(path[-1], int)
    if inside_list and blank(at):
        return problem(codes.E213, place, label=shape.label)
    if detail["type"] == "literal_error" and isinstance(detail["input"], str):
        typed = detail["input"]
        hint = suggestion(typed, shape.choices)
        return problem(codes.E204, place, hint, label=shape.label, value=typed)
    wanted, how = expected(shape, inside_list, at)
    if shape.nested is not None and wanted == texts.EXPECTED_MAPPING:
        slip = colon_slip(document, at)
        if slip is not None:
            return slip
    found = described(detail["input"])
    return problem(codes.E203, place, how, label=shape.label, expected=wanted, found=found)


def _custom(shape: FieldShape, place: Place, code: str, facts: dict[str, Any]) -> Problem | None:
    if facts.get("unread"):
        return None
    known = {key: value for key, value in facts.items() if key not in ("code", "choices", "unread")}
    choices = facts.get("choices")
    hint = ""
    if choices is not None:
        hint = suggestion(str(facts.get("value", "")), choices) or texts.NOTHING_TO_CHOOSE
    return problem(CODES[code], place, hint, label=shape.label, **known)
