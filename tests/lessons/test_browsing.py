"""Lists of lessons: every fact has a page, none is heavy, and series are paths."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from generator.audience.shown import Link
from generator.kinds.lesson import facts, paths, shelves
from generator.kinds.lesson.card import card
from generator.kinds.lesson.shelves import Shelves
from generator.kinds.lesson.view import LessonView
from generator.pages.page import Page
from tests.lessons.made import lesson, newest_first
from tests.site import Site

LESSON = """title: 课{number}
date: 2026-0{number}-05
topic: 政治理论
form: {form}
branch: kangqiao
audience: [{audience}]
summary: 一句话。
"""


def _write(site: Site, number: int, more: str, form: str = "图文", to: str = "全体党员") -> None:
    text = LESSON.format(number=number, form=form, audience=to)
    site.write(f"content/lessons/2026/000{number}.yaml", text + more)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp("browsing"))
    site.write(
        "content/settings/site.yaml",
        "name: 测试社区\ndemo_today: 2026-11-23\nreading: {per_minute: 100, source: 试}\n",
    )
    _write(site, 1, "minutes: 5\nhours: 0.5\nseries: 一课一事\norder: 2\n", "微视频", "老年党员")
    _write(site, 2, f"series: 一课一事\norder: 1\nbody: {'学' * 640}\n")
    _write(site, 3, f"minutes: 45\nhours: 1\nbody: {'学' * 640}\n", "图文", "流动党员")
    site.build()
    return site


def test_form_length_and_audience_have_pages(site: Site) -> None:
    for url, there, not_there in [
        ("forms/short/", ["课1"], ["课2", "课3"]),
        ("forms/text/", ["课2", "课3"], ["课1"]),
        ("lengths/5-minutes/", ["课1"], ["课2", "课3"]),
        ("lengths/30-minutes/", ["课1", "课2"], ["课3"]),
        ("lengths/longer/", ["课3"], ["课1", "课2"]),
        ("audiences/elderly/", ["课1"], ["课2", "课3"]),
        ("audiences/floating/", ["课3"], ["课1", "课2"]),
    ]:
        page = site.page(f"lessons/{url}")
        for name in there:
            assert f'<span class="dw-phrase">{name}</span>' in page, url
        for name in not_there:
            assert f'<span class="dw-phrase">{name}</span>' not in page, url
    assert not (site.root / "site/lessons/forms/video").exists()


def test_every_chip_is_a_link_without_a_script(site: Site) -> None:
    page = site.page("lessons/")
    for url in ("forms/short", "lengths/5-minutes", "audiences/elderly", "topics/theory"):
        assert f'class="dw-chip" href="../lessons/{url}/"' in page


def test_a_text_says_how_long_it_takes_to_read(site: Site) -> None:
    assert "<dt>阅读</dt><dd>约 6 分钟</dd>" in site.page("lessons/2026/0002/")
    assert "<small>约</small><b>6</b>分钟" in site.page("lessons/")
    # What the record says of its length comes first; data say what the record says.
    assert "<dt>时长</dt><dd>45 分钟</dd>" in site.page("lessons/2026/0003/")
    assert '"minutes":null' in site.page("lessons/data/2026.json").replace(" ", "")


def test_a_series_is_a_path(site: Site) -> None:
    page = site.page("lessons/series/2026-0002/")
    assert page.index("课2") < page.index("课1")
    for text in ("共 2 节", "约 11 分钟", "0.5 学时", "第 1 节："):
        assert text in page
    urls = "lessons/2026/0002/ lessons/2026/0001/"
    assert f'data-study-progress="{urls}"' in page
    assert 'data-study="lessons/2026/0001/"' in page
    assert f'data-study-progress="{urls}"' in site.page("lessons/series/")
    first = site.page("lessons/2026/0002/")
    assert "第 1 节，共 2 节" in first
    assert "下一节（第 2 节）" in first
    assert "上一节（" not in first
    assert "上一节（第 1 节）" in site.page("lessons/2026/0001/")
    assert "第 1 节" not in site.page("lessons/2026/0003/")


def _shelves(lessons: Sequence[LessonView]) -> Shelves:
    return Shelves({each.key: card(each) for each in lessons}, {})


def _listed(page: Page) -> list[str]:
    cards: Any = page.drawing.context.get("lessons", ())
    return [each.url for each in cards]


def test_no_list_is_heavy_and_none_loses_a_lesson() -> None:
    lessons = newest_first([lesson(number) for number in range(1600)])
    made = _shelves(lessons)
    link = Link("政治理论", "lessons/topics/theory/")
    found = {each.url: each for each in shelves.shelf(made, link, lessons, [])}
    shown = [url for each in found.values() for url in _listed(each)]
    assert {*shown} == {each.entry.url for each in lessons}
    # The newest are on the first page too, but nothing else is twice.
    assert len(shown) == len(lessons) + shelves.NEWEST
    for each in found.values():
        assert len(_listed(each)) <= shelves.MOST
    assert {"lessons/topics/theory/2021/", "lessons/topics/theory/2021-03/"} <= {*found}


def test_a_new_lesson_changes_the_newest_lists_alone() -> None:
    lessons = newest_first([lesson(number) for number in range(1600)])
    link = Link("政治理论", "lessons/topics/theory/")
    before, after = (
        {each.url: each.key() for each in shelves.shelf(_shelves(some), link, some, [])}
        for some in (lessons[1:], lessons)
    )
    changed = {url for url, key in after.items() if before.get(url) != key}
    base = link.url
    years = {f"{base}{year}/" for year in range(2020, 2025)}
    months = {url for url in changed if url not in {base, *years}}
    assert base in changed
    assert months == {f"{base}2024-05/"}


def test_lengths_are_bounded_by_minutes() -> None:
    told = [
        [each.name for each in facts.LENGTHS if each.fits(minutes)] for minutes in (0, 5, 6, 30, 31)
    ]
    within = "30 分钟以内"
    assert told == [[], ["5 分钟以内", within], [within], [within], ["30 分钟以上"]]


def test_places_count_without_gaps() -> None:
    link = Link("专题", "lessons/series/a/")
    shelf = [lesson(n, series=link, order=order) for n, order in ((1, 3), (2, 1), (3, 7))]
    ((_, found),) = paths.series(newest_first(shelf))
    assert [each.order for each in found] == [1, 3, 7]
    places = paths.places([(link, found)])
    assert [places[each.key].number for each in found] == [1, 2, 3]
    for one, other in pairwise(found):
        after = places[one.key].after
        assert after is not None
        assert after.url == other.entry.url


def test_a_long_text_has_contents(tmp_path: Path) -> None:
    site = Site(tmp_path)
    parts = "".join(f"\n  ## 第{n}节 & 其他\n\n  {'学' * 400}\n" for n in "一二三")
    short = "".join(f"\n  ## 第{n}节\n\n  学\n" for n in "一二三")
    _write(site, 1, f"body: |{parts}")
    _write(site, 2, f"body: |{short}")
    site.build()
    page = site.page("lessons/2026/0001/")
    for number in "一二三":
        assert f'<a href="#第{number}节-其他">第{number}节 &amp; 其他</a>' in page
        assert f'<h2 id="第{number}节-其他">' in page
    assert "目录" not in site.page("lessons/2026/0002/")
