"""Drawing what the head of a page says to other programs."""

import json
from collections.abc import Iterator
from datetime import date
from html import escape
from urllib.parse import urlsplit

from generator.pages.addresses import reference
from generator.pages.head import Address, Head
from generator.pages.page import Page


def of_site(name: str, url: str) -> str:
    """What every page says of the site; `url` is its whole address, or empty."""
    return _meta("SiteName", name) + _meta("SiteDomain", urlsplit(url).hostname or "")


def of_page(page: Page, base: str, url: str) -> str:
    """What a page says of itself; `base` leads from it to the root of the site."""
    if page.head is None:
        return _meta("description", page.description)
    metas = "".join(_meta(*each) for each in _metas(page, page.head, url))
    return metas + _data(page, page.head, url or base)


def _metas(page: Page, head: Head, url: str) -> Iterator[tuple[str, str]]:
    yield "ColumnName", head.crumbs[-1].text
    yield "ColumnType", head.crumbs[min(1, len(head.crumbs) - 1)].text
    if head.day:
        yield "ArticleTitle", page.title
        # The convention wants a time; a record knows its day.
        yield "PubDate", f"{head.day.isoformat()} 00:00"
    yield "ContentSource", head.source
    yield "Keywords", ",".join(dict.fromkeys(head.keywords))
    yield "Author", head.author
    # HTML takes the names of these for the same in capitals and in small letters.
    yield "Description", page.description
    if url:
        yield "Url", reference(page.url, url)


def _meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{escape(content)}">' if content else ""


def _data(page: Page, head: Head, root: str) -> str:
    """JSON-LD. It is no script, so that no policy has to allow it; nor can a text in it end it."""

    def plain(value: object) -> str:
        if isinstance(value, Address):
            return reference(value.url, root)
        if isinstance(value, date):
            return value.isoformat()
        raise TypeError(value)

    trail = [(each.text, each.url) for each in head.crumbs] + [(page.title, page.url)]
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": Address(address)}
        for place, (name, address) in enumerate(trail, 1)
    ]
    crumbs = {"@type": "BreadcrumbList", "itemListElement": items}
    graph = [{**head.thing, "url": Address(page.url)}, crumbs]
    text = json.dumps(
        {"@context": "https://schema.org", "@graph": graph},
        ensure_ascii=False, separators=(",", ":"), default=plain,
    )  # fmt: skip
    safe = text.replace("<", "\\u003c")
    return f'<script type="application/ld+json">{safe}</script>'
