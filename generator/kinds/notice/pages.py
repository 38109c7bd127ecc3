"""Notices: all, by heading, branch, year and month, and a page for each."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from operator import attrgetter

from generator.audience.shown import Entry, Link
from generator.audience.view import View
from generator.feeds.pair import offered
from generator.kinds.notice import data, registers
from generator.kinds.notice.boards import CATALOGUE, DUE, catalogue_pages
from generator.kinds.notice.handout import handout
from generator.kinds.notice.head import head
from generator.kinds.notice.letterhead import letterhead
from generator.kinds.notice.view import BASE, OPEN, SECTION, NoticeView
from generator.pages.drawing import Drawing
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

FRONT = 20
RELATED = 3
# The registers of so many years are on the front page; those of the others on their year's.
REGISTERS = 2
BLOCK = 4


def pages(view: View) -> Iterator[Page]:
    notices = view.of(NoticeView)
    # A single one may be sought: the lists are not planned for that.
    yield from _each(notices, view)
    entries = newest_first(each.entry for each in notices)
    headings = grouped(entries, attrgetter("category"))
    branches = grouped(entries, attrgetter("branch"))
    files = registers.downloads(notices)
    feeds = offered(BASE, "党务公开")
    newest_files = [each for year in list(files)[:REGISTERS] for each in files[year]]
    context = {
        "crumbs": [HOME],
        "feeds": feeds,
        "downloads": newest_files,
        "data": Link("全部公开事项（JSON）", data.INDEX),
        "open": _open(view),
        "newest": entries[:FRONT],
        "headings": counted(headings),
        "branches": [(of_branch("notices", link), count) for link, count in counted(branches)],
        "years": years(entries, BASE),
        "catalogue": CATALOGUE if view.settings.catalogue.headings else None,
        "due": DUE if view.edition == "organisers" else None,
    }
    yield Page(BASE, "党务公开", "notices", Drawing("notice/notices.html", context), feeds=feeds)
    crumbs = [HOME, SECTION]
    for link, group in headings:
        feeds = offered(link.url, link.text)
        yield from shelf(link.url, link.text, "notices", group, crumbs, feeds=feeds)
    for branch, group in branches:
        url, title = of_branch("notices", branch).url, f"{branch.text}的公开事项"
        yield from shelf(url, title, "notices", group, crumbs, feeds=offered(url, title))
    yield from calendar(BASE, "党务公开", "notices", entries, crumbs, files)
    yield from catalogue_pages(view)


def _each(notices: Sequence[NoticeView], view: View) -> Iterator[Page]:
    """A page for each notice that is sought; `notices` come newest first.

    Neighbours are those of the same branch; related ones are older, of the same heading: what is
    published tomorrow changes one neighbour and no other page.
    """
    links = [Link(each.entry.title, each.entry.url) for each in notices]
    previous: list[Link | None] = [None] * len(notices)
    following: list[Link | None] = [None] * len(notices)
    related: list[list[Entry]] = [[]] * len(notices)
    last_of_branch: dict[str, int] = {}
    of_heading: dict[str, list[Entry]] = {}
    for place in reversed(range(len(notices))):
        each = notices[place]
        branch = each.entry.branch.url if each.entry.branch else ""
        before = last_of_branch.get(branch)
        if before is not None:
            previous[place] = links[before]
            following[before] = links[place]
        last_of_branch[branch] = place
        shared = of_heading.setdefault(each.heading.url, [])
        related[place] = shared[: -RELATED - 1 : -1]
        shared.append(each.entry)
    for place, each in enumerate(notices):
        if not view.seeks(each.entry.url):
            continue
        crumbs = [HOME, SECTION, each.heading]
        context = {
            "view": each,
            "crumbs": crumbs,
            "handout": handout(each),
            "letterhead": letterhead(each),
            "previous": previous[place],
            "next": following[place],
            "related": related[place],
        }
        drawing = Drawing("notice/notice.html", context)
        about = head(each, crumbs, view.settings.site.name)
        yield Page(each.entry.url, each.entry.title, "notices", drawing, each.summary, about)


def _open(view: View) -> list[Entry]:
    """What can be commented on now, the soonest to end first."""
    running = [each for each in view.of(NoticeView) if each.state == OPEN]
    return [
        each.entry for each in sorted(running, key=lambda each: (str(each.period.ends), each.key))
    ]


def block_open(view: View) -> Drawing:
    """For the home page: what is open for comment, then the newest, four at least."""
    running = _open(view)
    urls = {each.url for each in running}
    entries = newest_first(each.entry for each in view.of(NoticeView))
    rest = (each for each in entries if each.url not in urls)
    chosen = list(islice(chain(running, rest), BLOCK))
    return Drawing("notice/block-open.html", {"entries": chosen})


def block_newest(view: View) -> Drawing:
    entries = newest_first(each.entry for each in view.of(NoticeView))
    return Drawing("notice/block-newest.html", {"entries": entries[: BLOCK + 2]})
