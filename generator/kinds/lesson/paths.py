"""Series as paths: the lessons of a series in their order, how long it takes, how far one is."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from operator import attrgetter

from msgspec import Struct

from generator.audience.shown import Link
from generator.kinds.lesson import facts
from generator.kinds.lesson.cover import phrases
from generator.kinds.lesson.shelves import BESIDE, SECTION
from generator.kinds.lesson.view import LessonView
from generator.pages.drawing import Drawing
from generator.pages.listing import HOME, grouped
from generator.pages.page import Page

SERIES = Link("党课专题", f"{facts.BASE}series/")
# How many lessons of a long series stand before and after the one that is read.
AROUND = 6


class Step(Struct, frozen=True):
    """A lesson of a series; `number` counts from 1, `title` is in phrases. `about`: `minutes` are
    those of reading.
    """

    number: int
    url: str
    title: tuple[str, ...]
    form: str
    minutes: int
    about: bool
    hours: str
    summary: str


class Path(Struct, frozen=True):
    """A series. `minutes` and `hours` are those of all its lessons together; `urls` are their
    addresses with a space between them, by which a reader's own record is asked.
    """

    link: Link
    count: int
    minutes: int
    hours: str
    urls: str
    audience: tuple[str, ...]


class Place(Struct, frozen=True):
    """Where a lesson stands in its series. `near` are the lessons around it, (number, lesson,
    whether it is this one); `whole`: they are all. `path` of a long series names no lessons.
    """

    path: Path
    number: int
    near: tuple[tuple[int, Link, bool], ...]
    whole: bool
    before: Link | None
    after: Link | None


Shelf = tuple[Link, list[LessonView]]


def series(lessons: Sequence[LessonView]) -> list[Shelf]:
    """Each series with its lessons in the order in which they are to be taken."""
    found = sorted(grouped(lessons, attrgetter("series")), key=lambda pair: pair[0].url)
    return [(link, sorted(shelf, key=_rank)) for link, shelf in found]


def _rank(lesson: LessonView) -> tuple[int, str]:
    return (lesson.order or 10_000, lesson.key)


def pages(shelves: Sequence[Shelf]) -> Iterator[Page]:
    """A page for each series, and one for all of them."""
    paths = [path(link, shelf) for link, shelf in shelves]
    for each, (link, shelf) in zip(paths, shelves, strict=True):
        crumbs = [HOME, SECTION, SERIES]
        context = {"crumbs": crumbs, "path": each, "steps": _steps(shelf)}
        drawing = Drawing("lesson/path.html", context)
        yield Page(link.url, link.text, "lessons", drawing)
    if paths:
        # Those of a long series are asked for on its own page.
        context = {"crumbs": [HOME, SECTION], "title": SERIES.text,
                   "paths": [_short(each) for each in paths]}  # fmt: skip
        yield Page(SERIES.url, SERIES.text, "lessons", Drawing("lesson/paths.html", context))


def path(link: Link, shelf: Sequence[LessonView]) -> Path:
    hours = sum((Decimal(each.hours) for each in shelf if each.hours), Decimal())
    audience = dict.fromkeys(name for each in shelf for name in each.audience)
    return Path(
        link=link,
        count=len(shelf),
        minutes=sum(facts.minutes(each) for each in shelf),
        hours=f"{hours.normalize():f}" if hours else "",
        urls=" ".join(each.entry.url for each in shelf),
        audience=tuple(audience),
    )


def places(shelves: Sequence[Shelf]) -> dict[str, Place]:
    """Key of a lesson → where it stands in its series."""
    found = {}
    for link, shelf in shelves:
        whole = len(shelf) <= BESIDE
        told = path(link, shelf)
        told = told if whole else _short(told)
        named = [(number, _link(each)) for number, each in enumerate(shelf, 1)]
        for place, each in enumerate(shelf):
            begin = 0 if whole else max(place - AROUND, 0)
            near = named if whole else named[begin : place + AROUND + 1]
            found[each.key] = Place(
                told, place + 1,
                tuple((number, other, number == place + 1) for number, other in near),
                whole,
                named[place - 1][1] if place else None,
                named[place + 1][1] if place + 1 < len(shelf) else None,
            )  # fmt: skip
    return found


def _short(path: Path) -> Path:
    """A path that names its lessons only where they are few."""
    if path.count <= BESIDE:
        return path
    return Path(path.link, path.count, path.minutes, path.hours, "", path.audience)


def _steps(shelf: Sequence[LessonView]) -> list[Step]:
    return [
        Step(number, each.entry.url, phrases(each.entry.title), each.form, facts.minutes(each),
             bool(each.reading), each.hours, each.summary)
        for number, each in enumerate(shelf, 1)
    ]  # fmt: skip


def _link(lesson: LessonView) -> Link:
    return Link(lesson.entry.title, lesson.entry.url)
