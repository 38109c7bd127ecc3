"""One changed record makes its own papers anew, and no other."""

from pathlib import Path

from tests.feeds.sites import papers, site
from tests.site import Site

PLACE = "content/notices/xincun/2025/0001.yaml"


def _numbers(made: Site) -> dict[str, int]:
    """Paper → the number of its file, which changes when it is written."""
    folder = made.root / "site"
    return {url: (folder / url).stat().st_ino for url in papers(folder)}


def _remade(made: Site, path: str, before: str, after: str) -> set[str]:
    numbers = _numbers(made)
    text = (made.root / path).read_text("utf-8")
    assert before in text
    made.write(path, text.replace(before, after))
    made.build()
    return {url for url, number in _numbers(made).items() if numbers.get(url) != number}


def _feeds(*bases: str) -> set[str]:
    return {f"{base}feed.{ending}" for base in bases for ending in ("xml", "json")}


def _registers(*names: str) -> set[str]:
    return {f"notices/registers/{name}.{ending}" for name in names for ending in ("csv", "xlsx")}


def test_a_notice_changes_its_feeds_its_register_and_its_year(tmp_path: Path) -> None:
    made = site(tmp_path)
    made.build()
    feeds = _feeds("notices/", "notices/headings/development/", "notices/xincun/")
    assert _remade(made, PLACE, "title: 发展对象", "title: 发展对象二") == {
        *feeds, *_registers("2025", "opinions-2026"), "notices/data/2025.json",
    }  # fmt: skip
    # Its text is in none but the data.
    assert _remade(made, PLACE, "名单见公开栏", "名单贴在门口") == {"notices/data/2025.json"}
    assert _remade(made, PLACE, "公示牌太高", "公示牌太低") == {
        *_registers("opinions-2026"), "notices/data/2025.json",
    }  # fmt: skip


def test_a_lesson_changes_none_of_the_notices(tmp_path: Path) -> None:
    made = site(tmp_path)
    made.build()
    found = _remade(made, "content/lessons/2026/0001/lesson.yaml", "place: 村部", "place: 二楼")
    assert found == {
        "lessons/data/2026.json",
        *(
            f"lessons/{base}calendar.ics"
            for base in ("", "audiences/floating/", "topics/theory/", "xincun/")
        ),
    }


def test_a_notice_that_goes_takes_its_papers_along(tmp_path: Path) -> None:
    made = site(tmp_path)
    made.build()
    # The one that would correct it, some day, goes too.
    for path in (PLACE, "content/notices/kangqiao/2026/0004.yaml"):
        (made.root / path).unlink()
    folder = made.build()
    assert not (folder / "notices/headings/development/feed.xml").exists()
    assert not (folder / "notices/registers/2025.xlsx").exists()
    assert not (folder / "notices/data/2025.json").exists()
    assert "2025" not in (folder / "notices/data/index.json").read_text("utf-8")
