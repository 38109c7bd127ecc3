"""The files of lessons that are no pages: feeds, calendars, data, the covers of recordings."""

from collections.abc import Iterator

from generator.audience.view import View
from generator.kinds.lesson import data, feeds, poster
from generator.pages.paper import Paper


def papers(view: View) -> Iterator[Paper]:
    yield from feeds.papers(view)
    yield from data.papers(view)
    yield from poster.papers(view)
