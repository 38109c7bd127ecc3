"""`dangwu search`: what it prints, and its exit codes."""

import json
import shutil
from pathlib import Path

import pytest

from tests.search.test_recall import FIRST, ORDER
from tests.site import Site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp("command"), ORDER)
    site.build()
    site.build("--site", "elsewhere")
    return site


def test_json(site: Site) -> None:
    ran = site.run("search", "银杏树", "--json")
    assert (ran.code, ran.err) == (0, "")
    found = json.loads(ran.out)
    assert [each["title"] for each in found] == FIRST
    assert all(
        list(each) == ["url", "title", "kind", "branch", "date", "snippet"] for each in found
    )
    last = found[-1]
    assert last["url"] == "notices/kangqiao/2026/0004/"
    assert last["kind"] == "notice"
    assert last["branch"] == "康桥社区党总支"
    assert last["date"] == "2026-11-20"
    assert "银杏树" in last["snippet"]
    assert (site.root / "site" / last["url"] / "index.html").is_file()


def test_json_is_chinese_that_can_be_read(site: Site) -> None:
    assert "银杏树养护之甲" in site.run("search", "银杏树", "--json").out


def test_text(site: Site) -> None:
    ran = site.run("search", "终点站")
    assert (ran.code, ran.err) == (0, "")
    for part in (
        "秋天来了",
        "2026-11-20",
        "notices/kangqiao/2026/0004/",
        "院里的大树",
        "找到 2 条",
    ):
        assert part in ran.out
    # The summary comes before the body.
    assert ran.out.index("秋天来了") < ran.out.index("院里的大树")


def test_none_found(site: Site) -> None:
    for query in ("鑫焱淼", "", "  ", "-银杏树", "银杏树 -树"):
        ran = site.run("search", "--json", "--", query)
        assert ran.code == 1
        assert json.loads(ran.out) == []
        assert site.run("search", "--", query).code == 1


def test_another_folder(site: Site) -> None:
    ran = site.run("search", "银杏树", "--site", "elsewhere", "--json")
    assert ran.code == 0
    assert json.loads(ran.out) == json.loads(site.run("search", "银杏树", "--json").out)


def test_a_folder_without_an_index(site: Site, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "other" / "search" / "data").mkdir(parents=True)
    (tmp_path / "other" / "search" / "data" / "root.json").write_text('{"format": 99}')
    (tmp_path / "broken" / "search" / "data").mkdir(parents=True)
    (tmp_path / "broken" / "search" / "data" / "root.json").write_text("[1")
    (tmp_path / "list" / "search" / "data").mkdir(parents=True)
    (tmp_path / "list" / "search" / "data" / "root.json").write_text("[]")
    # The root of an index whose segments are not there, or not whole.
    for name, size in (("alone", None), ("cut", 100)):
        data = tmp_path / name / "search" / "data"
        shutil.copytree(site.root / "site" / "search" / "data", data)
        for path in data.glob("*.bin"):
            path.unlink() if size is None else path.write_bytes(path.read_bytes()[:size])
    for name in ("empty", "other", "broken", "list", "nowhere", "alone", "cut"):
        ran = site.run("search", "银杏树", "--site", str(tmp_path / name))
        assert ran.code == 2, name
        assert ran.out == ""
        assert str(tmp_path / name) in ran.err


def test_misused(site: Site) -> None:
    assert site.run("search").code == 2
    assert site.run("search", "银杏树", "--format", "json").code == 2
