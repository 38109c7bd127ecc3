"""A notice through its life, by builds on one day after another."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from generator.kinds.notice import due
from generator.release import withdrawn
from tests.site import Site

CATALOGUE = """\
-- content/settings/catalogue.yaml --
procedure: {required: 是, source: 条例第十五条}
feedback: {docs: [公示]}
replies: {days: 10, unit: 自然日}
headings:
  - id: development
    name: 发展党员
    items:
      - id: candidate
        name: 发展对象公示
        cadence: 即时
        scope: 本单位
        minimum: {days: 5, unit: 工作日}
        approver: 上级党委
"""
NOTICE = """\
-- content/notices/kangqiao/2026/0987/notice.yaml --
title: 金丝雀发展对象
heading: 发展党员
item: candidate
doc: 公示
scope: 本单位
branch: kangqiao
issued: 2026-11-20
days: 5
unit: 工作日
steps:
  proposed: {by: 组织委员, on: 2026-11-16}
  reviewed: {by: 纪检委员, on: 2026-11-17, secrecy: 通过}
  approved: {by: 上级党委, on: 2026-11-18}
  published: {by: 宣传委员, on: 2026-11-20}
feedback: {phone: 0427-2000001}
tags: [公示样本]
summary: 金丝雀摘要
body: |
  金丝雀正文，见[附件](金丝雀名单.txt)。
attachments: [{file: 金丝雀名单.txt, title: 金丝雀名单}]
-- content/notices/kangqiao/2026/0987/金丝雀名单.txt --
金丝雀附件
"""
WITHOUT = {
    "a step": ("  approved: {by: 上级党委, on: 2026-11-18}\n", ""),
    "who": ("by: 上级党委, ", ""),
    "when": (", on: 2026-11-18", ""),
    "the word on secrecy": (", secrecy: 通过", ""),
    "secrecy": ("secrecy: 通过", "secrecy: 不通过"),
    "any step": (NOTICE[NOTICE.index("steps:") : NOTICE.index("feedback:")], ""),
    "the day of publishing": ("宣传委员, on: 2026-11-20", "宣传委员, on: 2026-11-24"),
}


def everywhere(folder: Path) -> bytes:
    """All that a site says: the names of its files and what is in them."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return b"".join(str(path.relative_to(folder)).encode() + path.read_bytes() for path in files)


@pytest.mark.parametrize("edition", ["members", "organisers"])
@pytest.mark.parametrize("missing", WITHOUT)
def test_nothing_is_shown_without(missing: str, edition: str, tmp_path: Path) -> None:
    before, after = WITHOUT[missing]
    assert before in NOTICE
    site = Site(tmp_path, CATALOGUE + NOTICE.replace(before, after))
    folder = site.build("--edition", edition)
    said = everywhere(folder)
    assert "金丝雀".encode() not in said
    assert b"0987" not in said
    assert "金丝雀名单.txt".encode() not in said


def test_it_is_shown_when_the_procedure_is_complete(tmp_path: Path) -> None:
    site = Site(tmp_path, CATALOGUE + NOTICE)
    folder = site.build()
    assert "金丝雀正文" in site.page("notices/kangqiao/2026/0987/")
    assert "金丝雀发展对象" in site.page("notices/")
    assert (folder / "notices/kangqiao/2026/0987/金丝雀名单.txt").is_file()


def test_a_step_that_is_planned_is_waited_for(tmp_path: Path) -> None:
    before, after = WITHOUT["the day of publishing"]
    site = Site(tmp_path, CATALOGUE + NOTICE.replace(before, after))
    assert site.check() == []
    assert "金丝雀".encode() not in everywhere(site.build("--today", "2026-11-23"))
    site.build("--today", "2026-11-24")
    assert "金丝雀正文" in site.page("notices/kangqiao/2026/0987/")


def test_where_the_procedure_is_not_asked_for(tmp_path: Path) -> None:
    before, after = WITHOUT["any step"]
    text = CATALOGUE.replace("required: 是", "required: 否") + NOTICE.replace(before, after)
    site = Site(tmp_path, text)
    site.build()
    assert "金丝雀正文" in site.page("notices/kangqiao/2026/0987/")


