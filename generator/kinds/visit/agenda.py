"""Visits as calendars, one for each visitor and each organisation, for organisers.

Calendars are kept on telephones and by the services of others. So they name a person by the
surname alone, and say neither where somebody lives nor how they are: no way of the visit, which
may be to a hospital, and no occasion but those with a day in the calendar, for 生病住院 is one.
What else a visitor needs is on the sheet of the day, to which an event leads.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from generator.audience.personal.names import addressed
from generator.audience.shown import Link
from generator.audience.view import OrganisersView
from generator.feeds import pair
from generator.feeds.calendar import Agenda, Event, calendar
from generator.feeds.source import Source
from generator.kinds.elder.view import ElderSheet
from generator.kinds.visit.dates import personal
from generator.kinds.visit.quota import CANCELLED, DONE, MISSED, PLANNED
from generator.kinds.visit.sheets import sheet_url
from generator.kinds.visit.view import VisitSheet
from generator.kinds.visit.visitors import by_visitor, token
from generator.pages.paper import Paper
from generator.settings import Settings

FOLDER = "visits/calendars/"
# What was made, missed or cancelled stays in the calendars for so many days.
_KEPT = 60
# At nine o'clock on the day before, and at eight on the day itself: minutes before its beginning.
_ALARMS = (15 * 60, -8 * 60)
_NOTE = "住址、电话、要带的东西，看走访单。"


def of_visitor(settings: Settings, name: str) -> Link:
    """The calendar of a visitor."""
    return Link(name, f"{FOLDER}{token(settings, f'calendar of visitor {name}')}.ics")


def of_branch(settings: Settings, branch: Link) -> Link:
    """The calendar of an organisation."""
    return Link(branch.text, f"{FOLDER}{token(settings, f'calendar of branch {branch.url}')}.ics")


def branches(view: OrganisersView) -> list[Link]:
    """The organisations that have a member in the register, by address."""
    links = {each.branch for each in view.confined(ElderSheet)}
    return sorted((each for each in links if each), key=lambda each: each.url)


def papers(view: OrganisersView) -> Iterator[Paper]:
    """The calendar of each visitor, and of each organisation."""
    sheets, settings = view.confined(VisitSheet), view.settings
    source = pair.source(view)
    for name, own in by_visitor(sheets).items():
        events = _events(view, own, name)
        title = f"走访日历（{addressed(name)}）"
        yield _paper(source, of_visitor(settings, name).url, title, events, view.day)
    for branch in branches(view):
        own = [each for each in sheets if each.about and each.place == branch.url]
        title = f"走访日历（{branch.text}）"
        url = of_branch(settings, branch).url
        yield _paper(source, url, title, _events(view, own, ""), view.day)


def _paper(source: Source, url: str, title: str, events: Iterable[Event], day: date) -> Paper:
    return Paper(url, calendar, Agenda(source, url, title, tuple(events), day))


def _events(view: OrganisersView, sheets: Iterable[VisitSheet], visitor: str) -> Iterator[Event]:
    """The visits of a visitor; where that is empty, of an organisation, with those who go."""
    named = _named(view.settings)
    since = view.day - timedelta(days=_KEPT)
    for each in sheets:
        if each.status != PLANNED and each.day < since:
            continue
        occasion = f"（{each.occasion}）" if each.occasion in named else ""
        others = "、".join(addressed(name) for name in each.visitors if name != visitor)
        going = f"{'同去' if visitor else '走访人'}：{others}。" if others else ""
        name = visitor or next(iter(each.visitors), "")
        open_ = each.status == PLANNED
        yield Event(
            url=sheet_url(view.settings, name, each.day) if open_ and name else "visits/sheets/",
            title=f"{_STATES[each.status]}：{addressed(each.elder)}{occasion}",
            starts=each.day,
            text=going + (_NOTE if open_ else ""),
            categories=("走访",),
            alarms=_ALARMS if open_ and each.day >= view.day else (),
            known_as=f"visit {each.key}",
            cancelled=each.status == CANCELLED,
            private=True,
        )


_STATES = {PLANNED: "走访", DONE: "已走访", MISSED: "走访未遇", CANCELLED: "走访取消"}


def _named(settings: Settings) -> frozenset[str]:
    """The occasions that say nothing of a person's state: those that have a day."""
    return frozenset(
        each.name
        for each in settings.occasions.occasions
        if each.fixed or each.dates or personal(each)
    )
