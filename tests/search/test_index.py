"""The index holds what the view holds and no byte more; a change stays in the segment of its year."""

import base64
import contextlib
import json
import math
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.search.normal import moved
from generator.search.reader import Reader
from tests.search import stranger
from tests.search.test_recall import ORDER
from tests.site import Site
from tests.test_build import tree

ROOT = Path(__file__).parents[2]
_NOTICE = """
-- content/notices/kangqiao/2026/{number}.yaml --
title: 金丝雀{name}的题目
heading: 发展党员
doc: 公示
scope: 本单位
branch: kangqiao
issued: 2026-11-20
tags: [金丝雀{name}标签]
summary: 金丝雀{name}的摘要
body: 金丝雀{name}的正文 canary-{number}
{more}
"""
HELD = (
    ORDER
    + _NOTICE.format(number="0101", name="草稿", more="draft: 是")
    + _NOTICE.format(number="0102", name="将来", more="publish_on: 2026-11-24")
    + _NOTICE.format(number="0103", name="撤下", more="withdrawn: {on: 2026-11-22, reason: 写错了}")
    + """
-- content/elders/kangqiao.yaml --
- id: canary-elder-0
  name: 金丝雀甲
  sex: 男
  born: 1931-04-05
  joined: 1951-02
  branch: kangqiao
  address: 金丝雀路八号
  phone: 0427-7777001
  health: 金丝雀健康
  member_here: 是
  lives_here: 是
  status: 在册
-- content/visits/kangqiao/2026.yaml --
- id: canary-visit-0
  elder: canary-elder-0
  date: 2026-09-17
  occasion: 日常
  way: 入户
  visitors: [金丝雀走访人]
  status: 已完成
  needs: 金丝雀诉求
"""
)
CANARIES = ("金丝雀", "丝雀", "canary", "jinsique", "7777001", "1931-04")


def _bytes(folder: Path) -> bytes:
    """Every name and byte below a folder, with whatever else can be read in it.

    Scripts of a stick are joined to the files that they are pieces of; where a deflated stream may
    begin, what it inflates to is added.
    """
    parts = [path.relative_to(folder).as_posix().encode() for path in sorted(folder.rglob("*"))]
    parts += [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]
    parts += _index(folder / "data").values()
    return b"\n".join([*parts, *(each for part in parts for each in _inflated(part))])


def _index(data: Path) -> dict[str, bytes]:
    """The files of the index by their names without ending, those of a stick from their pieces."""
    if (data / "root.json").is_file():
        return {path.stem: path.read_bytes() for path in data.iterdir()}
    scripts = sorted(data.rglob("*.js"), key=lambda path: (path.parent, len(path.stem), path.stem))
    found: dict[str, bytes] = {}
    for path in scripts:
        match = re.fullmatch(r'dangwuData\("(.+?)","(.*)"\)\n', path.read_text(encoding="ascii"))
        assert match
        assert f"{match[1]}.js" == path.relative_to(data).as_posix()
        name = match[1].partition("/")[0]
        found[name] = found.get(name, b"") + base64.b64decode(match[2], validate=True)
    return found


def _inflated(raw: bytes) -> Iterator[bytes]:
    for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", raw):
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj().decompress(raw[match.start() :])


def _terms(data: Path) -> set[str]:
    """Every term of every segment, read as FORMAT.md says."""
    files = _index(data)
    root = json.loads(files["root"])
    kinds = [each["id"] for each in root["kinds"]]
    found = (stranger.segment(files[each["file"]], each, kinds) for each in root["segments"])
    return {chr(one) + (chr(two) if two else "") for each in found for one, two in each.terms}


def _spelt(canary: str, terms: set[str]) -> bool:
    """Whether the terms hold all that a canary has, in letters or as pinyin."""
    forms = (canary, moved(canary))
    return any(all(form[i : i + 2] in terms for i in range(len(form) - 1)) for form in forms)