OTHERS = """\
-- content/notices/kangqiao/2026/0900.yaml --
title: 前一件
heading: 发展党员
doc: 公开
scope: 本单位
branch: kangqiao
issued: 2026-11-02
steps: &done
  proposed: {by: 组织委员, on: 2026-10-26}
  reviewed: {by: 纪检委员, on: 2026-10-27, secrecy: 通过}
  approved: {by: 上级党委, on: 2026-10-28}
  published: {by: 宣传委员, on: 2026-10-30}
"""
CORRECTION = """\
title: 更正启事
heading: 发展党员
doc: 更正
scope: 本单位
branch: kangqiao
issued: 2026-12-02
corrects: kangqiao/2026/0987
steps:
  proposed: {by: 组织委员, on: 2026-11-30}
  reviewed: {by: 纪检委员, on: 2026-11-30, secrecy: 通过}
  approved: {by: 上级党委, on: 2026-12-01}
  published: {by: 宣传委员, on: 2026-12-02}
"""
ADDRESS = "notices/kangqiao/2026/0987/"
RECORD = f"content/{ADDRESS}notice.yaml"
OWN = NOTICE.split("-- content")[1].split("\n", 1)[1]
# Where a notice that is shown is named, besides its own page.
LISTS = ("notices/", "notices/2026/11/", "notices/headings/development/", "notices/kangqiao/",
         "notices/items/candidate/", "notices/catalogue/", "branches/kangqiao/", "archive/2026/11/", "")  # fmt: skip


def lists(site: Site, folder: Path) -> set[str]:
    """Which of the lists name the notice."""
    return {
        url
        for url in LISTS
        if (folder / url / "index.html").is_file()
        and "金丝雀发展对象" in site.page(url, folder.name)
    }


# The files for other programs that tell of a notice which is shown.
FILES = ("notices/feed.xml", "notices/feed.json", "notices/headings/development/feed.xml",
         "notices/kangqiao/feed.json", "notices/data/2026.json", "notices/registers/2026.csv")  # fmt: skip


def files(folder: Path) -> set[str]:
    """Which of the files name the notice."""
    return {name for name in FILES if "金丝雀发展对象".encode() in (folder / name).read_bytes()}


def state(folder: Path) -> str:
    """The state of the notice in the data for other systems."""
    records = json.loads((folder / "notices/data/2026.json").read_bytes())["records"]
    return str(next(each["state"] for each in records if each["title"] == "金丝雀发展对象"))


def filed(folder: Path) -> list[str]:
    """The titles in the register of the year, as a workbook."""
    sheet = load_workbook(folder / "notices/registers/2026.xlsx").active
    assert sheet is not None
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]


def found(site: Site, query: str, folder: Path) -> list[str]:
    """The addresses that a search gives."""
    ran = site.run("search", "--json", "--site", str(folder), query)
    return [each["url"] for each in json.loads(ran.out)]


