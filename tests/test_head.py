"""What pages say to other programs: of every record that is shown, and of nothing else."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.cli import main
from tests.site import HERE, Site

CONTENT = HERE.parent / "content"
_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_KINDS = ("notices", "lessons", "branches")


def _graph(html: str) -> list[dict[str, Any]]:
    (found,) = _DATA.findall(html)
    said = json.loads(found)
    assert said["@context"] == "https://schema.org"
    graph: list[dict[str, Any]] = said["@graph"]
    return graph


def _addresses(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            if name in ("url", "item", "contentUrl"):
                yield each
            else:
                yield from _addresses(each)
    elif isinstance(value, list):
        for each in value:
            yield from _addresses(each)


@pytest.fixture(scope="module", params=["members", "organisers"])
def sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("head") / "site"
    arguments = ["--content", str(CONTENT), "--site", str(folder), "--edition", request.param]
    assert main(["build", *arguments]) == 0
    return folder


def test_every_record_has_one_and_its_addresses_are_there(sample: Path) -> None:
    kept = {
        f"{kind}/{path.relative_to(CONTENT / kind).with_suffix('').as_posix()}"
        for kind in _KINDS
        for path in (CONTENT / kind).rglob("*.yaml")
    }
    records = {each.removesuffix("/notice").removesuffix("/lesson") for each in kept}
    said = 0
    for path in sample.rglob("index.html"):
        url = path.parent.relative_to(sample).as_posix()
        html = path.read_text(encoding="utf-8")
        if 'http-equiv="refresh"' in html:
            continue
        assert html.count('name="SiteName"') == 1, url
        assert len(re.findall('<meta name="description"', html, re.IGNORECASE)) <= 1, url
        if 'name="ColumnName"' not in html:
            assert not _DATA.search(html), url
            continue
        said += 1
        assert url in records
        thing, crumbs = _graph(html)
        assert thing["@type"] in ("Article", "LearningResource", "Organization")
        assert crumbs["itemListElement"][-1]["item"] == thing["url"]
        for address in _addresses([thing, crumbs]):
            target = path.parent / address
            assert (target / "index.html" if address.endswith("/") else target).is_file(), address
    # All but drafts, what waits for its day and what has been taken down.
    assert len(records) - 6 <= said <= len(records)


def test_every_page_names_its_icon(sample: Path) -> None:
    # A browser asks for /favicon.ico at the root of the host where a page names none.
    for path in sample.rglob("*.html"):
        assert 'rel="icon"' in path.read_text(encoding="utf-8"), path


def test_registers_say_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    arguments = ["--content", str(CONTENT), "--site", str(folder), "--edition", "organisers"]
    assert main(["build", *arguments]) == 0
    confined = [*folder.glob("elders/**/*.html"), *folder.glob("visits/**/*.html")]
    assert len(confined) > 20
    for path in confined:
        html = path.read_text(encoding="utf-8")
        assert "ld+json" not in html
        assert "ColumnName" not in html


_NOTICE = """\
title: {title}
heading: 发展党员
doc: 公示
scope: 本单位
branch: kangqiao
issued: 2026-11-20
"""


@pytest.mark.parametrize(
    "title",
    [
        "他说“好”，又说 'it''s'",
        '引号"和反斜线\\',
        "</script><script>alert(1)</script>",
        "<!-- <script> & &amp; &lt;",
        "${a} `b` {{ c }}",
    ],
)
def test_any_title_can_be_read_back(tmp_path: Path, title: str) -> None:
    site = Site(tmp_path)
    doubled = title.replace("'", "''")
    site.write("content/notices/kangqiao/2026/0001.yaml", _NOTICE.format(title=f"'{doubled}'"))
    for options in ((), ("--portable",)):
        site.build(*options)
        html = site.page("notices/kangqiao/2026/0001/")
        thing, crumbs = _graph(html)
        assert thing["headline"] == title
        assert crumbs["itemListElement"][-1]["name"] == title
        assert thing["url"] == "../../../../notices/kangqiao/2026/0001/"
        # The data ends where it ends: nothing of the title has become an element.
        assert html.count("<script") == html.count("</script>")
        assert 'name="Url"' not in html


def test_a_changed_fact_of_the_head_makes_the_page_anew(tmp_path: Path) -> None:
    """What is said to programs alone counts as much as what is drawn."""
    site = Site(tmp_path)
    path = "content/notices/kangqiao/2026/0001.yaml"
    site.write(path, _NOTICE.format(title="公示") + "updated: 2026-11-21\n")
    site.build()
    assert _graph(site.page("notices/kangqiao/2026/0001/"))[0]["dateModified"] == "2026-11-21"
    site.write(path, _NOTICE.format(title="公示") + "updated: 2026-11-22\n")
    site.build()
    assert _graph(site.page("notices/kangqiao/2026/0001/"))[0]["dateModified"] == "2026-11-22"
