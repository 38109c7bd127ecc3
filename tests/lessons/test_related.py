"""Which lessons go on from a lesson."""

import random
from itertools import pairwise

from generator.audience.shown import Link
from generator.kinds.lesson.related import related
from generator.kinds.lesson.view import LessonView
from tests.lessons.made import lesson, newest_first

TOPICS = [Link(name, f"lessons/topics/{name}/") for name in "甲乙丙"]


def _many(count: int) -> list[LessonView]:
    dice = random.Random(7)
    signs = "党员学习活动支部社区流动老年手机公示报到电影花园"
    return newest_first([
        lesson(
            number, "".join(dice.choices(signs, k=6)),
            topic=dice.choice(TOPICS),
            speaker=dice.choice(("", "甲老师", "乙老师", "丙老师")),
            series=Link("专题", f"lessons/series/{number % 9}/") if number % 2 else None,
            tags=tuple(dice.choices("子丑寅卯辰", k=dice.randrange(4))),
        )
        for number in range(count)
    ])  # fmt: skip


def _words(one: LessonView) -> set[str]:
    return set(map("".join, pairwise(one.entry.title)))


def _told(lessons: list[LessonView], place: int) -> set[str]:
    """The words of a lesson that tell something, as the older ones have them."""
    older = lessons[place + 1 :]
    counts = {word: sum(word in _words(each) for each in older) for word in _words(lessons[place])}
    most = min(max(len(older) // 12, 4), 40)
    return {word for word, count in counts.items() if 0 < count <= most}


def test_they_are_the_older_ones_that_share_most() -> None:
    lessons = _many(150)
    for place, found in enumerate(related(lessons, 3)):
        one, told = lessons[place], _told(lessons, place)

        def shared(other: LessonView, one: LessonView = one, told: set[str] = told) -> int:
            tags = len({*one.entry.tags} & {*other.entry.tags})
            series = one.series is not None and one.series == other.series
            speaker = bool(one.speaker) and one.speaker == other.speaker
            words = len(told & _words(other))
            facts = (one.topic == other.topic) + series + speaker
            return 2 * tags + facts + (words >= 2) + (words >= 4)

        older = [each for each in lessons[place + 1 :] if shared(each)]
        best = sorted(older, key=lambda other: -shared(other))[:3]
        assert [each.key for each in found] == [each.key for each in best]


def test_words_decide_where_nothing_else_does() -> None:
    lessons = newest_first([
        lesson(1, "在外地怎么交党费", topic=TOPICS[0]),
        lesson(2, "一座党建花园", topic=TOPICS[1]),
        lesson(3, "党费收缴有问必答：外地党员", topic=TOPICS[2]),
    ])  # fmt: skip
    newest, _, _ = related(lessons, 3)
    assert [each.entry.title for each in newest] == ["在外地怎么交党费"]


def test_a_new_lesson_changes_no_other() -> None:
    lessons = _many(120)
    for number in (1, 10, 60):
        assert related(lessons[number:], 3) == related(lessons, 3)[number:]


def test_one_without_anything_in_common_has_none() -> None:
    lessons = newest_first([
        lesson(1, "花生", topic=TOPICS[0]), lesson(2, "电影", topic=TOPICS[1]),
    ])  # fmt: skip
    assert related(lessons, 3) == [[], []]
    assert related([], 3) == []
