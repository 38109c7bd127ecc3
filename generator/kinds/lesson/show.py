"""Lessons → their views, newest first."""

import mimetypes
from collections.abc import Iterator
from typing import Literal

from generator.audience.shown import Entry, File, Link
from generator.audience.sight import Sight
from generator.kinds.attachment import Attachment
from generator.kinds.branch.show import branch_link
from generator.kinds.lesson import fields
from generator.kinds.lesson.fields import Lesson
from generator.kinds.lesson.view import LessonView, Medium, Question, Session


def show(sight: Sight) -> Iterator[LessonView]:
    """Every lesson that may be seen, newest first."""
    lessons = sight.all(Lesson)
    series = _series(lessons)
    tints = {topic: place for place, topic in enumerate(sight.settings.topic_names)}
    for each in sorted(lessons, key=lambda lesson: (lesson.date, lesson.key), reverse=True):
        yield _view(sight, each, series, tints)


def _series(lessons: list[Lesson]) -> dict[str, str]:
    """Series → its address: that of its first lesson, which does not move when others join."""
    first: dict[str, Lesson] = {}
    for each in lessons:
        known = first.get(each.series)
        if each.series and (known is None or _rank(each) < _rank(known)):
            first[each.series] = each
    return {name: f"lessons/series/{each.key.replace('/', '-')}/" for name, each in first.items()}


def _rank(lesson: Lesson) -> tuple[int, str]:
    return (lesson.order or 10_000, lesson.key)


def _view(
    sight: Sight, lesson: Lesson, series: dict[str, str], tints: dict[str, int]
) -> LessonView:
    topic = Link(sight.settings.topic_names[lesson.topic], f"lessons/topics/{lesson.topic}/")
    length = f"{lesson.minutes} 分钟" if lesson.minutes else ""
    hours = f"{lesson.hours.normalize():f}" if lesson.hours else ""
    return LessonView(
        entry=Entry(
            kind="lesson",
            kind_label="党课",
            url=sight.address(lesson),
            title=lesson.title,
            day=lesson.date,
            summary=lesson.summary,
            branch=branch_link(sight, lesson.branch),
            category=topic,
            facts=tuple(each for each in (lesson.form, length) if each),
            tags=tuple(lesson.tags),
            updated=lesson.updated,
        ),
        key=lesson.key,
        day=lesson.date,
        number=lesson.number,
        topic=topic,
        tint=tints[lesson.topic] % 7,
        form=lesson.form,
        speaker=lesson.speaker.name if lesson.speaker else "",
        position=lesson.speaker.position if lesson.speaker else "",
        minutes=lesson.minutes or 0,
        hours=hours,
        audience=tuple(lesson.audience),
        series=Link(lesson.series, series[lesson.series]) if lesson.series else None,
        order=lesson.order or 0,
        summary=lesson.summary,
        points=tuple(lesson.points),
        body=lesson.body,
        transcript=lesson.transcript,
        media=tuple(_medium(sight, lesson, each) for each in lesson.media),
        attachments=tuple(_file(sight, lesson, each) for each in lesson.attachments),
        quiz=tuple(
            Question(each.question, tuple(each.options), each.answer, each.why)
            for each in lesson.quiz
        ),
        sessions=tuple(
            Session(each.starts, each.ends, each.place, each.link,
                    (each.ends or each.starts).date() < sight.day)
            for each in sorted(lesson.sessions, key=lambda session: session.starts)
        ),
        source=lesson.source,
    )  # fmt: skip


def _file(sight: Sight, lesson: Lesson, attachment: Attachment) -> File:
    return sight.file(lesson, attachment.file, attachment.title)


def _medium(sight: Sight, lesson: Lesson, medium: fields.Medium) -> Medium:
    file = sight.file(lesson, medium.file, medium.title)
    mime = mimetypes.guess_type(medium.file)[0] or "application/octet-stream"
    sort: Literal["audio", "video"] = "video" if mime.startswith("video/") else "audio"
    captions = sight.file_address(lesson, medium.captions) if medium.captions else ""
    return Medium(file.title, file.url, sort, mime, file.size, captions)
