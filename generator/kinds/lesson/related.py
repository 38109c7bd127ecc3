"""Which lessons go on from a lesson: the older ones that share most with it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from generator.kinds.lesson.view import LessonView

# Chinese words are mostly of two characters: what two titles share of such pairs, they share in
# sense. A longer word shared is several pairs shared.
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}|[A-Za-z0-9]{2,}")
# What every twelfth lesson has says nothing of any (怎么, 一个), nor what so many have.
_COMMON, _MANY = 12, 40
# So many words of a lesson, its rarest, are looked at.
_WORDS = 10


def related(lessons: Sequence[LessonView], most: int) -> list[list[LessonView]]:
    """For each of `lessons`, which come newest first, up to `most` older ones, the best first.

    A tag in common counts 2; the topic, the series, the speaker 1 each; two words in common 1, four
    words 2. Among equals the newest comes first. Newer ones are left out, or each new lesson would
    change the pages of others.

    Lessons are counted from the oldest, and a set of them is a number with their bits: a few
    operations on whole sets for each lesson, where comparing it with each older one would take time
    in proportion to the square of their number. Words are in few lessons, which are counted one by
    one.
    """
    ascending = lessons[::-1]
    shelves: defaultdict[tuple[str, str], int] = defaultdict(int)
    said: defaultdict[str, list[int]] = defaultdict(list)
    found = []
    for place, each in enumerate(ascending):
        tags = [("tag", tag) for tag in dict.fromkeys(each.entry.tags)]
        facts = list(_facts(each))
        planes = _Planes()
        for tag in tags:
            planes.add(shelves[tag], 1)
        for fact in facts:
            planes.add(shelves[fact], 0)
        words = _words(each)
        telling = _telling(words, said, place)
        shared = Counter(chain.from_iterable(said[word] for word in telling))
        for least in (2, 4):
            planes.add(_set(other for other, count in shared.items() if count >= least), 0)
        found.append([ascending[other] for other in planes.best(most)])
        here = 1 << place
        for shelf in (*tags, *facts):
            shelves[shelf] |= here
        for word in words:
            said[word].append(place)
    return found[::-1]


def _set(places: Iterable[int]) -> int:
    found = 0
    for place in places:
        found |= 1 << place
    return found


def _facts(lesson: LessonView) -> Iterator[tuple[str, str]]:
    yield "topic", lesson.topic.url
    if lesson.series:
        yield "series", lesson.series.url
    if lesson.speaker:
        yield "speaker", lesson.speaker


def _words(lesson: LessonView) -> list[str]:
    """The pairs of characters, the Latin words and the numbers of its title and its points."""
    found: list[str] = []
    for run in _HAN.findall("。".join((lesson.entry.title, *lesson.points))):
        if run[0].isascii():
            found.append(run.lower())
        else:
            found += [run[place : place + 2] for place in range(len(run) - 1)]
    return list(dict.fromkeys(found))


def _telling(words: Sequence[str], said: Mapping[str, Sequence[int]], place: int) -> list[str]:
    """Of a lesson's words those that tell something: some of the `place` older ones have them too,
    but not many. The rarest of them; what newer ones say does not count.
    """
    most = min(max(place // _COMMON, 4), _MANY)
    found = {word: len(said[word]) for word in words if word in said}
    return sorted((word for word in found if found[word] <= most), key=found.__getitem__)[:_WORDS]


class _Planes:
    """For every lesson a number, its binary digits spread over sets: plane 0 has those whose number
    is odd.
    """

    def __init__(self) -> None:
        self._planes: list[int] = []

    def add(self, members: int, plane: int) -> None:
        """Add 2 ** plane to the numbers of all members of a set."""
        while members:
            if plane >= len(self._planes):
                self._planes += [0] * (plane + 1 - len(self._planes))
            self._planes[plane], members = (
                self._planes[plane] ^ members,
                self._planes[plane] & members,
            )
            plane += 1

    def best(self, most: int) -> list[int]:
        """The first `most` places in order of their numbers, the latest place first among equals;
        those with nought are not among them.
        """
        chosen: list[int] = []
        for members in self._ranked(-1, len(self._planes) - 1, positive=False):
            while members:
                place = members.bit_length() - 1
                chosen.append(place)
                if len(chosen) == most:
                    return chosen
                members ^= 1 << place
        return chosen

    def _ranked(self, members: int, plane: int, *, positive: bool) -> Iterator[int]:
        """The sets of equal numbers among `members`, the highest first."""
        if not members or (plane < 0 and not positive):
            return
        if plane < 0:
            yield members
            return
        yield from self._ranked(members & self._planes[plane], plane - 1, positive=True)
        yield from self._ranked(members & ~self._planes[plane], plane - 1, positive=positive)
