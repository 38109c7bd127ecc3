"""Ledgers as files: XLSX (ECMA-376) and CSV (RFC 4180) → sheets, within bounds."""

import csv
import io
import warnings
from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from generator.desk import words
from generator.desk.refused import RefusedError, refused
from generator.desk.sheet import Broken, Moment, Number, Sheet, Value, rectangular
from generator.files.archive import Archive
from generator.files.legacy import OLE
from generator.files.piece import Budget, UnreadableError
from generator.problems import codes

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

# A ledger of 50,000 rows has some 10 MB; unpacked ten times as much.
MOST_BYTES, MOST_UNPACKED = 32 << 20, 256 << 20
MOST_CELLS, MOST_ROWS = 2_000_000, 100_000
_LOOKED_AT = 40
_BINARY = {".xls", ".et", ".xlsb", ".ett", ".xlt"}
_OPEN = {".ods", ".fods", ".uos"}


def sheets(path: Path) -> list[Sheet]:
    """The visible sheets of a ledger; raises RefusedError with the reason and the cure (E934)."""
    ending = path.suffix.lower()
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _unreadable(path, words.TOO_LARGE)
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from None
    if ending in _BINARY or (data.startswith(OLE) and ending not in (".xlsx", ".xlsm")):
        raise _unreadable(path, words.OLD_FORMAT.format(ending=ending))
    if data.startswith(OLE):
        raise _unreadable(path, words.LOCKED)
    if ending in _OPEN:
        raise _unreadable(path, words.OLD_FORMAT.format(ending=ending))
    if data.startswith(b"PK"):
        return _workbook(path, data)
    if ending in (".csv", ".txt", ".tsv"):
        return [Sheet("", _separated(path, data))]
    raise _unreadable(path, words.NO_LEDGER)


def _unreadable(path: Path, reason: str) -> RefusedError:
    return refused(codes.E934, path.name, name=path.name, reason=reason)


def _separated(path: Path, data: bytes) -> tuple[tuple[Value, ...], ...]:
    text = _decoded(path, data)
    if "\0" in text:
        raise _unreadable(path, words.NO_LEDGER)
    between = _between(text)
    csv.field_size_limit(MOST_BYTES)
    try:
        rows: list[list[Value]] = [
            list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=between)
        ]
    except csv.Error:
        raise _unreadable(path, words.NO_LEDGER) from None
    if len(rows) > MOST_ROWS:
        raise _unreadable(path, words.TOO_LARGE)
    return rectangular([[_unquoted(str(each)) for each in row] for row in rows])


def _between(text: str) -> str:
    """What parts the cells: with it, the greatest part of the rows has the same number of them.

    The part, and not how many: a sign that stands in a text over several lines may part more lines
    than there are rows.
    """
    best = (0.0, 0, ",")
    for each in ",\t;":
        lines = csv.reader(io.StringIO(text[:50_000], newline=""), delimiter=each)
        widths = Counter(len(row) for row in islice(lines, _LOOKED_AT) if any(row))
        wide = [(count / widths.total(), n, each) for n, count in widths.items() if n > 1]
        best = max([best, *wide])
    return best[2]


def _unquoted(text: str) -> str:
    """Without the apostrophe that says that a text follows, not a formula."""
    inside = text[1:].replace("'", " ").lstrip()
    return text[1:] if text[:1] == "'" and inside[:1] in tuple(FORMULA) else text


# What makes a spreadsheet take a text for a formula.
FORMULA = "=+-@＝＋－＠"


def _decoded(path: Path, data: bytes) -> str:
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unreadable(path, words.NO_ENCODING)


def _workbook(path: Path, data: bytes) -> list[Sheet]:
    # It takes long to load: only who reads a workbook needs it.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _within_bounds(path, data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Formulas first, to know which cells have one; their results where there is any.
            book = load_workbook(io.BytesIO(data), keep_links=False)
            formulas = any(
                cell.data_type == "f" for sheet in book.worksheets for cell in _cells(sheet)
            )
            results = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except UnreadableError as error:
        raise _unreadable(path, str(error)) from None
    except (BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, IndexError,
            AttributeError, OSError, EOFError, SyntaxError):  # fmt: skip
        # What openpyxl raises of files that are damaged in one way or another.
        raise _unreadable(path, words.DAMAGED) from None
    shown = [each for each in results.worksheets if each.sheet_state == "visible"]
    return [_sheet(each, book[each.title] if formulas else None) for each in shown]


def _within_bounds(path: Path, data: bytes) -> None:
    """Unpack every part once, and trust none that declares entities."""
    archive = Archive(data, Budget(MOST_UNPACKED))
    if "[Content_Types].xml" not in archive.names:
        raise UnreadableError(words.NO_LEDGER)
    cells = 0
    for name in archive.names:
        part = archive.read(name)
        if name.endswith((".xml", ".rels", ".vml")):
            if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
                raise UnreadableError(words.DAMAGED)
            if name.startswith("xl/worksheets/"):
                cells += part.count(b"<c ") + part.count(b"<c>") + part.count(b":c ")
    if cells > MOST_CELLS:
        raise UnreadableError(words.TOO_LARGE)


def _cells(sheet: "Worksheet") -> list[Any]:
    # Going by rows would make every cell up to the last that has a frame.
    return list(sheet._cells.values())


def _sheet(sheet: "Worksheet", formulas: "Worksheet | None") -> Sheet:
    rows: list[list[Value]] = []
    for cell in _cells(sheet):
        value = _value(cell)
        if formulas is not None:
            written = formulas.cell(cell.row, cell.column)
            if written.data_type == "f" and (value is None or cell.data_type == "e"):
                value = Broken(str(cell.value or written.value))
        if value is None or cell.row > MOST_ROWS:
            continue
        while len(rows) < cell.row:
            rows.append([])
        row = rows[cell.row - 1]
        row.extend([None] * (cell.column - len(row)))
        row[cell.column - 1] = value
    merged = [
        (area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1)
        for area in sheet.merged_cells.ranges
    ]
    return Sheet(sheet.title, rectangular(rows), tuple(sorted(merged)), _hidden(sheet))


def _hidden(sheet: "Worksheet") -> frozenset[int]:
    found: set[int] = set()
    for each in sheet.column_dimensions.values():
        if each.min and each.max and (each.hidden or each.width == 0):
            found.update(range(each.min - 1, min(each.max, 1000)))
    return frozenset(found)


def _value(cell: Any) -> Value:
    value, shape = cell.value, str(cell.number_format or "")
    if isinstance(value, bool) or value is None:
        return value
    if cell.data_type == "e":
        return Broken(str(value))
    if isinstance(value, (int, float)):
        return Number(value, shape)
    if isinstance(value, datetime):
        return Moment(value, shape)
    if isinstance(value, date):
        return Moment(datetime.combine(value, time()), shape)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02d}"
    return str(value).replace("_x000D_", "").replace("\r\n", "\n")
