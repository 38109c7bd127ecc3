"""Lessons as values, for what is made of many of them."""

from datetime import date, timedelta

from msgspec.structs import replace

from generator.audience.shown import Entry, Link
from generator.kinds.lesson.view import LessonView

BRANCH = Link("康桥社区党总支", "branches/kangqiao/")
TOPIC = Link("政治理论", "lessons/topics/theory/")


def lesson(number: int, title: str = "", **changes: object) -> LessonView:
    """The lesson of that number: the higher, the newer."""
    key = f"2026/{number:05d}"
    day = date(2020, 1, 1) + timedelta(number)
    name = title or f"第{number}课"
    made = LessonView(
        entry=Entry("lesson", "党课", f"lessons/{key}/", name, day, branch=BRANCH, category=TOPIC),
        key=key, day=day, number="", topic=TOPIC, tint=0, form="图文", speaker="", position="",
        minutes=0, reading=0, hours="", audience=(), series=None, order=0, summary="", points=(),
        body="", transcript="", media=(), attachments=(), quiz=(), sessions=(), source="",
    )  # fmt: skip
    entry = {name: changes.pop(name) for name in ("tags",) if name in changes}
    return replace(made, entry=replace(made.entry, **entry), **changes)


def newest_first(lessons: list[LessonView]) -> list[LessonView]:
    return sorted(lessons, key=lambda each: (each.day, each.key), reverse=True)
