"""Visits in calendars: what a telephone is told, and what it is not."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from generator.audience.personal.names import addressed
from tests.papers.sites import organisers
from tests.site import Site

CALENDARS = "site-organisers/visits/calendars"
NAMES = ("欧阳守田", "孙桂珍", "哈丽旦", "周离去", "甲连生", "乙长春")
SECRETS = ("示例路", "501", "2000137", "独居", "高血压", "去世", "医院", "住院", "生病", "1938", "楼道",
           "扶手", "500", "鲜花", "kq-001")  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return organisers(tmp_path_factory.mktemp("calendars"), "secret: 一句别人猜不到的话")


def _calendars(site: Site) -> Iterator[Any]:
    for path in sorted((site.root / CALENDARS).glob("*.ics")):
        found = Calendar.from_ical(path.read_bytes())
        assert not found.errors
        yield found


def _of(site: Site, label: str) -> Any:
    """The calendar to which the page leads under a name."""
    page = site.page("visits/papers/", "site-organisers")
    match = re.search(rf'href="[^"]*(visits/calendars/[^"]+)" aria-label="{label}的走访日历"', page)
    assert match is not None
    return Calendar.from_ical((site.root / "site-organisers" / match[1]).read_bytes())


def test_a_visitor_sees_what_is_ahead(site: Site) -> None:
    calendar = _of(site, "甲连生")
    assert calendar["X-WR-CALNAME"] == "走访日历（甲同志）"
    events = {str(each["SUMMARY"]): each for each in calendar.walk("VEVENT")}
    # What is long over, and whoever has left, is not in it.
    assert list(events) == ["走访未遇：欧阳同志", "走访：欧阳同志（政治生日）", "走访：孙同志"]
    event = events["走访：欧阳同志（政治生日）"]
    assert (event.start, event.end) == (date(2026, 12, 30), date(2026, 12, 31))
    assert event["CLASS"] == "PRIVATE"
    assert "同去：乙同志。" in event["DESCRIPTION"]
    first, second = event.walk("VALARM")
    assert first["TRIGGER"].dt == timedelta(hours=-15)
    assert second["TRIGGER"].dt == timedelta(hours=8)
    url = str(event["URL"]).removeprefix("http://10.0.0.8/dangjian/")
    assert "示例路12号3单元501室" in site.page(url, "site-organisers")
    assert not events["走访未遇：欧阳同志"].walk("VALARM")


def test_what_is_cancelled_says_so(site: Site) -> None:
    events = {str(each["SUMMARY"]): each for each in _of(site, "乙长春").walk("VEVENT")}
    assert events["走访取消：孙同志"]["STATUS"] == "CANCELLED"
    assert not events["走访取消：孙同志"].walk("VALARM")
    assert "STATUS" not in events["走访：=同志（春节）"]


def test_an_organisation_has_all_of_its_members(site: Site) -> None:
    events = list(_of(site, "康桥社区党总支").walk("VEVENT"))
    assert len(events) == 4
    assert any("走访人：甲同志、乙同志。" in str(each["DESCRIPTION"]) for each in events)
    # A visit is the same in whichever calendar.
    mine = {str(each["UID"]) for each in _of(site, "甲连生").walk("VEVENT")}
    assert mine <= {str(each["UID"]) for each in events}


def test_no_calendar_tells_a_name_or_a_state(site: Site) -> None:
    found = list(_calendars(site))
    assert len(found) == 4
    told = "".join((site.root / CALENDARS / path.name).read_bytes().replace(b"\r\n ", b"").decode()
                   for path in (site.root / CALENDARS).iterdir())  # fmt: skip
    assert [each for each in (*NAMES, *SECRETS) if each in told] == []


def test_an_event_stays_itself_when_its_day_moves(site: Site, tmp_path: Path) -> None:
    before = {str(each["UID"]) for each in _of(site, "甲连生").walk("VEVENT")}
    moved = organisers(tmp_path, "secret: 另一句")
    file = moved.root / "content/visits/kangqiao/2026.yaml"
    file.write_text(file.read_text("utf-8").replace("2026-12-30", "2026-12-29"), "utf-8")
    moved.build("--edition", "organisers")
    after = _of(moved, "甲连生")
    assert {str(each["UID"]) for each in after.walk("VEVENT")} == before
    assert date(2026, 12, 29) in {each.start for each in after.walk("VEVENT")}


def _addresses(site: Site) -> set[str]:
    root = site.root / "site-organisers"
    found = {path.name for path in (root / "visits/calendars").iterdir()}
    return found | {path.name for path in (root / "visits/sheets").glob("*/*") if path.is_dir()}


def test_addresses_are_worked_out_by_who_knows_the_secret_alone(site: Site, tmp_path: Path) -> None:
    other, again = (
        organisers(tmp_path / "a", "secret: 另一句"),
        organisers(tmp_path / "b", "secret: 一句别人猜不到的话"),
    )
    assert _addresses(site) == _addresses(again)
    assert not _addresses(site) & _addresses(other)
    # The sheets stand in every log of a server: they do not lead to the calendars.
    stems = [name.removesuffix(".ics") for name in _addresses(site)]
    assert len(stems) == len(set(stems)) == 6
    assert "地址暗语" not in site.page("visits/papers/", "site-organisers")
    bare = organisers(tmp_path / "c")
    assert "地址暗语" in bare.page("visits/papers/", "site-organisers")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("张三", "张同志"),
        ("欧阳守田", "欧阳同志"),
        ("欧阳", "欧同志"),
        ("（示例）赵守田", "赵同志"),
        ("赵守田(示例)", "赵同志"),
        ("阿卜杜拉·吾守尔", "阿同志"),
        ("（示例）", "同志"),
    ],
)
def test_a_name_is_its_surname(name: str, said: str) -> None:
    assert addressed(name) == said
