"""One declaration of a field, and all that is read from it."""

from typing import Annotated, Literal

import pytest
from pydantic import BaseModel

from generator.kinds.kind import all_kinds
from generator.kinds.lesson.fields import Lesson
from generator.kinds.notice.fields import Notice
from generator.records.fields import (
    Beside,
    Chosen,
    Day,
    Group,
    LocalFile,
    Markdown,
    Prose,
    Record,
    Refers,
    Sort,
    Text,
    field,
    names,
    shapes,
    values,
)

MODELS = [each.declaration.model for each in all_kinds()]


class Part(Group):
    file: LocalFile = field("文件", "文件名。")
    note: Text = field("说明", "说明。", default="")


class Sample(Record):
    title: Text = field("题目", "题目。", example="第一课")
    day: Day | None = field("日子（公历）", "哪天。", default=None)
    sort: Literal["甲", "乙"] | None = field("类", "哪类。", default=None)
    sorts: list[Literal["甲", "乙"]] = field("各类", "哪几类。", default=[])
    of: Annotated[Text, Refers("branch")] | None = field("所属", "属于谁。", default=None)
    part: Part | None = field("部分", "一部分。", default=None)
    parts: list[Part] = field("各部分", "几部分。", default=[])
    body: Markdown = field("正文", "正文。", default="")


def test_a_shape_says_what_was_declared() -> None:
    found = shapes(Sample)
    title, day, part, parts = found["title"], found["day"], found["part"], found["parts"]
    assert (title.label, title.help, title.example) == ("题目", "题目。", "第一课")
    assert title.required
    assert not day.required
    assert not title.many
    assert parts.many
    assert not part.many
    assert parts.nested is part.nested is Part
    assert title.nested is None


def test_choices_are_found_through_optional_and_list() -> None:
    assert shapes(Sample)["sort"].choices == shapes(Sample)["sorts"].choices == ("甲", "乙")
    assert shapes(Sample)["title"].choices == ()


def test_marks_are_found_through_optional_and_annotated() -> None:
    assert shapes(Sample)["of"].mark(Refers) == Refers("branch")
    assert shapes(Sample)["title"].mark(Refers) is None
    assert isinstance(shapes(Sample)["body"].mark(Prose), Prose)
    assert shapes(Sample)["day"].mark(Sort) == Sort("日期", "2026-07-01")


def test_own_fields_come_before_those_of_every_kind() -> None:
    order = list(shapes(Sample))
    assert order[:3] == ["title", "day", "sort"]
    assert order[-7:] == ["id", "draft", "publish_on", "updated", "tags", "source", "redirects"]


def test_a_register_has_its_number_first() -> None:
    (elder,) = (each for each in MODELS if each.__name__ == "Elder")
    assert next(iter(shapes(elder))) == "id"
    assert shapes(elder)["id"].required


def test_a_key_is_known_by_both_its_names_and_by_brackets_of_either_width() -> None:
    known = names(Sample)
    assert known["day"] == known["日子（公历）"] == known["日子(公历)"] == "day"


def test_values_are_found_at_any_depth_with_their_path() -> None:
    sample = Sample.model_validate(
        {
            "title": "甲",
            "part": {"file": "a.pdf"},
            "parts": [{"file": "b.pdf"}, {"file": "c.pdf", "note": "丙"}],
            "of": "kangqiao.yaml",
        }
    )
    found = [(path, shape.label, text) for path, shape, text in values(sample, Beside)]
    assert found == [
        (("part", "file"), "文件", "a.pdf"),
        (("parts", 0, "file"), "文件", "b.pdf"),
        (("parts", 1, "file"), "文件", "c.pdf"),
    ]
    assert [text for _, _, text in values(sample, Refers)] == ["kangqiao"]
    assert list(values(sample, Prose)) == []


def test_the_marks_of_the_kinds_are_those_that_the_contract_names() -> None:
    assert [name for name, each in shapes(Lesson).items() if each.mark(Prose)] == [
        "body",
        "transcript",
    ]
    assert [name for name, each in shapes(Notice).items() if each.mark(Chosen)] == [
        "heading",
        "item",
    ]
    assert [name for name, each in shapes(Notice).items() if each.mark(Refers)] == [
        "branch",
        "corrects",
    ]


def groups(model: type[BaseModel]) -> list[type[BaseModel]]:
    inside = [each.nested for each in shapes(model).values() if each.nested is not None]
    return [model, *(deeper for each in inside for deeper in groups(each))]


@pytest.mark.parametrize(
    "model",
    [deeper for each in MODELS for deeper in groups(each)],
    ids=lambda each: str(each.__name__),
)
def test_every_field_has_a_chinese_label_of_its_own_and_a_help(model: type[BaseModel]) -> None:
    found = shapes(model).values()
    labels = [each.label for each in found]
    assert len(labels) == len(set(labels))
    assert all(not each.label.isascii() and each.help for each in found)
    assert not set(labels) & set(shapes(model))
