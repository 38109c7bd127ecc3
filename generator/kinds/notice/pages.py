"""Notices: all, by heading, branch, year and month, and a page for each."""

from collections.abc import Iterator
from functools import partial

from generator.audience.shown import Entry, Link
from generator.audience.view import View
from generator.kinds.notice.view import OPEN, NoticeView
from generator.pages.listing import (
    HOME,
    calendar,
    counted,
    grouped,
    newest_first,
    of_branch,
    shelf,
    years,
)
from generator.pages.page import Page
from generator.pages.studio import Studio

SECTION = Link("党务公开", "notices/")
BASE = "notices/"
FRONT = 20
RELATED = 3
BLOCK = 4


def pages(view: View) -> Iterator[Page]:
    notices = view.of(NoticeView)
    entries = newest_first(each.entry for each in notices)
    crumbs = [HOME, SECTION]
    yield Page(BASE, "党务公开", "notices", partial(_front, view, entries))
    headings = grouped(entries, lambda each: [each.category] if each.category else [])
    for link, _ in counted(entries, "category"):
        yield from shelf(link.url, link.text, "notices", headings[link], crumbs)
    branches = grouped(entries, lambda each: [each.branch] if each.branch else [])
    for branch, _ in counted(entries, "branch"):
        title = f"{branch.text}的公开事项"
        yield from shelf(
            of_branch("notices", branch).url, title, "notices", branches[branch], crumbs
        )
    yield from calendar(BASE, "党务公开", "notices", entries, crumbs)
    yield from _each(notices)


def _each(notices: tuple[NoticeView, ...]) -> Iterator[Page]:
    """Neighbours are those of the same branch; related ones are older, of the same heading: what is
    published tomorrow changes one neighbour and no other page.
    """
    last_of_branch: dict[str, NoticeView] = {}
    next_of: dict[str, Entry] = {}
    previous_of: dict[str, Entry] = {}
    of_heading: dict[str, list[Entry]] = {}
    related_to: dict[str, list[Entry]] = {}
    for each in reversed(notices):
        branch = each.entry.branch.url if each.entry.branch else ""
        before = last_of_branch.get(branch)
        if before is not None:
            previous_of[each.key] = before.entry
            next_of[before.key] = each.entry
        last_of_branch[branch] = each
        shared = of_heading.setdefault(each.heading.url, [])
        related_to[each.key] = shared[-RELATED:][::-1]
        shared.append(each.entry)
    for each in notices:
        around = (_link(previous_of.get(each.key)), _link(next_of.get(each.key)))
        draw = partial(_draw, each, around, related_to[each.key])
        yield Page(each.entry.url, each.entry.title, "notices", draw, each.summary)


def _link(entry: Entry | None) -> Link | None:
    return Link(entry.title, entry.url) if entry else None


def _draw(
    notice: NoticeView,
    around: tuple[Link | None, Link | None],
    related: list[Entry],
    studio: Studio,
) -> str:
    crumbs = [HOME, SECTION, notice.heading]
    return studio.render(
        "notice/notice.html", notice.entry.url, view=notice, crumbs=crumbs,
        previous=around[0], next=around[1], related=related,
    )  # fmt: skip


def _open(view: View) -> list[Entry]:
    """What can be commented on now, the soonest to end first."""
    running = [each for each in view.of(NoticeView) if each.state == OPEN]
    return [
        each.entry for each in sorted(running, key=lambda each: (str(each.period.ends), each.key))
    ]


def _front(view: View, entries: list[Entry], studio: Studio) -> str:
    branches = [(of_branch("notices", link), count) for link, count in counted(entries, "branch")]
    return studio.render(
        "notice/notices.html", BASE, crumbs=[HOME], open=_open(view), newest=entries[:FRONT],
        headings=counted(entries, "category"), branches=branches, years=years(entries, BASE),
    )  # fmt: skip


def block_open(view: View, studio: Studio) -> str:
    """For the home page: what is open for comment, then the newest, four at least."""
    running = _open(view)
    entries = newest_first(each.entry for each in view.of(NoticeView))
    rest = [each for each in entries if each not in running]
    return studio.render(
        "notice/block-open.html", entries=running[:BLOCK] + rest[: BLOCK - len(running[:BLOCK])]
    )


def block_newest(view: View, studio: Studio) -> str:
    entries = newest_first(each.entry for each in view.of(NoticeView))
    return studio.render("notice/block-newest.html", entries=entries[: BLOCK + 2])
