"""The ledgers of members and visits, as a spreadsheet opens them."""

import csv
import io
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.papers.sites import organisers
from tests.site import Site

LEDGERS = "site-organisers/visits/ledgers/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return organisers(tmp_path_factory.mktemp("ledgers"))


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _sheet(site: Site, name: str) -> Worksheet:
    found = load_workbook(site.root / LEDGERS / name).active
    assert isinstance(found, Worksheet)
    return found


def _rows(site: Site, name: str) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in _sheet(site, name).iter_rows()]


def _csv(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def test_the_ledger_of_members(site: Site) -> None:
    title, _, _, below, first, second, third = _rows(site, "members-_all.xlsx")
    assert title[0] == "高龄党员台账"
    above = [each.value for each in _sheet(site, "members-_all.xlsx")[3]]
    heads = [own or over for own, over in zip(below, above, strict=True)]
    told = dict(zip(heads, first, strict=True))
    assert (told["姓名"], told["出生年月"], told["年龄"], told["党龄"]) == (
        "欧阳守田", "1938.04.17", 88, 64,
    )  # fmt: skip
    assert (told["已入户"], told["应入户"], told["最近一次"], told["下一次"]) == (
        1, 2, _day("2026-02-10"), _day("2026-12-30"),
    )  # fmt: skip
    assert (told["健康状况"], told["思想动态"], told["情况"]) == (
        "高血压多年",
        "关心时事",
        "按计划",
    )
    assert second[1] == "孙桂珍"
    assert "只知道年月" in second[-1]
    assert third[1] == "=哈丽旦·吾守尔"
    cell = _sheet(site, "members-yingbin.xlsx")["B5"]
    assert (cell.value, cell.data_type) == ("=哈丽旦·吾守尔", "s")
    assert not any("周离去" in map(str, row) for row in _rows(site, "members-_all.xlsx"))


def test_the_plan(site: Site) -> None:
    _, drawn, heads, *rows = _rows(site, "2026/plan-_all.xlsx")
    assert drawn[0] == "生成时间：2026年11月23日　共 2 条"
    told = dict(zip(heads, rows[0], strict=True))
    assert (told["计划日期"], told["星期"], told["节点"], told["节点年度"], told["走访对象"]) == (
        _day("2026-12-30"), "三", "政治生日", 2026, "欧阳守田",
    )  # fmt: skip
    assert (told["住址"], told["走访人"], told["慰问安排"]) == (
        "示例路12号3单元501室", "甲连生、乙长春", "鲜花 68.5 元（街道经费）",
    )  # fmt: skip
    # Who has left is in no plan.
    assert [row[5] for row in rows] == ["欧阳守田", "孙桂珍"]
    assert [row[5] for row in _rows(site, "2027/plan-yingbin.xlsx")[3:]] == ["=哈丽旦·吾守尔"]


def test_the_results(site: Site) -> None:
    _, _, _, _, first, *rest = _rows(site, "2026/results-kangqiao.xlsx")
    assert first[1:13] == [
        _day("2026-02-10"), "春节", 2026, "入户", "欧阳守田", "康桥社区党总支", "甲连生、乙长春",
        "乙长春", "已完成", "楼道灯坏了", "无",
        "慰问金 500 元（区管党费）；棉拖鞋 45.5 元（街道经费）；@米",
    ]  # fmt: skip
    assert first[13:17] == [
        "1. 联系物业修灯\n2. 申请扶手", "1. 甲连生\n2. 乙长春", "1. 2026-02-20\n2. 2026-12-31",
        "1. 2026-02-18 已办\n2. 未办",
    ]  # fmt: skip
    assert [row[9] for row in rest] == ["已完成", "未遇", "取消"]


def test_the_gifts_and_their_sums(site: Site) -> None:
    _, drawn, heads, *rows = _rows(site, "2026/gifts-_all.xlsx")
    assert drawn[0] == "生成时间：2026年11月23日　共 4 条"
    amounts = [row[heads.index("金额（元）")] for row in rows]
    funds = [row[heads.index("资金来源")] for row in rows]
    assert amounts == [500, 45.5, "无", 100, 600, 45.5, 645.5]
    assert funds == ["区管党费", "街道经费", "无", "区管党费", "区管党费", "街道经费", None]
    assert [row[1] for row in rows[4:]] == ["小计", "小计", "合计"]
    # A signature is written by hand.
    assert [row[heads.index("受访人签字")] for row in rows] == [None] * 7
    assert [row[heads.index("慰问品")] for row in rows[:4]] == ["慰问金", "棉拖鞋", "@米", "慰问金"]
    lines = _csv(site.root / LEDGERS / "2026/gifts-_all.csv")
    assert lines[5][5] == "'@米"
    assert lines[-1] == ["", "合计", "", "", "", "", "645.5", "", "", "", ""]


def test_no_cell_of_any_ledger_is_a_formula(site: Site) -> None:
    found = list((site.root / LEDGERS).rglob("*.xlsx"))
    assert len(found) > 10
    for path in found:
        sheet = load_workbook(path).active
        assert isinstance(sheet, Worksheet)
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    for path in (site.root / LEDGERS).rglob("*.csv"):
        assert not any(cell.startswith(("=", "@", "+")) for row in _csv(path) for cell in row)


def test_ledgers_are_named_for_people_and_addressed_by_ids(site: Site) -> None:
    page = site.page("visits/papers/", "site-organisers")
    assert 'download="走访计划（康桥社区党总支，2026年）.xlsx"' in page
    assert "visits/ledgers/2026/plan-kangqiao.xlsx" in page
    names = [path.name for path in (site.root / "site-organisers").rglob("*")]
    assert all(name.isascii() for name in names)
