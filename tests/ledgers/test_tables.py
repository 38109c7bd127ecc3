"""Tables as files: what stands in them is read back by another library, and nothing is run."""

import csv
import io
import os
import subprocess
import sys
from datetime import date, datetime
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from generator.ledgers.separated import separated
from generator.ledgers.table import Cell, Column, Table
from generator.ledgers.workbook import workbook

DAY = date(2026, 11, 23)
COLUMNS = (
    Column("序号", 6),
    Column("标题", 30),
    Column("审核人", 12, "审核"),
    Column("审核日期", 12, "审核"),
    Column("备注", 20),
)
ROWS: tuple[tuple[Cell, ...], ...] = (
    (1, "党费“收缴”,\n使用", "组织委员", date(2026, 2, 28), ""),
    (2, "=SUM(A1)", None, None, "http://10.0.0.8/"),
)
TABLE = Table("登记簿（2026 年）", DAY, COLUMNS, ROWS)
DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "＝1", "＋1", "－1", "＠a", "\n=1"]


def _sheet(table: Table) -> Worksheet:
    found = load_workbook(io.BytesIO(workbook(table))).active
    assert isinstance(found, Worksheet)
    return found


def _lines(table: Table) -> list[list[str]]:
    text = separated(table).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_workbook_is_a_ledger() -> None:
    sheet = _sheet(TABLE)
    assert sheet["A1"].value == "登记簿（2026 年）"
    assert sheet["A2"].value == "生成时间：2026年11月23日　共 2 条"
    assert [each.value for each in sheet[3]] == ["序号", "标题", "审核", None, "备注"]
    assert [each.value for each in sheet[4]] == [None, None, "审核人", "审核日期", None]
    merged = {str(each) for each in sheet.merged_cells.ranges}
    assert merged == {"A1:E1", "A2:E2", "A3:A4", "B3:B4", "C3:D3", "E3:E4"}
    first = ["组织委员", datetime.fromisoformat("2026-02-28"), "无"]
    assert [each.value for each in sheet[5]] == [1, "党费“收缴”,\n使用", *first]
    assert sheet["D5"].is_date
    assert [each.value for each in sheet[6]] == [2, "=SUM(A1)", "无", "无", "http://10.0.0.8/"]
    assert sheet["B6"].data_type == "s"
    assert sheet["E6"].hyperlink is None
    assert all(cell.border.bottom.style == "thin" for row in sheet["A3:E6"] for cell in row)


def test_a_workbook_can_be_printed() -> None:
    sheet = _sheet(TABLE)
    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$1:$4"
    assert sheet.page_setup.orientation == "landscape"
    # As wide as a page (which is the default), as high as it comes.
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.page_setup.paperSize == 9
    assert sheet.column_dimensions["B"].width == pytest.approx(30, abs=1)
    wide = Table("登记簿", DAY, (Column("序号", 6), *[Column("事项", 40)] * 5), ())
    assert _sheet(wide).page_setup.paperSize == 8
    assert _sheet(wide).freeze_panes == "A4"


def test_separated_values_open_in_a_spreadsheet() -> None:
    raw = separated(TABLE)
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == raw.count(b"\n") - 1, "one is inside a cell"
    title, drawn_up, headers, first, second = _lines(TABLE)
    assert title == ["登记簿（2026 年）"]
    assert drawn_up == ["生成时间：2026年11月23日　共 2 条"]
    assert headers == ["序号", "标题", "审核人", "审核日期", "备注"]
    assert first == ["1", "党费“收缴”,\n使用", "组织委员", "2026-02-28", "无"]
    assert second == ["2", "'=SUM(A1)", "无", "无", "http://10.0.0.8/"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_is_a_formula(text: str) -> None:
    table = Table("登记簿", DAY, (Column("标题", 10),), ((text,),))
    assert _lines(table)[3] == [f"'{text}"]
    cell = _sheet(table)["A4"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_sums_stand_below_and_what_is_signed_stays_empty() -> None:
    columns = (Column("金额", 10), Column("签字", 10, by_hand=True), Column("备注", 10))
    table = Table(
        "台账", DAY, columns, ((5, "", ""), (6.5, None, "=1")), foot=((11.5, "", "合计"),)
    )
    assert _lines(table)[1:] == [
        ["生成时间：2026年11月23日　共 2 条"],
        ["金额", "签字", "备注"],
        ["5", "", "无"],
        ["6.5", "", "'=1"],
        ["11.5", "", "合计"],
    ]
    sheet = _sheet(table)
    assert [[cell.value for cell in row] for row in sheet["A4:C6"]] == [
        [5, None, "无"],
        [6.5, None, "=1"],
        [11.5, None, "合计"],
    ]
    assert all(cell.border.bottom.style == "thin" for row in sheet["A4:C6"] for cell in row)
    assert [sheet[f"A{row}"].font.bold for row in (4, 5, 6)] == [False, False, True]


def test_a_number_below_nought_is_a_number() -> None:
    table = Table("登记簿", DAY, (Column("用时（天）", 10),), ((-3,),))
    assert _lines(table)[3] == ["-3"]
    assert _sheet(table)["A4"].value == -3


@settings(deadline=None, derandomize=True)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_every_text_is_read_back(text: str) -> None:
    table = Table("登记簿", DAY, (Column("标题", 10),), ((text,),))
    assert _lines(table)[3][0].removeprefix("'") == text.removeprefix("'")
    assert _sheet(table)["A4"].value == text


MADE = """
import hashlib
from tests.ledgers.test_tables import TABLE, separated, workbook
print(hashlib.sha256(workbook(TABLE) + separated(TABLE)).hexdigest())
"""


def test_the_same_table_gives_the_same_bytes() -> None:
    made = {
        subprocess.run(
            [sys.executable, "-c", MADE],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    }  # fmt: skip
    assert len(made) == 1
    with ZipFile(io.BytesIO(workbook(TABLE))) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
