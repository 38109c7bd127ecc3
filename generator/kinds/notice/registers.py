"""公开事项登记簿 and 意见建议办理登记册, by year, as branches keep them on paper.

Their columns are those of the domain's registers: what was published, in what scope, for how long,
and who proposed, reviewed, approved and published it; what was said about it, and what came of it.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from generator.audience.shown import Link
from generator.audience.view import View
from generator.kinds.notice.view import NoticeView, Reply, Step
from generator.ledgers.separated import separated
from generator.ledgers.table import Cell, Column, Table
from generator.ledgers.workbook import workbook
from generator.pages.listing import Downloads
from generator.pages.paper import Paper

FOLDER = "notices/registers/"
NOTICES, OPINIONS = "公开事项登记簿", "意见建议办理登记册"
FORMS = {"xlsx": workbook, "csv": separated}
_ADDRESS = {NOTICES: FOLDER, OPINIONS: f"{FOLDER}opinions-"}
_NOBODY = Step("", "", None, "")

_NOTICE_COLUMNS = (
    Column("序号", 6),
    Column("索引号", 22),
    Column("标题", 36),
    Column("公开类别", 14),
    Column("公开事项", 18),
    Column("文种", 8),
    Column("公开性质", 10),
    Column("公开范围", 10),
    Column("公开时限", 13),
    Column("起始日", 12),
    Column("截止日", 12),
    Column("提出人", 12, "提出"),
    Column("提出日期", 12, "提出"),
    Column("审核人", 12, "审核"),
    Column("审核日期", 12, "审核"),
    Column("保密审查", 10, "审核"),
    Column("审批人", 12, "审批"),
    Column("审批日期", 12, "审批"),
    Column("公布人", 12, "公布"),
    Column("公布日期", 12, "公布"),
    Column("发布单位", 30),
    Column("状态", 10),
    Column("公示结果", 20),
    Column("备注", 24),
)
_OPINION_COLUMNS = (
    Column("序号", 6),
    Column("公开事项", 32),
    Column("发布单位", 26),
    Column("收到日期", 12),
    Column("意见建议", 36),
    Column("办理情况", 36),
    Column("答复日期", 12),
    Column("用时（天）", 11),
    Column("备注", 14),
)


def papers(view: View) -> Iterator[Paper]:
    for name, by_year in _kept(view).items():
        columns = _NOTICE_COLUMNS if name == NOTICES else _OPINION_COLUMNS
        for year, rows in by_year.items():
            numbered = tuple((number, *row) for number, row in enumerate(rows, 1))
            table = Table(f"{name}（{year} 年）", view.day, columns, numbered)
            for ending, make in FORMS.items():
                yield Paper(_address(name, year, ending), make, table)


def downloads(notices: Sequence[NoticeView]) -> dict[int, list[Downloads]]:
    """The registers of each year that has any, the newest year first."""
    found: dict[int, list[Downloads]] = {}
    said = {_year(each, reply) for each in notices for reply in each.replies}
    years = {each.issued.year for each in notices}
    for year in sorted(years | said, reverse=True):
        names = [NOTICES] * (year in years) + [OPINIONS] * (year in said)
        found[year] = [
            (f"{name}（{year} 年）", [_file(name, year, ending) for ending in FORMS])
            for name in names
        ]
    return found


def _file(name: str, year: int, ending: str) -> Link:
    return Link(f"{name}（{year}年）.{ending}", _address(name, year, ending))


def _address(name: str, year: int, ending: str) -> str:
    return f"{_ADDRESS[name]}{year}.{ending}"


def _kept(view: View) -> dict[str, dict[int, list[tuple[Cell, ...]]]]:
    """Register → year → its rows without their numbers, the oldest first."""
    issued: dict[int, list[NoticeView]] = {}
    said: dict[int, list[tuple[NoticeView, Reply]]] = {}
    for each in reversed(view.of(NoticeView)):
        issued.setdefault(each.issued.year, []).append(each)
        for reply in each.replies:
            said.setdefault(_year(each, reply), []).append((each, reply))
    notices = {
        year: list(map(_notice, some)) for year, some in issued.items() if view.concerns(some)
    }
    opinions = {
        year: [_opinion(*each) for each in sorted(some, key=_received)]
        for year, some in said.items()
        if view.concerns(notice for notice, _ in some)
    }
    return {NOTICES: notices, OPINIONS: opinions}


def _received(answered: tuple[NoticeView, Reply]) -> date:
    notice, reply = answered
    return reply.received or notice.issued


def _year(notice: NoticeView, reply: Reply) -> int:
    return _received((notice, reply)).year


def _notice(notice: NoticeView) -> tuple[Cell, ...]:
    steps = {each.name: each for each in notice.steps}
    proposed, reviewed, approved, published = (
        steps.get(name, _NOBODY) for name in ("提出", "审核", "审批", "公布")
    )
    period = notice.period
    return (
        notice.index,
        notice.entry.title,
        notice.heading.text,
        notice.item,
        notice.doc,
        notice.nature,
        notice.scope,
        "长期" if period.ends is None else period.length or "限时",
        period.starts,
        period.ends,
        proposed.by,
        proposed.on,
        reviewed.by,
        reviewed.on,
        reviewed.note.removeprefix("保密审查"),
        approved.by,
        approved.on,
        published.by,
        published.on,
        notice.issuer,
        notice.state,
        notice.outcome,
        "；".join(_remarks(notice)),
    )


def _remarks(notice: NoticeView) -> Iterator[str]:
    if notice.period.tentative:
        yield "截止日为暂算"
    if notice.corrects is not None:
        yield f"更正“{notice.corrects.text}”"
    for each in notice.corrected_by:
        yield f"已由“{each.text}”更正"


def _opinion(notice: NoticeView, reply: Reply) -> tuple[Cell, ...]:
    taken = (reply.on - reply.received).days if reply.on and reply.received else None
    return (
        notice.entry.title,
        notice.issuer,
        reply.received,
        reply.opinion,
        reply.result,
        reply.on,
        taken,
        "" if reply.on else "尚未答复",
    )
