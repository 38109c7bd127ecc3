"""Feeds through the front door: complete, readable by others, and with nothing that is not shown."""

import json
import os
import posixpath
import subprocess
import sys
import xml.etree.ElementTree as ET
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin
from zipfile import ZipFile, is_zipfile

import feedparser
import pytest
from icalendar import Calendar

from tests.feeds.sites import ADDRESS, CANARY, papers, site
from tests.site import Site

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "{http://www.w3.org/XML/1998/namespace}base"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", params=[False, True], ids=["anywhere", "addressed"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site(tmp_path_factory.mktemp("feeds"), addressed=request.param).build()


def _at(folder: Path) -> str:
    """Where the site of these tests stands."""
    return ADDRESS if ADDRESS in (folder / "notices/feed.json").read_text("utf-8") else "http://x/"


def _there(folder: Path, reference: str, at: str) -> bool:
    """Whether a reference in the file `at` leads to something of the site."""
    found = urljoin(_at(folder) + at, reference).removeprefix(_at(folder))
    path = folder / unquote(found)
    return (path / "index.html").is_file() if found.endswith("/") or not found else path.is_file()


def _atoms(folder: Path) -> dict[str, ET.Element]:
    return {
        url: ET.fromstring(content)  # noqa: S314 - it is our own
        for url, content in papers(folder).items()
        if url.endswith(".xml")
    }


def test_which_feeds_there_are(built: Path) -> None:
    found = [url for url in papers(built) if url.endswith((".xml", ".ics"))]
    assert found == [
        "lessons/audiences/floating/calendar.ics",
        "lessons/audiences/floating/feed.xml",
        "lessons/calendar.ics",
        "lessons/feed.xml",
        "lessons/topics/theory/calendar.ics",
        "lessons/topics/theory/feed.xml",
        "lessons/xincun/calendar.ics",
        "lessons/xincun/feed.xml",
        "notices/feed.xml",
        "notices/headings/development/feed.xml",
        "notices/headings/dues/feed.xml",
        "notices/kangqiao/feed.xml",
        "notices/xincun/feed.xml",
    ]
    assert {url for url in papers(built) if url.endswith("feed.json")} == {
        url.replace(".xml", ".json") for url in found if url.endswith(".xml")
    }


