"""What must hold of lessons."""

import re
from collections.abc import Iterator

from generator.ground import Ground
from generator.kinds.lesson import captions
from generator.kinds.lesson.fields import Lesson
from generator.problems import codes
from generator.problems.problem import Place
from generator.records.beside import served
from generator.records.library import Fault, fault, fault_in

_LINK = re.compile(r"https?://[^\s<>\"']+")
_SPOKEN = ("视频", "音频", "直播回放", "微视频")
# As file managers count: 1024 times 1024 bytes.
_MEGABYTE = 1 << 20


def rules(lesson: Lesson, ground: Ground) -> Iterator[Fault]:
    """Answers lie in the options (E506), sessions end after they begin (E501), places in a series
    are taken once (E507), recordings are where they are said to be and not too large (E545, E546),
    captions can be read (E547), sessions have an address that a browser opens (E540) and a place
    or an address at all (E541, a warning), and what is spoken can also be read (E512, a warning).
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
    yield from _media(lesson, ground)
    told = lesson.body or lesson.transcript or any(each.captions for each in lesson.media)
    if lesson.form in _SPOKEN and not told:
        yield fault(codes.E512, "form")


def _media(lesson: Lesson, ground: Ground) -> Iterator[Fault]:
    """That a file is not there at all, the check of files says (E403)."""
    library, site = ground.library, ground.settings.site
    for number, medium in enumerate(lesson.media):
        if served(medium.file):
            if not site.media_base and not ground.settings.unread("site"):
                yield fault(codes.E546, "media", number, "file", value=medium.file)
        elif library.has(lesson, medium.file):
            size = library.size(lesson, medium.file) / _MEGABYTE
            if size > site.media_limit:
                yield fault(
                    codes.E545, "media", number, "file",
                    name=medium.file, size=f"{size:.1f}", limit=site.media_limit,
                )  # fmt: skip
        if medium.captions and library.has(lesson, medium.captions):
            data = library.read_beside(lesson, medium.captions, captions.MOST)
            folder = lesson.origin.file.rpartition("/")[0]
            file = f"{library.shown}/{folder}/{medium.captions}"
            for flaw in captions.flaws(data):
                place = Place(file, flaw.line, 1, max(len(flaw.text), 1), flaw.text)
                yield fault_in(place, codes.E547, reason=flaw.reason)
