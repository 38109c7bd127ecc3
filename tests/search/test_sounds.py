"""How texts sound is looked up once, and forgotten with them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.search import sounds
from generator.search.reader import Reader
from generator.search.sounds import Sounds
from tests.site import Site

NOTICE = """title: {title}
heading: 党费管理
doc: 公开
scope: 本单位
branch: kangqiao
issued: 2026-11-{n:02d}
body: |
  {text}
"""


def _finds(site: Path, query: str) -> int:
    return len(Reader(site / "search" / "data").search(query))


def _write(site: Site, n: int, title: str, text: str) -> None:
    path = f"content/notices/kangqiao/2026/{n:04d}.yaml"
    site.write(path, NOTICE.format(title=title, n=n, text=text))


def test_what_is_known_is_not_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def look(text: str) -> str:
        asked.append(text)
        return "x x"

    monkeypatch.setattr(sounds, "sounds", look)
    heard = Sounds({"党课": "dangke dk", "党费": "dangfei df"})
    assert heard.of("党课") == "dangke dk"
    assert heard.changed
    assert heard.of("党费") == "dangfei df"
    assert not heard.changed
    assert asked == []
    assert heard.of("党日") == "x x"
    assert heard.changed
    assert asked == ["党日"]


def test_a_mended_text_needs_no_dictionary_and_a_title_that_is_gone_is_nowhere(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    spied: Callable[[object, str], list[str]],
) -> None:
    monkeypatch.setattr("generator.memory.memory._TICK", 0)
    site = Site(tmp_path)
    for n, title in enumerate(("银杏路党费", "梧桐巷党费"), 1):
        _write(site, n, title, "正文。")
    folder = site.build("--jobs", "1")
    assert _finds(folder, "yinxinglu") == 1
    asked = spied(sounds, "sounds")
    _write(site, 1, "银杏路党费", "改过的正文。")
    site.build("--jobs", "1")
    assert asked == []
    assert _finds(folder, "改过") == 1
    assert _finds(folder, "yinxinglu") == 1
    _write(site, 1, "水杉路党费", "改过的正文。")
    site.build("--jobs", "1")
    assert asked == ["水杉路党费"]
    assert _finds(folder, "shuishanlu") == 1
    assert _finds(folder, "yinxinglu") == 0
    kept = [path.read_bytes() for path in tmp_path.rglob("*.sounds")]
    assert any(b"shuishanlu" in each for each in kept)
    assert not any(b"yinxinglu" in each for each in kept)


def test_damaged_sounds_are_looked_up_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.memory.memory._TICK", 0)
    site = Site(tmp_path)
    _write(site, 1, "银杏路党费", "正文。")
    site.build("--jobs", "1")
    for damage in ("[", "[1]", '{"银杏路党费": 1}'):
        for path in tmp_path.rglob("*.sounds"):
            path.write_text(damage, encoding="utf-8")
        _write(site, 1, "银杏路党费", f"正文{damage}")
        assert _finds(site.build("--jobs", "1"), "yinxinglu") == 1
