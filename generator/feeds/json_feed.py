"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from typing import Any

import msgspec

from generator.feeds.atom import html
from generator.feeds.item import Enclosure, Feed, Item
from generator.feeds.moments import rfc3339

MIME = "application/feed+json"


def json_feed(feed: Feed) -> bytes:
    """The feed as JSON, its keys in the order of the specification."""
    source = feed.source
    own = f"{feed.url}.json"
    top: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{feed.title} - {source.name}",
        "home_page_url": source.link(feed.page, own),
    }
    if source.url:
        # It tells feeds apart: one that is relative to itself would tell nothing.
        top["feed_url"] = source.link(own)
    top["authors"] = [{"name": source.name}]
    top["language"] = "zh-CN"
    top["items"] = [_item(feed, own, each) for each in feed.items]
    return msgspec.json.encode(top)


def _item(feed: Feed, own: str, item: Item) -> dict[str, Any]:
    source = feed.source
    made: dict[str, Any] = {
        "id": source.identity(item.url).urn,
        "url": source.link(item.url, own),
        "title": item.title,
        # One of the two contents must be there, if only empty.
        "content_html": html(item.lines),
    }
    if item.summary:
        made["summary"] = item.summary
    if item.image:
        made["image"] = source.link(item.image, own)
    made["date_published"] = rfc3339(item.published)
    made["date_modified"] = rfc3339(item.updated)
    if item.author:
        author = {"name": item.author}
        if item.author_url:
            author["url"] = source.link(item.author_url, own)
        made["authors"] = [author]
    if item.categories:
        made["tags"] = list(item.categories)
    if item.enclosures:
        made["attachments"] = [_attachment(feed, own, each) for each in item.enclosures]
    return made


def _attachment(feed: Feed, own: str, enclosure: Enclosure) -> dict[str, Any]:
    made: dict[str, Any] = {
        "url": feed.source.link(enclosure.url, own),
        "mime_type": enclosure.mime,
        "title": enclosure.title,
    }
    if enclosure.size:
        made["size_in_bytes"] = enclosure.size
    if enclosure.seconds:
        made["duration_in_seconds"] = enclosure.seconds
    return made
