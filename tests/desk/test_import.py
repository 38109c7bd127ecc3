"""`dangwu import`: ledgers as they look become records."""

import codecs
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.desk import ledgers
from tests.desk.ledgers import ELDERS, book, files
from tests.site import Site


def test_a_register_of_members(tmp_path: Path) -> None:
    site = Site(tmp_path)
    ledgers.elders(tmp_path / "台账.xlsx")
    ran = site.run("import", "台账.xlsx", "--kind", "高龄党员", "--set", "状态=在册")
    assert ran.code == 0, ran.err
    text = site.page("content/elders/kangqiao.yaml", ".")
    assert text.startswith(
        "- id: kangqiao-001\n  name: 赵守田（示例）\n  sex: 男\n  born: 1938-04\n  joined: 1960-06\n"
        "  regular: 1961-06\n  branch: kangqiao\n  address: 示例路12号\n  living: 独居\n"
        "  contact: 孟凡\n  member_here: 是\n  lives_here: 是\n  status: 在册\n\n- id: kangqiao-002\n"
    )
    assert "born: 1942-05\n" in text
    assert "lives_here: 否\n" in text
    # 转正时间 of the second says 无, the branch of the third is merged over it.
    assert text.count("regular:") == 2
    assert text.count("branch: kangqiao\n") == 3
    assert ledgers.ID_NUMBER not in text + ran.out + ran.err
    assert "第 3、4 行是表头，3 行记录" in ran.out
    assert "不取：身份证号不进记录" in ran.out
    assert "不取：每年会变，由出生年月算出" in ran.out
    assert "不是记录，不取：合计" in ran.out
    assert "“填表说明”没有看懂，跳过" in ran.out
    assert "字典" not in ran.out
    assert site.check() == []


@pytest.mark.parametrize(
    ("kind", "make", "more", "count"),
    [
        ("elder", ledgers.elders, ("--set", "状态=在册"), 3),
        ("notice", ledgers.notices, (), 2),
    ],
)
def test_twice_changes_nothing(
    tmp_path: Path, kind: str, make: Callable[[Path], Path], more: tuple[str, ...], count: int
) -> None:
    site = Site(tmp_path)
    make(tmp_path / "台账.xlsx")
    first = site.run("import", "台账.xlsx", "--kind", kind, *more)
    assert f"新增 {count} 条" in first.out, first.err
    before = files(site)
    times = {each: (tmp_path / "content" / each).stat().st_mtime_ns for each in before}
    again = site.run("import", "台账.xlsx", "--kind", kind, *more)
    assert again.code == 0
    assert f"没有要改的：{count} 条记录都和表格一样" in again.out
    assert files(site) == before
    assert times == {each: (tmp_path / "content" / each).stat().st_mtime_ns for each in before}


def test_visits_by_the_names_of_members(tmp_path: Path) -> None:
    site = Site(tmp_path)
    ledgers.elders(tmp_path / "名册.xlsx")
    ledgers.visits(tmp_path / "走访.xlsx")
    assert site.run("import", "名册.xlsx", "--kind", "elder", "--set", "状态=在册").code == 0
    ran = site.run("import", "走访.xlsx", "--kind", "visit", "--set", "status=已完成")
    assert ran.code == 0, ran.err
    text = site.page("content/visits/kangqiao/2026.yaml", ".")
    assert "  visitors: [孟凡, 陶然]\n" in text
    assert "  opinions: 无\n" in text
    assert "    - {what: 米、面、油, amount: 260, fund: 街道经费}\n" in text
    assert "    - {what: 加装扶手}\n" in text
    # A gift of which every cell says 无 is none; a number in a column of dates is a day.
    assert text.count("gifts:") == 2
    assert "date: 2026-10-01\n" in text
    again = site.run("import", "走访.xlsx", "--kind", "visit", "--set", "status=已完成")
    assert "没有要改的：4 条" in again.out


def test_the_procedure_of_notices(tmp_path: Path) -> None:
    site = Site(tmp_path)
    ledgers.notices(tmp_path / "公开.xlsx")
    ran = site.run("import", "公开.xlsx", "--kind", "notice")
    assert ran.code == 0, ran.err
    text = site.page("content/notices/kangqiao/2026/0001.yaml", ".")
    assert "  reviewed: {by: 纪检委员, on: 2026-10-10, secrecy: 通过}\n" in text
    assert "  published: {by: 宣传委员, on: 2026-10-12}\n" in text
    assert "feedback: {office: 党群服务中心 102 室, phone: 0427-2000012}\n" in text
    assert "index: 210000011/2026-00001\n" in text
    second = site.page("content/notices/kangqiao/2026/0002.yaml", ".")
    assert "index" not in second
    assert "proposed: {by: 组织委员, on: 2026-11-17}" in second


