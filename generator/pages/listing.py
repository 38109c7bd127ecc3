"""Lists of entries, cut by facts that do not move: a branch, a heading, a year, a month.

A new record then changes the newest lists and those of its own year, never the whole archive.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType
from typing import TypeVar

from generator.audience.shown import Entry, Link
from generator.pages.drawing import Drawing
from generator.pages.page import Page

HOME = Link("首页", "")
NEWEST = 30
V = TypeVar("V")

Facet = tuple[str, list[tuple[Link, int, bool]]]
Group = tuple[str, list[Entry]]
Counted = list[tuple[Link, int]]
# A name, and the files under it, each with the name that it is saved by.
Downloads = tuple[str, list[Link]]


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Dated entries, newest first, by address among equals."""
    dated = [each for each in entries if each.day is not None]
    return sorted(dated, key=attrgetter("day", "url"), reverse=True)


def grouped(values: Iterable[V], link: Callable[[V], Link | None]) -> list[tuple[Link, list[V]]]:
    """Values under their link, order kept, the link that most have first. Those without are left
    out.

    Links of one address are the same link. It is one walk, however many links there are.
    """
    links: dict[str, Link] = {}
    groups: dict[str, list[V]] = {}
    for each in values:
        found = link(each)
        if found is None:
            continue
        group = groups.get(found.url)
        if group is None:
            links[found.url] = found
            group = groups[found.url] = []
        group.append(each)
    ranked = sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [(links[url], group) for url, group in ranked]


def counted(groups: Iterable[tuple[Link, Sequence[V]]]) -> Counted:
    """The links of `groups` with how many there are of each."""
    return [(link, len(group)) for link, group in groups]


def years(entries: Iterable[Entry], base: str) -> Counted:
    """The years of entries, newest first, each with its address below `base` and its count."""
    counts = Counter(each.day.year for each in entries if each.day is not None)
    return [
        (Link(f"{year} 年", f"{base}{year}/"), count)
        for year, count in sorted(counts.items(), reverse=True)
    ]


def of_branch(folder: str, branch: Link) -> Link:
    """Where the entries of one folder by one organisation are listed."""
    return Link(branch.text, f"{folder}/{branch.url.split('/')[1]}/")


def tag_url(tag: str) -> str:
    """The address of a tag: an id made from its text, for addresses hold no names."""
    return f"tags/{hashlib.blake2s(tag.encode(), digest_size=4).hexdigest()}/"


def by_month(entries: Iterable[Entry]) -> list[Group]:
    """Dated entries in order, grouped under the month of their day."""
    return [
        (f"{year} 年 {month} 月", list(group))
        for (year, month), group in groupby(entries, key=attrgetter("day.year", "day.month"))
    ]


def _by_year(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Dated entries in order, those of each year together."""
    return (list(group) for _, group in groupby(entries, key=attrgetter("day.year")))


def chips(names: Iterable[str]) -> list[tuple[str, str]]:
    """Each name once, in order, as the value and the text of a chip that narrows a list."""
    return [(name, name) for name in dict.fromkeys(names)]


def listing(
    url: str,
    title: str,
    section: str,
    groups: list[Group],
    crumbs: Sequence[Link],
    intro: str = "",
    facets: Sequence[Facet] = (),
    feeds: tuple[Link, ...] = (),
) -> Page:
    """A page that lists entries in groups."""
    # The kind is told where a list has several.
    told = [(heading, each, len({entry.kind for entry in each}) > 1) for heading, each in groups]
    context = {"title": title, "intro": intro, "crumbs": crumbs, "groups": told, "facets": facets,
               "feeds": feeds}  # fmt: skip
    return Page(url, title, section, Drawing("pages/listing.html", context), intro, feeds=feeds)


def directory(
    url: str,
    title: str,
    section: str,
    groups: list[tuple[str, Counted]],
    crumbs: Sequence[Link],
    intro: str = "",
    downloads: Sequence[Downloads] = (),
) -> Page:
    """A page of links with counts, and of files to download."""
    context = {"title": title, "intro": intro, "crumbs": crumbs, "groups": groups,
               "downloads": downloads}  # fmt: skip
    return Page(url, title, section, Drawing("pages/directory.html", context), intro)


def shelf(
    base: str,
    title: str,
    section: str,
    entries: Sequence[Entry],
    crumbs: Sequence[Link],
    intro: str = "",
    feeds: tuple[Link, ...] = (),
) -> Iterator[Page]:
    """A list at `base` that shows the newest and leads to a page for each year.

    `entries` come as `newest_first` gives them.
    """
    newest = (Link("最新", base), min(len(entries), NEWEST))
    known = years(entries, base)

    def facets(current: Link) -> list[Facet]:
        return [("年份", [(link, count, link == current) for link, count in (newest, *known)])]

    groups = by_month(entries[:NEWEST])
    yield listing(base, title, section, groups, crumbs, intro, facets(newest[0]), feeds)
    here = [*crumbs, Link(title, base)]
    for (link, _), year in zip(known, _by_year(entries), strict=True):
        name = f"{title} · {link.text}"
        yield listing(link.url, name, section, by_month(year), here, "", facets(link))


def calendar(
    base: str,
    title: str,
    section: str,
    entries: Sequence[Entry],
    crumbs: Sequence[Link],
    downloads: Mapping[int, Sequence[Downloads]] = MappingProxyType({}),
) -> Iterator[Page]:
    """A page for each year, leading to one for each month, which lists the entries.

    `entries` come as `newest_first` gives them; `downloads` are files to offer for a year.
    """
    for (link, _), year in zip(years(entries, base), _by_year(entries), strict=True):
        above = [*crumbs, link]
        months: Counted = []
        for month, group in groupby(year, key=attrgetter("day.month")):
            url = f"{link.url}{month:02d}/"
            listed = list(group)
            months.append((Link(f"{month} 月", url), len(listed)))
            name = f"{title} · {link.text} {month} 月"
            yield listing(url, name, section, [("", listed)], above)
        files = downloads.get(int(link.url.removeprefix(base).rstrip("/")), ())
        name = f"{title} · {link.text}"
        yield directory(link.url, name, section, [("", months)], crumbs, downloads=files)
