"""送学上门: what is packed, what never is, and that a folder is whole or as it was."""

import errno
import json
from pathlib import Path

import pytest

from generator.release import tree
from tests.browser.lessons import lessons
from tests.site import Ran, Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return lessons(tmp_path)


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def _pack(site: Site, *arguments: str) -> Ran:
    return site.run("pack", *arguments, "--out", "stick")


def test_a_folder_has_the_chosen_lessons_and_nothing_else(site: Site) -> None:
    site.write(
        "content/lessons/2026/0002.yaml",
        (site.root / "content/lessons/2026/0002.yaml").read_text("utf-8")
        + "body: 先学[读的课](/lessons/2026/0003/)，再学[听的课](/lessons/2026/0001/)。\n",
    )
    ran = _pack(site, "2026/0002", "/lessons/2026/0001/", "2026/0002")
    assert ran.code == 0, ran.err
    folder = site.root / "stick"
    assert _files(folder) == {
        "index.html", "pack.css", "pack.json", "player.js", "lessons/2026/0002/index.html",
        "lessons/2026/0001/index.html", "lessons/2026/0001/talk.wav", "lessons/2026/0001/talk.vtt",
    }  # fmt: skip
    assert json.loads((folder / "pack.json").read_text("utf-8")) == {
        "day": "2026-11-23", "records": ["2026/0002", "2026/0001"],
    }  # fmt: skip
    page = (folder / "lessons/2026/0002/index.html").read_text("utf-8")
    assert '<a href="../../../lessons/2026/0001/index.html">听的课</a>' in page
    # What is not in the folder is named, not linked.
    assert "先学<a>读的课</a>，" in page
    total = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    assert f"装好了：2 节党课，8 个文件，共 {total / 1e6:.1f} MB，在 stick" in ran.out
    assert "2026/0001  听的课（0.2 MB）" in ran.out


def test_what_members_do_not_see_is_not_packed(site: Site) -> None:
    hidden = {"0011": "draft: 是\n", "0012": "publish_on: 2026-11-24\n"}
    for name, line in hidden.items():
        text = (site.root / "content/lessons/2026/0003.yaml").read_text("utf-8")
        site.write(f"content/lessons/2026/{name}.yaml", text + line)
    ran = _pack(site, "2026/0001", "2026/0011", "2026/0012", "2026/0103", "elders/kangqiao")
    assert ran.code == 1
    assert "装不了 2026/0011：这节党课现在不公开" in ran.err
    assert "装不了 2026/0012：这节党课现在不公开" in ran.err
    assert "装不了 2026/0103：没有这节党课" in ran.err
    assert "您要写的是不是“2026/0003”？" in ran.err
    assert "装不了 elders/kangqiao：没有这节党课" in ran.err
    assert not (site.root / "stick").exists()
    # On the day, it is.
    assert _pack(site, "2026/0012", "--today", "2026-11-24").code == 0
    assert "2026年11月24日" in (site.root / "stick/index.html").read_text("utf-8")


def test_a_mistake_in_the_content_stops_it(site: Site) -> None:
    site.write("content/lessons/2026/0004.yaml", "title: 打电话找张三：13812345678\n")
    ran = _pack(site, "2026/0001")
    assert ran.code == 1
    assert "没有装" in ran.err
    assert not (site.root / "stick").exists()


def test_it_replaces_what_it_made_and_nothing_else(site: Site) -> None:
    assert _pack(site, "2026/0001").code == 0
    assert _pack(site, "2026/0003").code == 0
    assert "lessons/2026/0001/talk.wav" not in _files(site.root / "stick")
    before = _files(site.root / "stick")
    assert _pack(site, "2026/9999").code == 1
    assert _files(site.root / "stick") == before
    site.build()
    for name in ("site", "mine"):
        (site.root / name).mkdir(exist_ok=True)
        (site.root / name / "thesis.txt").write_text("x", encoding="utf-8")
        before = _files(site.root / name)
        ran = site.run("pack", "2026/0003", "--out", name)
        assert ran.code == 1
        assert "错误 E549" in ran.err
        assert _files(site.root / name) == before


def test_a_full_stick_leaves_the_folder_as_it_was(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _pack(site, "2026/0003").code == 0
    before = _files(site.root / "stick")

    def full(folder: str, path: str, source: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", f"{folder}/{path}")

    monkeypatch.setattr(tree, "copy", full)
    ran = _pack(site, "2026/0001")
    assert ran.code == 1
    assert "写不进 stick" in ran.err
    assert _files(site.root / "stick") == before
    left = {path.name for path in site.root.iterdir()}
    assert left == {"content", "stick", ".stick.lock"}


def test_recordings_that_the_server_has_are_fetched_from_a_folder(site: Site) -> None:
    site.write(
        "content/settings/site.yaml",
        "name: 测试社区\ndemo_today: 2026-11-23\nmedia_base: http://10.0.0.8/av/\n",
    )
    lesson = site.root / "content/lessons/2026/0001/lesson.yaml"
    lesson.write_text(
        lesson.read_text("utf-8").replace("talk.wav", "/2026/第 一课.wav".replace(" ", "")), "utf-8"
    )
    (lesson.parent / "talk.wav").unlink()
    ran = _pack(site, "2026/0001")
    assert ran.code == 1
    assert "音视频 2026/第一课.wav 在媒体路径下，要用 --media" in ran.err
    (site.root / "av/2026").mkdir(parents=True)
    ran = _pack(site, "2026/0001", "--media", "av")
    assert ran.code == 1
    assert "av 里没有它的音视频 2026/第一课.wav" in ran.err
    (site.root / "av/2026/第一课.wav").write_bytes(b"sound")
    assert _pack(site, "2026/0001", "--media", "av").code == 0
    assert (site.root / "stick/media/2026/第一课.wav").read_bytes() == b"sound"
    page = (site.root / "stick/lessons/2026/0001/index.html").read_text("utf-8")
    assert 'src="../../../media/2026/%E7%AC%AC%E4%B8%80%E8%AF%BE.wav"' in page
    assert _pack(site, "2026/0001", "--media", "nowhere").code == 2
