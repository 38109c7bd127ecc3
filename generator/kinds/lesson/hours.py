"""Lessons' hours by topic and year, against the plan in the settings: for organisers alone.

They are the hours of lessons that were offered. What a member has studied nobody counts here.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from generator.audience.shown import Link
from generator.audience.view import OrganisersView
from generator.kinds.lesson.facts import BASE
from generator.kinds.lesson.shelves import SECTION
from generator.kinds.lesson.view import LessonView
from generator.pages.drawing import Drawing
from generator.pages.listing import HOME
from generator.pages.page import Page, Panel

HOURS = Link("党课学时", f"{BASE}hours/")
# So many years stand beside each other in the table of all.
_YEARS = 6
# The chart, in its own units: a row for each topic, its name over its bar.
_WIDE, _ROW, _BAR, _VALUE = 340, 58, 16, 64


class Row(Struct, frozen=True):
    """A topic in a year: its lessons, how many of them have no hours yet, their hours, those
    planned (empty: none), and what is still missing.
    """

    topic: Link
    lessons: int
    without: int
    hours: str
    plan: str
    missing: str


class Bar(Struct, frozen=True):
    """A row of the chart. `width` is that of the bar, `plan` where the plan's mark stands, or -1;
    `top` is its upper edge, all in the units of the chart.
    """

    name: str
    value: str
    top: int
    width: int
    plan: int
    enough: bool


class Year(Struct, frozen=True):
    """The hours of a year; `total` is the row of all topics together."""

    link: Link
    rows: tuple[Row, ...]
    total: Row
    bars: tuple[Bar, ...]
    height: int


def confined_pages(view: OrganisersView) -> Iterator[Page]:
    """The year of the build, and each year that has lessons."""
    years = _years(view)
    links = [(each.link, each.total.lessons) for each in years]
    shown = years[:_YEARS]
    by_topic = [
        (row.topic, [each.rows[place].hours for each in shown])
        for place, row in enumerate(years[0].rows)
    ]
    study = view.settings.study
    for each in years:
        title = f"{each.link.text}党课学时"
        context = {
            "title": title,
            "crumbs": [HOME, SECTION],
            "year": each,
            "years": [(link, count, link == each.link) for link, count in links],
            "columns": [each.link for each in shown],
            "by_topic": by_topic,
            "totals": [each.total.hours for each in shown],
            "yearly": _said(study.hours),
            "source": study.source,
        }
        yield Page(each.link.url, title, "lessons", Drawing("lesson/hours.html", context))


def panels(view: OrganisersView) -> Iterator[Panel]:
    """Below all lessons: how the year stands."""
    year = _years(view)[0]
    yield Panel(BASE, Drawing("lesson/hours-panel.html", {"year": year, "all_of_them": HOURS}))


def _years(view: OrganisersView) -> list[Year]:
    lessons = view.of(LessonView)
    this = view.day.year
    others = sorted({each.day.year for each in lessons} - {this}, reverse=True)
    return [_year(view, year, [each for each in lessons if each.day.year == year], year == this)
            for year in (this, *others)]  # fmt: skip


def _year(view: OrganisersView, year: int, lessons: Sequence[LessonView], this: bool) -> Year:
    topics = view.settings.topics.topics
    rows = []
    for each in topics:
        url = f"{BASE}topics/{each.id}/"
        own = [lesson for lesson in lessons if lesson.topic.url == url]
        # A topic without a lesson in any year has no page.
        listed = any(lesson.topic.url == url for lesson in view.of(LessonView))
        rows.append(_row(Link(each.name, url if listed else ""), own, each.hours))
    planned = sum((each.hours for each in topics), Decimal())
    total = _row(Link("合计", ""), lessons, max(planned, view.settings.study.hours))
    link = Link(f"{year} 年", HOURS.url if this else f"{HOURS.url}{year}/")
    bars = _bars(rows)
    return Year(link, tuple(rows), total, bars, len(bars) * _ROW)


def _row(topic: Link, lessons: Sequence[LessonView], plan: Decimal) -> Row:
    hours = sum((Decimal(each.hours) for each in lessons if each.hours), Decimal())
    return Row(
        topic=topic,
        lessons=len(lessons),
        without=sum(1 for each in lessons if not each.hours),
        hours=_said(hours) or "0",
        plan=_said(plan),
        missing=_said(plan - hours) if plan > hours else "",
    )


def _bars(rows: Sequence[Row]) -> tuple[Bar, ...]:
    """The bars, to one scale: the greatest number of hours, planned or offered, fills the row."""
    most = max((Decimal(each or "0") for row in rows for each in (row.hours, row.plan)), default=0)
    room = _WIDE - _VALUE
    unit = Decimal(room) / most if most else Decimal()
    return tuple(
        Bar(
            name=row.topic.text,
            value=row.hours,
            top=place * _ROW + _ROW - _BAR - 10,
            width=round(Decimal(row.hours) * unit),
            plan=round(Decimal(row.plan) * unit) if row.plan else -1,
            enough=not row.missing,
        )
        for place, row in enumerate(rows)
    )


def _said(hours: Decimal) -> str:
    """A number as people write it; nothing for nought."""
    return f"{hours.normalize():f}" if hours else ""
