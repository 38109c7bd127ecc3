"""Lessons: all, by topic, series, year and branch, and a page for each."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from generator.audience.shown import Link
from generator.audience.view import View
from generator.kinds.lesson.view import LessonView
from generator.pages.listing import HOME, Counted, Facet, counted, grouped, of_branch, years
from generator.pages.page import Page
from generator.pages.studio import Studio

SECTION = Link("空中党课", "lessons/")
BASE = "lessons/"
FRONT = 48
RELATED = 3


def pages(view: View) -> Iterator[Page]:
    lessons = view.of(LessonView)
    entries = [each.entry for each in lessons]
    topics = counted(entries, "category")
    series = _series(lessons)
    known = years(entries, BASE)
    yield Page(BASE, "空中党课", "lessons", partial(_front, lessons, topics, series, known))
    yield from _lists(lessons, "类别", topics, lambda each: [each.topic], "党课类别")
    yield from _lists(lessons, "专题", series, _series_of)
    yield from _lists(
        lessons,
        "年份",
        known,
        lambda each: [Link(f"{each.day.year} 年", f"{BASE}{each.day.year}/")],
    )
    branches = [(of_branch("lessons", link), count) for link, count in counted(entries, "branch")]
    yield from _lists(
        lessons, "党组织", branches,
        lambda each: [of_branch("lessons", each.entry.branch)] if each.entry.branch else [],
    )  # fmt: skip
    shelves = grouped(lessons, _series_of)
    members = {link: _members(shelf) for link, shelf in shelves.items()}
    for each in lessons:
        shelf = members[each.series] if each.series else []
        related = _related(each, lessons)
        draw = partial(_lesson, each, shelf, related)
        yield Page(each.entry.url, each.entry.title, "lessons", draw, each.summary)


def _series(lessons: Sequence[LessonView]) -> Counted:
    counts = ((link, len(shelf)) for link, shelf in grouped(lessons, _series_of).items())
    return sorted(counts, key=lambda pair: pair[0].url)


def _series_of(lesson: LessonView) -> list[Link]:
    return [lesson.series] if lesson.series else []


def _members(shelf: Sequence[LessonView]) -> list[LessonView]:
    """The lessons of a series in the order in which they are to be taken."""
    return sorted(shelf, key=lambda each: (each.order or 10_000, each.key))


def _related(lesson: LessonView, lessons: Sequence[LessonView]) -> list[LessonView]:
    """Older lessons that share most with it: topic, tags, audience. Newer ones would change it."""
    tags = set(lesson.entry.tags)

    def shared(other: LessonView) -> int:
        return (
            2 * len(tags.intersection(other.entry.tags))
            + (other.topic == lesson.topic)
            + (other.series is not None and other.series == lesson.series)
        )

    older = [each for each in lessons if (each.day, each.key) < (lesson.day, lesson.key)]
    ranked = sorted(older, key=shared, reverse=True)
    return [each for each in ranked[:RELATED] if shared(each)]


def _front(
    lessons: Sequence[LessonView], topics: Counted, series: Counted, known: Counted, studio: Studio
) -> str:
    audiences: dict[str, int] = {}
    for each in lessons:
        for name in each.audience:
            audiences[name] = audiences.get(name, 0) + 1
    return studio.render(
        "lesson/lessons.html", BASE, crumbs=[HOME], topics=topics, series=series, years=known,
        audiences=list(audiences.items()), lessons=list(lessons[:FRONT]),
    )  # fmt: skip


def _lists(
    lessons: Sequence[LessonView],
    name: str,
    links: Counted,
    of: Callable[[LessonView], Iterable[Link]],
    title: str = "",
) -> Iterator[Page]:
    """A page for each of `links`, with the others beside it."""
    members = grouped(lessons, of)
    for link, _ in links:
        chosen = members[link]
        if name == "专题":
            chosen = _members(chosen)
        facets: list[Facet] = [(name, [(other, n, other == link) for other, n in links])]
        draw = partial(_list, link, chosen, facets, title)
        yield Page(link.url, link.text, "lessons", draw)


def _list(
    link: Link, lessons: list[LessonView], facets: list[Facet], intro: str, studio: Studio
) -> str:
    return studio.render(
        "lesson/listing.html", link.url, title=link.text, intro=intro, crumbs=[HOME, SECTION],
        facets=facets, lessons=lessons,
    )  # fmt: skip


def _lesson(
    lesson: LessonView, shelf: list[LessonView], related: list[LessonView], studio: Studio
) -> str:
    place = next((i for i, each in enumerate(shelf) if each.key == lesson.key), None)
    previous = shelf[place - 1] if place else None
    following = shelf[place + 1] if place is not None and place + 1 < len(shelf) else None
    return studio.render(
        "lesson/lesson.html", lesson.entry.url, view=lesson, crumbs=[HOME, SECTION, lesson.topic],
        previous=_link(previous), next=_link(following), related=related,
        series_items=[(_link(each), each.key == lesson.key) for each in shelf],
    )  # fmt: skip


def _link(lesson: LessonView | None) -> Link | None:
    return Link(lesson.entry.title, lesson.entry.url) if lesson else None


def block_newest(view: View, studio: Studio) -> str:
    """The newest lessons for the home page."""
    return studio.render("lesson/block-newest.html", lessons=list(view.of(LessonView)[:4]))
