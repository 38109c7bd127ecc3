"""What is studied together: a page for each session, the coming and the past ones, the next ones.

Time passes between builds: pages carry the times, and a script tells what is over by then.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from msgspec import Struct

from generator.audience.shown import Link
from generator.audience.view import View
from generator.kinds.lesson import feeds
from generator.kinds.lesson.facts import BASE
from generator.kinds.lesson.shelves import SECTION
from generator.kinds.lesson.view import LessonView, Session
from generator.pages.drawing import Drawing
from generator.pages.listing import HOME
from generator.pages.page import Page

SESSIONS = Link("同步学习", f"{BASE}sessions/")
# The home page tells of so many, of the next so many days.
_NEXT, _DAYS = 3, 31
# So many past ones stand below the coming ones; years have the rest.
_PAST = 30
_WEEKDAYS = "一二三四五六日"
_SOON = ("今天", "明天", "后天")


class Sitting(Struct, frozen=True):
    """A session in a list. `when` tells how far off it is; `recorded`: there is something to hear
    or to see of it. Times are those of Asia/Shanghai.
    """

    url: str
    title: str
    starts: datetime
    ends: datetime | None
    weekday: str
    when: str
    place: str
    link: str
    past: bool
    recorded: bool
    branch: Link | None


Month = tuple[str, list[Sitting]]


def sitting(lesson: LessonView, session: Session, day: date) -> Sitting:
    return Sitting(
        url=session.url,
        title=lesson.entry.title,
        starts=session.starts,
        ends=session.ends,
        weekday=f"周{_WEEKDAYS[session.starts.weekday()]}",
        when="已结束" if session.past else when(session.starts.date(), day),
        place=session.place,
        link=session.link,
        past=session.past,
        recorded=bool(lesson.media),
        branch=lesson.entry.branch,
    )


def when(on: date, day: date) -> str:
    """How far off a day is, in a word or two; one that has begun goes on."""
    days = (on - day).days
    if days < 0:
        return "正在进行"
    return _SOON[days] if days < len(_SOON) else f"{days} 天后"


def of_lesson(lesson: LessonView, day: date) -> list[Sitting]:
    return [sitting(lesson, each, day) for each in lesson.sessions]


def all_of(view: View) -> list[Sitting]:
    """Those of all lessons, the earliest first."""
    found = [each for lesson in view.of(LessonView) for each in of_lesson(lesson, view.day)]
    return sorted(found, key=lambda each: (each.starts, each.url))


def pages(view: View) -> Iterator[Page]:
    """A page for each session, one for all, one for each year that is more than the newest."""
    lessons = view.of(LessonView)
    found = all_of(view)
    for lesson in lessons:
        told = of_lesson(lesson, view.day)
        for session, own in zip(lesson.sessions, told, strict=True):
            yield _page(lesson, session, own, [each for each in told if each is not own])
    if not found:
        return
    ahead = [each for each in found if not each.past]
    past = [each for each in reversed(found) if each.past]
    years = [
        (Link(f"{year} 年", f"{SESSIONS.url}{year}/"), list(group))
        for year, group in groupby(reversed(found), key=lambda each: each.starts.year)
    ]
    context = {
        "title": SESSIONS.text,
        "crumbs": [HOME, SECTION],
        "ahead": _by_month(ahead),
        "past": _by_month(past[:_PAST]),
        "years": [(link, len(group)) for link, group in years],
        "calendars": feeds.calendars(lessons),
        "year": False,
    }
    yield Page(SESSIONS.url, SESSIONS.text, "lessons", Drawing("lesson/sessions-all.html", context))
    for link, group in years:
        title = f"{link.text}的同步学习"
        of_year = {**context, "title": title, "crumbs": [HOME, SECTION, SESSIONS], "ahead": [],
                   "past": _by_month(group), "calendars": [], "year": True}  # fmt: skip
        yield Page(link.url, title, "lessons", Drawing("lesson/sessions-all.html", of_year))


def _by_month(sittings: Sequence[Sitting]) -> list[Month]:
    return [
        (f"{year} 年 {month} 月", list(group))
        for (year, month), group in groupby(
            sittings, key=lambda each: (each.starts.year, each.starts.month)
        )
    ]


def _page(lesson: LessonView, session: Session, own: Sitting, others: list[Sitting]) -> Page:
    title = f"同步学习：{lesson.entry.title}"
    crumbs = [HOME, SECTION, SESSIONS]
    context = {
        "crumbs": crumbs,
        "own": own,
        "others": others,
        "lesson": Link(lesson.entry.title, lesson.entry.url),
        "summary": lesson.summary,
        "points": lesson.points,
        "speaker": lesson.speaker,
        "position": lesson.position,
        "media": lesson.media,
        "attachments": lesson.attachments,
        "quiz": bool(lesson.quiz),
        "read": bool(lesson.body or lesson.transcript),
        "calendar": "" if session.past else feeds.single(session),
        "source": lesson.entry.branch,
    }
    drawing = Drawing("lesson/session.html", context)
    return Page(session.url, title, "lessons", drawing, lesson.summary)


def block_next(view: View) -> Drawing:
    """The next sessions for the home page; nothing where there are none."""
    last = view.day + timedelta(days=_DAYS)
    found = [each for each in all_of(view) if not each.past and each.starts.date() <= last]
    context = {"sittings": found[:_NEXT], "all_of_them": SESSIONS}
    return Drawing("lesson/block-sessions.html", context)
