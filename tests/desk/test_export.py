"""`dangwu export`: a ledger to go on with; what it holds comes back the same."""

import shutil
import stat
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from generator.desk.draft import canonical
from generator.desk.opened import opened
from generator.kinds.kind import all_kinds
from tests.desk.ledgers import ELDERS, files
from tests.site import Site

SAMPLE = Path(__file__).parents[2] / "content"
KINDS = [each.name for each in all_kinds()]


@pytest.fixture
def sample(tmp_path: Path) -> Site:
    site = Site(tmp_path, base="")
    shutil.copytree(SAMPLE, tmp_path / "content")
    return site


def records(site: Site, kind: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """Key → file and what the record says, of every record of a kind."""
    desk = opened(site.root / "content", "content", None)
    return {
        key: (each.origin.file, canonical(each, desk.settings))
        for key, each in desk.library.named(kind).items()
    }


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("kind", KINDS)
def test_it_comes_back_unchanged(sample: Site, kind: str, ending: str) -> None:
    """Into the same folder: nothing is written. Into one without these records: the same ones."""
    out = sample.root / f"台账.{ending}"
    ran = sample.run("export", "--kind", kind, "--out", out.name)
    assert ran.code == 0, ran.err
    before, known = files(sample), records(sample, kind)
    assert known
    ran = sample.run("import", out.name, "--kind", kind)
    assert ran.code == 0, ran.err
    assert f"没有要改的：{len(known)} 条" in ran.out
    assert files(sample) == before
    folder = next(each.declaration.folder for each in all_kinds() if each.name == kind)
    for each in (sample.root / "content" / folder).rglob("*.yaml"):
        each.unlink()
    ran = sample.run("import", out.name, "--kind", kind)
    assert ran.code == 0, ran.err
    assert f"新增 {len(known)} 条" in ran.out
    assert records(sample, kind) == known


def test_what_the_workbook_offers(sample: Site) -> None:
    sample.run("export", "--kind", "notice", "--out", "台账.xlsx")
    book = load_workbook(sample.root / "台账.xlsx")
    sheet = book["公开事项"]
    assert book["选项"].sheet_state == "hidden"
    assert sheet.freeze_panes == "A5"
    assert sheet["A1"].value == "公开事项台账"
    heads = {
        (str(top.value or ""), str(cell.value or "")): get_column_letter(cell.column or 1)
        for top, cell in zip(sheet[3], sheet[4], strict=True)
    }
    assert ("标题*", "") in heads
    assert ("办理程序·审核", "经办") in heads
    rules = {str(each.sqref).split(":")[0]: each for each in sheet.data_validations.dataValidation}
    doc = rules[f"{heads['文种*', '']}5"]
    listed = doc.formula1.lstrip("=").split("!")[1].replace("$", "")
    assert [each[0].value for each in book["选项"][listed]] == [
        "公开", "公示", "通报", "决议", "通知", "更正",
    ]  # fmt: skip
    assert doc.errorStyle in (None, "stop")
    branch = rules[f"{heads['发布单位*', '']}5"]
    assert branch.errorStyle == "information"
    dates = sheet[f"{heads['发布日期*', '']}5"]
    assert dates.data_type == "s"
    assert dates.number_format == "@"
    assert sheet[f"{heads['发布单位*', '']}5"].value.endswith("）")


def test_numbers_can_be_added_up(sample: Site) -> None:
    sample.run("export", "--kind", "visit", "--out", "台账.xlsx")
    sheet = load_workbook(sample.root / "台账.xlsx")["走访"]
    column = next(cell.column for cell in sheet[4] if cell.value == "金额")
    amounts = [row[column - 1].value for row in sheet.iter_rows(min_row=5)]
    assert sum(each for each in amounts if isinstance(each, (int, float))) > 1000


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write(
        "content/branches/x.yaml",
        "name: '=HYPERLINK(\"http://x\")'\nshort: \"'+1\"\ntype: 党支部\ncode: '@a'\n"
        "secretary: '-1'\nabout: |\n  =1+1\n\n  第二段\n",
    )
    before = files(site)
    for ending in ("xlsx", "csv"):
        assert site.run("export", "--kind", "branch", "--out", f"a.{ending}").code == 0
        ran = site.run("import", f"a.{ending}", "--kind", "branch")
        assert "没有要改的：2 条" in ran.out, ran.out + ran.err
    assert files(site) == before
    sheet = load_workbook(tmp_path / "a.xlsx")["党组织"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    text = (tmp_path / "a.csv").read_text("utf-8-sig")
    assert "\"'=HYPERLINK" in text
    assert ",''+1," in text


def test_a_cell_that_is_too_long(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write(
        "content/branches/x.yaml",
        f"name: 一\ntype: 党支部\ncode: a\nabout: |\n  {'长' * 33000}\n",
    )
    ran = site.run("export", "--kind", "branch", "--out", "a.xlsx")
    assert ran.code == 1
    assert "E945" in ran.err
    assert not (tmp_path / "a.xlsx").exists()
    assert site.run("export", "--kind", "branch", "--out", "a.csv").code == 0
    assert "没有要改的：2 条" in site.run("import", "a.csv", "--kind", "branch").out


def test_personal_data_is_said_and_locked_away(tmp_path: Path) -> None:
    site = Site(tmp_path, ELDERS)
    ran = site.run("export", "--kind", "elder", "--out", "a.xlsx")
    assert "这个文件里有个人信息" in ran.out
    assert stat.S_IMODE((tmp_path / "a.xlsx").stat().st_mode) == 0o600
    ran = site.run("export", "--kind", "branch", "--out", "b.xlsx")
    assert "个人信息" not in ran.out
    assert stat.S_IMODE((tmp_path / "b.xlsx").stat().st_mode) & 0o044


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("content/a.xlsx", "在记录的文件夹里"),
        ("content/elders/../a.xlsx", "在记录的文件夹里"),
        ("link/a.xlsx", "在记录的文件夹里"),
        ("site/a.xlsx", "会被公布"),
        ("site/files/a.csv", "会被公布"),
        ("there.xlsx", "已经有这个文件"),
        ("nowhere/a.xlsx", "没有这个文件夹"),
        ("a.ods", "以 .xlsx 或 .csv 结尾"),
    ],
)
def test_where_it_may_not_go(tmp_path: Path, out: str, said: str) -> None:
    site = Site(tmp_path, ELDERS)
    (tmp_path / "site/files").mkdir(parents=True)
    (tmp_path / "site/site.json").write_text("{}")
    (tmp_path / "there.xlsx").write_text("mine")
    (tmp_path / "link").symlink_to("content/elders")
    ran = site.run("export", "--kind", "elder", "--out", out)
    assert ran.code == 1
    assert "E944" in ran.err
    assert said in ran.err
    assert (tmp_path / "there.xlsx").read_text() == "mine"
    assert list(tmp_path.rglob("a.*")) == []


def test_what_cannot_be_seen_is_said(tmp_path: Path) -> None:
    site = Site(tmp_path, ELDERS)
    site.write("content/branches/bad.yaml", "name: 某支部\ntype: 党支不\ncode: b\n")
    ran = site.run("export", "--kind", "branch", "--out", "a.xlsx")
    assert ran.code == 1
    assert "有些记录写错了，没有导出" in ran.err
    site.write("content/elders/x.yaml.age", "age-encryption.org/v1\n")
    ran = site.run("export", "--kind", "elder", "--out", "b.xlsx")
    assert ran.code == 1
    assert "E933" in ran.err


@pytest.mark.parametrize("more", [False, True])
def test_it_can_be_filled_in_further(tmp_path: Path, more: bool) -> None:
    site = Site(tmp_path, ELDERS)
    site.run("export", "--kind", "elder", "--out", "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    sheet = book["高龄党员"]
    letters = {
        str(cell.value).rstrip("*"): get_column_letter(cell.column or 1) for cell in sheet[3]
    }
    first = int(str(sheet.freeze_panes)[1:])
    row = {"电话": "0427-2000199"}
    if more:
        row = {"姓名": "孙德厚（示例）", "出生年月": "1942.05", "入党时间": "1970.10", "所在支部": "kangqiao",
               "组织关系在本区": "是", "常住本区": "√", "状态": "在册"}  # fmt: skip
    for name, value in row.items():
        sheet[f"{letters[name]}{first + 2 if more else first}"].value = value
    book.save(tmp_path / "b.xlsx")
    ran = site.run("import", "b.xlsx", "--kind", "elder", "--update")
    assert ran.code == 0, ran.err
    text = site.page("content/elders/kangqiao.yaml", ".")
    if more:
        assert "- id: kq-003\n  name: 孙德厚（示例）\n  born: 1942-05\n  joined: 1970-10\n" in text
        assert "新增 1 条，改动 0 条，不变 2 条" in ran.out
    else:
        assert "phone: 0427-2000199\n" in text
        assert "改动 1 条，不变 1 条" in ran.out
