"""The files of lessons that are no pages: feeds, calendars, data, the covers of recordings."""

from collections.abc import Iterator

from generator.audience.view import View
from generator.kinds.lesson import cover, data, feeds
from generator.kinds.lesson.view import LessonView
from generator.pages.paper import Paper


def papers(view: View) -> Iterator[Paper]:
    yield from feeds.papers(view)
    yield from data.papers(view)
    for each in view.of(LessonView):
        if each.media:
            yield Paper(cover.address(each.entry.url), cover.poster, _poster(each))


def _poster(lesson: LessonView) -> cover.Poster:
    length = f"{lesson.minutes} 分钟" if lesson.minutes else ""
    said = (lesson.form, length, lesson.speaker)
    facts = " · ".join(each for each in said if each)
    return cover.Poster(lesson.entry.title, lesson.topic.text, lesson.tint, facts)
