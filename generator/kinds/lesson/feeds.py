"""Feeds of lessons, usable as podcasts, and calendars of what is studied together."""

from collections.abc import Iterator, Sequence
from operator import attrgetter

from generator.audience.shown import Link
from generator.audience.view import View
from generator.feeds import pair
from generator.feeds.calendar import Agenda, Event, calendar
from generator.feeds.item import Enclosure, Feed, Item
from generator.feeds.mimes import mime
from generator.kinds.lesson import cover, facts
from generator.kinds.lesson.view import LessonView, Session
from generator.pages.listing import NEWEST, grouped, of_branch
from generator.pages.paper import Paper

TITLE, BASE = "空中党课", facts.BASE
# A calendar keeps what is past for so many days, and calls so many minutes before.
_PAST, _ALARMS = 365, (30,)

Shelf = tuple[str, str, Sequence[LessonView]]


def papers(view: View) -> Iterator[Paper]:
    lessons = view.of(LessonView)
    made: dict[str, Item] = {}
    for base, title, some in lists(lessons):
        newest = some[:NEWEST]
        if view.concerns(newest):
            items = tuple(
                made.get(each.key) or made.setdefault(each.key, _item(each)) for each in newest
            )
            feed = Feed(pair.source(view), pair.stem(base), base, title, items, view.day)
            yield from pair.papers(feed)
    for base, title, some in lists(lessons):
        if met(some) and view.concerns(some):
            events = _events(some, view)
            agenda = Agenda(pair.source(view), _calendar(base), _together(title), events, view.day)
            yield Paper(agenda.url, calendar, agenda)
    for each in lessons:
        for session in each.sessions:
            if not session.past and view.concerns([each]):
                found = (event(each, session),)
                own = Agenda(pair.source(view), single(session), each.entry.title, found, view.day)
                yield Paper(own.url, calendar, own)


def lists(lessons: Sequence[LessonView]) -> Iterator[Shelf]:
    """(address, title, lessons) of each list that has a feed; all come newest first."""
    yield BASE, TITLE, lessons
    for link, group in grouped(lessons, attrgetter("topic")):
        yield link.url, link.text, group
    for link, group in grouped(lessons, attrgetter("entry.branch")):
        yield of_branch("lessons", link).url, f"{link.text}的党课", group
    for link, some in facts.by_audience(lessons):
        yield link.url, f"{link.text}的党课", some


def offered(base: str, title: str, lessons: Sequence[LessonView]) -> tuple[Link, ...]:
    """The feeds of a list, and its calendar where there is one."""
    feeds = pair.offered(base, title)
    return (*feeds, Link(_together(title), _calendar(base))) if met(lessons) else feeds


def met(lessons: Sequence[LessonView]) -> bool:
    """Whether any of them was ever studied together: what is subscribed to stays."""
    return any(each.sessions for each in lessons)


def calendars(lessons: Sequence[LessonView]) -> list[Link]:
    """The calendars of the lists that have one."""
    return [Link(title, _calendar(base)) for base, title, some in lists(lessons) if met(some)]


def single(session: Session) -> str:
    """The calendar of one session alone, as long as it lies ahead."""
    return f"{session.url}event.ics"


def _together(title: str) -> str:
    return f"{title}：同步学习"


def _calendar(base: str) -> str:
    return f"{base}calendar.ics"


def _item(lesson: LessonView) -> Item:
    entry = lesson.entry
    return Item(
        url=entry.url,
        title=entry.title,
        published=lesson.day,
        updated=max(lesson.day, entry.updated or lesson.day),
        summary=lesson.summary,
        lines=tuple(_lines(lesson)),
        author=entry.branch.text if entry.branch else "",
        author_url=entry.branch.url if entry.branch else "",
        categories=tuple(dict.fromkeys((lesson.topic.text, lesson.form, *entry.tags))),
        enclosures=(*_media(lesson), *_files(lesson)),
        image=cover.address(entry.url) if lesson.media else "",
    )


def _lines(lesson: LessonView) -> Iterator[str]:
    yield lesson.summary
    length = f"{lesson.minutes} 分钟" if lesson.minutes else ""
    hours = f"{lesson.hours} 学时" if lesson.hours else ""
    told = "，".join(each for each in (lesson.form, length, hours) if each)
    yield f"形式：{told}"
    if lesson.speaker:
        yield f"主讲：{lesson.speaker}" + (f"（{lesson.position}）" if lesson.position else "")
    if lesson.audience:
        yield f"面向：{'、'.join(lesson.audience)}"
    yield from (f"{number}. {point}" for number, point in enumerate(lesson.points, 1))


def _media(lesson: LessonView) -> Iterator[Enclosure]:
    """What is heard or seen comes first: a podcast takes one. Its length is the lesson's where it
    is the only one.
    """
    seconds = lesson.minutes * 60 if len(lesson.media) == 1 else 0
    for each in lesson.media:
        yield Enclosure(each.url, each.title, each.mime, each.size, seconds)


def _files(lesson: LessonView) -> Iterator[Enclosure]:
    for each in lesson.attachments:
        yield Enclosure(each.url, each.title, mime(each.ending), each.size)


def _events(lessons: Sequence[LessonView], view: View) -> tuple[Event, ...]:
    found = [
        (session, lesson)
        for lesson in lessons
        for session in lesson.sessions
        if (view.day - session.starts.date()).days <= _PAST
    ]
    found.sort(key=lambda pair: (pair[0].starts, pair[1].key))
    return tuple(event(lesson, session) for session, lesson in found)


def event(lesson: LessonView, session: Session) -> Event:
    host = lesson.entry.branch.text if lesson.entry.branch else ""
    told = (
        lesson.summary,
        f"主讲：{lesson.speaker}" if lesson.speaker else "",
        f"主办：{host}" if host else "",
        f"进入：{session.link}" if session.link else "",
    )
    return Event(
        url=session.url,
        title=lesson.entry.title,
        starts=session.starts,
        ends=session.ends,
        text="\n".join(each for each in told if each),
        place=session.place,
        categories=(lesson.topic.text,),
        alarms=_ALARMS,
        updated=lesson.entry.updated or lesson.day,
    )
