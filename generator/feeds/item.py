"""What a feed holds: values that any format can be written from."""

from datetime import date

from msgspec import Struct

from generator.feeds.source import Source


class Enclosure(Struct, frozen=True):
    """A file that comes with an item. `size` is in bytes; it and `seconds` are 0 where not
    known.
    """

    url: str
    title: str
    mime: str
    size: int
    seconds: int = 0


class Item(Struct, frozen=True):
    """A record in a feed. `lines` are paragraphs of plain text; addresses are from the root.
    `image` is that of a picture which goes with it.

    `published` and `updated` are dates of the record, never of a build.
    """

    url: str
    title: str
    published: date
    updated: date
    summary: str = ""
    lines: tuple[str, ...] = ()
    author: str = ""
    author_url: str = ""
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    image: str = ""


class Feed(Struct, frozen=True):
    """The newest of the list at `page`, to be written at `url`, which names no ending yet.

    `day` stands for the date of an empty feed.
    """

    source: Source
    url: str
    page: str
    title: str
    items: tuple[Item, ...]
    day: date

    @property
    def updated(self) -> date:
        """When anything in it changed last."""
        return max((each.updated for each in self.items), default=self.day)
