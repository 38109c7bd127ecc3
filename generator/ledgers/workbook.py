"""A table as a workbook (XLSX) that can be printed and filed as it is."""

from datetime import date, datetime, time
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any

from generator.ledgers.table import Cell, Table

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# Paper by its number in the format: A4, and A3 for what would be too small to read on it.
_A4, _A3, _WIDEST_ON_A4 = 9, 8, 180
# Columns up to this width hold words and days, which stand in the middle.
_NARROW = 14
# Days are counted from here, as if 1900 had had a 29th of February.
_EPOCH = date(1899, 12, 30)
# The format's own limit for the text of a cell.
_LONGEST = 32_767
_FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_FRAMED = {**_FONT, "border": 1, "text_wrap": True}
# What is typed stays as it is: 2020.10 is no number.
_TEXT = {"num_format": "@"}
_LISTS, _MORE_ROWS = "选项", 500
_CHOOSE, _CHOOSE_HOW = "请从列表里选", "这一列从下拉的列表里选，不要另外写。"


def workbook(table: Table) -> bytes:
    """One sheet: a title row, when it was drawn up, headers that stay and are printed on each page,
    rows with borders, sums in bold, in landscape.
    """
    # It takes long to load: only who makes a workbook needs it.
    from xlsxwriter import Workbook

    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        # Without it the time of the making would be written.
        book.set_properties({"title": table.title, "created": datetime.combine(table.day, time())})
        sheet = book.add_worksheet(table.sheet)
        last = len(table.columns) - 1
        _merged(sheet, (0, 0, 0, last), table.title, _title(book))
        _merged(
            sheet, (1, 0, 1, last), table.drawn_up, book.add_format({**_FONT, "align": "right"})
        )
        sheet.set_row(0, 36)
        below = _headers(table, sheet, _bold(book))
        _rows(table, book, sheet, below)
        _printed(table, book, sheet, below)
        _offered(table, book, sheet, below)
    return out.getvalue()


def _title(book: "Workbook") -> "Format":
    return book.add_format({**_FONT, "bold": True, "font_size": 18, "align": "center"})


def _bold(book: "Workbook") -> "Format":
    return book.add_format({**_FRAMED, "bold": True, "align": "center", "bg_color": "#F2F2F2"})


def _headers(table: Table, sheet: "Worksheet", form: "Format") -> int:
    """Headers in one row, or in two where columns stand in groups; gives the row below them."""
    first = 2
    grouped = any(each.group for each in table.columns)
    last = first + 1 if grouped else first
    place = 0
    for group, some in groupby(table.columns, key=lambda each: each.group):
        names = [each.name for each in some]
        if group:
            _merged(sheet, (first, place, first, place + len(names) - 1), group, form)
        for number, name in enumerate(names, place):
            _merged(sheet, (last if group else first, number, last, number), name, form)
        place += len(names)
    return last + 1


def _merged(sheet: "Worksheet", area: tuple[int, int, int, int], text: str, form: "Format") -> None:
    """A text over an area, which may be a single cell."""
    if area[:2] == area[2:]:
        sheet.write_string(area[0], area[1], text, form)
    else:
        sheet.merge_range(*area, text, form)


def _rows(table: Table, book: "Workbook", sheet: "Worksheet", first: int) -> None:
    middle: dict[str, Any] = {**_FRAMED, "align": "center"}
    left: dict[str, Any] = {**_FRAMED, "align": "left"}
    looks = {
        (narrow, text): book.add_format({**(middle if narrow else left), **(_TEXT if text else {})})
        for narrow in (True, False)
        for text in (True, False)
    }
    day = book.add_format({**middle, "num_format": "yyyy-mm-dd"})
    forms = [looks[each.width <= _NARROW, each.text] for each in table.columns]
    sums = [book.add_format({**middle, "bold": True})] * len(forms)
    for number, row in enumerate(table.written()):
        if table.height:
            sheet.set_row(first + number, table.height)
        used = forms if number < len(table.rows) else sums
        for place, (cell, form) in enumerate(zip(row, used, strict=True)):
            _cell(sheet, (first + number, place), cell, form, day)


def _cell(
    sheet: "Worksheet", at: tuple[int, int], cell: Cell, form: "Format", day: "Format"
) -> None:
    """A text is written as a text: nothing in it is ever a formula or a link."""
    if cell is None or cell == "":
        sheet.write_blank(*at, None, form)
    elif isinstance(cell, str):
        sheet.write_string(*at, cell[:_LONGEST], form)
    elif isinstance(cell, date):
        sheet.write_number(*at, (cell - _EPOCH).days, day)
    else:
        sheet.write_number(*at, cell, form)


def _offered(table: Table, book: "Workbook", sheet: "Worksheet", below: int) -> None:
    """Lists to choose from, in the rows that are there and in some that follow.

    They stand in a hidden sheet of their own: in the rule itself 255 characters have room.
    """
    from xlsxwriter.utility import xl_range_abs

    columns = [(place, each) for place, each in enumerate(table.columns) if each.choices]
    if not columns:
        return
    lists = book.add_worksheet(_LISTS)
    lists.hide()
    last = below + len(table.rows) + _MORE_ROWS
    for number, (place, each) in enumerate(columns):
        for row, choice in enumerate(each.choices):
            lists.write_string(row, number, choice)
        area = xl_range_abs(0, number, len(each.choices) - 1, number)
        rule = {"validate": "list", "source": f"={_LISTS}!{area}"}
        rule["error_type"] = "stop" if each.closed else "information"
        rule["error_title"], rule["error_message"] = _CHOOSE, _CHOOSE_HOW
        sheet.data_validation(below, place, last, place, rule)


def _printed(table: Table, book: "Workbook", sheet: "Worksheet", below: int) -> None:
    """Widths, headers that stay, and the page for printing."""
    text = book.add_format(_TEXT)
    for place, each in enumerate(table.columns):
        sheet.set_column(place, place, each.width, text if each.text else None)
    sheet.freeze_panes(below, 0)
    sheet.set_landscape()
    wide = sum(each.width for each in table.columns) > _WIDEST_ON_A4
    sheet.set_paper(_A3 if wide else _A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, below - 1)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.center_horizontally()
    sheet.set_footer("&C第 &P 页，共 &N 页")