@pytest.mark.parametrize("edition", ["members", "organisers"])
def test_a_notice_through_its_life(edition: str, tmp_path: Path) -> None:
    site = Site(tmp_path, CATALOGUE + OTHERS + NOTICE)

    def on(day: str) -> Path:
        return site.build("--edition", edition, "--today", day)

    # A draft, then held back until a day: nowhere.
    site.write(RECORD, OWN + "draft: 是\n")
    assert "金丝雀".encode() not in everywhere(on("2026-11-18"))
    site.write(RECORD, OWN + "publish_on: 2026-11-20\n")
    folder = on("2026-11-19")
    assert "金丝雀".encode() not in everywhere(folder)
    assert b"0987" not in everywhere(folder)

    # The day comes: everywhere, with the days that are left.
    folder = on("2026-11-20")
    assert lists(site, folder) == set(LISTS)
    assert files(folder) == set(FILES)
    assert "金丝雀发展对象" in filed(folder)
    assert state(folder) == "公示中"
    assert found(site, "金丝雀正文", folder) == [ADDRESS]
    assert (folder / ADDRESS / "金丝雀名单.txt").is_file()
    for day, left in (("2026-11-20", "还剩 5 个工作日"), ("2026-11-26", "还剩 1 个工作日"),
                      ("2026-11-27", "今天截止")):  # fmt: skip
        folder = on(day)
        assert left in site.page(ADDRESS, folder.name)
        assert left in site.page("notices/", folder.name)
        assert left in site.page("", folder.name)
        assert "公示中" in site.page(ADDRESS, folder.name)

    # Ended: it stays, and is no longer asked about.
    folder = on("2026-11-28")
    assert lists(site, folder) == set(LISTS)
    assert "已结束" in site.page(ADDRESS, folder.name)
    assert state(folder) == "已结束"
    assert "还剩" not in site.page("notices/", folder.name)

    # Corrected from the day of the correction on, and both lead to each other.
    site.write("content/notices/kangqiao/2026/0988.yaml", CORRECTION)
    folder = on("2026-12-01")
    assert "已更正" not in site.page(ADDRESS, folder.name)
    folder = on("2026-12-02")
    assert "已更正" in site.page(ADDRESS, folder.name)
    assert state(folder) == "已更正"
    assert "2026/0988/" in site.page(ADDRESS, folder.name)
    assert "2026/0987/" in site.page("notices/kangqiao/2026/0988/", folder.name)

    # Withdrawn: the page says when and why, and nothing else of it is anywhere.
    site.write(RECORD, OWN + "withdrawn: {on: 2026-12-04, reason: 本人撤回申请}\n")
    folder = on("2026-12-03")
    assert "金丝雀正文" in site.page(ADDRESS, folder.name)
    folder = on("2026-12-04")
    assert "2026年12月4日" in site.page(ADDRESS, folder.name)
    assert "本人撤回申请" in site.page(ADDRESS, folder.name)
    assert "金丝雀".encode() not in everywhere(folder)
    assert not any("金丝雀" in each for each in filed(folder))
    assert found(site, "金丝雀", folder) == []
    assert found(site, "前一件", folder) == ["notices/kangqiao/2026/0900/"]
    assert not (folder / ADDRESS / "金丝雀名单.txt").exists()
    assert "2026/0987/" not in site.page("notices/kangqiao/2026/0988/", folder.name)
    assert withdrawn.read((folder / withdrawn.FILE).read_bytes()) == {ADDRESS: date(2026, 12, 4)}


def test_what_was_withdrawn_is_not_in_what_a_build_remembers(tmp_path: Path) -> None:
    site = Site(tmp_path, CATALOGUE + NOTICE)
    site.build()
    site.write(RECORD, OWN + "withdrawn: {on: 2026-11-23, reason: 本人撤回申请}\n")
    site.build()
    for path in tmp_path.rglob("*"):
        if path.is_file() and "content" not in path.parts:
            # The name of the file that still lies beside the record is known, and no more.
            known = path.read_bytes().replace("金丝雀名单.txt".encode(), b"")
            assert "金丝雀".encode() not in known, path


PERIODS = [
    (date(2026, 11, 23), 12, date(2026, 12, 31)),
    (date(2026, 6, 30), 6, date(2026, 6, 30)),
    (date(2026, 7, 1), 6, date(2026, 12, 31)),
    (date(2024, 2, 1), 1, date(2024, 2, 29)),
    (date(2026, 12, 31), 3, date(2026, 12, 31)),
    (date(2026, 1, 1), 3, date(2026, 3, 31)),
]


@pytest.mark.parametrize(("day", "months", "end"), PERIODS)
def test_ends_of_periods(day: date, months: int, end: date) -> None:
    assert due.period_end(day, months) == end


@pytest.mark.parametrize(
    ("last", "since", "months", "by"),
    [
        (None, date(2026, 7, 1), 3, date(2026, 9, 30)),
        (None, date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2026, 4, 10), date(2026, 1, 1), 3, date(2026, 9, 30)),
        (date(2026, 6, 30), date(2026, 1, 1), 3, date(2026, 9, 30)),
        (date(2026, 7, 1), date(2026, 1, 1), 3, date(2026, 12, 31)),
        (date(2024, 1, 15), date(2026, 1, 1), 12, date(2026, 12, 31)),
    ],
)
def test_days_by_which_the_next_is_due(
    last: date | None, since: date, months: int, by: date
) -> None:
    assert due.due_day(last, since, months) == by


