"""Reading a content folder: whatever lies there, `dangwu check` ends with an answer."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.kinds.kind import all_kinds
from generator.kinds.lesson.fields import Lesson
from generator.problems.problem import Problem
from generator.records import document, gathering
from generator.records.document import Document
from generator.records.fields import shapes
from generator.records.shaping import nearest, nodes_at, suggestion
from generator.settings import read as read_settings
from tests.site import Site

LESSON = """\
title: 第一课
date: 2026-07-01
topic: 政治理论
form: 图文
branch: kangqiao
summary: 一句话。
"""


def parsed(text: str) -> Document:
    found = document.read("x.yaml", text.encode())
    assert isinstance(found, Document)
    return found


def refused(raw: bytes) -> Problem:
    found = document.read("x.yaml", raw)
    assert isinstance(found, Problem)
    return found


def test_a_place_underlines_the_value() -> None:
    found = parsed("题目: 第一课\nspeaker:\n  姓名: 孟凡\n")
    place = found.place(nodes_at(found.root, Lesson, ("speaker", "name")))
    assert (place.line, place.column, place.width, place.text) == (3, 7, 2, "  姓名: 孟凡")


def test_what_is_not_written_is_shown_at_the_first_key_around_it() -> None:
    found = parsed("title: 第一课\nspeaker:\n  职务: 书记\nattachments:\n  - 名称: 讲义\n")
    spots = [
        found.place(nodes_at(found.root, Lesson, path))
        for path in (("date",), ("speaker", "name"), ("attachments", 0, "file"), ("attachments", 7))
    ]
    assert [(each.line, each.column) for each in spots] == [(1, 1), (3, 3), (5, 5), (5, 3)]


def test_a_field_left_empty_is_shown_itself() -> None:
    found = parsed("title: 第一课\ndate:\n")
    assert found.place(nodes_at(found.root, Lesson, ("date",))).line == 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_whatever_ends_them(end: str) -> None:
    found = refused(f"title: 一{end}date: 二{end}title: [x{end}".encode())
    assert (found.place.line, found.place.column) == (3, 8)
    assert found.place.text == "title: [x"


def test_a_mark_of_byte_order_is_no_column() -> None:
    assert refused(b"\xef\xbb\xbftitle: [x\n").place.column == 8
    assert refused(b"\xef\xbb\xbftitle: \xb5\xda\n").place.column == 8
    assert isinstance(document.read("x.yaml", b"\xef\xbb\xbf\xef\xbb\xbftitle: x\n"), Document)


def test_invisible_marks_and_other_line_ends_are_shown() -> None:
    inside = refused("title: 第\ufeff一课\n".encode())
    assert (inside.code, inside.place.column) == ("E103", 9)
    pasted = refused("title: x\nbody: |\n  第一段\u2028第二段\n".encode())
    assert (pasted.code, pasted.place.line, pasted.place.column) == ("E103", 3, 6)


def test_what_was_meant() -> None:
    assert nearest("标提", ["标题", "期号"]) == "标题"
    assert nearest("完全不同", ["标题", "期号"]) is None
    many = [f"第{number}支部" for number in range(30)]
    told = suggestion("第29支部部", many)
    assert "第29支部" in told
    assert told.count("、") <= 12


def test_file_names_of_another_system_are_told(tmp_path: Path) -> None:
    site = Site(tmp_path)
    folder = tmp_path / "content/lessons/2026"
    folder.mkdir(parents=True)
    name = os.fsencode(folder) + b"/\xb5\xda\xd2\xbb\xbf\xce.yaml"
    Path(os.fsdecode(name)).write_text(LESSON, encoding="utf-8")
    assert [each["code"] for each in site.check()] == ["E114"]
    assert site.run("check").code == 1


def test_links_that_go_round_are_told(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write("content/lessons/2026/0001.yaml", "-> 0001.yaml")
    site.write("content/settings/privacy.yaml", "-> privacy.yaml")
    assert [(each["file"], each["code"]) for each in site.check()] == [
        ("content/lessons/2026/0001.yaml", "E115"),
        ("content/settings/privacy.yaml", "E115"),
    ]


def test_a_file_where_a_folder_should_be_is_told(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write("content/visits", "x")
    (tmp_path / "content/settings/privacy.yaml").mkdir()
    assert [each["code"] for each in site.check()] == ["E115", "E115"]


def test_an_unreadable_file_name_is_a_missing_file(tmp_path: Path) -> None:
    site = Site(tmp_path)
    long = "长" * 300
    body = f"body: |\n  ![x]({long}.png)\n\n  [x]({long})\n\n  [x](<\t//[>)\n"
    site.write("content/lessons/2026/0001.yaml", f"{LESSON}attachments: [{{file: {long}}}]\n{body}")
    expected = [(7, "E403"), (9, "E403"), (11, "E401"), (13, "E402")]
    assert [(each["line"], each["code"]) for each in site.check()] == expected


def test_a_library_knows_what_was_read(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write("content/lessons/2026/0001.yaml", LESSON)
    site.write("content/lessons/2026/0002.yaml", LESSON + "minutes: x\n")
    content = tmp_path / "content"
    tables, problems = read_settings(content, "content")
    assert problems == []
    declarations = [each.declaration for each in all_kinds()]
    found, problems = gathering.read(content, "content", declarations, tables)
    assert [each.code for each in problems] == ["E207"]
    assert [each.key for each in found.all(Lesson)] == ["2026/0001"]
    assert found.lost("lesson", "2026/0002")
    assert not found.lost("lesson", "2026/0003")
    (lesson,) = found.all(Lesson)
    assert found.address(lesson) == "lessons/2026/0001/"
    assert found.meant("/lessons/2026/0002", "") == ("lesson", "2026/0002")
    assert found.meant("../0002/", "lessons/2026/0001/") == ("lesson", "2026/0002")
    assert len(found.without([lesson])) == len(found) - 1
    assert found.without([lesson]).lost("lesson", "2026/0001")


FOLDERS = {
    "content/lessons/2026/0001.yaml": "lesson",
    "content/notices/kangqiao/2026/0012.yaml": "notice",
    "content/branches/kangqiao-1.yaml": "branch",
    "content/elders/kangqiao.yaml": "elder",
    "content/visits/kangqiao/2026.yaml": "visit",
    "content/settings/occasions.yaml": "",
    "content/settings/site.yaml": "",
}
KEYS = [
    *(
        name
        for kind in all_kinds()
        for key, shape in shapes(kind.declaration.model).items()
        for name in (key, shape.label)
    ),
    *(
        "years",
        "occasions",
        "name",
        "file",
        "starts",
        "ends",
        "on",
        "question",
        "options",
        "answer",
    ),
]
TYPED = """
kangqiao kq-001 公示 更正 发展党员 candidate 政治理论 图文 视频 流动党员党小组 2026-07-01 1941-03
2026-02-30 9999-12-31 2026-12-05T19:00 是 否 12 -1 0.5 ~ null *a &a !x [x](/lessons/) ![x](a.png)
<script> [x](..) ../../x 工作日 已完成 计划 日常 入户 kangqiao/2026/0012 2026/0001 / # ' " 在册 %00 //[
"""
SCALARS = st.sampled_from(TYPED.split()) | st.text(max_size=8)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=10,
)
RECORDS = st.dictionaries(st.sampled_from(KEYS), VALUES, min_size=1, max_size=12)


def written(value: object, flow: bool = False) -> str:
    """A tree as a secretary might write it: valid more often than not."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {written(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(written(each) for each in value) + "]"
    text = str(value)
    return (
        text
        if flow or text.isalnum()
        else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    )


def block(record: Mapping[str, object]) -> str:
    return "".join(f"{key}: {written(value)}\n" for key, value in record.items())


TEXTS = st.one_of(
    st.binary(max_size=200),
    st.text(st.sampled_from("ab题：: -\n\t\"'[]{}#&*!|>%@`?,\\\u2028\ufeff"), max_size=60).map(
        str.encode
    ),
    RECORDS.map(lambda record: block(record).encode("utf-8", "replace")),
    st.lists(RECORDS, max_size=3).map(
        lambda records: "".join(f"- {written(each)}\n" for each in records).encode(
            "utf-8", "replace"
        )
    ),
    RECORDS.map(lambda record: (LESSON + block(record)).encode("utf-8", "replace")),
)


@given(file=st.sampled_from(sorted(FOLDERS)), raw=TEXTS)
@settings(max_examples=60, derandomize=True, deadline=None)
def test_a_check_never_crashes(file: str, raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        (site.root / file).parent.mkdir(parents=True, exist_ok=True)
        (site.root / file).write_bytes(raw)
        for problem in site.check():
            assert problem["line"] >= 1
            assert problem["column"] >= 1
            assert problem["message"]
        assert site.run("check").code in (0, 1)
