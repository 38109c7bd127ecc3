"""The tree of organisations, and a page for each with what it published."""

from collections.abc import Iterator
from operator import attrgetter

from generator.audience.shown import Entry, Link
from generator.audience.view import View
from generator.kinds.branch.head import head
from generator.kinds.branch.view import BranchView
from generator.pages.drawing import Drawing
from generator.pages.listing import HOME, grouped, newest_first, of_branch
from generator.pages.page import Page

SHOWN = 8
SECTION = Link("党组织", "branches/")
Shelf = tuple[str, list[Entry], Link | None]


def pages(view: View) -> Iterator[Page]:
    tree = list(view.of(BranchView))
    front = Drawing("branch/branches.html", {"crumbs": [HOME], "tree": tree})
    yield Page("branches/", "党组织", "branches", front)
    newest = newest_first(view.entries())
    published = {link.url: group for link, group in grouped(newest, attrgetter("branch"))}
    for each in tree:
        shelves = _shelves(each, published.get(each.entry.url, []))
        crumbs = [HOME, SECTION]
        context = {"view": each, "crumbs": crumbs, "shelves": shelves}
        drawing = Drawing("branch/branch.html", context)
        about = head(each, crumbs)
        yield Page(each.entry.url, each.entry.title, "branches", drawing, each.name, about)


def _shelves(branch: BranchView, entries: list[Entry]) -> list[Shelf]:
    """What it published, kind by kind: the newest, and where the rest is."""
    by_kind: dict[tuple[str, str], list[Entry]] = {}
    for each in entries:
        by_kind.setdefault((each.kind_label, each.url.partition("/")[0]), []).append(each)
    here = Link(branch.entry.title, branch.entry.url)
    return [
        (
            label,
            group[:SHOWN],
            Link(f"全部 {len(group)} 件", of_branch(folder, here).url)
            if len(group) > SHOWN
            else None,
        )
        for (label, folder), group in sorted(by_kind.items(), reverse=True)
    ]


def block_all(view: View) -> Drawing:
    """The organisations for the home page: those at the top, and the floating members' groups."""
    chosen = [each for each in view.of(BranchView) if each.depth == 0 or each.attached_to]
    return Drawing("branch/block-all.html", {"branches": chosen[:8]})
