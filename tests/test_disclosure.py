"""A notice through its life, by builds on one day after another."""

from pathlib import Path

import pytest

from tests.site import Site

CATALOGUE = """\
-- content/settings/catalogue.yaml --
procedure: {required: 是, source: 条例第十五条}
feedback: {docs: [公示]}
replies: {days: 10, unit: 自然日}
headings:
  - id: development
    name: 发展党员
    items:
      - id: candidate
        name: 发展对象公示
        cadence: 即时
        scope: 本单位
        minimum: {days: 5, unit: 工作日}
        approver: 上级党委
"""
NOTICE = """\
-- content/notices/kangqiao/2026/0987/notice.yaml --
title: 金丝雀发展对象
heading: 发展党员
item: candidate
doc: 公示
scope: 本单位
branch: kangqiao
issued: 2026-11-20
days: 5
unit: 工作日
steps:
  proposed: {by: 组织委员, on: 2026-11-16}
  reviewed: {by: 纪检委员, on: 2026-11-17, secrecy: 通过}
  approved: {by: 上级党委, on: 2026-11-18}
  published: {by: 宣传委员, on: 2026-11-20}
feedback: {phone: 0427-2000001}
tags: [公示样本]
summary: 金丝雀摘要
body: |
  金丝雀正文，见[附件](金丝雀名单.txt)。
attachments: [{file: 金丝雀名单.txt, title: 金丝雀名单}]
-- content/notices/kangqiao/2026/0987/金丝雀名单.txt --
金丝雀附件
"""
WITHOUT = {
    "a step": ("  approved: {by: 上级党委, on: 2026-11-18}\n", ""),
    "who": ("by: 上级党委, ", ""),
    "when": (", on: 2026-11-18", ""),
    "the word on secrecy": (", secrecy: 通过", ""),
    "secrecy": ("secrecy: 通过", "secrecy: 不通过"),
    "any step": (NOTICE[NOTICE.index("steps:") : NOTICE.index("feedback:")], ""),
    "the day of publishing": ("宣传委员, on: 2026-11-20", "宣传委员, on: 2026-11-24"),
}


def everywhere(folder: Path) -> bytes:
    """All that a site says: the names of its files and what is in them."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return b"".join(str(path.relative_to(folder)).encode() + path.read_bytes() for path in files)


@pytest.mark.parametrize("edition", ["members", "organisers"])
@pytest.mark.parametrize("missing", WITHOUT)
def test_nothing_is_shown_without(missing: str, edition: str, tmp_path: Path) -> None:
    before, after = WITHOUT[missing]
    assert before in NOTICE
    site = Site(tmp_path, CATALOGUE + NOTICE.replace(before, after))
    folder = site.build("--edition", edition)
    said = everywhere(folder)
    assert "金丝雀".encode() not in said
    assert b"0987" not in said
    assert "金丝雀名单.txt".encode() not in said


def test_it_is_shown_when_the_procedure_is_complete(tmp_path: Path) -> None:
    site = Site(tmp_path, CATALOGUE + NOTICE)
    folder = site.build()
    assert "金丝雀正文" in site.page("notices/kangqiao/2026/0987/")
    assert "金丝雀发展对象" in site.page("notices/")
    assert (folder / "notices/kangqiao/2026/0987/金丝雀名单.txt").is_file()


def test_a_step_that_is_planned_is_waited_for(tmp_path: Path) -> None:
    before, after = WITHOUT["the day of publishing"]
    site = Site(tmp_path, CATALOGUE + NOTICE.replace(before, after))
    assert site.check() == []
    assert "金丝雀".encode() not in everywhere(site.build("--today", "2026-11-23"))
    site.build("--today", "2026-11-24")
    assert "金丝雀正文" in site.page("notices/kangqiao/2026/0987/")


def test_where_the_procedure_is_not_asked_for(tmp_path: Path) -> None:
    before, after = WITHOUT["any step"]
    text = CATALOGUE.replace("required: 是", "required: 否") + NOTICE.replace(before, after)
    site = Site(tmp_path, text)
    site.build()
    assert "金丝雀正文" in site.page("notices/kangqiao/2026/0987/")
