"""A page of the site before it is drawn: its address, its title, and what is drawn there."""

from msgspec import Struct

from generator.audience.digests import Digests
from generator.audience.shown import Link
from generator.pages.drawing import Drawing
from generator.pages.head import Head


class Page(Struct, frozen=True):
    """`url` is from the root of the site and ends in `/` (`404.html` alone does not).

    `section` chooses the frame. `drawing` is the inside of `<main>`: addresses of the site begin
    with `prose.ROOT` in what is drawn of it; `panels` follow it. `head` is what a record's page
    says to other programs. `feeds` are the feeds and calendars that follow what it lists: (title,
    address).
    """

    url: str
    title: str
    section: str
    drawing: Drawing
    description: str = ""
    head: Head | None = None
    feeds: tuple[Link, ...] = ()
    panels: tuple[Drawing, ...] = ()

    @property
    def size(self) -> int:
        """How much it lists: one, and the values of lists in its drawing, and of lists in these."""
        return 1 + sum(map(_held, self.drawing.context.values()))

    def key(self, known: Digests | None = None) -> bytes:
        """16 bytes, the same for pages that say the same, wherever they stand (`Digests.key`)."""
        known = known or Digests()
        about = (self.title, self.section, self.description, self.head, self.feeds)
        drawn = [each.key(known) for each in (self.drawing, *self.panels)]
        return known.key((about, drawn))


class Panel(Struct, frozen=True):
    """What a kind adds below a page of another kind: the address of the page, and the drawing."""

    url: str
    drawing: Drawing


def _held(value: object) -> int:
    if isinstance(value, (list, tuple)):
        return len(value) + sum(map(_held, value))
    return 0