@pytest.mark.parametrize(
    ("value", "form", "written"),
    [
        (1941.03, "General", "1941-03"),
        (1941.1, "0.00", "1941-10"),
        (1941.12, "General", "1941-12"),
        ("1941.1", "@", "1941-01"),
        (194103, "General", "1941-03"),
        (19410305, "General", "1941-03-05"),
        ("19410305", "@", "1941-03-05"),
        (15039, "General", "1941-03-04"),
        (datetime(1941, 3, 1), 'yyyy"年"m"月"', "1941-03"),
        (datetime(1941, 3, 1), "yyyy-mm-dd", "1941-03-01"),
        (datetime(1941, 3, 1), '[$-804]yyyy"年"m"月"d"日"', "1941-03-01"),
        ("1941年3月", "@", "1941-03"),
        ("１９４１．３", "@", "1941-03"),
        ("1941-03-05 00:00:00", "@", "1941-03-05"),
    ],
)
def test_dates_as_ledgers_have_them(tmp_path: Path, value: Any, form: str, written: str) -> None:
    site = Site(tmp_path)
    header = ("姓名", "出生年月", "入党时间", "所在支部", "组织关系在册", "常住", "状态")
    name = book(site, header, ("一人", value, "1965-07", "kangqiao", "√", "√", "在册"))
    opened = load_workbook(tmp_path / name)
    assert opened.active is not None
    opened.active["B2"].number_format = form
    opened.save(tmp_path / name)
    ran = site.run("import", name, "--kind", "elder")
    assert ran.code == 0, ran.err
    assert f"born: {written}\n" in site.page("content/elders/kangqiao.yaml", ".")


