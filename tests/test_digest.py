"""The digest: what appeared in the last days, what is open, what comes; as page and as text."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.site import Site

DAY = date(2026, 11, 23)


def _notice(issued: str, more: str = "", title: str = "党费收缴情况") -> str:
    return (
        f"title: {title}\nheading: 党费管理\ndoc: 公示\nscope: 本单位\nbranch: kangqiao\n"
        f"issued: {issued}\nbody: 上缴了。\n{more}"
    )


def _lesson(on: str, more: str = "", title: str = "新课") -> str:
    return (
        f"title: {title}\ndate: {on}\ntopic: 政治理论\nform: 图文\nbranch: kangqiao\n"
        f"summary: 一句话。\nbody: 文字。\nminutes: 12\n{more}"
    )


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    notices = "content/notices/kangqiao/2026/"
    site.write(f"{notices}0001.yaml", _notice("2026-10-20", "ends: 2026-12-18\n", "开着的"))
    site.write(f"{notices}0002.yaml", _notice("2026-11-18", title="新来的"))
    site.write(f"{notices}0003.yaml", _notice("2026-10-01", title="早先的"))
    site.write(f"{notices}0004.yaml", _notice("2026-09-01", "publish_on: 2026-11-22\n", "定时的"))
    site.write(f"{notices}0005.yaml", _notice("2026-11-20", "draft: 是\n", "看不见的草稿"))
    site.write(f"{notices}0006.yaml", _notice("2026-11-20", "publish_on: 2026-11-24\n", "看不见"))
    site.write("content/lessons/2026/0001.yaml", _lesson("2026-11-17"))
    site.write("content/lessons/2026/0002.yaml", _lesson("2026-11-16", title="八天前的课"))
    ahead = "sessions: [{starts: 2026-11-30 19:00, place: 村部, link: 'http://10.0.0.9/m'}, "
    ahead += "{starts: 2026-12-20 19:00, place: 村部}, {starts: 2026-11-20 19:00, place: 村部}]\n"
    site.write("content/lessons/2026/0003.yaml", _lesson("2026-05-05", ahead, "一起学的课"))
    return site


def _text(site: Site, name: str = "7-days") -> str:
    raw = (site.root / f"site/digest/{name}.txt").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    return raw.decode("utf-8-sig").replace("\r\n", "\n")


def test_seven_days_as_text(site: Site) -> None:
    site.build()
    assert _text(site) == (
        "【测试社区】近 7 天简报\n11月17日至11月23日\n\n"
        "一、新的党课（1）\n1. 新课（康桥社区党总支，图文，12 分钟）\n\n"
        "二、新的公开事项（2）\n"
        "1. 新来的（康桥社区党总支，公示，公开范围：本单位）\n"
        "2. 定时的（康桥社区党总支，公示，公开范围：本单位）\n\n"
        "三、正在公示（1）\n"
        "1. 开着的（康桥社区党总支，10月20日至12月18日，公开范围：本单位）\n\n"
        "四、接下来的同步学习（1）\n1. 11月30日 周一 19:00　一起学的课\n"
        "地点：村部\n进入：http://10.0.0.9/m\n\n"
        "写明公开范围的，请不要转到范围以外。\n"
    )


def test_thirty_days_have_more(site: Site) -> None:
    site.build()
    text = _text(site, "30-days")
    assert "10月25日至11月23日" in text
    assert "八天前的课" in text
    assert "12月20日 周日 19:00" in text
    assert "早先的" not in text


def test_the_page_says_the_same(site: Site) -> None:
    site.build()
    page = site.page("digest/")
    for text in ("新课", "新来的", "定时的", "开着的", "一起学的课", "2026年11月17日"):
        assert text in page
    assert "八天前的课" not in page
    assert "看不见" not in page + _text(site) + _text(site, "30-days")
    assert "data-copy-text=" in page
    assert "八天前的课" in site.page("digest/30-days/")


def test_addresses_are_whole_where_the_site_knows_its_own(site: Site) -> None:
    site.write(
        "content/settings/site.yaml",
        "name: 测试社区\ndemo_today: 2026-11-23\nurl: http://10.0.0.8/dj\n",
    )
    site.build()
    assert "http://10.0.0.8/dj/lessons/2026/0001/\n" in _text(site)
    assert "http://10.0.0.8/dj/lessons/2026/0003/session-1/\n" in _text(site)


def test_both_editions_tell_what_everybody_may_see(site: Site) -> None:
    site.write(
        "content/elders/kangqiao.yaml",
        "- {id: kq-1, name: 赵守田, born: 1941-03, joined: 1964-07, branch: kangqiao,"
        " member_here: 是, lives_here: 是, status: 在册}\n",
    )
    site.write(
        "content/visits/kangqiao/2026.yaml",
        "- {elder: kq-1, date: 2026-11-20, occasion: 日常, way: 入户, visitors: [孟凡],"
        " status: 已完成}\n",
    )
    site.build()
    members = _text(site)
    built = site.build("--edition", "organisers")
    organisers = (built / "digest/7-days.txt").read_bytes().decode("utf-8-sig")
    assert organisers.replace("\r\n", "\n") == members
    assert "赵守田" not in organisers
    assert "走访" not in organisers


@pytest.mark.parametrize("days", [1, 7, 60])
def test_it_is_of_the_day_of_the_build(site: Site, days: int) -> None:
    day = DAY + timedelta(days)
    site.build("--today", day.isoformat())
    text = _text(site)
    assert f"至{day.month}月{day.day}日\n" in text
    # What appears on the day is in it; what is 7 days old is not.
    assert ("看不见" in text) == (days <= 7)
    assert ("1. 新课（" in text) == (days < 1)
    if days == 60:
        assert text.endswith("这几天没有新内容。\n")
        assert "这几天没有新内容" in site.page("digest/")
