"""What organisers' pages say: who is listed where, overdue first; calendars, money, follow-ups."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from generator import inspection
from generator.clock import Calendar
from generator.kinds.visit import followups
from generator.kinds.visit.funds import yuan
from generator.kinds.visit.months import Cell
from generator.kinds.visit.offdays import why_off
from generator.pages.page import Page
from generator.settings_visits import PlanRule
from tests.site import Site

MEMBERS = """
-- content/branches/east.yaml --
name: 中共东街支部委员会
short: 东街支部
type: 党支部
code: '210000099'
-- content/settings/occasions.yaml --
occasions:
  - {id: july-first, name: 七一, fixed: 07-01, before: 15, after: 7}
  - {id: spring, name: 春节, dates: [2026-02-17, 2027-02-06], before: 21, after: 15}
  - {id: everyday, name: 日常}
-- content/elders/all.yaml --
- {id: met, name: 已满甲, born: 1940-05-05, joined: 1966-12-24, regular: 1967-12-24, sex: 女, branch: kangqiao, grid: 第1网格, contact: 包联一, member_here: 是, lives_here: 是, status: 在册, surveyed: 2026-05-01, living: 独居, address: 示例路, phone: 0427-2000001, health: 好, family: 好, thoughts: 好}
- {id: late, name: 超期乙, born: 1941-05-05, joined: 1966-03-01, branch: east, grid: 第1网格, contact: 包联一、包联二, member_here: 是, lives_here: 是, status: 在册, surveyed: 2026-05-01}
- {id: plan, name: 计划丙, born: 1942-05-05, joined: 1966-03-01, branch: east, grid: 第2网格, member_here: 是, lives_here: 是, status: 在册, surveyed: 2026-05-01}
- {id: due, name: 到期丁, born: 1942-05-06, joined: 1966-03-01, branch: kangqiao, member_here: 是, lives_here: 是, status: 在册, surveyed: 2026-05-01}
- {id: soon, name: 将入戊, born: 1947-01-10, joined: 1976-03-01, branch: east, member_here: 是, lives_here: 是, status: 在册}
- {id: away, name: 外住己, born: 1940-01-10, joined: 1966-03-01, branch: east, member_here: 是, lives_here: 否, status: 在册}
- {id: gone, name: 转出庚, born: 1940-01-10, joined: 1966-03-01, branch: east, member_here: 是, lives_here: 是, status: 转出, since: 2026-06-01}
- {id: old, name: 早走辛, born: 1940-01-10, joined: 1966-03-01, branch: east, member_here: 是, lives_here: 是, status: 转出, since: 2024-06-01}
-- content/visits/all/2026.yaml --
- {elder: met, date: 2026-02-10, occasion: 春节, way: 入户, visitors: [包联一], status: 已完成, gifts: [{what: 慰问金, amount: 500, fund: 区管党费}, {what: 米, fund: 社会捐助}], followups: [{what: 修灯, by: 办事人, due: 2026-02-20, done: 2026-02-18}]}
- {elder: met, date: 2026-06-20, occasion: 七一, way: 入户, visitors: [包联一, 同去人], status: 已完成, gifts: [{what: 慰问品, amount: 120.5}], followups: [{what: 装扶手, by: 办事人, due: 2026-11-01}, {what: 送报纸, by: 包联一, due: 2026-12-01}, {what: 常来电话}]}
- {elder: late, date: 2026-11-02, occasion: 日常, way: 入户, visitors: [包联一], status: 计划}
- {elder: plan, date: 2026-03-10, occasion: 日常, way: 入户, visitors: [包联二], status: 已完成, gifts: [{amount: 300, fund: 街道经费}]}
- {elder: plan, date: 2026-12-08, occasion: 日常, way: 入户, visitors: [包联二], status: 计划}
- {elder: plan, date: 2027-01-26, occasion: 春节, way: 入户, visitors: [包联二], status: 计划}
- {elder: due, date: 2026-03-11, occasion: 日常, way: 入户, visitors: [包联一], status: 已完成}
- {elder: due, date: 2026-03-12, occasion: 日常, way: 电话, visitors: [包联一], status: 未遇}
- {elder: gone, date: 2026-05-11, occasion: 日常, way: 入户, visitors: [包联二], status: 已完成, gifts: [{what: 慰问金, amount: 200, fund: 区管党费}], followups: [{what: 不再办的, due: 2026-06-30}]}
- {elder: gone, date: 2026-12-01, occasion: 日常, way: 入户, visitors: [包联二], status: 取消}
-- content/settings/site.yaml --
name: 示例
demo_today: 2026-11-23
visits: {plan: {dates: [2026-12-15]}}
"""
Pages = Mapping[str, Page]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return planned(tmp_path_factory.mktemp("site"))


def planned(root: Path, text: str = MEMBERS, day: date | None = None) -> Pages:
    """Address → every page of the organisers' edition, as planned."""
    Site(root, text)
    plan = inspection.inspect(inspection.begin(root / "content", "content", day), "organisers")
    assert [each for each in plan.problems if each.severity == "error"] == []
    return {page.url: page for page in plan.pages()}


