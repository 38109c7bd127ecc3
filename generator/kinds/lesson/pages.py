"""Lessons: all, by topic, series, year and branch, and a page for each."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import attrgetter

from generator.audience.shown import Link
from generator.audience.view import View
from generator.feeds import pair
from generator.kinds.lesson import data, feeds
from generator.kinds.lesson.card import Card, card
from generator.kinds.lesson.handout import handout
from generator.kinds.lesson.head import head
from generator.kinds.lesson.related import related
from generator.kinds.lesson.view import LessonView
from generator.pages.drawing import Drawing
from generator.pages.listing import (
    HOME,
    Counted,
    Facet,
    chips,
    counted,
    directory,
    grouped,
    of_branch,
)
from generator.pages.page import Page

SECTION = Link("空中党课", "lessons/")
BASE = "lessons/"
BRANCHES = Link("按党组织看党课", f"{BASE}branches/")
SERIES = Link("党课专题", f"{BASE}series/")
FRONT = 48
RELATED = 3
# So many links are named beside a list or a lesson; of more, a page of their own says them once.
BESIDE = 36
# How many lessons of a long series stand before and after the one that is read.
AROUND = 6

Cards = Mapping[str, Card]


def pages(view: View) -> Iterator[Page]:
    lessons = view.of(LessonView)
    cards = {each.key: card(each) for each in lessons}
    topics = grouped(lessons, attrgetter("topic"))
    found = sorted(grouped(lessons, attrgetter("series")), key=lambda pair: pair[0].url)
    series = [(link, _members(shelf)) for link, shelf in found]
    branches = [
        (of_branch("lessons", link), group)
        for link, group in grouped(lessons, attrgetter("entry.branch"))
    ]
    of_year = [
        (Link(f"{year} 年", f"{BASE}{year}/"), list(group))
        for year, group in groupby(lessons, key=attrgetter("day.year"))
    ]
    offers = {base: feeds.offered(base, title, some) for base, title, some in feeds.lists(lessons)}
    front = _front(lessons, cards, counted(topics), counted(series), counted(of_year), offers[BASE])
    audiences = (pair.offered(base, title) for base, title, _ in feeds.audiences(lessons))
    every = (*offers[BASE], *chain.from_iterable(audiences))
    yield Page(BASE, "空中党课", "lessons", front, feeds=every)
    yield from _lists("类别", topics, cards, offers, intro="党课类别")
    yield from _lists("专题", series, cards, {}, SERIES)
    yield from _lists("年份", of_year, cards, {})
    yield from _lists("党组织", branches, cards, offers, BRANCHES)
    shelves = {each.key: (shelf, place) for _, shelf in series for place, each in enumerate(shelf)}
    for each, older in zip(lessons, related(lessons, RELATED), strict=True):
        shelf, place = shelves.get(each.key, ([], 0))
        crumbs = [HOME, SECTION, each.topic]
        drawing = _lesson(each, crumbs, shelf, place, [cards[other.key] for other in older])
        about = head(each, crumbs, view.settings.site.name)
        yield Page(each.entry.url, each.entry.title, "lessons", drawing, each.summary, about)


def _members(shelf: Sequence[LessonView]) -> list[LessonView]:
    """The lessons of a series in the order in which they are to be taken."""
    return sorted(shelf, key=lambda each: (each.order or 10_000, each.key))


def _front(
    lessons: Sequence[LessonView],
    cards: Cards,
    topics: Counted,
    series: Counted,
    known: Counted,
    feeds: tuple[Link, ...],
) -> Drawing:
    shown = [cards[each.key] for each in lessons[:FRONT]]
    context = {
        "crumbs": [HOME],
        "feeds": feeds,
        "data": Link("全部党课（JSON）", data.INDEX),
        "lessons": shown,
        "forms": chips(each.form for each in shown),
        "audiences": chips(name for each in lessons for name in each.audience),
        "shown_topics": chips(each.topic for each in shown),
        "topics": topics,
        "series": series,
        "years": known,
    }
    return Drawing("lesson/lessons.html", context)


def _lists(
    name: str,
    groups: Sequence[tuple[Link, Sequence[LessonView]]],
    cards: Cards,
    offers: Mapping[str, tuple[Link, ...]],
    all_of_them: Link | None = None,
    intro: str = "",
) -> Iterator[Page]:
    """A page for the lessons of each link, with the other links beside it.

    More links than fit there stand once, on the page `all_of_them`: named beside each other they
    would grow with the square of their number, and each would change with any other. `offers` are
    the feeds of those that have some.
    """
    links = counted(groups)
    many = all_of_them if len(links) > BESIDE else None
    for link, lessons in groups:
        if many is None:
            beside = [(other, count, other == link) for other, count in links]
        else:
            everything = (Link(f"全部{name}", many.url), len(links), False)
            beside = [(link, len(lessons), True), everything]
        facet: Facet = (name, beside)
        offered = offers.get(link.url, ())
        context = {
            "title": link.text,
            "intro": intro,
            "crumbs": [HOME, SECTION],
            "feeds": offered,
            "facets": [facet],
            "lessons": [cards[each.key] for each in lessons],
        }
        drawing = Drawing("lesson/listing.html", context)
        yield Page(link.url, link.text, "lessons", drawing, feeds=offered)
    if many is not None:
        yield directory(many.url, many.text, "lessons", [("", links)], [HOME, SECTION])


def _lesson(
    lesson: LessonView,
    crumbs: Sequence[Link],
    shelf: Sequence[LessonView],
    place: int,
    older: list[Card],
) -> Drawing:
    """`place` is where the lesson stands in `shelf`, its series, which is empty where it has none.

    Of a long series only the neighbours are named; the series has a page of its own.
    """
    long = len(shelf) > BESIDE
    near = shelf[max(place - AROUND, 0) : place + AROUND + 1] if long else shelf
    context = {
        "view": lesson,
        "crumbs": crumbs,
        "handout": handout(lesson),
        "previous": _link(shelf[place - 1]) if place else None,
        "next": _link(shelf[place + 1]) if place + 1 < len(shelf) else None,
        "related": older,
        "series_items": [(_link(each), each is lesson) for each in near],
        "series_whole": not long,
    }
    return Drawing("lesson/lesson.html", context)


def _link(lesson: LessonView) -> Link:
    return Link(lesson.entry.title, lesson.entry.url)


def block_newest(view: View) -> Drawing:
    """The newest lessons for the home page."""
    cards = [card(each) for each in view.of(LessonView)[:4]]
    return Drawing("lesson/block-newest.html", {"lessons": cards})
