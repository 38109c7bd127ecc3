"""Where organisers' pages of visits and of the register stand: ids and digests, never names."""

import hashlib

from generator.audience.shown import Link
from generator.pages.listing import HOME, of_branch

SECTION = Link("老党员走访", "visits/")
SCHEDULE = Link("走访安排", "visits/schedule/")
VISITORS = Link("按走访人看", f"{SCHEDULE.url}visitors/")
BRANCHES = Link("按党组织看", f"{SCHEDULE.url}branches/")
GRIDS = Link("按网格看", f"{SCHEDULE.url}grids/")
FUNDS = Link("慰问经费", "visits/funds/")
FOLLOWUPS = Link("后续事项", "visits/followups/")
PAPERS = Link("打印、下载、订阅", "visits/papers/")
REGISTER = Link("高龄党员名册", "elders/")
REGISTER_GRIDS = Link("按网格看", f"{REGISTER.url}grids/")
LEFT = Link("已经离开名册的", f"{REGISTER.url}left/")
# The way to them from the page that everybody has.
DESK = (REGISTER, SCHEDULE, FOLLOWUPS, FUNDS, PAPERS)
IN_SCHEDULE = (HOME, SECTION, SCHEDULE)


def visitor(name: str) -> Link:
    """The page of who goes on visits."""
    return Link(name, f"{VISITORS.url}{_digest(name)}/")


def schedule_of(branch: Link) -> Link:
    """Where the visits of an organisation's members are listed."""
    return Link(branch.text, f"{BRANCHES.url}{_id(branch)}/")


def register_of(branch: Link) -> Link:
    """Where an organisation's members are listed."""
    return Link(branch.text, f"{REGISTER.url}branches/{_id(branch)}/")


def grid(base: Link, branch: Link | None, name: str) -> Link:
    """The page of a grid below `base`. Two organisations may each have a grid of that name: they
    are two grids.
    """
    digest = _digest(f"{branch.url if branch else ''}\n{name}")
    text = f"{branch.text} · {name}" if branch else name
    return Link(text, f"{base.url}{digest}/")


def year(number: int) -> Link:
    """The overview of a year."""
    return Link(f"{number} 年", f"{SCHEDULE.url}{number}/")


def month(number: int, of: int) -> Link:
    """The calendar of a month `of` a year."""
    return Link(f"{number} 年 {of} 月", f"{SCHEDULE.url}{number}/{of:02d}/")


def _id(branch: Link) -> str:
    return of_branch("", branch).url.strip("/")


def _digest(text: str) -> str:
    return hashlib.blake2s(text.encode(), digest_size=6).hexdigest()