def test_a_formula_counts_by_its_result(tmp_path: Path) -> None:
    """A workbook whose program has reckoned: the result is kept beside the formula."""
    site = Site(tmp_path, ELDERS)
    name = book(site, ("编号", "联系人"), ("kq-001", "=FORMULA"))
    with zipfile.ZipFile(tmp_path / name) as old:
        parts = {each: old.read(each) for each in old.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    assert "<f>FORMULA</f><v" in sheet
    start = sheet.index("<f>FORMULA</f>")
    end = sheet.index("</c>", start)
    sheet = sheet[:start] + '<f>A1&amp;"凡"</f><v>孟凡</v>' + sheet[end:]
    sheet = sheet.replace('<c r="B2"', '<c r="B2" t="str"')
    with zipfile.ZipFile(tmp_path / name, "w") as new:
        for each, data in parts.items():
            new.writestr(each, sheet if each == "xl/worksheets/sheet1.xml" else data)
    assert site.run("import", name, "--kind", "elder", "--update").code == 0
    assert "  contact: 孟凡\n" in site.page("content/elders/kangqiao.yaml", ".")


def test_a_row_that_differs_is_told_and_left(tmp_path: Path) -> None:
    site = Site(tmp_path, ELDERS)
    before = files(site)
    header = ("姓名", "所在支部", "出生年月", "联系电话", "健康", "网格")
    # The month of a day that the record knows is no difference, and an empty cell says nothing.
    row = ("赵守田(示例)", "康桥社区党总支", "1938.4", "0427-2000199", "血压: 偏高", None)
    name = book(site, header, row)
    ran = site.run("import", name, "--kind", "elder")
    assert ran.code == 1
    assert "电话：记录是 0427-2000137，表格是 0427-2000199" in ran.out
    assert "健康状况：记录是 （空），表格是 血压: 偏高" in ran.out
    assert "出生年月：" not in ran.out
    assert "有 1 条和记录不同，没有动" in ran.out
    assert files(site) == before
    ran = site.run("import", name, "--kind", "elder", "--update")
    assert ran.code == 0, ran.err
    assert "改动 1 条" in ran.out
    text = site.page("content/elders/kangqiao.yaml", ".")
    old = before["elders/kangqiao.yaml"].decode()
    changed = old.replace('"0427-2000137"', "0427-2000199").replace(
        "  status: 在册\n\n- id: kq-002", '  status: 在册\n  health: "血压: 偏高"\n\n- id: kq-002'
    )
    assert text == changed


def test_a_nested_list_is_written_anew_as_a_whole(tmp_path: Path) -> None:
    site = Site(tmp_path, ELDERS)
    site.write(
        "content/visits/kangqiao/2026.yaml",
        "- elder: kq-001   # 没有编号\n  date: 2026-10-16\n  occasion: 日常\n  way: 入户\n"
        "  visitors: [孟凡]\n  gifts:\n    - what: 慰问金\n      amount: 500\n"
        "    - what: 米\n  status: 已完成\n",
    )
    header = ("姓名", "日期", "慰问金", "慰问2物品", "慰问3物品")
    name = book(site, header, ("kq-001", "2026年10月16日", 600, "米", "油"))
    assert site.run("import", name, "--kind", "visit", "--update").code == 0
    text = site.page("content/visits/kangqiao/2026.yaml", ".")
    assert text == (
        "- elder: kq-001   # 没有编号\n  date: 2026-10-16\n  occasion: 日常\n  way: 入户\n"
        "  visitors: [孟凡]\n  gifts:\n    - {amount: 600}\n    - {what: 米}\n    - {what: 油}\n"
        "  status: 已完成\n"
    )


def test_new_ones_beside_old_ones(tmp_path: Path) -> None:
    site = Site(tmp_path, ELDERS)
    old = site.page("content/elders/kangqiao.yaml", ".")
    ledgers.elders(tmp_path / "台账.xlsx")
    ran = site.run("import", "台账.xlsx", "--kind", "elder", "--set", "状态=在册")
    assert "新增 1 条" in ran.out
    assert "有 2 条和记录不同" in ran.out
    text = site.page("content/elders/kangqiao.yaml", ".")
    assert text.startswith(old)
    assert "- id: kq-003\n  name: 孙德厚（示例）\n" in text


def test_branches_that_refer_to_one_another(tmp_path: Path) -> None:
    site = Site(tmp_path)
    header = ("党组织名称", "类型", "上级党组织", "组织代码")
    name = book(
        site,
        header,
        ("中共胡家村第二支部委员会", "党支部", "中共胡家村总支部委员会", 210000099),
        ("中共胡家村总支部委员会", "党总支", "康桥社区党总支", "007"),
    )
    ran = site.run("import", name, "--kind", "branch")
    assert ran.code == 0, ran.err
    assert "parent: hujiacun\n" in site.page("content/branches/hujiacun-2.yaml", ".")
    assert 'code: "210000099"' in site.page("content/branches/hujiacun-2.yaml", ".")
    assert "parent: kangqiao\n" in site.page("content/branches/hujiacun.yaml", ".")
    assert site.check() == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("between", [",", "\t"])
def test_separated_values(tmp_path: Path, encoding: str, between: str) -> None:
    site = Site(tmp_path)
    rows = [
        ["老党员台账", "", "", "", "", "", ""],
        ["序号", "姓名", "基本情况", "", "所在支部", "其他情况", "", "状态"],
        ["", "", "出生年月", "入党时间", "", "常住", "组织关系在册", ""],
        ["1", "赵守田（示例）", "1938.4", "1960.6", "康桥社区党总支", "√", "√", "在册"],
        ["合计", "1", "", "", "", "", "", ""],
    ]
    text = "\r\n".join(between.join(row) for row in rows)
    (tmp_path / "台账.csv").write_bytes(codecs.encode(text, encoding))
    ran = site.run("import", "台账.csv", "--kind", "elder")
    assert ran.code == 0, ran.err
    assert "台账.csv：第 2、3 行是表头，1 行记录" in ran.out
    assert "name: 赵守田（示例）\n" in site.page("content/elders/kangqiao.yaml", ".")


def test_one_sheet_of_several(tmp_path: Path) -> None:
    site = Site(tmp_path)
    made = Workbook()
    first = made.active
    assert first is not None
    for number, name in enumerate(("一支部", "二支部")):
        sheet = made.create_sheet(name)
        sheet.append(["名称", "编号", "类型", "机构代码"])
        sheet.append([f"中共{name}委员会", f"b{number}", "党支部", f"c{number}"])
    made.remove(first)
    made.save(tmp_path / "台账.xlsx")
    ran = site.run("import", "台账.xlsx", "--kind", "branch", "--sheet", "二支部")
    assert ran.code == 0, ran.err
    assert not (tmp_path / "content/branches/b0.yaml").exists()
    assert (tmp_path / "content/branches/b1.yaml").exists()
    ran = site.run("import", "台账.xlsx", "--kind", "branch", "--sheet", "三支部")
    assert ran.code == 2
    assert "有：“一支部”、“二支部”" in ran.err


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    site = Site(tmp_path)
    ledgers.notices(tmp_path / "公开.xlsx")
    before = files(site)
    ran = site.run("import", "公开.xlsx", "--kind", "notice", "--dry-run")
    assert ran.code == 0
    assert "试运行，什么也没有写。会新增 2 条" in ran.out
    assert "content/notices/kangqiao/2026/0002.yaml" in ran.out
    assert files(site) == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["content", "公开.xlsx"]


def test_errors_that_were_there_before_do_not_stop_it(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write("content/branches/bad.yaml", "name: 某支部\ntype: 党支不\ncode: b\n")
    ledgers.notices(tmp_path / "公开.xlsx")
    assert site.run("import", "公开.xlsx", "--kind", "notice").code == 0
