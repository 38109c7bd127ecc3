"""What `dangwu import` refuses: told by sheet, row and column, and nothing is written."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.desk import ledgers
from tests.desk.ledgers import ELDERS, VISIT, book, files, refused
from tests.site import Site


@pytest.mark.parametrize(
    ("field", "value", "cell", "said"),
    [
        ("日期", "去年", "B3（日期）", "E205"),
        ("日期", "2026-02-30", "B3（日期）", "E206"),
        ("日期", 2026, "B3（日期）", "E205"),
        ("节点", "春结", "C3（节点）", "您要写的是不是“春节”"),
        ("方式", "上门", "D3（方式）", "可选：入户、医院、电话"),
        ("姓名", "赵守天（示例）", "A3（姓名）", "您要写的是不是“赵守田（示例）”"),
        ("走访人", f"孟凡 {ledgers.ID_NUMBER}", "E3（走访人）", "E938"),
        ("状态", None, "第 3 行", "E202"),
        # What a rule finds in the record that the row would be.
        ("日期", "2026-12-24", "B3（日期）", "E508"),
    ],
)
def test_what_is_wrong_is_told_by_its_cell(
    tmp_path: Path, field: str, value: Any, cell: str, said: str
) -> None:
    site = Site(tmp_path, ELDERS)
    good = dict(
        zip(VISIT, ("赵守田（示例）", "2026-11-02", "日常", "入户", "孟凡", "已完成"), strict=True)
    )
    bad = {**good, "日期": "2026-11-03", field: value}
    ledgers.rows(tmp_path / "台账.xlsx", VISIT, good, bad)
    before = files(site)
    told = refused(site, site.run("import", "台账.xlsx", "--kind", "visit"), before)
    assert f"台账.xlsx“Sheet” {cell}" in told or f"台账.xlsx“Sheet”{cell}" in told
    assert said in told
    assert ledgers.ID_NUMBER not in told


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("出生年月", 1941.1, "E939"),
        ("住址", 123456789012345678, "E940"),
        ("住址", "=[1]Sheet!A1", "E948"),
    ],
)
def test_what_a_spreadsheet_has_lost(tmp_path: Path, column: str, value: Any, said: str) -> None:
    site = Site(tmp_path)
    header = ("姓名", "出生年月", "入党时间", "所在支部", "组织关系在册", "常住", "状态", "住址")
    row = dict(
        zip(header, ("一人", "1941-03", "1965-07", "kangqiao", "√", "√", "在册", ""), strict=True)
    )
    ledgers.rows(tmp_path / "台账.xlsx", header, {**row, column: value})
    told = refused(site, site.run("import", "台账.xlsx", "--kind", "elder"), files(site))
    assert said in told


def test_a_record_on_one_line_is_not_changed(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write("content/branches/x.yaml", "{name: 中共某某支部委员会, type: 党支部, code: a1}\n")
    name = book(site, ("编号", "书记"), ("x", "某人"))
    told = refused(site, site.run("import", name, "--kind", "branch", "--update"), files(site))
    assert "E943" in told


def test_all_or_nothing(tmp_path: Path) -> None:
    site = Site(tmp_path)
    header = ("名称", "编号", "类型", "机构代码")
    rows = [(f"中共第{n}支部", f"b{n}", "党支部", f"c{n}") for n in range(5)]
    name = book(site, header, *rows, ("中共坏支部", "b9", "党支不", "c9"))
    refused(site, site.run("import", name, "--kind", "branch"), files(site))


def test_two_rows_are_one_record(tmp_path: Path) -> None:
    site = Site(tmp_path, ELDERS)
    row = ("赵守田（示例）", "2026-11-02", "日常", "入户", "孟凡", "已完成")
    name = book(site, VISIT, row, row)
    told = refused(site, site.run("import", name, "--kind", "visit"), files(site))
    assert "台账.xlsx“Sheet”第 3 行  错误 E941  这一行和台账.xlsx“Sheet”第 2 行是同一条记录" in told


def test_names_that_two_have(tmp_path: Path) -> None:
    site = Site(tmp_path, ELDERS.replace("钱玉兰（示例）", "赵守田（示例）"))
    row = ("赵守田（示例）", "2026-11-02", "日常", "入户", "孟凡", "已完成")
    name = book(site, VISIT, row, ("kq-002（赵守田（示例））", *row[1:]))
    told = refused(site, site.run("import", name, "--kind", "visit"), files(site))
    assert "A2（姓名）  错误 E937" in told
    assert "kq-001、kq-002" in told
    assert told.count("错误") == 1


def test_an_index_number_that_is_taken(tmp_path: Path) -> None:
    """What the folder as a whole does not allow is told by the cell as well."""
    site = Site(tmp_path)
    ledgers.notices(tmp_path / "公开.xlsx")
    site.write(
        "content/notices/kangqiao/2025/0001.yaml",
        "title: 旧的\nindex: 210000011/2026-00001\nheading: dues\ndoc: 公开\nscope: 全体党员\n"
        "branch: kangqiao\nissued: 2026-10-01\n",
    )
    name = book(
        site,
        ("标题", "索引号", "类别", "文种", "公开范围", "发布单位", "发布日期", "编号"),
        ("新的", "210000011/2026-00001", "党费管理", "公开", "全体党员", "kangqiao", "2026-11-01",
         "kangqiao/2026/0009"),
    )  # fmt: skip
    told = refused(site, site.run("import", name, "--kind", "notice"), files(site))
    assert "E304" in told
    assert "B2（索引号）" in told


def _damaged(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 and so on")


def _old(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))


def _entities(path: Path) -> None:
    ledgers.rows(path, ("姓名", "状态"), {})
    with zipfile.ZipFile(path) as old:
        parts = {each: old.read(each) for each in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for each, data in parts.items():
            head = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' if each.endswith("sheet1.xml") else b""
            new.writestr(each, head + data)


def _bomb(path: Path) -> None:
    ledgers.rows(path, ("姓名", "状态"), {})
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as more,
        more.open("xl/media/big.xml", "w") as part,
    ):
        for _ in range(300):
            part.write(bytes(1 << 20))


def _text(path: Path) -> None:
    path.write_bytes(b"\xff\xff\xff,\xfe\n")


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("a.xls", _old, "不读 .xls 文件"),
        ("a.et", _old, "不读 .et 文件"),
        ("a.xlsx", _old, "加了密码"),
        ("a.xlsx", _damaged, "文件损坏"),
        ("a.xlsx", _entities, "文件损坏"),
        ("a.xlsx", _bomb, "太大"),
        ("a.csv", _text, "编码认不出来"),
        ("a.docx", _text, "不是 .xlsx 或 .csv 表格"),
    ],
)
def test_files_that_are_not_read(
    tmp_path: Path, name: str, make: Callable[[Path], None], said: str
) -> None:
    site = Site(tmp_path)
    make(tmp_path / name)
    told = refused(site, site.run("import", name, "--kind", "elder"), files(site))
    assert "E934" in told
    assert said in told
    assert "另存为" in told


def test_a_sheet_without_a_header(tmp_path: Path) -> None:
    site = Site(tmp_path)
    name = book(site, ("甲", "乙"), ("1", "2"))
    told = refused(site, site.run("import", name, "--kind", "elder"), files(site))
    assert "E935" in told


def test_two_columns_are_one_field(tmp_path: Path) -> None:
    site = Site(tmp_path)
    name = book(site, ("名称", "全称", "类型"), ("a", "b", "党支部"))
    told = refused(site, site.run("import", name, "--kind", "branch"), files(site))
    assert "A 列和 B 列都是“名称”" in told


def test_encrypted_records_have_to_be_opened_first(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write("content/elders/other.yaml.age", "age-encryption.org/v1\n")
    ledgers.elders(tmp_path / "台账.xlsx")
    ran = site.run("import", "台账.xlsx", "--kind", "elder", "--set", "状态=在册")
    told = refused(site, ran, files(site))
    assert "E933" in told


def test_where_a_record_goes_must_be_known(tmp_path: Path) -> None:
    site = Site(tmp_path)
    row = ("没有这个人", "2026-11-02", "日常", "入户", "孟凡", "已完成")
    name = book(site, VISIT, row)
    told = refused(site, site.run("import", name, "--kind", "visit"), files(site))
    assert "A2（姓名）  错误 E301" in told
    name = book(
        site, ("存放位置", "名称", "编号", "类型", "机构代码"), ("../../x", "a", "b", "党支部", "c")
    )
    told = refused(site, site.run("import", name, "--kind", "branch"), files(site))
    assert "E946" in told
