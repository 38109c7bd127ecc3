"""The files of notices that are no pages: feeds, registers, data."""

from collections.abc import Iterator

from generator.audience.view import View
from generator.kinds.notice import data, feeds, registers
from generator.pages.paper import Paper


def papers(view: View) -> Iterator[Paper]:
    yield from feeds.papers(view)
    yield from registers.papers(view)
    yield from data.papers(view)
