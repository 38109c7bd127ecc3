"""A page of the site before it is drawn: its address, its title, and what is drawn there."""

from dataclasses import dataclass

from generator.audience.shown import Link
from generator.pages.drawing import Drawing


@dataclass(frozen=True, slots=True)
class Page:
    """`url` is from the root of the site and ends in `/` (`404.html` alone does not).

    `section` chooses the frame. `drawing` is the inside of `<main>`: addresses of the site begin
    with `prose.ROOT` in what is drawn of it. `feeds` are the feeds and calendars that follow what
    it lists: (title, address).
    """

    url: str
    title: str
    section: str
    drawing: Drawing
    description: str = ""
    feeds: tuple[Link, ...] = ()
