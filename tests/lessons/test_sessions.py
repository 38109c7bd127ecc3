"""What is studied together: pages, lists, calendars read back by another library."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from generator.kinds.lesson.sessions import when
from tests.site import Site

LESSON = """-- content/lessons/2026/0001/lesson.yaml --
title: 秋收之后同步学
date: 2026-10-01
topic: 政治理论
form: 视频
branch: kangqiao
audience: [流动党员]
summary: 在外的点子怎么变成村里的事。
media: [{file: film.mp4, title: 录像}]
attachments: [{file: notes.txt, title: 讨论提纲}]
transcript: 文字。
sessions:
  - {starts: 2026-12-05 19:00, ends: 2026-12-05 20:00, place: 村部, link: "http://10.0.0.9/m"}
  - {starts: 2026-11-23 19:30, place: 会议室}
  - {starts: 2026-11-20 19:30, ends: 2026-11-20 20:30, place: 上周的会议室}
  - {starts: 2025-06-01 09:00, place: 去年的会议室}
-- content/lessons/2026/0001/film.mp4 --
mp4
-- content/lessons/2026/0001/notes.txt --
提纲
-- content/lessons/2026/0002.yaml --
title: 没有录像的课
date: 2026-10-02
topic: 知识技能
form: 图文
branch: kangqiao
summary: 一句话。
body: 文字。
sessions: [{starts: 2026-11-21 19:00, place: 村部}]
-- content/pages/index.md --
---
title: 首页
template: home.html
blocks: [[lesson/sessions], [lesson/newest]]
---
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp("sessions"), LESSON)
    site.build()
    return site


def _events(site: Site, url: str) -> list[Any]:
    found: Any = Calendar.from_ical((site.root / "site" / url).read_bytes())
    assert not found.errors
    return list(found.walk("VEVENT"))


def test_a_session_has_a_page(site: Site) -> None:
    page = site.page("lessons/2026/0001/session-1/")
    for text in ("2026年12月5日", "周六 19:00–20:00", "12 天后", "村部", "讨论提纲", "加到日历"):
        assert text in page
    assert 'href="http://10.0.0.9/m"' in page
    assert "<div data-session-after hidden>" in page
    over = site.page("lessons/2026/0001/session-3/")
    assert "<div data-session-before hidden>" in over
    assert "看录像" in over
    assert "加到日历" not in over
    assert "没有录像" in site.page("lessons/2026/0002/session-1/")


def test_the_list_has_what_comes_and_what_was(site: Site) -> None:
    page = site.page("lessons/sessions/")
    ahead, past = page.split("已经学过")
    assert ahead.index("2026年11月23日") < ahead.index("2026年12月5日")
    assert past.index("2026年11月21日") < past.index("2026年11月20日") < past.index("2025年6月1日")
    for month in ("2026 年 11 月", "2026 年 12 月"):
        assert month in ahead
    assert "2025 年 6 月" in past
    assert "2025年6月1日" in site.page("lessons/sessions/2025/")
    assert "2026年" not in site.page("lessons/sessions/2025/").split("<main")[-1].split("按年份")[0]


def test_the_home_page_has_the_next_ones(site: Site) -> None:
    page = site.page("index.html")
    assert page.index("今天") < page.index("12 天后")
    assert "上周的会议室" not in page
    assert 'data-starts="2026-12-05T19:00" data-ends="2026-12-05T20:00"' in page


def test_nothing_on_the_home_page_where_nothing_comes(tmp_path: Path) -> None:
    site = Site(tmp_path, LESSON)
    site.build("--today", "2026-12-20")
    page = site.page("index.html")
    assert "data-session-block" not in page
    assert "第一" not in page
    assert "现在没有约好的同步学习" in site.page("lessons/sessions/")


def test_calendars_hold_in_shanghai(site: Site) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    for url in (
        "lessons/calendar.ics",
        "lessons/topics/theory/calendar.ics",
        "lessons/kangqiao/calendar.ics",
        "lessons/audiences/floating/calendar.ics",
    ):
        events = {each.start: each for each in _events(site, url)}
        first = next(each for start, each in events.items() if start.month == 12)
        assert first.start.astimezone(zone).isoformat() == "2026-12-05T19:00:00+08:00"
        assert first.end - first.start == timedelta(hours=1)
        (alarm,) = first.walk("VALARM")
        assert alarm["TRIGGER"].dt == timedelta(minutes=-30)
        assert first["LOCATION"] == "村部"
    # One alone, to be added by itself, is the same event to a calendar.
    (single,) = _events(site, "lessons/2026/0001/session-1/event.ics")
    assert single["UID"] == first["UID"]
    assert not (site.root / "site/lessons/2026/0001/session-3/event.ics").exists()


def test_a_session_that_is_put_off_is_the_same_event(tmp_path: Path) -> None:
    """Its page stays, and a calendar moves it instead of adding another."""
    found = []
    for number, text in enumerate((LESSON, LESSON.replace("12-05", "12-12"))):
        site = Site(tmp_path / str(number), text)
        site.build()
        (event,) = _events(site, "lessons/2026/0001/session-1/event.ics")
        found.append((event["UID"], event.start.day))
    (one, before), (other, after) = found
    assert one == other
    assert (before, after) == (5, 12)


def test_how_far_off_a_day_is() -> None:
    day = date(2026, 11, 23)
    told = [when(day + timedelta(days), day) for days in (-1, 0, 1, 2, 3, 40)]
    assert told == ["正在进行", "今天", "明天", "后天", "3 天后", "40 天后"]
