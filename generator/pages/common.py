"""The pages that belong to no kind: tags, archive, search, 404, what is gone, the help."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from pydantic import BaseModel

from generator.audience.shown import Entry, Gone, Link
from generator.audience.view import View
from generator.pages.drawing import Drawing
from generator.pages.listing import (
    HOME,
    Counted,
    calendar,
    directory,
    newest_first,
    shelf,
    tag_url,
    years,
)
from generator.pages.page import Page
from generator.pages.reference import reference
from generator.problems.codes import CODES, GROUPS

HELP = Link("使用帮助", "help/")
MORE = "more"


class Chapter(Struct, frozen=True):
    """A kind as the help describes it."""

    name: str
    label: str
    about: str
    example: str
    model: type[BaseModel]


def pages(view: View, sections: Sequence[Link]) -> Iterator[Page]:
    """Everything but the help, which does not depend on the records."""
    entries = newest_first(view.entries())
    yield from _tags(entries)
    yield from _archive(entries)
    for gone in view.gone:
        section = gone.url.partition("/")[0]
        drawing = Drawing("pages/gone.html", {"gone": gone, "crumbs": [HOME]})
        yield Page(gone.url, _gone_title(gone), section, drawing)
    yield Page("search/", "搜索", "search", Drawing("pages/search.html", {}))
    not_found = Drawing("pages/not_found.html", {"sections": sections})
    yield Page("404.html", "没有找到这个页面", MORE, not_found)


def _gone_title(gone: Gone) -> str:
    return f"这份{gone.kind_label}已经撤下"


def _tags(entries: list[Entry]) -> Iterator[Page]:
    tagged: dict[str, list[Entry]] = {}
    for each in entries:
        for tag in each.tags:
            tagged.setdefault(tag, []).append(each)
    ranked = sorted(tagged, key=lambda tag: (-len(tagged[tag]), tag))
    links: Counted = [(Link(tag, tag_url(tag)), len(tagged[tag])) for tag in ranked]
    yield directory("tags/", "标签", MORE, [("", links)], [HOME])
    crumbs = [HOME, Link("标签", "tags/")]
    for link, _ in links:
        yield from shelf(link.url, link.text, MORE, tagged[link.text], crumbs)


def _archive(entries: list[Entry]) -> Iterator[Page]:
    base = "archive/"
    known = years(entries, base)
    kinds = Counter((each.kind_label, each.url.partition("/")[0]) for each in entries)
    sections: Counted = [
        (Link(label, f"{folder}/"), count) for (label, folder), count in kinds.items()
    ]
    groups = [("按年份", known), ("按种类", sections)]
    yield directory(base, "站点地图", MORE, groups, [HOME])
    yield from calendar(base, "归档", MORE, entries, [HOME, Link("站点地图", base)])


def manual(chapters: Iterable[Chapter], written: bool) -> Iterator[Page]:
    """How to write each kind, and what every error means, from their declarations.

    `written`: the help has a hand-written front page, so that none is made here.
    """
    chapters = list(chapters)
    crumbs = [HOME, HELP]
    for each in chapters:
        title = f"怎样写{each.label}"
        context = {
            "title": title,
            "intro": each.about,
            "crumbs": crumbs,
            "example": each.example,
            "fields": reference(each.model),
        }
        yield Page(f"help/{each.name}/", title, "help", Drawing("pages/reference.html", context))
    groups = [
        (
            heading,
            [
                (code.code, code.title, code.meaning, code.cure)
                for code in CODES.values()
                if code.code.startswith(prefix)
            ],
        )
        for prefix, heading in GROUPS.items()
    ]
    errors = {"title": "错误代码", "crumbs": crumbs, "groups": groups}
    yield Page("help/errors/", "错误代码", "help", Drawing("pages/errors.html", errors))
    if not written:
        links: Counted = [
            (Link(f"怎样写{each.label}", f"help/{each.name}/"), 1) for each in chapters
        ]
        links.append((Link("错误代码", "help/errors/"), len(CODES)))
        yield directory(HELP.url, HELP.text, "help", [("", links)], [HOME])
