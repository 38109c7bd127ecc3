"""Party organisations → their views, in the order of their tree."""

from collections.abc import Iterable, Iterator

from generator.audience.shown import Entry, Link
from generator.audience.sight import Sight
from generator.kinds.branch.fields import Branch
from generator.kinds.branch.view import BranchView


def branch_link(sight: Sight, key: str | None) -> Link | None:
    """The short name of an organisation and its page; None where it is not shown."""
    branch = sight.get(Branch, key)
    return sight.link(branch, branch.title) if branch else None


def show(branch: Branch, sight: Sight) -> Iterator[BranchView]:
    """What is shown of an organisation."""
    yield _view(sight, branch)


def in_order(views: Iterable[BranchView]) -> list[BranchView]:
    """Parents before their children, children in order of their keys."""
    views = list(views)
    known = {each.entry.url: each for each in views}
    rest = [each for each in reversed(views) if each.depth == 0]
    ordered = []
    while rest:
        each = rest.pop()
        ordered.append(each)
        rest.extend(known[child.url] for child in reversed(each.children))
    return ordered


def _depth(sight: Sight, branch: Branch) -> int:
    """How many organisations are above it in the tree of those that are shown."""
    depth = 0
    above = sight.get(Branch, branch.parent)
    while above is not None:
        depth += 1
        above = sight.get(Branch, above.parent)
    return depth


def _view(sight: Sight, branch: Branch) -> BranchView:
    facts = tuple(each for each in (branch.type, branch.hours) if each)
    return BranchView(
        entry=Entry(
            kind="branch",
            kind_label="党组织",
            url=sight.address(branch),
            title=branch.title,
            day=None,
            summary=branch.name,
            facts=facts,
            tags=tuple(branch.tags),
            updated=branch.updated,
        ),
        key=branch.key,
        name=branch.name,
        short=branch.short,
        type=branch.type,
        depth=_depth(sight, branch),
        parent=branch_link(sight, branch.parent),
        children=_links(sight, sight.holding(Branch, "parent", branch.key)),
        basis=branch.basis or "",
        attached_to=branch_link(sight, branch.attached_to),
        attached=_links(sight, sight.holding(Branch, "attached_to", branch.key)),
        secretary=branch.secretary,
        address=branch.address,
        hours=branch.hours,
        office=branch.office,
        phone=branch.phone,
        about=branch.about,
    )


def _links(sight: Sight, branches: list[Branch]) -> tuple[Link, ...]:
    return tuple(Link(each.title, sight.address(each)) for each in branches)
