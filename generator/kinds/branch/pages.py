"""The tree of organisations, and a page for each with what it published."""

from collections.abc import Iterator
from functools import partial

from generator.audience.shown import Entry, Link
from generator.audience.view import View
from generator.kinds.branch.view import BranchView
from generator.pages.listing import HOME, newest_first, of_branch
from generator.pages.page import Page
from generator.pages.studio import Studio

SHOWN = 8
SECTION = Link("党组织", "branches/")
Shelf = tuple[str, list[Entry], Link | None]


def pages(view: View) -> Iterator[Page]:
    tree = list(view.of(BranchView))
    yield Page(
        "branches/", "党组织", "branches",
        lambda studio: studio.render("branch/branches.html", "branches/", crumbs=[HOME], tree=tree),
    )  # fmt: skip
    published: dict[str, list[Entry]] = {}
    for entry in newest_first(view.entries()):
        if entry.branch is not None:
            published.setdefault(entry.branch.url, []).append(entry)
    for each in tree:
        shelves = _shelves(each, published.get(each.entry.url, []))
        url, title = each.entry.url, each.entry.title
        yield Page(url, title, "branches", partial(_draw, each, shelves), each.name)


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


def _draw(branch: BranchView, shelves: list[Shelf], studio: Studio) -> str:
    crumbs = [HOME, SECTION]
    return studio.render(
        "branch/branch.html", branch.entry.url, view=branch, crumbs=crumbs, shelves=shelves
    )


def block_all(view: View, studio: Studio) -> str:
    """The organisations for the home page: those at the top, and the floating members' groups."""
    chosen = [each for each in view.of(BranchView) if each.depth == 0 or each.attached_to]
    return studio.render("branch/block-all.html", branches=chosen[:8])
