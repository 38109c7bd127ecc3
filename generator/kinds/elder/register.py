"""高龄党员登记表: the register of an organisation to be printed, a page for each of them."""

import re
from collections.abc import Iterator
from itertools import groupby

from generator.audience.shown import Link
from generator.audience.view import OrganisersView
from generator.kinds.elder.view import ElderSheet
from generator.pages.drawing import Drawing
from generator.pages.listing import HOME, of_branch
from generator.pages.page import Page

_SECTION = Link("高龄党员名册", "elders/")
_FOLDER = "elders/register"


def dotted(day: str) -> str:
    """A day or month as registers write it: 1938.04.17 for 1938年4月17日, 1938.04 for 1938年4月."""
    return ".".join(each.zfill(2) for each in re.findall("[0-9]+", day))


def forms(view: OrganisersView) -> list[tuple[Link, int]]:
    """The printable register of each organisation that has anybody in it, and how many it has."""
    return [(link, len(sheets)) for link, sheets in _by_branch(view)]


def pages(view: OrganisersView) -> Iterator[Page]:
    for link, sheets in _by_branch(view):
        rows = [(each, dotted(each.born), dotted(each.joined)) for each in sheets]
        context = {"crumbs": [HOME, _SECTION], "branch": link.text, "rows": rows,
                   "day": view.day}  # fmt: skip
        title = f"高龄党员登记表 · {link.text}"
        yield Page(link.url, title, "elders", Drawing("elder/register.html", context))


def _by_branch(view: OrganisersView) -> Iterator[tuple[Link, list[ElderSheet]]]:
    """Sheets come in order of their organisations."""
    for branch, group in groupby(view.confined(ElderSheet), key=lambda each: each.branch):
        yield of_branch(_FOLDER, branch) if branch else _OTHERS, list(group)


# Those whose organisation is not shown; an organisation's address holds no underscore.
_OTHERS = Link("其他", f"{_FOLDER}/_others/")
