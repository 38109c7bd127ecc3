"""A page of the site before it is drawn: its address, its title, and how to draw it."""

from collections.abc import Callable
from dataclasses import dataclass

from generator.pages.studio import Studio


@dataclass(frozen=True, slots=True)
class Page:
    """`url` is from the root of the site and ends in `/` (`404.html` alone does not).

    `section` chooses the frame. `draw` gives the inside of `<main>`: addresses of the site begin
    with `prose.ROOT` in it.
    """

    url: str
    title: str
    section: str
    draw: Callable[[Studio], str]
    description: str = ""
