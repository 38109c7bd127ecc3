"""Which lessons go on from a lesson: the older ones that share most with it."""

from collections import defaultdict
from collections.abc import Sequence

from generator.audience.shown import Link
from generator.kinds.lesson.view import LessonView


def related(lessons: Sequence[LessonView], most: int) -> list[list[LessonView]]:
    """For each of `lessons`, which come newest first, up to `most` older ones, the best first.

    A tag in common counts 2, the topic 1, the series 1; among equals the newest comes first. Newer
    ones are left out, or each new lesson would change the pages of others.

    Lessons are counted from the oldest, and a set of them is a number with their bits: a few
    operations on whole sets for each lesson, where comparing it with each older one would take time
    in proportion to the square of their number.
    """
    ascending = lessons[::-1]
    tagged: defaultdict[str, int] = defaultdict(int)
    linked: defaultdict[Link, int] = defaultdict(int)
    found = []
    for place, each in enumerate(ascending):
        tags = tuple(dict.fromkeys(each.entry.tags))
        topic = linked[each.topic]
        series = linked[each.series] if each.series else 0
        ranks = _ranks([tagged[tag] for tag in tags], topic, series)
        found.append([ascending[other] for other in _best(ranks, most)])
        here = 1 << place
        for tag in tags:
            tagged[tag] |= here
        linked[each.topic] |= here
        if each.series:
            linked[each.series] |= here
    return found[::-1]


def _ranks(tagged: Sequence[int], topic: int, series: int) -> list[int]:
    """Sets of lessons that count at least so much, from the highest count down to 1.

    `tagged` are those with each tag, `topic` and `series` those with the same.
    """
    # shared[n] are the lessons with at least n of the tags; all of them have none at least.
    shared = [-1, *(0 for _ in tagged), 0]
    for tag in tagged:
        for number in range(len(tagged), 0, -1):
            shared[number] |= shared[number - 1] & tag
    both, either = topic & series, topic | series
    ranks = []
    for number in range(len(tagged), -1, -1):
        ranks.append(shared[number + 1] | (shared[number] & both))
        ranks.append(shared[number + 1] | (shared[number] & either))
    return ranks


def _best(ranks: Sequence[int], most: int) -> list[int]:
    """The first `most` places in order of the ranks, the latest place first within one."""
    chosen: list[int] = []
    taken = 0
    for rank in ranks:
        left = rank & ~taken
        while left:
            place = left.bit_length() - 1
            chosen.append(place)
            if len(chosen) == most:
                return chosen
            left ^= 1 << place
        taken |= rank
    return chosen
