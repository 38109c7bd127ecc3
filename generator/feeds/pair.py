"""The two feeds of a list, which stand beside it: Atom and JSON Feed."""

from collections.abc import Iterator

from generator.audience.shown import Link
from generator.audience.view import View
from generator.feeds.atom import atom
from generator.feeds.item import Feed
from generator.feeds.json_feed import json_feed
from generator.feeds.source import Source
from generator.pages.paper import Paper

_NAME = "feed"


def source(view: View) -> Source:
    """The site that a view is shown on."""
    site = view.settings.site
    return Source(site.name, site.url)


def stem(base: str) -> str:
    """Where the feeds of the list at `base` stand, without their endings."""
    return f"{base}{_NAME}"


def offered(base: str, title: str) -> tuple[Link, ...]:
    """The feeds of the list at `base`, for its page to name."""
    return tuple(Link(title, f"{stem(base)}.{ending}") for ending in ("xml", "json"))


def papers(feed: Feed) -> Iterator[Paper]:
    yield Paper(f"{feed.url}.xml", atom, feed)
    yield Paper(f"{feed.url}.json", json_feed, feed)
