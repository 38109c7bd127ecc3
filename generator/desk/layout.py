"""How a sheet is laid out: its header, which column is which field, which rows are records."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from msgspec import Struct

from generator.audience.personal.numbers import ID_CUE
from generator.desk import columns, words
from generator.desk.sheet import Sheet, Value
from generator.records.declaration import Declaration
from generator.records.fields import FieldPath, Record, shapes
from generator.records.shaping import nearest

# The column that says in which file a record stands; the exported ledger has it.
PLACE = "存放位置"
PLACE_PATH: FieldPath = ("",)
_SEARCHED = 30
_LEAST = 2
_NEAR = 0.65
_ORDINAL = {"序号", "行号", "号", "no"}
_REMARKS = {"备注", "备考", "说明"}
# A group of columns with such a name says nothing of whom they are about.
_DECORATION = re.compile("情况$|信息$|^基本|^其他$|^内容$")
_FOOTER = re.compile(
    r"^(?:合计|总计|小计|共计|累计|填表|填报|制表|审核人|审核：|审批人|负责人|单位负责人|单位（?盖章|"
    r"党组织（?盖章|联系人|联系电话|备注|注|说明|日期：)"
)


class Column(Struct, frozen=True):
    """A column with its header; `path` is the field that it holds, or `why` it is not taken."""

    index: int
    header: str
    path: FieldPath | None
    why: str = ""


class Layout(Struct, frozen=True):
    """`header` are the rows of the header, `rows` those of records, `skipped` the others below it
    with the text that they begin with. All count from 0.
    """

    sheet: Sheet
    header: range
    columns: tuple[Column, ...]
    rows: tuple[int, ...]
    skipped: tuple[tuple[int, str], ...]

    @property
    def taken(self) -> list[Column]:
        return [each for each in self.columns if each.path is not None]

    def holds(self, path: FieldPath) -> bool:
        """Whether there is a column for a field, or for something in it."""
        return any(each.path and each.path[: len(path)] == path for each in self.columns)


def layout(sheet: Sheet, declaration: Declaration[Record]) -> Layout | None:
    """The layout by the header that names the most fields; None where there is no header."""
    best: tuple[int, range, list[str]] | None = None
    for row in range(min(_SEARCHED, len(sheet.rows))):
        for depth in (1, 2):
            if row + depth > len(sheet.rows):
                continue
            titles = [_title(sheet, row, depth, each) for each in range(sheet.width)]
            score = len({path for each in titles if (path := _path(each, declaration))})
            if score >= _LEAST and (best is None or score > best[0]):
                best = score, range(row, row + depth), titles
    if best is None:
        return None
    _, header, titles = best
    found = tuple(_column(sheet, n, each, declaration) for n, each in enumerate(titles))
    taken = [each for each in found if each.path is not None]
    rows, skipped = _rows(sheet, header, taken, declaration)
    return Layout(sheet, header, found, rows, skipped)


def _text(value: Value) -> str:
    return value.strip() if isinstance(value, str) else ""


def _title(sheet: Sheet, row: int, depth: int, column: int) -> str:
    """What a column is called, with the group above it, which stands over several columns."""
    top = _text(sheet.at(row, column))
    if depth == 1:
        return top
    area = sheet.area(row, column)
    if area is not None and area[2] > row:
        return top
    bottom = _text(sheet.at(row + 1, column))
    if not top and bottom and area is None:
        # Without merged cells a group is named in its first column alone.
        before = (_text(sheet.at(row, each)) for each in range(column - 1, -1, -1))
        top = next((each for each in before if each), "")
    if not bottom or not top:
        return top or bottom
    return f"{top}{columns.SEPARATOR}{bottom}"


def _path(title: str, declaration: Declaration[Record]) -> FieldPath | None:
    if columns.plain(title) == PLACE:
        return PLACE_PATH
    if _derived(title, declaration) or ID_CUE.search(title):
        return None
    path = columns.meant(declaration.model, title)
    group, _, last = title.rpartition(columns.SEPARATOR)
    if path is None and group:
        own = columns.meant(declaration.model, last)
        if _DECORATION.search(group.strip()) or columns.within(declaration.model, own, group):
            return own
    return path


def _derived(title: str, declaration: Declaration[Record]) -> str:
    names = {columns.plain(name): why for name, why in declaration.filing.derived.items()}
    own = title.rpartition(columns.SEPARATOR)[2]
    return names.get(columns.plain(title)) or names.get(columns.plain(own), "")


def _column(sheet: Sheet, index: int, title: str, declaration: Declaration[Record]) -> Column:
    path = _path(title, declaration)
    if index in sheet.hidden and not ID_CUE.search(title):
        return Column(index, title, None, words.WHY_HIDDEN)
    if path is not None:
        return Column(index, title, path)
    plain = columns.plain(title)
    if ID_CUE.search(title):
        why = words.WHY_ID
    elif derived := _derived(title, declaration):
        why = words.WHY_DERIVED.format(why=derived)
    elif plain in _ORDINAL:
        why = words.WHY_ORDINAL
    elif plain in _REMARKS:
        why = words.WHY_REMARKS
    elif not plain:
        filled = any(each[index] not in (None, "") for each in sheet.rows)
        why = words.WHY_NAMELESS if filled else ""
    else:
        known = [each.title for each in columns.leaves(declaration.model)]
        labels = [each.label for each in shapes(declaration.model).values()]
        near = nearest(title, [*known, *labels])
        near = near if near and SequenceMatcher(None, title, near).ratio() >= _NEAR else None
        why = words.WHY_UNKNOWN + (words.DID_YOU_MEAN.format(near=near) if near else "")
    return Column(index, title, None, why)


def _rows(
    sheet: Sheet, header: range, taken: list[Column], declaration: Declaration[Record]
) -> tuple[tuple[int, ...], tuple[tuple[int, str], ...]]:
    head = [sheet.rows[each] for each in header]
    needed = [
        each
        for each in taken
        if each.path and each.path[0] and shapes(declaration.model)[str(each.path[0])].required
    ]
    rows: list[int] = []
    skipped: list[tuple[int, str]] = []
    for number in range(header.stop, len(sheet.rows)):
        row = sheet.rows[number]
        first = next((each for each in row if each not in (None, "")), None)
        # A row without a cell of its own is empty, whatever is merged over it.
        if first is None:
            continue
        said = _text(first)
        own = any(row[each.index] not in (None, "") for each in taken)
        if row in head or not own or _note(sheet, number) or _footer(sheet, number, said, needed):
            skipped.append((number, said))
        else:
            rows.append(number)
    return tuple(rows), tuple(skipped)


def _footer(sheet: Sheet, number: int, said: str, needed: list[Column]) -> bool:
    """Whether a row below the records says who drew it up, or sums up."""
    filled = [each for each in needed if sheet.at(number, each.index) not in (None, "")]
    return bool(_FOOTER.match(said)) and len(filled) * 2 <= len(needed)


def _note(sheet: Sheet, number: int) -> bool:
    """A row that is one cell from side to side: a note, a heading."""
    areas = {sheet.area(number, column) for column in range(sheet.width)}
    return sheet.width > 1 and areas != {None} and len(areas) == 1


def doubled(taken: list[Column]) -> Iterator[tuple[Column, Column]]:
    """Pairs of columns that hold the same field."""
    seen: dict[FieldPath, Column] = {}
    for each in taken:
        if each.path in seen:
            yield seen[each.path], each
        elif each.path is not None:
            seen[each.path] = each
