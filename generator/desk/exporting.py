"""The records of a kind → a ledger that can be filled in further, and imported again.

What a group holds stands in columns under its name; a list of groups in as many numbered ones as
the longest list has; a list of texts in one cell. `编号` and `存放位置` say which record a row is.
"""

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from generator.desk import asking, cells, columns, draft, items, words
from generator.desk.layout import PLACE
from generator.desk.opened import Opened
from generator.desk.refused import RefusedError, nowhere, refused
from generator.kinds.kind import Kind
from generator.ledgers.separated import separated
from generator.ledgers.table import Cell, Column, Table
from generator.ledgers.workbook import workbook
from generator.problems import codes
from generator.problems.problem import Problem, problem
from generator.records.fields import Chosen, FieldPath, FieldShape, Record, Refers, shapes
from generator.records.shaping import shape_at

# Characters of a cell of a workbook.
_LONGEST = 32_767
_NARROWEST, _WIDEST = 8, 48
# Two lines: a text of a page would make a row as high as the screen.
_HEIGHT = 32
# The mark of a built site, which is published whole.
_SITE = "site.json"


class Exported(Struct, frozen=True):
    """A ledger with the records that it was made of, row by row."""

    table: Table
    records: tuple[Record, ...]


def table(kind: Kind[Any], desk: Opened, *, grouped: bool) -> Exported:
    """The ledger; `grouped` has headers in two rows, else a column has its whole name."""
    declaration = kind.declaration
    model: type[Record] = declaration.model
    records = tuple(desk.library.all(model))
    trees = [draft.canonical(each, desk.settings) for each in records]
    paths = list(_paths(model, trees))
    names = {
        each: {key: asking.reference(key, r) for key, r in desk.library.named(each).items()}
        for each in _referred(model, paths)
    }
    rows = []
    for record, tree in zip(records, trees, strict=True):
        own = record.id if record.origin.index is not None else record.key
        row = [_cell(tree, path, shape_at(model, path), names) for path in paths]
        place = record.origin.file.removeprefix(f"{declaration.folder}/").removesuffix(".yaml")
        rows.append((own, *row, place))
    heads = [_column(model, path, desk, grouped) for path in paths]
    identity = Column(shapes(model)["id"].label, 20, text=True)
    every = (identity, *heads, Column(PLACE, 20, text=True))
    widths = [_width(each, [row[n] for row in rows]) for n, each in enumerate(every)]
    every = tuple(
        Column(c.name, w, c.group, c.choices, c.closed, c.text)
        for c, w in zip(every, widths, strict=True)
    )
    title = words.LEDGER.format(kind=declaration.label)
    made = Table(
        title, desk.ground.day, every, tuple(rows), "", sheet=declaration.label, height=_HEIGHT
    )
    return Exported(made, records)


def _referred(model: type[Record], paths: Sequence[FieldPath]) -> set[str]:
    """The kinds that fields refer to."""
    marks = (shape.mark(Refers) for path in paths if (shape := shape_at(model, path)))
    return {each.kind for each in marks if each is not None}


def _paths(model: type[Record], trees: Sequence[dict[str, Any]]) -> Iterator[FieldPath]:
    """The columns: every field of the kind, those that all kinds have where any record has them."""
    for name, shape in shapes(model).items():
        used = [tree[name] for tree in trees if name in tree]
        if name == "id" or (name in Record.model_fields and not used):
            continue
        yield from _below((name,), shape, used)


def _below(path: FieldPath, shape: FieldShape, used: Sequence[Any]) -> Iterator[FieldPath]:
    if shape.nested is None:
        yield path
        return
    spread: list[tuple[FieldPath, list[Any]]] = [(path, list(used))]
    if shape.many:
        longest = max((len(each) for each in used), default=1)
        spread = [((*path, n), [each[n] for each in used if len(each) > n]) for n in range(longest)]
    for at, those in spread:
        for name, inner in shapes(shape.nested).items():
            yield from _below((*at, name), inner, [each[name] for each in those if name in each])


