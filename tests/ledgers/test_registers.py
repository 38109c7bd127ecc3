"""公开事项登记簿 and 意见建议办理登记册 of a built site, as a secretary opens them."""

import csv
import io
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.feeds.sites import site
from tests.site import Site

COLUMNS = [
    "序号",
    "索引号",
    "标题",
    "公开类别",
    "公开事项",
    "文种",
    "公开性质",
    "公开范围",
    "公开时限",
    "起始日",
    "截止日",
    "提出人",
    "提出日期",
    "审核人",
    "审核日期",
    "保密审查",
    "审批人",
    "审批日期",
    "公布人",
    "公布日期",
    "发布单位",
    "状态",
    "公示结果",
    "备注",
]
OPINION_COLUMNS = [
    "序号",
    "公开事项",
    "发布单位",
    "收到日期",
    "意见建议",
    "办理情况",
    "答复日期",
    "用时（天）",
    "备注",
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site(tmp_path_factory.mktemp("registers")).build()


def _lines(path: Path) -> list[list[str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_the_register_of_notices(built: Path) -> None:
    lines = _lines(built / "notices/registers/2026.csv")
    assert lines[0] == ["公开事项登记簿（2026 年）"]
    assert lines[1] == ["生成时间：2026年11月23日　共 2 条"]
    assert lines[2] == COLUMNS
    first = dict(zip(COLUMNS, lines[3], strict=True))
    assert first == {
        "序号": "1", "索引号": "210000011/2026-00001", "标题": '党费收缴、使用 <一> & "二"',
        "公开类别": "党费管理", "公开事项": "党费收缴情况", "文种": "公示", "公开性质": "定期",
        "公开范围": "全体党员", "公开时限": "5 个工作日", "起始日": "2026-11-16",
        "截止日": "2026-11-23", "提出人": "组织委员", "提出日期": "2026-11-12",
        "审核人": "纪检委员", "审核日期": "2026-11-13", "保密审查": "通过", "审批人": "书记",
        "审批日期": "2026-11-14", "公布人": "宣传委员", "公布日期": "2026-11-16",
        "发布单位": "中共康桥社区总支部委员会", "状态": "已更正", "公示结果": "无",
        "备注": "已由“更正”更正",
    }  # fmt: skip
    second = dict(zip(COLUMNS, lines[4], strict=True))
    assert (second["序号"], second["标题"], second["公开时限"]) == ("2", "更正", "长期")
    assert second["提出人"] == second["截止日"] == second["索引号"] == "无"
    assert second["备注"].startswith("更正“党费收缴")
    assert len(lines) == 5


def test_the_register_of_opinions(built: Path) -> None:
    lines = _lines(built / "notices/registers/opinions-2026.csv")
    assert lines[0] == ["意见建议办理登记册（2026 年）"]
    assert lines[2] == OPINION_COLUMNS
    # By the day on which they came in, whenever the notice was published.
    assert [line[3] for line in lines[3:]] == ["2026-01-05", "2026-11-17", "2026-11-22"]
    assert lines[3][1:3] == ["发展对象", "中共新村支部委员会"]
    assert lines[3][7] == "0"
    assert lines[4][4:] == ["'=1+1 看不清", "字放大了", "2026-11-20", "3", "无"]
    assert lines[5][5:] == ["无", "无", "无", "尚未答复"]


@pytest.mark.parametrize("name", ["2025", "2026", "opinions-2026"])
def test_a_workbook_says_what_the_csv_says(built: Path, name: str) -> None:
    lines = _lines(built / f"notices/registers/{name}.csv")
    sheet = load_workbook(built / f"notices/registers/{name}.xlsx").active
    assert sheet is not None
    rows = [[each for each in row if each is not None] for row in sheet.values]
    assert [rows[0], rows[1]] == lines[:2]
    said = [
        [each.date().isoformat() if isinstance(each, datetime) else str(each) for each in row]
        for row in rows[-(len(lines) - 3) :]
    ]
    assert said == [[each.removeprefix("'") for each in line] for line in lines[3:]]


def test_pages_offer_them_by_name(built: Path) -> None:
    front = (built / "notices/index.html").read_text("utf-8")
    year = (built / "notices/2025/index.html").read_text("utf-8")
    for page, root, name in ((front, "../", 2026), (front, "../", 2025), (year, "../../", 2025)):
        for ending in ("csv", "xlsx"):
            link = f'href="{root}notices/registers/{name}.{ending}" download="公开事项登记簿（{name}年）.{ending}"'
            assert link in page
    assert "opinions-2026.xlsx" in front
    # Nobody said anything in that year.
    assert "意见建议办理登记册" not in year
    assert not (built / "notices/registers/opinions-2025.csv").exists()


def test_a_site_without_notices_has_no_registers(tmp_path: Path) -> None:
    built = Site(tmp_path).build()
    assert not (built / "notices/registers").exists()
    assert "登记簿下载" not in (built / "notices/index.html").read_text("utf-8")
