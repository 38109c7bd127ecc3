"""What the head of a page says of the feeds and calendars that follow it."""

from collections.abc import Iterable
from html import escape

from generator.audience.shown import Link

_TYPES = {
    "xml": "application/atom+xml",
    "json": "application/feed+json",
    "ics": "text/calendar",
}


def alternates(base: str, feeds: Iterable[Link]) -> str:
    """A link for each; `base` leads from the page to the root of the site."""
    return "".join(
        f'<link rel="alternate" type="{_TYPES[each.url.rpartition(".")[2]]}"'
        f' title="{escape(each.text)}" href="{escape(base + each.url)}">'
        for each in feeds
    )