@pytest.mark.parametrize("way", [(), ("--portable",)], ids=["served", "portable"])
def test_no_canary_is_in_any_file(tmp_path: Path, way: tuple[str, ...]) -> None:
    site = Site(tmp_path, HELD)
    folder = site.build(*way) / "search"
    built, terms = _bytes(folder), _terms(folder / "data")
    assert "银杏树养护".encode() in built
    assert _spelt("银杏树养护", terms)
    assert [each for each in CANARIES if each.encode() in built] == []
    assert [each for each in CANARIES if _spelt(each, terms)] == []
    if not way:
        reader = Reader(folder / "data")
        for query in ("金", "雀", "金丝雀", "canary", "jsq", "7777001", "0103"):
            assert reader.search(query) == []
    # This looks in the right places: on the day on which one is due, its canaries are there.
    folder = site.build("--today", "2026-11-24", *way) / "search"
    built, terms = _bytes(folder), _terms(folder / "data")
    due = ["金丝雀", "丝雀", "canary", "jinsique"]
    assert [each for each in CANARIES if each.encode() in built] == due
    assert [each for each in CANARIES if _spelt(each, terms)] == due
    for name in ("草稿", "撤下", "甲", "路", "走访人", "诉求"):
        assert f"金丝雀{name}".encode() not in built


def _told(data: Path) -> tuple[dict[str, object], dict[str, bytes]]:
    """The root without the names of files, and the bytes of each segment."""
    files = _index(data)
    root = json.loads(files.pop("root"))
    segments = {each["id"]: files.pop(each.pop("file")) for each in root["segments"]}
    assert files == {}
    return root, segments


def test_every_file_of_a_stick_holds_the_same_bytes(tmp_path: Path) -> None:
    site = Site(tmp_path, ORDER)
    root, segments = _told(site.build() / "search" / "data")
    site.build("--site", "stick", "--portable")
    stick = tmp_path / "stick" / "search" / "data"
    assert _told(stick) == (root, segments)
    for name, raw in segments.items():
        (folder,) = stick.glob(f"{name}-*")
        pieces = range(math.ceil(len(raw) / 32768))
        assert {path.name for path in folder.iterdir()} == {f"{n}.js" for n in pieces}


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    content = str(ROOT / "content")
    site = Site(tmp_path)
    trees = []
    for name in ("one", "two"):
        assert site.run("build", "--content", content, "--site", name, "--portable").code == 0
        trees.append(tree(tmp_path / name / "search"))
    assert trees[0] == trees[1]
    # More than one piece, so that the order of pieces counts.
    assert any(re.fullmatch(r"data/2026-[0-9a-f]+/1\.js", path) for path in trees[0])


NEW = """title: 新来的
heading: 发展党员
doc: 通知
scope: 本单位
branch: kangqiao
issued: 2025-12-31
body: 新写的正文。
"""
# Path, what stands there, what is put for it, and the segment that this changes.
CHANGES = (
    ("notices/kangqiao/2025/0002.yaml", "一样长的正文", "另写的正文", "2025"),
    ("notices/kangqiao/2026/0004.yaml", "秋天来了", "秋天快来了", "2026"),
    ("lessons/2026/0001.yaml", "红色 家书", "红色家书", "2026"),
    ("branches/kangqiao.yaml", "type:", "address: 示例路\ntype:", "undated"),
    ("notices/kangqiao/2025/0104.yaml", "", NEW, "2025"),
)


def test_a_change_rewrites_its_own_segment(tmp_path: Path) -> None:
    site = Site(tmp_path, ORDER)
    old = tree(site.build() / "search" / "data")
    for name, before, after, segment in CHANGES:
        path = tmp_path / "content" / name
        text = path.read_text(encoding="utf-8") if before else ""
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8")
        new = tree(site.build() / "search" / "data")
        changed = {each for each in {*old, *new} if old.get(each) != new.get(each)}
        assert "root.json" in changed
        assert {each.partition("-")[0] for each in changed} == {"root.json", segment}, name
        assert len(changed) == 3, name
        old = new
