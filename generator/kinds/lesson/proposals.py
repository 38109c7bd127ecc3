"""What is proposed for a new lesson: the next number of its year."""

import re
from collections.abc import Mapping

from generator.ground import Ground
from generator.kinds.lesson.fields import Lesson

_NUMBER = re.compile(r"(\d{4})-(\d+)")


def proposals(lesson: Lesson, ground: Ground) -> Mapping[str, str]:
    """`2026-19` where the last one was `2026-18`."""
    year, last = str(lesson.date.year), 0
    width = 1
    for each in ground.library.all(Lesson):
        found = _NUMBER.fullmatch(each.number)
        if found and found[1] == year and int(found[2]) > last:
            last, width = int(found[2]), len(found[2])
    return {"number": f"{year}-{last + 1:0{width}d}"}