def context(pages: Pages, url: str) -> Any:
    return pages[url].drawing.context


def listed(pages: Pages, url: str) -> list[tuple[str, list[str]]]:
    """State → names, in the order of a page of the register."""
    return [(state, [row.name for row in rows]) for state, rows in context(pages, url)["groups"]]


def test_the_register_puts_what_is_overdue_first(pages: Pages) -> None:
    assert listed(pages, "elders/") == [
        ("超期", ["超期乙"]), ("即将到期", ["到期丁"]), ("按计划", ["计划丙"]), ("达标", ["已满甲"]),
        ("即将列入", ["将入戊"]), ("不在范围", ["外住己"]),
    ]  # fmt: skip
    assert context(pages, "elders/")["covered"] == 4


def test_states_come_with_their_reasons(pages: Pages) -> None:
    rows = {row.name: row for _, group in context(pages, "elders/")["groups"] for row in group}
    assert rows["超期乙"].reasons == (
        "2026-11-02 的计划过了日子，还没有结果",
        "今年还差 2 次入户，最晚的日子 2026-11-01 已经过了",
    )
    assert rows["将入戊"].reasons == ("2027年1月11日起列入走访范围",)
    assert rows["外住己"].reasons == ("不常住本区",)
    assert (rows["计划丙"].made, rows["计划丙"].owed, rows["计划丙"].next) == (
        1,
        2,
        date(2026, 12, 8),
    )


def test_three_things_are_clear_or_say_what_is_missing(pages: Pages) -> None:
    rows = {row.name: row for _, group in context(pages, "elders/")["groups"] for row in group}
    assert [each.missing for each in rows["已满甲"].clears] == [(), (), ()]
    assert [(each.name, each.missing) for each in rows["超期乙"].clears] == [
        ("党员情况", ("性别", "转正时间")),
        ("家庭情况", ("居住方式", "住址", "电话", "健康状况", "家庭情况")),
        ("思想动态", ("思想动态",)),
    ]
    assert rows["已满甲"].surveyed == "6 个月前摸底"
    assert rows["将入戊"].surveyed == "还没有摸底"


def test_the_register_by_organisation_and_grid(pages: Pages) -> None:
    assert listed(pages, "elders/branches/east/") == [
        ("超期", ["超期乙"]), ("按计划", ["计划丙"]), ("即将列入", ["将入戊"]), ("不在范围", ["外住己"]),
    ]  # fmt: skip
    grids = {
        page.title: [name for _, names in listed(pages, url) for name in names]
        for url, page in pages.items()
        if url.startswith("elders/grids/") and url != "elders/grids/"
    }
    # Each organisation's 第1网格 is a grid of its own.
    assert {title.partition(" · 高")[0]: names for title, names in grids.items()} == {
        "康桥社区党总支 · 第1网格": ["已满甲"], "东街支部 · 第1网格": ["超期乙"], "东街支部 · 第2网格": ["计划丙"],
    }  # fmt: skip


def test_who_has_left_is_in_a_list_of_their_own_and_in_no_other(pages: Pages) -> None:
    departed = context(pages, "elders/left/")["departed"]
    assert [(each.name, each.status, each.since) for each in departed] == [
        ("转出庚", "转出", date(2026, 6, 1))
    ]
    assert "elders/gone/" not in pages
    confined = [
        url for url in pages if url.startswith(("elders/", "visits/")) and url != "elders/left/"
    ]
    assert len(confined) > 30
    assert [url for url in confined if "转出庚" in str(context(pages, url))] == []
    # The money that was given to them is in the sums all the same.
    assert context(pages, "visits/funds/2026/")["tables"][1].rows[1].cells[0] == "200"


def test_a_members_page_says_what_comes_next_and_what_is_open(pages: Pages) -> None:
    own = context(pages, "elders/plan/")
    assert (own["next"].line.sheet.day, own["next"].days) == (date(2026, 12, 8), 15)
    assert (own["duty"].made, own["duty"].owed, own["state"]) == (1, 2, "按计划")
    assert [(year, [line.sheet.day.month for line in lines]) for year, lines in own["years"]] == [
        (2027, [1]),
        (2026, [12, 3]),
    ]
    late = context(pages, "elders/late/")
    assert late["next"] is None
    assert [line.sheet.day for line in late["unanswered"]] == [date(2026, 11, 2)]
    met = context(pages, "elders/met/")
    assert [task.what for task in met["tasks"]] == ["装扶手", "送报纸", "常来电话"]
    assert met["view"].fifty
    assert met["birthday"] == (date(2026, 12, 24), date(2026, 12, 24))
    # This year's day is over: the next one is next year's.
    assert context(pages, "elders/late/")["birthday"] == (date(2027, 3, 1), date(2027, 3, 1))


