"""When the periodic items are due, as calendars that organisers subscribe to."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from generator.audience.shown import Link
from generator.audience.view import OrganisersView
from generator.feeds import pair
from generator.feeds.calendar import Agenda, Event, calendar
from generator.feeds.source import Source
from generator.kinds.notice.due import Due, by_branch, dues
from generator.kinds.notice.view import BASE
from generator.pages.listing import of_branch
from generator.pages.paper import Paper

URL = f"{BASE}due/calendar.ics"
TITLE = "定期公开到期日"
# A week before, and on the day itself, both at nine o'clock.
_ALARMS = (7 * 24 * 60 - 540, -540)
# An event of the whole site names so many organisations.
_NAMED = 20


def of_branch_url(branch: Link) -> str:
    """Where the calendar of an organisation is."""
    return f"{of_branch('notices', branch).url}due.ics"


def papers(view: OrganisersView) -> Iterator[Paper]:
    """The calendar of the whole site, and one for each organisation that owes anything."""
    known, source = dues(view), pair.source(view)
    yield _paper(source, URL, TITLE, _together(known), view.day)
    for link, group in by_branch(known):
        title = f"{link.text}{TITLE}"
        yield _paper(source, of_branch_url(link), title, map(_event, group), view.day)


def _paper(source: Source, url: str, title: str, events: Iterable[Event], day: date) -> Paper:
    return Paper(url, calendar, Agenda(source, url, title, tuple(events), day))


def _event(due: Due) -> Event:
    last = f"上次：{due.last_on:%Y-%m-%d} {due.last.text}" if due.last else "还没有公布过"
    return Event(
        url=due.branch.url,
        title=f"公布：{due.item.text}",
        starts=due.due,
        part=f"{due.item.url}{due.due}",
        text=f"{due.heading}，{due.cadence}公开一次。{last}",
        categories=(due.heading,),
        alarms=_ALARMS,
    )


def _together(known: Sequence[Due]) -> Iterator[Event]:
    """One event for each item and day, however many organisations owe it by then."""
    groups: dict[tuple[date, str], list[Due]] = {}
    for each in known:
        groups.setdefault((each.due, each.item.url), []).append(each)
    for (day, item), group in sorted(groups.items()):
        names = "、".join(each.branch.text for each in group[:_NAMED])
        rest = f"等 {len(group)} 个党组织" if len(group) > _NAMED else ""
        yield Event(
            url=item,
            title=f"公布：{group[0].item.text}（{len(group)} 个党组织）",
            starts=day,
            part=str(day),
            text=f"{group[0].heading}，{group[0].cadence}公开一次。{names}{rest}",
            categories=(group[0].heading,),
            alarms=_ALARMS,
        )
