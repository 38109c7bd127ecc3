"""Who sees what: the members' edition holds nothing of a register but counts."""

from pathlib import Path

import pytest
from mypy import api

from generator import texts
from tests.site import Site

ROOT = Path(__file__).parents[1]
# One canary for each restricted field; none may be found in any byte of the members' edition.
ELDER = """
-- content/elders/kangqiao.yaml --
- id: canary-elder-0
  name: 金丝雀甲
  sex: 男
  born: 1931-04-05
  joined: 1951-02
  regular: 1952-03
  branch: kangqiao
  grid: 金丝雀网格
  address: 金丝雀路八号
  phone: 0427-7777001
  living: 独居
  health: 金丝雀健康
  family: 金丝雀家庭
  thoughts: 金丝雀思想
  contact: 金丝雀包联
  member_here: 是
  lives_here: 是
  surveyed: 2026-05-06
  status: 在册
  consents:
    - {what: 光荣在党50年, on: 2026-05-06, scope: 特定对象}
    - {what: 老党员讲党课, on: 2026-05-06, scope: 全体党员, until: 2027-12-20}
  tags: [金丝雀标签]
  source: 金丝雀来源
-- content/visits/kangqiao/2026.yaml --
- id: canary-visit-0
  elder: canary-elder-0
  date: 2026-09-17
  occasion: 日常
  way: 入户
  visitors: [金丝雀走访人]
  status: 已完成
  recorder: 金丝雀记录人
  needs: 金丝雀诉求
  opinions: 金丝雀意见
  gifts: [{what: 金丝雀慰问品, amount: 777001, fund: 区管党费}]
  followups: [{what: 金丝雀后续, by: 金丝雀负责人, due: 2026-12-20}, {what: 金丝雀又一件}]
- elder: canary-elder-0
  date: 2026-12-19
  occasion: 春节
  occasion_year: 2027
  way: 入户
  visitors: [金丝雀走访人]
  status: 计划
"""
CANARIES = ("金丝雀", "canary", "7777001", "777001", "1931", "1951", "1952", "2026-12-19", "12月19日",
            "9月17日", "2026-09-17", "9月14日", "12月14日", "2027-12-20",
            # Nor the ways to organisers' pages, nor what their pages look like.
            "visits/schedule", "visits/funds", "visits/followups", "elders/left", "elders/branches",
            "dw-month", "dw-person", "dw-visit")  # fmt: skip


def _everything(folder: Path) -> bytes:
    names = "\n".join(path.relative_to(folder).as_posix() for path in folder.rglob("*")).encode()
    return names + b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("day", ["2025-01-01", "2026-09-18", "2026-11-23", "2027-03-01"])
def test_no_canary_reaches_the_members(tmp_path: Path, day: str) -> None:
    # What is done cannot lie in the future.
    site = Site(tmp_path, ELDER if day >= "2026-09-17" else ELDER.replace("已完成", "计划"))
    settings = "name: 测试社区\nvisits: {secret: 金丝雀暗语}\n"
    site.write("content/settings/site.yaml", settings)
    members = site.build("--today", day)
    built = _everything(members)
    found = [each for each in CANARIES if each.encode() in built]
    assert found == []
    # Nor is anything there that organisers print, save or subscribe to, be it a rule of style.
    assert b"dw-roll" not in built
    assert b"dw-sheet" not in built
    organisers = site.build("--today", day, "--edition", "organisers")
    own = [path.relative_to(organisers).parts[:2] for path in organisers.rglob("*")]
    papers = {("visits", name) for name in ("papers", "sheets", "calendars", "ledgers")}
    papers.add(("elders", "register"))
    assert papers <= set(own)
    assert not papers & {path.relative_to(members).parts[:2] for path in members.rglob("*")}


def test_organisers_see_the_register(tmp_path: Path) -> None:
    site = Site(tmp_path, ELDER)
    site.build("--edition", "organisers")
    page = site.page("elders/canary-elder-0/", "site-organisers")
    for text in ("金丝雀甲", "金丝雀路八号", "金丝雀健康", "金丝雀诉求", "95 岁"):
        assert text in page
    assert "12月19日" in site.page("visits/schedule/", "site-organisers")
    for url, text in {
        "elders/": "金丝雀甲",
        "elders/branches/kangqiao/": "金丝雀网格",
        "visits/schedule/2026/12/": "金丝雀走访人",
        "visits/schedule/branches/kangqiao/": "金丝雀诉求",
        "visits/followups/": "金丝雀负责人",
        "visits/funds/2026/": "777,001",
    }.items():
        assert text in site.page(url, "site-organisers"), url
    assert not (tmp_path / "site").exists()


def test_every_page_of_organisers_says_for_whom_it_is(tmp_path: Path) -> None:
    """Hand-written pages, records, lists, the search, 404: whatever a reader may come upon."""
    folder = Site(tmp_path, ELDER).build("--edition", "organisers")
    pages = sorted(folder.rglob("*.html"))
    assert {"index.html", "404.html"} <= {path.name for path in pages}
    assert folder / "search/index.html" in pages
    banner = f'aria-label="提醒">{texts.BANNER_ORGANISERS}<'
    assert [path for path in pages if banner not in path.read_text(encoding="utf-8")] == []


def test_what_is_printed_of_the_register_says_so_too(tmp_path: Path) -> None:
    folder = Site(tmp_path, ELDER).build("--edition", "organisers")
    confined = [*folder.glob("elders/**/*.html"), *folder.glob("visits/*/**/*.html")]
    # What everybody may see of a year has no such line.
    confined = [path for path in confined if path != folder / "visits/2026/index.html"]
    listed = folder / "elders/grids/index.html"
    assert len(confined) > 15
    assert [
        path for path in confined
        if path != listed and "dw-paper dw-confined" not in path.read_text(encoding="utf-8")
    ] == []  # fmt: skip


LEAKS = {
    "a register's sheet from a view": "view.of(ElderSheet)",
    "a raw record from a view": "view.of(Elder)",
    "what is confined, from the members' view": "view.confined(ElderSheet)",
    "organisers' pages from the members' view": "list(confined_pages(view))",
    "a raw record to a page": "Shown(entry=elder)",
}
HARMLESS = "view.of(LessonView)"
MODULE = """
from generator.audience.shown import Shown
from generator.audience.view import View
from generator.kinds.elder.fields import Elder
from generator.kinds.elder.view import ElderSheet
from generator.kinds.lesson.view import LessonView
from generator.kinds.visit.pages import confined_pages


def leak(view: View, elder: Elder) -> object:
    return {}
"""


def test_a_leak_is_a_type_error(tmp_path: Path) -> None:
    wrong = []
    for number, (name, expression) in enumerate({**LEAKS, "harmless": HARMLESS}.items()):
        path = tmp_path / f"leak_{number}.py"
        path.write_text(MODULE.format(expression), encoding="utf-8")
        wrong.append((name, path))
    out, _, code = api.run(
        ["--config-file", str(ROOT / "pyproject.toml"), *(str(path) for _, path in wrong)]
    )
    assert code == 1, out
    for name, path in wrong:
        assert (path.name in out) == (name != "harmless"), f"{name}\n{out}"
