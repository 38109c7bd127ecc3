"""What readers hand on of a lesson."""

from generator.kinds.lesson.view import LessonView
from generator.pages.handout import Handout


def handout(lesson: LessonView) -> Handout:
    entry = lesson.entry
    position = f"（{lesson.position}）" if lesson.position else ""
    length = f"{lesson.form} {lesson.minutes} 分钟" if lesson.minutes else lesson.form
    facts = [
        ("主讲", f"{lesson.speaker}{position}" if lesson.speaker else ""),
        ("时长" if lesson.minutes else "形式", length),
        ("主办", entry.branch.text if entry.branch else ""),
    ]
    return Handout(
        label="党课",
        title=entry.title,
        facts=tuple(each for each in facts if each[1]),
        summary=lesson.summary,
    )
