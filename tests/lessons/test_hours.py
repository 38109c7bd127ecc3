"""Hours by topic and year: counted, held against the plan, and for organisers alone."""

from pathlib import Path

import pytest

from tests.site import Site

TOPICS = """-- content/settings/topics.yaml --
topics:
  - {id: theory, name: 政治理论, hours: 2.5}
  - {id: skills, name: 知识技能, hours: 1}
  - {id: other, name: 革命传统}
-- content/settings/study.yaml --
hours: 3
source: 条例第二十条
"""


def _lesson(key: str, topic: str, hours: str, on: str = "2026-03-01") -> str:
    more = f"hours: {hours}\n" if hours else ""
    return (
        f"-- content/lessons/{key}.yaml --\ntitle: 课{key}\ndate: {on}\ntopic: {topic}\n"
        f"form: 图文\nbranch: kangqiao\nsummary: 一句话。\nbody: 文字。\n{more}"
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    text = (
        TOPICS + _lesson("2026/0001", "政治理论", "1.5") + _lesson("2026/0002", "政治理论", "0.5")
    )
    text += _lesson("2026/0003", "知识技能", "1") + _lesson("2026/0004", "知识技能", "")
    text += _lesson("2025/0001", "革命传统", "2", "2025-03-01")
    site = Site(tmp_path_factory.mktemp("hours"), text)
    site.build()
    site.build("--edition", "organisers")
    return site


def _row(page: str, name: str) -> list[str]:
    row = next(each for each in page.split("<tr>") if name in each and "<td>" in each)
    return [each.split("</td>")[0] for each in row.split("<td>")[1:]]


def test_hours_against_the_plan(site: Site) -> None:
    page = site.page("lessons/hours/", "site-organisers")
    assert "2026 年党课学时" in page
    assert _row(page, "政治理论") == ["2", "2", "2.5", "0.5"]
    assert _row(page, "知识技能") == ["2", "1", "1", "—"]
    assert _row(page, "革命传统") == ["0", "0", "—", "—"]
    assert _row(page, "合计") == ["4", "3", "3.5", "0.5"]
    assert "有 1 节没有写认定学时" in page
    assert "全年不少于 3 学时：条例第二十条" in page
    assert "2026 年开了 4 节，认定 3 学时；计划 3.5 学时，还差 0.5" in site.page(
        "lessons/", "site-organisers"
    )


def test_years_beside_each_other(site: Site) -> None:
    page = site.page("lessons/hours/2025/", "site-organisers")
    assert _row(page, "革命传统") == ["1", "2", "—", "—"]
    all_years = page.split("历年学时", 1)[1]
    assert _row(all_years, "革命传统") == ["0", "2"]
    assert _row(all_years, "合计") == ["3", "2"]


def test_the_chart_is_to_scale(site: Site) -> None:
    chart = (
        site.page("lessons/hours/", "site-organisers").split("<svg viewBox")[1].split("</svg>")[0]
    )
    # 2.5 hours, the most, fill 276; two of them 221, one 110.
    assert 'width="221"' in chart
    assert 'width="110"' in chart
    assert 'd="M276 ' in chart
    assert "dw-hours__bar--enough" in chart
    assert "style=" not in chart


def test_members_have_none_of_it(site: Site) -> None:
    assert not (site.root / "site/lessons/hours").exists()
    assert "认定 3 学时" not in site.page("lessons/")


def test_nothing_planned_and_nothing_held(tmp_path: Path) -> None:
    site = Site(tmp_path)
    built = site.build("--edition", "organisers")
    page = (built / "lessons/hours/index.html").read_text(encoding="utf-8")
    assert _row(page, "合计") == ["0", "0", "—", "—"]
