"""The rows of a ledger as trees of keys and texts, each field with the cell that it comes from."""

from typing import Any

from msgspec import Struct, field

from generator.desk import cells, draft, items
from generator.desk.cells import Wrong
from generator.desk.draft import Tree
from generator.desk.layout import PLACE_PATH, Column, Layout
from generator.desk.refused import nowhere
from generator.desk.sheet import letters
from generator.problems.problem import Place, Problem, problem
from generator.records.declaration import Declaration
from generator.records.fields import FieldPath, Record
from generator.records.shaping import shape_at


class Row(Struct):
    """`place` is the cell of a field, or the row where the sheet has none for it.

    `file` is where the record shall stand, below its kind's folder, if the ledger says so.
    """

    book: str
    layout: Layout
    number: int
    tree: Tree
    cells: dict[FieldPath, Column] = field(default_factory=dict)
    file: str = ""

    @property
    def said(self) -> str:
        """The row as messages name it."""
        sheet = f"“{self.layout.sheet.name}”" if self.layout.sheet.name else ""
        return f"{self.book}{sheet}第 {self.number + 1} 行"

    def place(self, path: FieldPath) -> Place:
        """Where a field is: its cell, that of what is around it, or the row."""
        for end in range(len(path), 0, -1):
            for held, column in self.cells.items():
                if held[:end] == path[:end]:
                    return self.cell(column)
        return nowhere(self.said)

    def cell(self, column: Column) -> Place:
        """A cell in words: 走访台账.xlsx“2026”C5（走访日期）."""
        sheet = f"“{self.layout.sheet.name}”" if self.layout.sheet.name else ""
        title = column.header.replace("\n", "")
        return nowhere(f"{self.book}{sheet} {letters(column.index)}{self.number + 1}（{title}）")


def rows(
    book: str, found: Layout, declaration: Declaration[Record]
) -> tuple[list[Row], list[Problem]]:
    """Every record of a sheet, with what cannot be taken from its cells."""
    every: list[Row] = []
    problems: list[Problem] = []
    for number in found.rows:
        row = Row(book, found, number, {})
        for column in found.taken:
            _cell(row, column, declaration, problems)
        _nothing_alone(row)
        row.tree = draft.pruned(row.tree)
        every.append(row)
    return every, problems


def _cell(
    row: Row, column: Column, declaration: Declaration[Record], problems: list[Problem]
) -> None:
    value = row.layout.sheet.at(row.number, column.index)
    path = column.path
    if path is None or value in (None, ""):
        return
    if path == PLACE_PATH:
        row.file = str(value).strip() if isinstance(value, str) else ""
        row.cells[path] = column
        return
    shape = shape_at(declaration.model, path)
    if shape is None:
        raise KeyError(path)
    text = cells.typed(value, shape)
    if isinstance(text, Wrong):
        facts = {"label": shape.label, **text.facts}
        problems.append(problem(text.code, row.cell(column), "", **facts))
        return
    if not text:
        return
    row.cells[path] = column
    whole = shape.many and not isinstance(path[-1], int)
    put: Any = text
    if whole:
        listed = text.lstrip().startswith("[")
        put = [each for each in items.split(text) if listed or not cells.nothing(each)]
    draft.placed(row.tree, declaration.model, path, put)


def _nothing_alone(row: Row) -> None:
    """A group of which every cell says 无 is none."""
    inside: dict[FieldPath, list[FieldPath]] = {}
    for path in row.cells:
        if len(path) > 1:
            inside.setdefault(path[:-1], []).append(path)
    for those in inside.values():
        texts = [_at(row.tree, path) for path in those]
        if all(isinstance(each, str) and cells.nothing(each) for each in texts):
            for path in those:
                _take_out(row.tree, path)
                del row.cells[path]


def _at(tree: Any, path: FieldPath) -> Any:
    for part in path:
        tree = tree[part]
    return tree


def _take_out(tree: Any, path: FieldPath) -> None:
    inner = _at(tree, path[:-1])
    inner[path[-1]] = None
