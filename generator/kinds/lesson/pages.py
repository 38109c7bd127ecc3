"""Lessons: all, by what they can be browsed by, the series, and a page for each."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter

from generator.audience.shown import Link
from generator.audience.view import View
from generator.kinds.lesson import data, facts, feeds, paths, poster, sessions, shelves, study
from generator.kinds.lesson.card import Card, card
from generator.kinds.lesson.facts import BASE, Group
from generator.kinds.lesson.handout import handout
from generator.kinds.lesson.head import head
from generator.kinds.lesson.paths import Place
from generator.kinds.lesson.related import related
from generator.kinds.lesson.shelves import SECTION, Shelves
from generator.kinds.lesson.view import LessonView
from generator.pages.drawing import Drawing
from generator.pages.listing import HOME, counted, grouped, of_branch
from generator.pages.page import Page

RELATED = 3
# A fact to browse by: its name, the lists, the address of a page of all lists, what they are of.
Way = tuple[str, Sequence[Group], str, str]


def pages(view: View) -> Iterator[Page]:
    lessons = view.of(LessonView)
    cards = {each.key: card(each) for each in lessons}
    offers = {base: feeds.offered(base, title, some) for base, title, some in feeds.lists(lessons)}
    made = Shelves(cards, offers)
    branches = [
        (of_branch("lessons", link), group)
        for link, group in grouped(lessons, attrgetter("entry.branch"))
    ]
    ways: list[Way] = [
        ("类别", grouped(lessons, attrgetter("topic")), f"{BASE}topics/", "党课类别"),
        ("形式", facts.by_form(lessons), f"{BASE}forms/", ""),
        ("时长", facts.by_length(lessons), f"{BASE}lengths/", ""),
        ("适合", facts.by_audience(lessons), f"{BASE}audiences/", ""),
        ("党组织", branches, f"{BASE}branches/", ""),
    ]
    series = paths.series(lessons)
    years = shelves.of_years(BASE, lessons)
    yield _front(made, lessons, ways, series, years)
    for name, groups, url, intro in ways:
        yield from shelves.lists(made, name, groups, Link(f"按{name}看党课", url), intro)
    for link, group in years:
        beside = [(other, count, other == link) for other, count in counted(years)]
        title = Link(f"{link.text}的党课", link.url)
        yield from shelves.year_of(made, title, group, [HOME, SECTION], [("年份", beside)])
    yield from paths.pages(series)
    yield from sessions.pages(view)
    yield study.page(view, SECTION)
    finished = study.rules(view)
    places = paths.places(series)
    for each, older in zip(lessons, related(lessons, RELATED), strict=True):
        crumbs = [HOME, SECTION, each.topic]
        more = [cards[other.key] for other in older]
        place = places.get(each.key)
        drawing = _lesson(each, cards[each.key], crumbs, place, more, view.day, finished)
        about = head(each, crumbs, view.settings.site.name)
        yield Page(each.entry.url, each.entry.title, "lessons", drawing, each.summary, about)


def _front(
    made: Shelves,
    lessons: Sequence[LessonView],
    ways: Sequence[Way],
    series: Sequence[Group],
    years: Sequence[Group],
) -> Page:
    shown = [made.cards[each.key] for each in lessons[: shelves.NEWEST]]
    groups = {name: groups for name, groups, *_ in ways}
    keys = {"形式": "form", "时长": "length", "适合": "audience", "类别": "topic"}
    context = {
        "crumbs": [HOME],
        "feeds": made.feeds[BASE],
        "data": Link("全部党课（JSON）", data.INDEX),
        "lessons": shown,
        "rest": len(lessons) - len(shown),
        # A chip leads to a list by itself, and narrows this one by a script.
        "doors": [
            (keys[name], name,
             [(link, link.text.removeprefix(name)) for link, _ in counted(groups[name])])
            for name in ("时长", "适合", "形式", "类别")
        ],
        "shown_branches": sorted({each.branch for each in shown if each.branch}),
        "topics": counted(groups["类别"]),
        "branches": counted(groups["党组织"])[: shelves.BESIDE],
        "series": counted(series),
        "all_series": paths.SERIES,
        "sessions": sessions.SESSIONS if feeds.met(lessons) else None,
        "years": counted(years),
    }  # fmt: skip
    drawing = Drawing("lesson/lessons.html", context)
    return Page(BASE, "空中党课", "lessons", drawing, feeds=made.feeds[BASE])


def _lesson(
    lesson: LessonView,
    own: Card,
    crumbs: Sequence[Link],
    place: Place | None,
    older: list[Card],
    day: date,
    finished: Mapping[str, int],
) -> Drawing:
    context = {
        "view": lesson,
        "card": own,
        "crumbs": crumbs,
        "handout": handout(lesson),
        "place": place,
        "sittings": sessions.of_lesson(lesson, day),
        "poster": poster.address(lesson),
        "study": finished,
        "related": older,
    }
    return Drawing("lesson/lesson.html", context)


def block_newest(view: View) -> Drawing:
    """The newest lessons for the home page."""
    cards = [card(each) for each in view.of(LessonView)[:4]]
    return Drawing("lesson/block-newest.html", {"lessons": cards})