def cells(pages: Pages, url: str) -> dict[date, Cell]:
    return {cell.day: cell for week in context(pages, url)["weeks"] for cell in week}


def test_a_month_has_whole_weeks_from_monday(pages: Pages) -> None:
    for url in pages:
        if re.fullmatch(r"visits/schedule/\d{4}/\d\d/", url):
            weeks = context(pages, url)["weeks"]
            days = [cell.day for week in weeks for cell in week]
            assert days[0].weekday() == 0
            assert days == [days[0] + timedelta(n) for n in range(7 * len(weeks))]
            own = [cell.day for week in weeks for cell in week if cell.own]
            assert f"{own[0]:%Y/%m/%d}" == f"{url.removeprefix('visits/schedule/')}01"
            assert (own[-1] + timedelta(1)).day == 1


def test_a_calendar_marks_today_festivals_windows_and_days_without_visits(pages: Pages) -> None:
    november = cells(pages, "visits/schedule/2026/11/")
    assert [day for day, cell in november.items() if cell.today] == [date(2026, 11, 23)]
    december = cells(pages, "visits/schedule/2026/12/")
    assert december[date(2026, 12, 15)].off == "不安排走访"
    assert december[date(2026, 12, 12)].off == "周六"
    assert [brief.text for brief in december[date(2026, 12, 8)].visits] == ["计划丙"]
    february = cells(pages, "visits/schedule/2026/02/")
    assert february[date(2026, 2, 17)].festivals == ("春节",)
    assert february[date(2026, 2, 18)].off == "放假"
    assert february[date(2026, 2, 10)].window == ("春节",)
    january = cells(pages, "visits/schedule/2027/01/")
    assert january[date(2027, 1, 15)].window == ()
    assert january[date(2027, 1, 16)].window == ("春节",)
    # A day of the month before shows its number alone.
    assert not january[date(2026, 12, 31)].own


def test_months_with_visits_have_a_page_and_lead_to_each_other(pages: Pages) -> None:
    months = [url for url in pages if re.fullmatch(r"visits/schedule/\d{4}/\d\d/", url)]
    assert [url.removeprefix("visits/schedule/") for url in months] == [
        "2026/02/", "2026/03/", "2026/06/", "2026/11/", "2026/12/", "2027/01/",
    ]  # fmt: skip
    for before, after in pairwise(months):
        assert context(pages, before)["following"].url == after
        assert context(pages, after)["previous"].url == before


def test_a_month_knows_the_party_birthdays_of_those_who_are_covered(pages: Pages) -> None:
    found = context(pages, "visits/schedule/2026/12/")["birthdays"]
    assert [(each.elder.text, each.day, each.years) for each in found] == [
        ("已满甲", date(2026, 12, 24), 60)
    ]


@pytest.mark.parametrize(
    "url",
    ["visits/schedule/", "visits/schedule/2026/", "visits/schedule/2026/11/", "visits/schedule/branches/east/"],
)  # fmt: skip
def test_what_is_overdue_stands_apart(pages: Pages, url: str) -> None:
    overdue = context(pages, url)["overdue"]
    assert [line.sheet.elder for line in overdue] == ["超期乙"]


def test_a_visitors_page(pages: Pages) -> None:
    own = {
        page.title: page.drawing.context
        for url, page in pages.items()
        if url.startswith("visits/schedule/visitors/")
    }
    one: Any = own["包联一的走访"]
    assert [line.sheet.elder for line in one["overdue"]] == ["超期乙"]
    assert [line.sheet.day for line in one["done"]] == [
        date(2026, 6, 20), date(2026, 3, 11), date(2026, 2, 10),
    ]  # fmt: skip
    assert [row.name for row in one["members"]] == ["超期乙", "已满甲"]
    assert [(week.first, week.count) for week in one["weeks"]] == [
        (date(2026, 2, 9), 1), (date(2026, 3, 9), 2), (date(2026, 6, 15), 1), (date(2026, 11, 2), 1),
    ]  # fmt: skip
    two: Any = own["包联二的走访"]
    assert [link.text for link, _ in two["months"]] == ["2026 年 12 月", "2027 年 1 月"]
    # Who has something to do has a page, even without a visit.
    helper: Any = own["办事人的走访"]
    assert [task.what for task in helper["tasks"]] == ["装扶手"]


