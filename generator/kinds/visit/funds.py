"""What was given at visits: by source, year by year; in a year by occasion and organisation.

Money of visits that were made, whoever has left since. Amounts are whole hundredths of a yuan.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from generator import texts
from generator.audience.shown import Link
from generator.audience.view import OrganisersView
from generator.kinds.visit import places
from generator.kinds.visit.charts import Chart, Row, stacked
from generator.kinds.visit.counting import FUNDS
from generator.kinds.visit.members import Line
from generator.kinds.visit.quota import DONE
from generator.kinds.visit.view import VisitSheet
from generator.pages.drawing import Drawing
from generator.pages.listing import HOME
from generator.pages.page import Page

SOURCES = (*FUNDS, texts.NO_FUND)


class MoneyRow(Struct, frozen=True):
    """Amounts as people write them, one for each column, and their sum."""

    label: str
    url: str
    cells: tuple[str, ...]
    total: str


class MoneyTable(Struct, frozen=True):
    """`first` heads the labels; `total` is the last row."""

    title: str
    first: str
    columns: tuple[str, ...]
    rows: tuple[MoneyRow, ...]
    total: MoneyRow
    chart: Chart


def yuan(fen: int) -> str:
    """An amount as people write it: `1,200` or `1,200.50`."""
    whole, rest = divmod(fen, 100)
    return f"{whole:,}.{rest:02d}" if rest else f"{whole:,}"


def fund_pages(view: OrganisersView, lines: Iterable[Line]) -> Iterator[Page]:
    sheets = [each.sheet for each in lines if each.sheet.status == DONE and each.sheet.gifts]
    years = sorted({each.day.year for each in sheets}, reverse=True)
    crumbs = [HOME, places.SECTION]
    link = places.FUNDS
    known = [Link(f"{year} 年", f"{link.url}{year}/") for year in years]
    rows = [(each, [s for s in sheets if s.day.year == year])
            for each, year in zip(known, years, strict=True)]  # fmt: skip
    context = {
        "crumbs": crumbs,
        "title": link.text,
        "tables": [_table("历年", "年度", rows)] if rows else [],
        "things": 0,
        "years": [(each, 0) for each in known],
    }
    yield Page(link.url, link.text, "visits", Drawing("visit/funds.html", context))
    for each, own in rows:
        title = f"{each.text}{link.text}"
        tables = [
            _table("按节点", "节点", _grouped(own, lambda sheet: Link(sheet.occasion, ""))),
            _table("按党组织", "党组织", _grouped(own, _branch)),
        ]
        context = {
            "crumbs": [*crumbs, link],
            "title": title,
            "tables": tables,
            "things": sum(gift.fen is None for sheet in own for gift in sheet.gifts),
            "years": [(one, 0) for one in known],
        }
        yield Page(each.url, title, "visits", Drawing("visit/funds.html", context))


def _branch(sheet: VisitSheet) -> Link:
    if not sheet.place:
        return Link(sheet.branch or "其他", "")
    return places.schedule_of(Link(sheet.branch, sheet.place))


def _grouped(
    sheets: Iterable[VisitSheet], link: Callable[[VisitSheet], Link]
) -> list[tuple[Link, list[VisitSheet]]]:
    """The group with the most money first."""
    found: dict[Link, list[VisitSheet]] = {}
    for each in sheets:
        found.setdefault(link(each), []).append(each)
    return sorted(found.items(), key=lambda pair: (-sum(_sums(pair[1])), pair[0].text))


def _sums(sheets: Iterable[VisitSheet]) -> list[int]:
    """The money by source, in the order of `SOURCES`."""
    sums = [0] * len(SOURCES)
    for sheet in sheets:
        for gift in sheet.gifts:
            if gift.fen is not None:
                place = SOURCES.index(gift.fund) if gift.fund else len(FUNDS)
                sums[place] += gift.fen
    return sums


def _table(
    title: str, first: str, groups: Sequence[tuple[Link, Sequence[VisitSheet]]]
) -> MoneyTable:
    """A table and its chart. Money without a source has a column where there is any."""
    sums = [(link, _sums(own)) for link, own in groups]
    total = [sum(each[number] for _, each in sums) for number in range(len(SOURCES))]
    shown = len(SOURCES) if total[-1] else len(FUNDS)
    rows = tuple(_row(link, each[:shown]) for link, each in sums)
    bars = [Row(link.text, tuple(each[:shown]), f"{yuan(sum(each))} 元") for link, each in sums]
    chart = stacked(title, bars, SOURCES[:shown])
    return MoneyTable(
        title, first, SOURCES[:shown], rows, _row(Link("合计", ""), total[:shown]), chart
    )


def _row(link: Link, sums: Sequence[int]) -> MoneyRow:
    cells = tuple(yuan(each) if each else "—" for each in sums)
    return MoneyRow(link.text, link.url, cells, yuan(sum(sums)))
