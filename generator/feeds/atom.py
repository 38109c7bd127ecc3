"""The Atom Syndication Format (RFC 4287), written as text: a tree takes five times as long."""

import re
from collections.abc import Iterator

from generator.feeds.item import Enclosure, Feed, Item
from generator.feeds.moments import rfc3339

MIME = "application/atom+xml"
# What no document may hold (XML 1.0, 2.2).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def atom(feed: Feed) -> bytes:
    """The feed document (RFC 4287, 4.1.1).

    Where the address of the site is not known, `xml:base` leads to its root (2), and every link
    in the document begins there.
    """
    source = feed.source
    own = f"{feed.url}.xml"
    base = "" if source.url else f' xml:base="{"../" * own.count("/") or "./"}"'
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN"{base}>\n',
        f"<id>{source.identity(own).urn}</id>\n",
        f"<title>{_text(feed.title)} - {_text(source.name)}</title>\n",
        f"<updated>{rfc3339(feed.updated)}</updated>\n",
        f"<author><name>{_text(source.name)}</name></author>\n",
        f'<link rel="self" type="{MIME}" href="{_text(source.link(own))}"/>\n',
        f'<link rel="alternate" type="text/html" href="{_text(source.link(feed.page))}"/>\n',
        "<generator>dangwu</generator>\n",
    ]
    for item in feed.items:
        parts.extend(_entry(feed, item))
    parts.append("</feed>\n")
    return "".join(parts).encode()


def _entry(feed: Feed, item: Item) -> Iterator[str]:
    """An entry (4.1.2)."""
    source = feed.source
    yield f"<entry>\n<id>{source.identity(item.url).urn}</id>\n"
    yield f"<title>{_text(item.title)}</title>\n"
    yield f'<link rel="alternate" type="text/html" href="{_text(source.link(item.url))}"/>\n'
    yield f"<published>{rfc3339(item.published)}</published>\n"
    yield f"<updated>{rfc3339(item.updated)}</updated>\n"
    if item.author:
        uri = f"<uri>{_text(source.link(item.author_url))}</uri>" if item.author_url else ""
        yield f"<author><name>{_text(item.author)}</name>{uri}</author>\n"
    for category in item.categories:
        yield f'<category term="{_text(category)}"/>\n'
    for enclosure in item.enclosures:
        yield _enclosure(feed, enclosure)
    if item.summary:
        yield f"<summary>{_text(item.summary)}</summary>\n"
    if item.lines:
        yield f'<content type="html">{_text(html(item.lines))}</content>\n'
    yield "</entry>\n"


def _enclosure(feed: Feed, enclosure: Enclosure) -> str:
    """A link to a file that comes with the entry (4.2.7.2)."""
    href = _text(feed.source.link(enclosure.url))
    length = f' length="{enclosure.size}"' if enclosure.size else ""
    return (
        f'<link rel="enclosure" type="{_text(enclosure.mime)}"{length}'
        f' title="{_text(enclosure.title)}" href="{href}"/>\n'
    )


def html(lines: tuple[str, ...]) -> str:
    """Paragraphs of plain text as HTML."""
    return "".join(f"<p>{_text(each)}</p>" for each in lines)


def _text(text: str) -> str:
    """A text or the value of an attribute in XML or HTML."""
    plain = _FORBIDDEN.sub("", text)
    plain = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return plain.replace('"', "&quot;")