def test_follow_ups_by_urgency(pages: Pages) -> None:
    own = context(pages, "visits/followups/")
    assert [(name, [task.what for task in tasks]) for name, tasks in own["groups"]] == [
        ("超期", ["装扶手"]),
        ("在期限内", ["送报纸"]),
        ("没有期限", ["常来电话"]),
    ]
    late = own["groups"][0][1][0]
    assert (late.elder.text, late.since, late.due, late.days) == (
        "已满甲", date(2026, 6, 20), date(2026, 11, 1), 22,
    )  # fmt: skip
    assert [task.what for task in own["done"]] == ["修灯"]


def test_the_most_urgent_follow_ups_are_listed_where_there_are_too_many(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = context(pages, "elders/met/")["years"][0][1][0]
    day = date(2026, 11, 23)
    tasks = list(followups.tasks_of(line, day))
    monkeypatch.setattr(followups, "MOST", 2)
    own: Any = followups.followup_page(tasks, day).drawing.context
    assert [task.what for _, group in own["groups"] for task in group] == ["装扶手", "送报纸"]
    assert own["left_out"] == 1


def test_a_follow_up_is_late_on_the_day_after_its_last(tmp_path: Path) -> None:
    def late(day: str) -> list[str]:
        found = planned(tmp_path / day, MEMBERS, date.fromisoformat(day))
        groups = dict(context(found, "visits/followups/")["groups"])
        return [task.what for task in groups.get("超期", [])]

    assert late("2026-11-01") == []
    assert late("2026-11-02") == ["装扶手"]


def test_money_by_source_occasion_and_organisation(pages: Pages) -> None:
    (years,) = context(pages, "visits/funds/")["tables"]
    assert years.columns == ("区管党费", "街道经费", "社会捐助", "没有写明来源")
    assert [(row.label, row.cells, row.total) for row in years.rows] == [
        ("2026 年", ("700", "300", "—", "120.50"), "1,120.50")
    ]
    own = context(pages, "visits/funds/2026/")
    occasions, branches = own["tables"]
    assert [(row.label, row.total) for row in occasions.rows] == [
        ("日常", "500"), ("春节", "500"), ("七一", "120.50"),
    ]  # fmt: skip
    assert [(row.label, row.cells) for row in branches.rows] == [
        ("康桥社区党总支", ("500", "—", "—", "120.50")),
        ("东街支部", ("200", "300", "—", "—")),
    ]
    assert [table.total.total for table in own["tables"]] == ["1,120.50", "1,120.50"]
    assert own["things"] == 1
    # The bars say what the table says, to one measure.
    widths = [sum(float(part.width[:-1]) for part in bar.parts) for bar in branches.chart.bars]
    assert widths[0] == pytest.approx(66, abs=0.02)
    assert widths[1] == pytest.approx(66 * 500 / 620.5, abs=0.02)
    assert [bar.says for bar in branches.chart.bars] == ["620.50 元", "500 元"]


@pytest.mark.parametrize(
    ("fen", "written"),
    [(0, "0"), (5, "0.05"), (100, "1"), (123450, "1,234.50"), (10**9, "10,000,000")],
)
def test_amounts_as_people_write_them(fen: int, written: str) -> None:
    assert yuan(fen) == written


def test_organisations_have_the_states_of_their_members_below_their_page(pages: Pages) -> None:
    panels = [
        each
        for each in pages["branches/east/"].panels
        if each.template == "visit/branch-panel.html"
    ]
    assert [each.context["states"] for each in panels] == [
        [("超期", 1), ("按计划", 1), ("即将列入", 1), ("不在范围", 1)]
    ]


def test_a_days_reason_is_the_most_particular_one() -> None:
    rule = PlanRule(dates=[date(2026, 10, 3), date(2026, 10, 9)])
    calendar = Calendar({})
    reasons = {day: why_off(date(2026, 10, day), rule, calendar) for day in (1, 3, 4, 8, 9, 10)}
    # 10 October 2026 is worked, but it is a Saturday, on which no visits are planned.
    assert reasons == {1: "放假", 3: "不安排走访", 4: "周日", 8: "", 9: "不安排走访", 10: "周六"}


def test_pages_of_an_empty_register(tmp_path: Path) -> None:
    found = planned(tmp_path, "")
    assert context(found, "elders/")["groups"] == []
    assert context(found, "visits/schedule/")["months"] == []
    assert context(found, "visits/funds/")["tables"] == []
    assert context(found, "visits/followups/")["groups"] == []
