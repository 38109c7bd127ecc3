"""Lists of entries, cut by facts that do not move: a branch, a heading, a year, a month.

A new record then changes the newest lists and those of its own year, never the whole archive.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from generator.audience.shown import Entry, Link
from generator.pages.page import Page
from generator.pages.studio import Studio

HOME = Link("首页", "")
NEWEST = 30
V = TypeVar("V")

Facet = tuple[str, list[tuple[Link, int, bool]]]
Group = tuple[str, list[Entry]]
Counted = list[tuple[Link, int]]


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Dated entries, newest first, by address among equals."""
    dated = [each for each in entries if each.day is not None]
    return sorted(dated, key=lambda each: (str(each.day), each.url), reverse=True)


def counted(entries: Iterable[Entry], link: str) -> Counted:
    """The links that entries carry in `link` (`branch`, `category`), with how many carry each."""
    counts: dict[Link, int] = {}
    for each in entries:
        target: Link | None = getattr(each, link)
        if target is not None:
            counts[target] = counts.get(target, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].url))


def grouped(values: Iterable[V], links: Callable[[V], Iterable[Link]]) -> dict[Link, list[V]]:
    """Values under each of their links, order kept: one walk, however many links there are."""
    groups: dict[Link, list[V]] = {}
    for each in values:
        for link in links(each):
            groups.setdefault(link, []).append(each)
    return groups


def years(entries: Iterable[Entry], base: str) -> Counted:
    """The years of entries, newest first, each with its address below `base` and its count."""
    counts: dict[int, int] = {}
    for each in entries:
        if each.day is not None:
            counts[each.day.year] = counts.get(each.day.year, 0) + 1
    return [
        (Link(f"{year} 年", f"{base}{year}/"), counts[year])
        for year in sorted(counts, reverse=True)
    ]


def of_branch(folder: str, branch: Link) -> Link:
    """Where the entries of one folder by one organisation are listed."""
    return Link(branch.text, f"{folder}/{branch.url.split('/')[1]}/")


def tag_url(tag: str) -> str:
    """The address of a tag: an id made from its text, for addresses hold no names."""
    return f"tags/{hashlib.blake2s(tag.encode(), digest_size=4).hexdigest()}/"


def by_month(entries: Sequence[Entry]) -> list[Group]:
    """Entries in order, grouped under the month of their day."""
    months = groupby(
        entries, key=lambda each: f"{each.day.year} 年 {each.day.month} 月" if each.day else ""
    )
    return [(heading, list(group)) for heading, group in months]


def listing(
    url: str,
    title: str,
    section: str,
    groups: list[Group],
    crumbs: Sequence[Link],
    intro: str = "",
    facets: Sequence[Facet] = (),
) -> Page:
    """A page that lists entries in groups."""

    def draw(studio: Studio) -> str:
        return studio.render(
            "pages/listing.html", url, title=title, intro=intro, crumbs=list(crumbs),
            groups=groups, facets=list(facets), cards="",
        )  # fmt: skip

    return Page(url, title, section, draw, intro)


def directory(
    url: str,
    title: str,
    section: str,
    groups: list[tuple[str, Counted]],
    crumbs: Sequence[Link],
    intro: str = "",
) -> Page:
    """A page of links with counts."""

    def draw(studio: Studio) -> str:
        return studio.render(
            "pages/directory.html",
            url,
            title=title,
            intro=intro,
            crumbs=list(crumbs),
            groups=groups,
        )

    return Page(url, title, section, draw, intro)


def shelf(
    base: str,
    title: str,
    section: str,
    entries: Iterable[Entry],
    crumbs: Sequence[Link],
    intro: str = "",
) -> Iterator[Page]:
    """A list at `base` that shows the newest and leads to a page for each year."""
    ordered = newest_first(entries)
    known = years(ordered, base)

    def facets(current: str) -> list[Facet]:
        newest = [(Link("最新", base), min(len(ordered), NEWEST), current == base)]
        return [("年份", newest + [(link, count, link.url == current) for link, count in known])]

    yield listing(base, title, section, by_month(ordered[:NEWEST]), crumbs, intro, facets(base))
    here = [*crumbs, Link(title, base)]
    for link, _ in known:
        year = [each for each in ordered if each.day and link.url == f"{base}{each.day.year}/"]
        yield listing(
            link.url, f"{title} · {link.text}", section, by_month(year), here, "", facets(link.url)
        )


def calendar(
    base: str, title: str, section: str, entries: Iterable[Entry], crumbs: Sequence[Link]
) -> Iterator[Page]:
    """A page for each year, leading to one for each month, which lists the entries."""
    ordered = newest_first(entries)
    for year_link, _ in years(ordered, base):
        year = [each for each in ordered if each.day and year_link.url == f"{base}{each.day.year}/"]
        above = [*crumbs, Link(year_link.text, year_link.url)]
        months: Counted = []
        for heading, group in by_month(year):
            month = group[0].day.month if group[0].day else 0
            url = f"{year_link.url}{month:02d}/"
            months.append((Link(f"{month} 月", url), len(group)))
            yield listing(url, f"{title} · {heading}", section, [("", group)], above)
        yield directory(
            year_link.url, f"{title} · {year_link.text}", section, [("", months)], crumbs
        )
