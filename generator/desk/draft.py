"""Records on their way in and out: a tree of keys and texts ⇄ the typed record."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ValidationError

from generator.desk import lines
from generator.problems.problem import Problem
from generator.records import document, reading
from generator.records.declaration import Declaration
from generator.records.fields import Chosen, FieldPath, FieldShape, R, shapes
from generator.records.scalars import DayOrMonth
from generator.records.tables import Tables

Tree = dict[str, Any]
Found = list[tuple[FieldPath, Problem]]


def typed(tree: Tree, declaration: Declaration[R], tables: Tables) -> tuple[R | None, Found]:
    """The record that a tree is, or None with what is wrong and the path of each field.

    The same validators and the same words as for a file; the places mean nothing.
    """
    try:
        return declaration.model.model_validate(tree, context=tables), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    text = "\n".join(lines.lines(tree, declaration.model)) or "{}"
    read = document.read("", f"{text}\n".encode())
    if isinstance(read, Problem):
        return None, [((), read)]
    found: Found = []
    for detail in details:
        told = reading.explained(read, read.root, declaration.model, detail)
        if told is not None:
            found.append((reading.path_of(declaration.model, detail["loc"]), told))
    return None, found


def canonical(value: BaseModel, tables: Tables) -> Tree:
    """A record as it is written: keys and texts of what it says, entries of settings by name."""
    return dict(_canonical(value, tables))


def _canonical(value: BaseModel, tables: Tables) -> Iterator[tuple[str, Any]]:
    for name, shape in shapes(type(value)).items():
        field = type(value).model_fields[name]
        own = getattr(value, name)
        if own is None or own in ("", []) or (not field.is_required() and own == field.default):
            continue
        yield name, _plain(own, shape, tables)


def _plain(value: Any, shape: FieldShape, tables: Tables) -> Any:
    if isinstance(value, BaseModel):
        return canonical(value, tables)
    if isinstance(value, list):
        return [_plain(each, shape, tables) for each in value]
    if isinstance(value, tuple):
        positions = [str(each) for each in value]
        return positions if len(positions) > 1 else positions[0]
    chosen = shape.mark(Chosen)
    return named(value, chosen.table, tables) if chosen is not None else said(value)


def named(value: str, table: str, tables: Tables) -> str:
    """An entry of a table of the settings by its name, where that means the same."""
    names = (each for each in tables.names(table) if tables.find(table, each) == value)
    return next(names, value)


def said(value: Any) -> str:
    """A typed value as the text that reads as the same value."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, DayOrMonth):
        month = f"{value.year}-{value.month:02d}"
        return month if value.day is None else f"{month}-{value.day:02d}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


def merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> Tree:
    """`old` with what `new` says: mappings field by field, lists of equal length item by item."""
    result = dict(old)
    for key, value in new.items():
        before = old.get(key)
        if isinstance(value, Mapping) and isinstance(before, Mapping):
            result[key] = merged(before, value)
        elif _alike(value, before):
            pairs = zip(before or [], value, strict=True)
            result[key] = [
                merged(a, b) if isinstance(b, Mapping) and isinstance(a, Mapping) else b
                for a, b in pairs
            ]
        else:
            result[key] = value
    return result


def _alike(one: Any, other: Any) -> bool:
    return isinstance(one, list) and isinstance(other, list) and len(one) == len(other)


def placed(tree: Tree, model: type[BaseModel], path: FieldPath, value: Any) -> None:
    """Put a value into the tree at the path, making the mappings and lists on the way."""
    at: Any = tree
    for position, part in enumerate(path):
        last = position == len(path) - 1
        follows: Any = [] if not last and isinstance(path[position + 1], int) else {}
        if isinstance(part, int):
            while len(at) <= part:
                at.append(None)
            if last:
                at[part] = value
            elif at[part] is None:
                at[part] = follows
            at = at[part]
        elif last:
            at[part] = value
        else:
            at = at.setdefault(part, follows)


def pruned(value: Any) -> Any:
    """The tree without what is empty; the items of a list move up."""
    if isinstance(value, dict):
        kept = {key: pruned(each) for key, each in value.items()}
        return {key: each for key, each in kept.items() if each not in (None, "", {}, [])}
    if isinstance(value, list):
        return [each for each in map(pruned, value) if each not in (None, "", {}, [])]
    return value
