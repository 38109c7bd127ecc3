"""By which facts lessons are browsed, besides topic, branch and year: form, length, for whom.

They are facts that do not move, so that a list by one of them has an address that stays.
"""

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from generator.audience.shown import Link
from generator.kinds.lesson.view import LessonView

BASE = "lessons/"
FORMS = {
    "视频": "video",
    "微视频": "short",
    "音频": "audio",
    "图文": "text",
    "直播回放": "replay",
}
AUDIENCES = {
    "老年党员": "elderly",
    "流动党员": "floating",
    "全体党员": "everyone",
    "入党积极分子": "applicants",
}
Group = tuple[Link, Sequence[LessonView]]


class Length(Struct, frozen=True):
    """A length that readers have time for: of at most, or of more than, so many minutes."""

    name: str
    folder: str
    fits: Callable[[int], bool]


# A 微党课 takes up to 5 minutes, other lessons 30 and more (as local study rules have it).
LENGTHS = (
    Length("5 分钟以内", "5-minutes", lambda minutes: 0 < minutes <= 5),
    Length("30 分钟以内", "30-minutes", lambda minutes: 0 < minutes <= 30),
    Length("30 分钟以上", "longer", lambda minutes: minutes > 30),
)


def minutes(lesson: LessonView) -> int:
    """How long it takes: as it is said, or else as long as its text takes to read; 0: not known."""
    return lesson.minutes or lesson.reading


def by_form(lessons: Sequence[LessonView]) -> list[Group]:
    return list(_some((Link(name, f"{BASE}forms/{folder}/"),
                       [each for each in lessons if each.form == name])
                      for name, folder in FORMS.items()))  # fmt: skip


def by_length(lessons: Sequence[LessonView]) -> list[Group]:
    return list(_some((Link(length.name, f"{BASE}lengths/{length.folder}/"),
                       [each for each in lessons if length.fits(minutes(each))])
                      for length in LENGTHS))  # fmt: skip


def by_audience(lessons: Sequence[LessonView]) -> list[Group]:
    return list(_some((Link(f"适合{name}", f"{BASE}audiences/{folder}/"),
                       [each for each in lessons if name in each.audience])
                      for name, folder in AUDIENCES.items()))  # fmt: skip


def _some(groups: Iterator[Group]) -> Iterator[Group]:
    """Those that have any."""
    return (each for each in groups if each[1])
