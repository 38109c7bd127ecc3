"""Lists of lessons by facts that do not move: topic, form, length, for whom, branch, year.

A long list shows its newest and leads to its years, and a long year to its months, so that no page
is heavy and a new lesson changes the newest alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from msgspec import Struct

from generator.audience.shown import Link
from generator.kinds.lesson.card import Card
from generator.kinds.lesson.facts import BASE, Group
from generator.kinds.lesson.view import LessonView
from generator.pages.drawing import Drawing
from generator.pages.listing import HOME, Counted, Facet, chips, counted, directory
from generator.pages.page import Page

SECTION = Link("空中党课", BASE)
# So many links are named beside a list; of more, a page of their own says them once.
BESIDE = 36
# A list shows so many of its newest, unless it is short enough to be shown whole.
NEWEST, MOST = 48, 96

Cards = Mapping[str, Card]


class Shelves(Struct, frozen=True):
    """What lists are made with: the cards of all lessons, and the feeds that some lists have."""

    cards: Cards
    feeds: Mapping[str, tuple[Link, ...]]


def lists(
    shelves: Shelves, name: str, groups: Sequence[Group], all_of_them: Link, intro: str = ""
) -> Iterator[Page]:
    """A page for the lessons of each link, with the other links beside it.

    More links than fit there stand once, on the page `all_of_them`: named beside each other they
    would grow with the square of their number, and each would change with any other.
    """
    links = counted(groups)
    many = len(links) > BESIDE
    for link, lessons in groups:
        if many:
            everything = (Link(f"全部{name}", all_of_them.url), len(links), False)
            beside = [(link, len(lessons), True), everything]
        else:
            beside = [(other, count, other == link) for other, count in links]
        yield from shelf(shelves, link, lessons, [(name, beside)], intro)
    if many:
        yield directory(
            all_of_them.url, all_of_them.text, "lessons", [("", links)], [HOME, SECTION]
        )


def shelf(
    shelves: Shelves,
    link: Link,
    lessons: Sequence[LessonView],
    facets: Sequence[Facet],
    intro: str = "",
) -> Iterator[Page]:
    """The list at `link`, whole or with its years."""
    crumbs = [HOME, SECTION]
    if len(lessons) <= MOST:
        yield _page(shelves, link, lessons, crumbs, facets, intro)
        return
    shown = lessons[:NEWEST]
    newest = (Link("最新", link.url), len(shown))
    known = of_years(link.url, lessons)
    named = (newest, *counted(known))

    def dated(current: Link) -> list[Facet]:
        return [("年份", [(other, count, other.url == current.url) for other, count in named])]

    yield _page(shelves, link, shown, crumbs, [*dated(link), *facets], intro)
    for year, some in known:
        title = Link(f"{link.text} · {year.text}", year.url)
        yield from year_of(shelves, title, some, [*crumbs, link], dated(year))


def of_years(base: str, lessons: Sequence[LessonView]) -> list[Group]:
    """The years of lessons, which come newest first, each at its address below `base`."""
    return [
        (Link(f"{year} 年", f"{base}{year}/"), list(group))
        for year, group in groupby(lessons, key=attrgetter("day.year"))
    ]


def year_of(
    shelves: Shelves,
    link: Link,
    lessons: Sequence[LessonView],
    crumbs: Sequence[Link],
    facets: Sequence[Facet],
) -> Iterator[Page]:
    """The list of a year at `link`, whole or with its months."""
    if len(lessons) <= MOST:
        yield _page(shelves, link, lessons, crumbs, facets)
        return
    stem = link.url.rstrip("/")
    months: Counted = []
    for month, group in groupby(lessons, key=attrgetter("day.month")):
        some = list(group)
        # A hyphen where the address of a lesson has a slash: they cannot meet.
        here = Link(f"{link.text} {month} 月", f"{stem}-{month:02d}/")
        months.append((Link(f"{month} 月", here.url), len(some)))
        yield _page(shelves, here, some, [*crumbs, link], ())
    yield directory(link.url, link.text, "lessons", [("", months)], crumbs)


def _page(
    shelves: Shelves,
    link: Link,
    lessons: Sequence[LessonView],
    crumbs: Sequence[Link],
    facets: Sequence[Facet],
    intro: str = "",
) -> Page:
    offered = shelves.feeds.get(link.url, ())
    shown = [shelves.cards[each.key] for each in lessons]
    context = {
        "title": link.text,
        "intro": intro,
        "crumbs": crumbs,
        "feeds": offered,
        "facets": facets,
        "lessons": shown,
        "choices": choices(shown),
    }
    drawing = Drawing("lesson/listing.html", context)
    return Page(link.url, link.text, "lessons", drawing, feeds=offered)


def choices(shown: Sequence[Card]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """By what the cards on a page can be narrowed: (fact, its label, its values)."""
    return [
        ("form", "形式", chips(each.form for each in shown)),
        ("length", "时长", chips(sorted(name for each in shown for name in each.lengths))),
        ("audience", "适合", chips(name for each in shown for name in each.audience)),
        ("topic", "类别", chips(each.topic for each in shown)),
        ("branch", "党组织", chips(sorted(each.branch for each in shown if each.branch))),
    ]
