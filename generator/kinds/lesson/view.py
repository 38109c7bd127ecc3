"""A lesson as its page shows it."""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from generator.audience.shown import Appointment, File, Link, Shown


class Cue(Struct, frozen=True):
    """What is said from one time of a recording to another, in milliseconds from its beginning."""

    start: int
    end: int
    text: str


class Medium(Struct, frozen=True):
    """An audio or video file. `captions` is the address of a WebVTT file, or empty; `cues` are
    what it says.

    `served`: it is not among the files of the site, `url` leads below the media address of the
    settings and is no address of the site, and its size is not known (0).
    """

    title: str
    url: str
    sort: Literal["audio", "video"]
    mime: str
    size: int
    captions: str
    cues: tuple[Cue, ...] = ()
    served: bool = False


class Question(Struct, frozen=True):
    """`answers` are 1-based positions in `options`; more than one means a multiple choice."""

    text: str
    options: tuple[str, ...]
    answers: tuple[int, ...]
    why: str


class Session(Struct, frozen=True):
    """A synchronous sitting, and the address of its page. `ends` may be unknown; times are those of
    Asia/Shanghai.
    """

    url: str
    starts: datetime
    ends: datetime | None
    place: str
    link: str
    past: bool


class LessonView(Shown, frozen=True):
    """`body` and `transcript` are Markdown; `entry.category` is the topic.

    `tint` is the topic's place in the settings, from 0: it chooses the cover's colours. `reading`
    are the minutes that its text takes to read, where its length is not given; else 0.
    """

    own = ("body", "transcript")

    key: str
    day: date
    number: str
    topic: Link
    tint: int
    form: str
    speaker: str
    position: str
    minutes: int
    reading: int
    hours: str
    audience: tuple[str, ...]
    series: Link | None
    order: int
    summary: str
    points: tuple[str, ...]
    body: str
    transcript: str
    media: tuple[Medium, ...]
    attachments: tuple[File, ...]
    quiz: tuple[Question, ...]
    sessions: tuple[Session, ...]
    source: str

    def texts(self) -> tuple[str, ...]:
        questions = (text for each in self.quiz for text in (each.text, *each.options, each.why))
        files = [each.title for each in self.media] + [each.title for each in self.attachments]
        # What is said stands in the transcript, where there is one.
        spoken = () if self.transcript else (cue.text for each in self.media for cue in each.cues)
        return (*self.points, self.body, self.transcript, *questions, *files, *spoken)

    def words(self) -> tuple[str, ...]:
        series = self.series.text if self.series else ""
        facts = (self.speaker, self.position, self.number, series, self.source, *self.audience)
        return tuple(each for each in facts if each)

    def appointments(self) -> tuple[Appointment, ...]:
        return tuple(
            Appointment(each.starts, self.entry.title, each.url, each.place, each.link)
            for each in self.sessions
        )

    def speakers(self) -> tuple[str, ...]:
        return (self.speaker,) if self.speaker else ()
