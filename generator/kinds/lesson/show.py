"""Lessons → their views, newest first."""

from collections.abc import Iterable, Iterator
from sys import intern
from typing import Literal
from urllib.parse import quote

from generator import prose
from generator.audience.shown import Entry, File, Link
from generator.audience.sight import Sight
from generator.feeds.mimes import mime as mime_of
from generator.kinds.attachment import Attachment
from generator.kinds.branch.show import branch_link
from generator.kinds.lesson import captions, fields
from generator.kinds.lesson.fields import Lesson
from generator.kinds.lesson.view import Cue, LessonView, Medium, Question, Session
from generator.records.beside import served


def show(lesson: Lesson, sight: Sight) -> Iterator[LessonView]:
    """What is shown of a lesson."""
    tints = {topic: place for place, topic in enumerate(sight.settings.topic_names)}
    yield _view(sight, lesson, _series(sight, lesson), tints)


def in_order(views: Iterable[LessonView]) -> list[LessonView]:
    """The newest first."""
    return sorted(views, key=lambda each: (each.day, each.key), reverse=True)


def _series(sight: Sight, lesson: Lesson) -> Link | None:
    """Its series, at the address of the first lesson: it does not move when others join."""
    if not lesson.series:
        return None
    first = min(sight.holding(Lesson, "series", lesson.series), key=_rank)
    return Link(lesson.series, f"lessons/series/{first.key.replace('/', '-')}/")


def _rank(lesson: Lesson) -> tuple[int, str]:
    return (lesson.order or 10_000, lesson.key)


def _view(sight: Sight, lesson: Lesson, series: Link | None, tints: dict[str, int]) -> LessonView:
    topic = Link(
        sight.settings.topic_names[lesson.topic], intern(f"lessons/topics/{lesson.topic}/")
    )
    reading = _reading(sight, lesson)
    length = f"{lesson.minutes} 分钟" if lesson.minutes else ""
    if reading:
        length = f"约 {reading} 分钟"
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
            appeared=max(lesson.date, lesson.publish_on or lesson.date),
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
        reading=reading,
        hours=hours,
        audience=tuple(lesson.audience),
        series=series,
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
        sessions=_sessions(sight, lesson),
        source=lesson.source,
    )  # fmt: skip


def _sessions(sight: Sight, lesson: Lesson) -> tuple[Session, ...]:
    """In order of time. The address of each is by its place in the record, which stays when it is
    put off to another day.
    """
    made = [
        Session(
            f"{sight.address(lesson)}session-{number}/",
            each.starts, each.ends, each.place, each.link,
            (each.ends or each.starts).date() < sight.day,
        )
        for number, each in enumerate(lesson.sessions, 1)
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda session: session.starts))


def _reading(sight: Sight, lesson: Lesson) -> int:
    """The minutes that its text takes to read, at least one; 0 where its length is given, or where
    it is heard or seen.
    """
    if lesson.minutes or lesson.media or not lesson.body:
        return 0
    signs = sum(1 for each in prose.plain(lesson.body) if each.isalnum())
    return max(round(signs / sight.settings.site.reading.per_minute), 1)


def _file(sight: Sight, lesson: Lesson, attachment: Attachment) -> File:
    return sight.file(lesson, attachment.file, attachment.title)


def _medium(sight: Sight, lesson: Lesson, medium: fields.Medium) -> Medium:
    mime = mime_of(medium.file.rpartition(".")[2])
    sort: Literal["audio", "video"] = "video" if mime.startswith("video/") else "audio"
    if served(medium.file):
        title = medium.title or medium.file.rpartition("/")[2]
        url, size = sight.settings.site.media_base + quote(medium.file[1:]), 0
    else:
        file = sight.file(lesson, medium.file, medium.title)
        title, url, size = file.title, file.url, file.size
    address, cues = "", tuple[Cue, ...]()
    if medium.captions:
        address = sight.file_address(lesson, medium.captions)
        cues = captions.cues(sight.read_beside(lesson, medium.captions, captions.MOST))
    return Medium(title, url, sort, mime, size, address, cues, served(medium.file))
