"""Recordings beside records, and beside the site: how large, where from, what is said in them."""

import json
from pathlib import Path

from tests.site import Site

LESSON = """\
title: 第一课
date: 2026-07-01
topic: 政治理论
form: 音频
branch: kangqiao
summary: 一句话。
media:
  - {file: talk.mp3, captions: talk.vtt}
"""
SAID = "WEBVTT\n\n00:01.000 --> 00:02.000\n山楂树下讲党课\n"


def _site(folder: Path, settings: str = "", lesson: str = LESSON) -> Site:
    site = Site(folder)
    site.write("content/settings/site.yaml", f"name: 测试社区\ndemo_today: 2026-11-23\n{settings}")
    site.write("content/lessons/2026/0001/lesson.yaml", lesson)
    site.write("content/lessons/2026/0001/talk.mp3", "sound")
    site.write("content/lessons/2026/0001/talk.vtt", SAID)
    return site


def test_a_large_recording_is_an_error_that_says_how_else(tmp_path: Path) -> None:
    site = _site(tmp_path, "media_limit: 2\n")
    (tmp_path / "content/lessons/2026/0001/talk.mp3").write_bytes(bytes((2 << 20) + (1 << 19)))
    (found,) = site.check()
    assert (found["code"], found["line"], found["column"]) == ("E545", 8, 12)
    assert "talk.mp3 有 2.5 MB" in found["message"]
    assert "上限 2 MB" in found["message"]
    assert "media_base" in found["hint"]
    assert "media_limit" in found["hint"]
    (tmp_path / "content/lessons/2026/0001/talk.mp3").write_bytes(bytes(2 << 20))
    assert site.check() == []


def test_captions_are_a_text_that_is_searched(tmp_path: Path) -> None:
    """Captions count as what can be read of a recording, and are found unless there is a script."""
    site = _site(tmp_path)
    assert site.check() == []
    site.build()
    assert "第一课" in site.run("search", "山楂树下").out
    site.write("content/lessons/2026/0001/lesson.yaml", f"{LESSON}transcript: 另外写的文字稿\n")
    site.build()
    assert site.run("search", "山楂树下").code == 1
    assert site.run("search", "另外写的").code == 0


def test_captions_that_change_change_the_page(tmp_path: Path) -> None:
    site = _site(tmp_path)
    site.build()
    site.write("content/lessons/2026/0001/talk.vtt", SAID.replace("山楂", "海棠"))
    site.build()
    assert "海棠树下讲党课" in site.page("lessons/2026/0001/")
    site.write("content/lessons/2026/0001/talk.vtt", SAID.replace("-->", "->"))
    (found,) = site.check()
    assert found["file"] == "content/lessons/2026/0001/talk.vtt"
    assert (found["code"], found["line"]) == ("E547", 3)


def test_a_whole_media_address_is_whole_everywhere(tmp_path: Path) -> None:
    lesson = LESSON.replace("talk.mp3", "/2026/0001.mp3")
    site = _site(tmp_path, "media_base: http://10.0.0.9:8080/av/\nurl: http://10.0.0.8/\n", lesson)
    (tmp_path / "content/lessons/2026/0001/talk.mp3").unlink()
    built = site.build()
    whole = "http://10.0.0.9:8080/av/2026/0001.mp3"
    assert f'<source src="{whole}" type="audio/mpeg">' in site.page("lessons/2026/0001/")
    assert f'"contentUrl":"{whole}"' in site.page("lessons/2026/0001/")
    feed = json.loads((built / "lessons/feed.json").read_text(encoding="utf-8"))
    (attached,) = feed["items"][0]["attachments"]
    assert attached["url"] == whole
    assert "size_in_bytes" not in attached
    # On the same server as the site, whose address is known.
    site = _site(tmp_path, "media_base: /av/\nurl: http://10.0.0.8/dj/\n", lesson)
    (tmp_path / "content/lessons/2026/0001/talk.mp3").unlink()
    built = site.build()
    assert '<source src="/av/2026/0001.mp3"' in site.page("lessons/2026/0001/")
    assert '"contentUrl":"http://10.0.0.8/av/2026/0001.mp3"' in site.page("lessons/2026/0001/")
