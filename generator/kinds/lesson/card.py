"""A lesson as lists show it: no more than that, so that its text changes no page but its own."""

from dataclasses import dataclass

from generator.kinds.lesson.view import LessonView


@dataclass(frozen=True, slots=True)
class Card:
    """The facts on the card of a lesson. `url` is from the root; `minutes` is 0 where not known.

    `read_along`: there is a text to read beside the recording.
    """

    url: str
    title: str
    topic: str
    tint: int
    form: str
    minutes: int
    hours: str
    speaker: str
    audience: tuple[str, ...]
    read_along: bool


def card(lesson: LessonView) -> Card:
    return Card(
        url=lesson.entry.url,
        title=lesson.entry.title,
        topic=lesson.topic.text,
        tint=lesson.tint,
        form=lesson.form,
        minutes=lesson.minutes,
        hours=lesson.hours,
        speaker=lesson.speaker,
        audience=lesson.audience,
        read_along=bool(lesson.transcript and lesson.media),
    )
