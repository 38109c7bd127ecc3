"""The catalogue as a page for everybody; what is due, for organisers."""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from generator.audience.shown import Entry, Link
from generator.audience.view import OrganisersView, View
from generator.catalogue import Item
from generator.kinds.notice import agenda
from generator.kinds.notice.due import DONE, OVERDUE, WAITING, Due, by_branch, dues, in_urgency
from generator.kinds.notice.view import BASE, SECTION, NoticeView, item_url, length
from generator.pages.drawing import Drawing
from generator.pages.listing import HOME, newest_first, shelf
from generator.pages.page import Page, Panel

CATALOGUE = Link("公开目录", f"{BASE}catalogue/")
DUE = Link("到期表", f"{BASE}due/")
# The site's board lists so many; an organisation's page lists all of its own.
_MOST = 100


class Listed(Struct, frozen=True):
    """An item of the catalogue as the page shows it; `newest` is what was published of it last."""

    name: str
    id: str
    url: str
    cadence: str
    scope: str
    minimum: str
    approvers: tuple[str, ...]
    source: str
    newest: Entry | None


def catalogue_pages(view: View) -> Iterator[Page]:
    """The catalogue, with what was published of each item; a list for each item."""
    entries: dict[str, list[Entry]] = {}
    for each in view.of(NoticeView):
        if each.item_id:
            entries.setdefault(each.item_id, []).append(each.entry)
    catalogue = view.settings.catalogue
    headings = [
        (
            Link(heading.name, f"{BASE}headings/{heading.id}/"),
            [_listed(item, entries.get(item.id, [])) for item in heading.items],
        )
        for heading in catalogue.headings
    ]
    replies = length(catalogue.replies.days, catalogue.replies.unit) if catalogue.replies else ""
    context = {
        "crumbs": [HOME, SECTION],
        "headings": headings,
        "procedure": catalogue.procedure.required,
        "replies": replies,
    }
    yield Page(CATALOGUE.url, CATALOGUE.text, "notices", Drawing("notice/catalogue.html", context))
    for heading in catalogue.headings:
        for item in heading.items:
            if item.id in entries:
                found = newest_first(entries[item.id])
                crumbs = [HOME, SECTION, CATALOGUE]
                yield from shelf(item_url(item.id), item.name, "notices", found, crumbs)


def _listed(item: Item, entries: list[Entry]) -> Listed:
    minimum = length(item.minimum.days, item.minimum.unit) if item.minimum else ""
    approvers = tuple(each for each in item.approver.split("、") if each)
    return Listed(
        item.name, item.id, item_url(item.id), item.cadence or "", item.scope or "", minimum,
        approvers, item.source, entries[0] if entries else None,
    )  # fmt: skip


def due_pages(view: OrganisersView) -> Iterator[Page]:
    """The board of the whole site: how each organisation stands, and what is most urgent."""
    known = dues(view)
    urgent = [each for each in in_urgency(known) if each.state == OVERDUE]
    waiting = [each for each in in_urgency(known) if each.state == WAITING]
    context = {
        "crumbs": [HOME, SECTION],
        "branches": [(link, _counts(group)) for link, group in by_branch(known)],
        "total": _counts(known),
        "overdue": urgent[:_MOST],
        "waiting": waiting[:_MOST],
        "left": max(len(urgent) - _MOST, 0) + max(len(waiting) - _MOST, 0),
        "day": view.day,
        "calendar": agenda.URL,
    }
    feeds = (Link(agenda.TITLE, agenda.URL),)
    yield Page(DUE.url, DUE.text, "notices", Drawing("notice/due.html", context), feeds=feeds)


def due_panels(view: OrganisersView) -> Iterator[Panel]:
    """What an organisation owes, for its own page."""
    for link, group in by_branch(dues(view)):
        context = {
            "dues": in_urgency(group),
            "counts": _counts(group),
            "day": view.day,
            "calendar": agenda.of_branch_url(link),
        }
        yield Panel(link.url, Drawing("notice/due-panel.html", context))


def _counts(group: Sequence[Due]) -> dict[str, int]:
    counted = Counter(each.state for each in group)
    return {state: counted[state] for state in (OVERDUE, WAITING, DONE)}