def test_atom_has_what_it_must_have(built: Path) -> None:
    for url, feed in _atoms(built).items():
        assert feed.tag == f"{ATOM}feed"
        bases = urljoin(_at(built) + url, feed.get(BASE, ""))
        for each in (feed, *feed.iter(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert len(each.findall(f"{ATOM}{name}")) == 1, f"{url}: {name}"
            assert each.findtext(f"{ATOM}id", "").startswith("urn:uuid:")
            for moment in (*each.findall(f"{ATOM}updated"), *each.findall(f"{ATOM}published")):
                assert datetime.fromisoformat(moment.text or "").utcoffset() is not None
            assert each.findall(f"{ATOM}author/{ATOM}name")
            alternates = each.findall(f"{ATOM}link[@rel='alternate']")
            assert len(alternates) == 1
            for link in each.findall(f"{ATOM}link"):
                reference = urljoin(bases, link.get("href", ""))
                assert _there(built, reference, url), f"{url}: {reference}"
        own = feed.find(f"{ATOM}link[@rel='self']")
        assert own is not None
        assert urljoin(bases, own.get("href", "")) == _at(built) + url
        ids = [each.findtext(f"{ATOM}id") for each in feed.iter(f"{ATOM}entry")]
        assert len(ids) == len(set(ids))


def test_an_entry_says_all_of_a_notice(built: Path) -> None:
    feed = _atoms(built)["notices/feed.xml"]
    correction, notice, old = feed.findall(f"{ATOM}entry")
    assert notice.findtext(f"{ATOM}title") == '党费收缴、使用 <一> & "二"'
    assert notice.findtext(f"{ATOM}published") == "2026-11-16T00:00:00+08:00"
    # The second opinion came in after the correction of the day before.
    assert notice.findtext(f"{ATOM}updated") == "2026-11-22T00:00:00+08:00"
    assert old.findtext(f"{ATOM}updated") == "2026-01-05T00:00:00+08:00"
    assert feed.findtext(f"{ATOM}updated") == "2026-11-22T00:00:00+08:00"
    assert notice.findtext(f"{ATOM}summary") == "二季度 <党费> & 使用。"
    assert notice.findtext(f"{ATOM}author/{ATOM}name") == "康桥社区党总支"
    terms = [each.get("term") for each in notice.findall(f"{ATOM}category")]
    assert terms == ["党费管理", "公示", "党费", "<标签>"]
    content = notice.findtext(f"{ATOM}content", "")
    assert "公示期：2026年11月16日至 2026年11月23日（5 个工作日）" in content
    assert "反映意见：102 室，0427-2000001" in content
    assert "本件已经更正，请以更正后的为准：更正" in content
    assert "<p>二季度 &lt;党费&gt; &amp; 使用。</p>" in content
    assert "本件更正：党费收缴、使用 &lt;一&gt;" in correction.findtext(f"{ATOM}content", "")
    assert "公示结果：无异议" in old.findtext(f"{ATOM}content", "")
    enclosure = notice.find(f"{ATOM}link[@rel='enclosure']")
    assert enclosure is not None
    assert enclosure.get("length") == "4"
    assert enclosure.get("title") == "账目表"
    assert enclosure.get("type", "").endswith("spreadsheetml.sheet")
    assert enclosure.get("href", "").endswith(
        "notices/kangqiao/2026/0001/%E8%B4%A6%E7%9B%AE%20%231.xlsx"
    )


def test_a_reader_of_feeds_reads_them(built: Path) -> None:
    for url in _atoms(built):
        headers = {"content-location": _at(built) + url, "content-type": "application/atom+xml"}
        found = feedparser.parse((built / url).read_bytes(), response_headers=headers)
        assert not found.bozo, url
        assert found.version == "atom10"
        for entry in found.entries:
            assert _there(built, entry.link, url), entry.link
    podcast = feedparser.parse((built / "lessons/feed.xml").read_bytes())
    (entry,) = podcast.entries
    assert entry.author == "新村<支部>&“一”"
    (enclosure,) = entry.enclosures
    assert (enclosure.type, enclosure.length) == ("audio/mpeg", "4")


def test_json_feed_has_what_it_must_have(built: Path) -> None:
    for url, content in papers(built).items():
        if not url.endswith("feed.json"):
            continue
        feed: dict[str, Any] = json.loads(content)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert _there(built, feed["home_page_url"], url)
        assert ("feed_url" in feed) == (_at(built) == ADDRESS)
        assert feed.get("feed_url", ADDRESS + url) == ADDRESS + url
        same = _atoms(built)[url.replace(".json", ".xml")].findall(f"{ATOM}entry")
        assert [each["id"] for each in feed["items"]] == [
            each.findtext(f"{ATOM}id") for each in same
        ]
        for item in feed["items"]:
            assert item["title"]
            assert item["content_html"].startswith("<p>")
            assert datetime.fromisoformat(item["date_published"]).utcoffset() is not None
            assert datetime.fromisoformat(item["date_modified"]).utcoffset() is not None
            for reference in (item["url"], *(each["url"] for each in item.get("attachments", ()))):
                assert _there(built, reference, url), reference
    lesson = json.loads(papers(built)["lessons/audiences/floating/feed.json"])["items"][0]
    (attachment,) = lesson["attachments"]
    assert attachment["duration_in_seconds"] == 720
    assert attachment["size_in_bytes"] == 4
    assert attachment["mime_type"] == "audio/mpeg"


def test_calendars_tell_of_what_is_to_come(built: Path) -> None:
    for url in ("lessons/calendar.ics", "lessons/xincun/calendar.ics"):
        found: Any = Calendar.from_ical(papers(built)[url])
        (event,) = found.walk("VEVENT")
        assert event["SUMMARY"] == "听一课"
        assert event.start.isoformat() == "2026-12-05T19:00:00+08:00"
        assert event["LOCATION"] == "村部"
        assert "http://10.0.0.9/m" in event["DESCRIPTION"]
        assert event.get("URL", "") in ("", f"{ADDRESS}lessons/2026/0001/session-1/")


def test_ids_stay_when_the_site_moves(tmp_path: Path) -> None:
    one = Site(tmp_path / "one", _named(ADDRESS)).build()
    two = Site(tmp_path / "two", _named("http://dangjian.example/")).build()
    assert _ids(one) == _ids(two)


def _named(address: str) -> str:
    return (
        f"-- content/settings/site.yaml --\nname: 测试\ndemo_today: 2026-11-23\nurl: {address}\n"
        "-- content/notices/kangqiao/2026/0001.yaml --\n"
        "title: 公示\nheading: 党费管理\ndoc: 公开\nscope: 本单位\nbranch: kangqiao\n"
        "issued: 2026-11-20\nbody: 正文\n"
    )


def _ids(folder: Path) -> list[str]:
    return [each.text or "" for feed in _atoms(folder).values() for each in feed.iter(f"{ATOM}id")]


@pytest.mark.parametrize("edition", ["members", "organisers"])
@pytest.mark.parametrize("more", [(), ("--portable",)], ids=["served", "portable"])
def test_nothing_that_is_not_shown_is_in_any_paper(
    tmp_path: Path, edition: str, more: tuple[str, ...]
) -> None:
    folder = site(tmp_path).build("--edition", edition, *more)
    found = papers(folder)
    assert len(found) > 30
    for url, content in found.items():
        path = folder / url
        if is_zipfile(path):
            with ZipFile(path) as archive:
                content = b"".join(archive.read(name) for name in archive.namelist())
        text = content.decode().replace("\r\n ", "")
        assert CANARY not in text, url
        assert "canary" not in text, url
    assert not [url for url in found if "2024" in url], "a year of withdrawn notices alone"


def test_a_list_names_its_feeds(built: Path) -> None:
    page = (built / "notices/headings/dues/index.html").read_text("utf-8")
    assert (
        '<link rel="alternate" type="application/atom+xml" title="党费管理" '
        'href="../../../notices/headings/dues/feed.xml">'
    ) in page
    assert 'href="../../../feeds/">订阅</a>' in page
    assert 'href="../../../notices/headings/dues/feed.json"' in page
    assert 'type="text/calendar"' in (built / "lessons/index.html").read_text("utf-8")
    home = (built / "index.html").read_text("utf-8")
    assert 'type="application/atom+xml" title="党务公开" href="./notices/feed.xml"' in home
    # What is named is there.
    for path in built.rglob("index.html"):
        for piece in path.read_text("utf-8").split('<link rel="alternate"')[1:]:
            reference = piece.partition('href="')[2].partition('"')[0]
            assert (path.parent / posixpath.normpath(unquote(reference))).is_file(), path


def test_the_page_on_feeds_lists_them(built: Path) -> None:
    page = (built / "feeds/index.html").read_text("utf-8")
    for url in papers(built):
        if url.endswith((".xml", ".ics", "feed.json")):
            assert f'href="../{url}"' in page, url
    assert "RSS" in page


def test_a_list_of_nothing_has_a_feed(tmp_path: Path) -> None:
    built = Site(tmp_path).build()
    feed = _atoms(built)["notices/feed.xml"]
    assert feed.findtext(f"{ATOM}updated") == "2026-11-23T00:00:00+08:00"
    assert feed.find(f"{ATOM}entry") is None
    assert json.loads(papers(built)["lessons/feed.json"])["items"] == []


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    found = []
    for seed, jobs in (("1", "1"), ("7", "2")):
        made = site(tmp_path / seed)
        subprocess.run(
            [sys.executable, "-m", "generator", "build"],
            cwd=made.root, check=True, capture_output=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "TZ": f"X{jobs}"},
        )  # fmt: skip
        found.append(papers(made.root / "site"))
    assert found[0] == found[1]
