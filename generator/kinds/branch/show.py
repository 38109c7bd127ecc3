"""Party organisations → their views, in the order of their tree."""

from collections.abc import Iterator

from generator.audience.shown import Entry, Link
from generator.audience.sight import Sight
from generator.kinds.branch.fields import Branch
from generator.kinds.branch.view import BranchView


def branch_link(sight: Sight, key: str | None) -> Link | None:
    """The short name of an organisation and its page; None where it is not shown."""
    branch = sight.get(Branch, key)
    return sight.link(branch, branch.title) if branch else None


def show(sight: Sight) -> Iterator[BranchView]:
    """Every organisation, parents before their children, children in order of their keys."""
    branches = sight.all(Branch)
    children: dict[str, list[Branch]] = {}
    for each in branches:
        parent = each.parent if sight.get(Branch, each.parent) else ""
        children.setdefault(parent or "", []).append(each)

    def below(key: str, depth: int) -> Iterator[BranchView]:
        for each in children.get(key, []):
            yield _view(sight, each, depth, children.get(each.key, []), branches)
            yield from below(each.key, depth + 1)

    yield from below("", 0)


def _view(
    sight: Sight, branch: Branch, depth: int, children: list[Branch], branches: list[Branch]
) -> BranchView:
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
        depth=depth,
        parent=branch_link(sight, branch.parent),
        children=_links(sight, children),
        basis=branch.basis or "",
        attached_to=branch_link(sight, branch.attached_to),
        attached=_links(sight, [each for each in branches if each.attached_to == branch.key]),
        secretary=branch.secretary,
        address=branch.address,
        hours=branch.hours,
        office=branch.office,
        phone=branch.phone,
        about=branch.about,
    )


def _links(sight: Sight, branches: list[Branch]) -> tuple[Link, ...]:
    return tuple(Link(each.title, sight.address(each)) for each in branches)
