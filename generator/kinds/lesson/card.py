"""A lesson as lists show it: no more than that, so that its text changes no page but its own."""

from msgspec import Struct

from generator.kinds.lesson import facts
from generator.kinds.lesson.cover import art, phrases
from generator.kinds.lesson.view import LessonView


class Card(Struct, frozen=True):
    """The facts on the card of a lesson. `url` is from the root; `art` is the motif of its cover;
    `minutes` is 0 where not known, and `about` says that they are what its text takes to read;
    `lengths` are the names of the lengths that it counts among. `phrases` are its title in pieces
    that a line had better not part.

    `read_along`: there is a text to read beside the recording.
    """

    url: str
    title: str
    phrases: tuple[str, ...]
    topic: str
    tint: int
    art: str
    form: str
    minutes: int
    about: bool
    lengths: tuple[str, ...]
    hours: str
    speaker: str
    branch: str
    audience: tuple[str, ...]
    read_along: bool


def card(lesson: LessonView) -> Card:
    minutes = facts.minutes(lesson)
    return Card(
        url=lesson.entry.url,
        title=lesson.entry.title,
        phrases=phrases(lesson.entry.title),
        topic=lesson.topic.text,
        tint=lesson.tint,
        art=art(lesson.tint, lesson.entry.title),
        form=lesson.form,
        minutes=minutes,
        about=bool(lesson.reading),
        lengths=tuple(each.name for each in facts.LENGTHS if each.fits(minutes)),
        hours=lesson.hours,
        speaker=lesson.speaker,
        branch=lesson.entry.branch.text if lesson.entry.branch else "",
        audience=lesson.audience,
        read_along=bool(lesson.transcript and lesson.media),
    )
