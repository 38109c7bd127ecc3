"""What must hold of lessons."""

import re
from collections.abc import Iterator

from generator.ground import Ground
from generator.kinds.lesson.fields import Lesson
from generator.problems import codes
from generator.records.library import Fault, fault

_LINK = re.compile(r"https?://[^\s<>\"']+")
_SPOKEN = ("视频", "音频", "直播回放", "微视频")


def rules(lesson: Lesson, ground: Ground) -> Iterator[Fault]:
    """Answers lie in the options (E506), sessions end after they begin (E501), places in a series
    are taken once (E507), sessions have an address that a browser opens (E540) and a place or an
    address at all (E541, a warning), and what is spoken can also be read (E512, a warning).
    """
    for number, question in enumerate(lesson.quiz):
        for answer in question.answer:
            if not 1 <= answer <= len(question.options):
                yield fault(
                    codes.E506, "quiz", number, "answer",
                    number=number + 1, answer=answer, count=len(question.options),
                )  # fmt: skip
    for number, session in enumerate(lesson.sessions):
        if session.link and not _LINK.fullmatch(session.link):
            yield fault(codes.E540, "sessions", number, "link", value=session.link)
        if not session.link and not session.place and session.starts.date() >= ground.day:
            yield fault(codes.E541, "sessions", number, when=f"{session.starts:%Y-%m-%d %H:%M}")
        if session.ends is not None and session.ends < session.starts:
            yield fault(
                codes.E501, "sessions", number, "ends",
                value=f"{session.ends:%Y-%m-%d %H:%M}", other="开始",
                start=f"{session.starts:%Y-%m-%d %H:%M}",
            )  # fmt: skip
    if lesson.series and lesson.order is not None:
        shelf = ground.library.holding(Lesson, "series", lesson.series)
        first = next(each for each in shelf if each.order == lesson.order)
        if first.key != lesson.key:
            yield fault(
                codes.E507, "order",
                series=lesson.series, order=lesson.order,
                other=f"{ground.library.shown}/{first.origin.file}",
            )  # fmt: skip
    if lesson.form in _SPOKEN and not lesson.body and not lesson.transcript:
        yield fault(codes.E512, "form")
