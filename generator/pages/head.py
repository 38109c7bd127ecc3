"""What the head of a page says of it to other programs, as data: kinds give it, the press draws it.

It is said in two manners: by the meta tags that the sites of Chinese public bodies carry
(《政府网站发展指引》，国办发〔2017〕47 号，网页标签), and by schema.org's words as JSON-LD.
"""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from generator.audience.shown import File, Link

Thing = Mapping[str, object]


class Address(Struct, frozen=True):
    """An address of the site, from its root: whole where the site knows its own."""

    url: str


class Head(Struct, frozen=True):
    """`crumbs` lead to the page: the first is the home page, the second its section, the last the
    list in which it stands. `thing` is what the page tells of. `day` is that of an article.
    """

    crumbs: tuple[Link, ...]
    thing: Thing
    day: date | None = None
    source: str = ""
    author: str = ""
    keywords: tuple[str, ...] = ()


def thing(sort: str, facts: Thing) -> Thing:
    """A thing of schema.org's type `sort`, with those of its facts that are known."""
    return {"@type": sort, **{name: each for name, each in facts.items() if each or each == 0}}


def organisation(link: Link | None) -> Thing | None:
    """Who published, as far as a link knows it."""
    if link is None:
        return None
    return thing("Organization", {"name": link.text, "url": Address(link.url)})


def media(files: tuple[File, ...]) -> tuple[Thing, ...]:
    """Files that are published with a record."""
    return tuple(
        thing("MediaObject", {"name": each.title, "contentUrl": Address(each.url)})
        for each in files
    )
