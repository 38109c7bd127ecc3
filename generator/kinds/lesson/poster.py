"""What stands where a recording will play: the lesson's cover, as a picture."""

from collections.abc import Iterator

from generator.audience.view import View
from generator.kinds.lesson import cover
from generator.kinds.lesson.view import LessonView
from generator.pages.paper import Paper


def address(lesson: LessonView) -> str:
    """Where its poster is; it has one if it has a recording."""
    return cover.address(lesson.entry.url)


def papers(view: View) -> Iterator[Paper]:
    for each in view.of(LessonView):
        if each.media and view.concerns([each]):
            yield Paper(address(each), cover.poster, _poster(each))


def _poster(lesson: LessonView) -> cover.Poster:
    length = f"{lesson.minutes} 分钟" if lesson.minutes else ""
    said = (lesson.form, length, lesson.speaker)
    facts = " · ".join(each for each in said if each)
    return cover.Poster(lesson.entry.title, lesson.topic.text, lesson.tint, facts)
