"""A table as CSV that spreadsheets open as it is meant (RFC 4180)."""

import csv
from datetime import date
from io import StringIO

from generator.ledgers.table import Cell, Table

# What makes a spreadsheet take a text for a formula; full-width signs are folded by some.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# Without this mark, spreadsheets on Chinese systems read GBK.
_MARK = "\ufeff"


def separated(table: Table) -> bytes:
    """UTF-8 with a mark, lines ended by CRLF: the title, when it was drawn up, headers, rows,
    sums.
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([table.title])
    writer.writerow([table.drawn_up])
    writer.writerow([each.name for each in table.columns])
    writer.writerows([_written(cell) for cell in row] for row in table.written())
    return f"{_MARK}{out.getvalue()}".encode()


def _written(cell: Cell) -> str | int | float | None:
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str) and cell.replace("'", " ").lstrip().startswith(_FORMULA):
        # The apostrophe says that a text follows; another one, that the text has one.
        return f"'{cell}"
    return cell