BOARD = """\
-- content/settings/catalogue.yaml --
procedure: {required: 否}
owed_by: [党总支, 党支部]
since: 2026-07-01
headings:
  - id: dues
    name: 党费管理
    items:
      - {id: yearly, name: 年度党费, cadence: 每年}
      - {id: quarterly, name: 季度党费, cadence: 季度}
      - {id: standard, name: 党费标准, cadence: 固定}
      - {id: committee, name: 党委专项, cadence: 每月, owed_by: [党委]}
-- content/branches/east.yaml --
{name: 东片支部, type: 党支部, code: "210000012"}
-- content/branches/group.yaml --
{name: 东片小组, type: 党小组, code: "210000013"}
-- content/notices/east/2026/0001.yaml --
{title: 第三季度党费情况, heading: 党费管理, item: 季度党费, doc: 公开, scope: 本单位, branch: east, issued: 2026-10-09}
"""


def rows(html: str) -> list[str]:
    """The rows of a board, in words."""
    found = re.findall(r'<li class="dw-due.*?</li>', html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in found]


def test_what_is_due_stands_on_boards_for_organisers(tmp_path: Path) -> None:
    site = Site(tmp_path, BOARD)
    site.build("--edition", "organisers")
    own = rows(site.page("branches/east/", "site-organisers"))
    assert own == [
        "年度党费 党费管理 每年 还没有公布过 2026年12月31日前 还有 38 天",
        "季度党费 党费管理 每季度 上次 2026年10月9日： 第三季度党费情况 2027年3月31日前 本期已公布",
    ]
    other = rows(site.page("branches/kangqiao/", "site-organisers"))
    assert [row.split()[0] for row in other] == ["季度党费", "年度党费"]
    assert "超期 54 天" in other[0]
    assert rows(site.page("branches/group/", "site-organisers")) == []
    board = rows(site.page("notices/due/", "site-organisers"))
    assert [row.split(" ：")[0] for row in board] == [
        "康桥社区党总支",
        "东片支部",
        "康桥社区党总支",
    ]
    # In the next quarter the same is due again.
    site.build("--edition", "organisers", "--today", "2027-04-01")
    own = rows(site.page("branches/east/", "site-organisers"))
    assert "超期 1 天" in own[1]


def test_what_was_withdrawn_is_due_again(tmp_path: Path) -> None:
    site = Site(tmp_path, BOARD)
    record = "content/notices/east/2026/0001.yaml"
    text = (tmp_path / record).read_text(encoding="utf-8").rstrip("}\n")
    site.write(record, text + ", withdrawn: {on: 2026-11-23, reason: 数字有误}}\n")
    site.build("--edition", "organisers", "--today", "2026-11-22")
    assert "本期已公布" in rows(site.page("branches/east/", "site-organisers"))[1]
    site.build("--edition", "organisers")
    own = rows(site.page("branches/east/", "site-organisers"))
    assert own[0] == "季度党费 党费管理 每季度 还没有公布过 2026年9月30日前 超期 54 天"


def test_what_is_due_stands_in_calendars(tmp_path: Path) -> None:
    site = Site(tmp_path, BOARD)
    folder = site.build("--edition", "organisers")
    whole = Calendar.from_ical((folder / "notices/due/calendar.ics").read_bytes())
    events = [(each.decoded("DTSTART"), str(each["SUMMARY"])) for each in whole.walk("VEVENT")]
    assert events == [
        (date(2026, 9, 30), "公布：季度党费（1 个党组织）"),
        (date(2026, 12, 31), "公布：年度党费（2 个党组织）"),
        (date(2027, 3, 31), "公布：季度党费（1 个党组织）"),
    ]
    own = Calendar.from_ical((folder / "notices/east/due.ics").read_bytes())
    assert [each.decoded("DTSTART") for each in own.walk("VEVENT")] == [
        date(2026, 12, 31), date(2027, 3, 31),
    ]  # fmt: skip
    assert not list(site.build().rglob("due.ics"))


def test_members_see_what_was_published_and_no_board(tmp_path: Path) -> None:
    site = Site(tmp_path, BOARD)
    folder = site.build()
    assert not (folder / "notices/due").exists()
    assert rows(site.page("branches/east/")) == []
    assert "第三季度党费情况" in site.page("notices/catalogue/")
    assert "第三季度党费情况" in site.page("notices/items/quarterly/")
    assert not (folder / "notices/items/yearly").exists()