def _cell(
    tree: Any, path: FieldPath, shape: FieldShape | None, names: dict[str, dict[str, str]]
) -> Cell:
    for part in path:
        if isinstance(part, int):
            if part >= len(tree):
                return None
            tree = tree[part]
        elif part not in tree:
            return None
        else:
            tree = tree[part]
    refers = shape.mark(Refers) if shape else None
    if refers is not None:
        known = names[refers.kind]
        tree = [known.get(e, e) for e in tree] if isinstance(tree, list) else known.get(tree, tree)
    if isinstance(tree, list):
        return items.joined(tree)
    if shape is not None and cells.counts(shape):
        number = float(tree) if "." in tree else int(tree)
        return number if abs(number) < 1e15 and cells.plain(number) == tree else tree
    return str(tree)


def _column(model: type[Record], path: FieldPath, desk: Opened, grouped: bool) -> Column:
    shape = shape_at(model, path)
    if shape is None:
        raise KeyError(path)
    name = columns.title(model, path)
    group = ""
    if grouped and len(path) > 1:
        group, _, name = name.rpartition(columns.SEPARATOR)
    required = len(path) == 1 and shape.required
    choices = tuple(asking.choices(shape, desk)) if not shape.many else ()
    if cells.sort(shape) == "是/否":
        choices = ("是", "否")
    closed = bool(choices) and not (shape.mark(Chosen) or shape.mark(Refers))
    text = not cells.counts(shape)
    return Column(f"{name}*" if required else name, 0, group, choices, closed, text)


def _width(column: Column, values: Sequence[Cell]) -> int:
    texts = [column.name, *(str(each) for each in values[:200] if each is not None)]
    longest = max(sum(2 if c > "\u2e80" else 1 for c in each.split("\n")[0]) for each in texts)
    return min(max(longest + 2, _NARROWEST), _WIDEST)


def ledger(kind: Kind[Any], desk: Opened, out: Path) -> tuple[bytes, int]:
    """(the bytes of the ledger for the name `out`, how many rows); raises RefusedError."""
    separate = out.suffix.lower() == ".csv"
    exported = table(kind, desk, grouped=not separate)
    if separate:
        return separated(exported.table), len(exported.records)
    long = list(_too_long(exported, desk))
    if long:
        raise RefusedError(long)
    return workbook(exported.table), len(exported.records)


def _too_long(exported: Exported, desk: Opened) -> Iterator[Problem]:
    for record, row in zip(exported.records, exported.table.rows, strict=True):
        for column, cell in zip(exported.table.columns, row, strict=True):
            if isinstance(cell, str) and len(cell) > _LONGEST:
                file = f"{desk.shown}/{record.origin.file}"
                yield problem(
                    codes.E945, nowhere(file), file=file, label=column.name.rstrip("*"),
                    count=len(cell), limit=_LONGEST,
                )  # fmt: skip


def write(out: Path, data: bytes, desk: Opened, *, private: bool) -> None:
    """Write the ledger, whole or not at all; `private` for its owner's eyes alone.

    Raises RefusedError for a place that is published, or where a file stands already.
    """
    real = Path(os.path.realpath(out))
    reason = ""
    if real.is_relative_to(os.path.realpath(desk.content)):
        reason = words.IN_CONTENT
    elif any((each / _SITE).exists() for each in real.parents):
        reason = words.IN_SITE
    elif real.exists():
        reason = words.THERE_ALREADY
    elif not real.parent.is_dir():
        reason = words.NO_FOLDER
    elif real.suffix.lower() not in (".xlsx", ".csv"):
        reason = words.NO_ENDING
    if reason:
        raise refused(codes.E944, str(out), path=out, reason=reason)
    number, name = tempfile.mkstemp(prefix=f".{real.name}.", suffix=".new", dir=real.parent)
    ready = Path(name)
    try:
        with os.fdopen(number, "wb") as stream:
            stream.write(data)
        if not private:
            mask = os.umask(0)
            os.umask(mask)
            ready.chmod(0o666 & ~mask)
        ready.replace(real)
    finally:
        ready.unlink(missing_ok=True)
