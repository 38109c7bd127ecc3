"""高龄党员台账, 走访计划, 走访记录 and 慰问台账 as workbooks and CSV, by year and organisation.

Their columns are those that branches keep by hand. Ages, 党龄 and states are of the day of the
build. A visit is listed with the organisation that its member belongs to on that day.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from generator.audience.shown import Link
from generator.audience.view import OrganisersView
from generator.kinds.elder.register import dotted
from generator.kinds.elder.view import ElderSheet
from generator.kinds.visit import columns
from generator.kinds.visit.members import lines
from generator.kinds.visit.members import members as everybody
from generator.kinds.visit.quota import DONE, PLANNED, Duty
from generator.kinds.visit.view import Followup, Given, VisitSheet
from generator.kinds.visit.visitors import place
from generator.ledgers.separated import separated
from generator.ledgers.table import Cell, Table
from generator.ledgers.workbook import workbook
from generator.pages.paper import Paper

FOLDER = "visits/ledgers/"
ROSTER, PLAN, RESULTS, GIFTS = "高龄党员台账", "走访计划", "走访记录", "慰问台账"
_FORMS = {"xlsx": workbook, "csv": separated}
_STEMS = {ROSTER: "members", PLAN: "plan", RESULTS: "results", GIFTS: "gifts"}
_WEEK = "一二三四五六日"
_NO_FUND = "没有写来源"
# Columns, rows without their numbers, sums.
_Drawn = tuple[columns.Columns, list[tuple[Cell, ...]], Iterable[tuple[Cell, ...]]]


class _Scope(Struct, frozen=True):
    """For whom a ledger is: an organisation, or all of them."""

    branch: Link | None

    @property
    def name(self) -> str:
        return self.branch.text if self.branch else ""

    @property
    def id(self) -> str:
        """Its part of an address; that of all has a sign that no organisation's has."""
        return self.branch.url.split("/")[1] if self.branch else "_all"


_ALL = _Scope(None)


class _Ledger(Struct, frozen=True):
    """A ledger that there is: of a year, or without one of the day of the build."""

    name: str
    year: int | None
    scope: _Scope

    @property
    def title(self) -> str:
        parts = (self.scope.name, f"{self.year} 年" if self.year else "")
        said = "，".join(each for each in parts if each)
        return f"{self.name}（{said}）" if said else self.name

    def file(self, ending: str) -> Link:
        year = f"{self.year}/" if self.year else ""
        url = f"{FOLDER}{year}{_STEMS[self.name]}-{self.scope.id}.{ending}"
        return Link(f"{self.title.replace(' ', '')}.{ending}", url)


class Shelf(Struct, frozen=True):
    """Ledgers to save: the names of columns; for all and each organisation the files under each."""

    names: Sequence[str]
    scopes: Sequence[tuple[str, Sequence[tuple[Link, ...]]]]


def papers(view: OrganisersView) -> Iterator[Paper]:
    members = {each.entry.url: each for each in view.confined(ElderSheet)}
    last = _last(view.confined(VisitSheet))
    states = {
        each.sheet.entry.url: each.duty
        for each in everybody(view, lines(view))
        if each.duty is not None
    }
    drawn: dict[_Ledger, _Drawn] = {}
    for ledger, sheets in _rosters(view).items():
        rows = [_member(each, states.get(each.entry.url), last) for each in sheets]
        drawn[ledger] = columns.ROSTER, rows, ()
    for ledger, visits in _by_year(view).items():
        drawn[ledger] = _drawn(ledger.name, visits, members)
    for ledger, (ruled, rows, foot) in drawn.items():
        numbered = tuple((number, *row) for number, row in enumerate(rows, 1))
        table = Table(ledger.title, view.day, ruled, numbered, sheet=ledger.name, foot=tuple(foot))
        for ending, make in _FORMS.items():
            yield Paper(ledger.file(ending).url, make, table)


def downloads(view: OrganisersView) -> dict[int | None, Shelf]:
    """The ledgers of each year; that of the members under None."""
    found: dict[int | None, dict[_Scope, dict[str, tuple[Link, ...]]]] = {}
    for ledger in (*_rosters(view), *_by_year(view)):
        files = tuple(ledger.file(ending) for ending in _FORMS)
        rows = found.setdefault(ledger.year, {})
        rows.setdefault(ledger.scope, {})[ledger.name] = files
    return {year: _shelf(rows) for year, rows in found.items()}


def _rosters(view: OrganisersView) -> dict[_Ledger, list[ElderSheet]]:
    """The ledger of all members, and that of each organisation."""
    found: dict[_Ledger, list[ElderSheet]] = {}
    scopes = _scopes(view)
    for each in view.confined(ElderSheet):
        for scope in scopes(each.branch):
            found.setdefault(_Ledger(ROSTER, None, scope), []).append(each)
    return found


def _by_year(view: OrganisersView) -> dict[_Ledger, list[VisitSheet]]:
    """The ledgers of visits that have any."""
    found: dict[_Ledger, list[VisitSheet]] = {}
    scopes = _scopes(view)
    for each in view.confined(VisitSheet):
        for name in _in(each):
            for scope in scopes(place(each)):
                found.setdefault(_Ledger(name, each.day.year, scope), []).append(each)
    return found


def _in(visit: VisitSheet) -> Iterator[str]:
    """The ledgers into which a visit belongs."""
    yield PLAN if visit.status == PLANNED else RESULTS
    if visit.status == DONE and visit.gifts:
        yield GIFTS


def _scopes(view: OrganisersView) -> Callable[[Link | None], list[_Scope]]:
    """Organisation → the ledgers' scopes that have it: all, and its own where there are several."""
    several = len({each.branch for each in view.confined(ElderSheet)}) > 1
    return lambda branch: [_ALL, _Scope(branch)] if branch and several else [_ALL]


def _shelf(rows: Mapping[_Scope, Mapping[str, tuple[Link, ...]]]) -> Shelf:
    names = [each for each in _STEMS if any(each in own for own in rows.values())]
    ordered = sorted(rows.items(), key=lambda pair: pair[0].branch.url if pair[0].branch else "")
    scopes = [(each.name or "全部", [own.get(one, ()) for one in names]) for each, own in ordered]
    return Shelf(names, scopes)


def _drawn(name: str, visits: Sequence[VisitSheet], known: dict[str, ElderSheet]) -> _Drawn:
    if name == PLAN:
        return columns.PLAN, [_plan(each, known.get(each.about)) for each in visits], ()
    if name == RESULTS:
        return columns.RESULTS, [_result(each) for each in visits], ()
    rows = [_gift(each, given) for each in visits for given in each.gifts]
    return columns.GIFTS, rows, _sums([given for each in visits for given in each.gifts])


def _last(visits: Iterable[VisitSheet]) -> dict[str, Cell]:
    """Address of a member → the day of the last visit that was made, in whichever way."""
    return {each.about: each.day for each in visits if each.status == DONE}


def _member(sheet: ElderSheet, duty: Duty | None, last: dict[str, Cell]) -> tuple[Cell, ...]:
    return (
        sheet.name,
        sheet.sex,
        dotted(sheet.born),
        sheet.age,
        dotted(sheet.joined),
        dotted(sheet.regular),
        sheet.standing,
        sheet.branch.text if sheet.branch else "",
        "在范围内" if sheet.covered else sheet.why_not,
        sheet.grid,
        sheet.address,
        sheet.phone,
        sheet.living,
        sheet.health,
        sheet.family,
        sheet.thoughts,
        sheet.contact,
        sheet.surveyed,
        duty.made if duty else None,
        duty.owed if duty else None,
        last.get(sheet.entry.url),
        duty.next if duty else None,
        duty.state if duty else "",
        "；".join(sheet.marks),
    )


def _plan(visit: VisitSheet, member: ElderSheet | None) -> tuple[Cell, ...]:
    home = (member.grid, member.address, member.phone, member.living) if member else ("",) * 4
    return (
        visit.day,
        _WEEK[visit.day.weekday()],
        visit.occasion,
        visit.occasion_year,
        visit.elder,
        member.age if member else None,
        visit.branch,
        *home,
        member.contact if member else "",
        "、".join(visit.visitors),
        visit.way,
        "；".join(map(_brought, visit.gifts)),
        "过了日子，还没有结果" if visit.overdue else "",
    )


def _result(visit: VisitSheet) -> tuple[Cell, ...]:
    return (
        visit.day,
        visit.occasion,
        visit.occasion_year,
        visit.way,
        visit.elder,
        visit.branch,
        "、".join(visit.visitors),
        visit.recorder,
        visit.status,
        visit.needs,
        visit.opinions,
        "；".join(map(_brought, visit.gifts)),
        *_lines(visit.followups),
        "",
    )


def _lines(tasks: Sequence[Followup]) -> Iterator[str]:
    """What is to be done, by whom, until when, and what came of it: a line for each task."""
    several = len(tasks) > 1
    for said in (
        [each.what for each in tasks],
        [each.by or "—" for each in tasks],
        [str(each.due or "—") for each in tasks],
        [_outcome(each) for each in tasks],
    ):
        lines = (f"{number}. {text}" if several else text for number, text in enumerate(said, 1))
        yield "\n".join(lines)


def _outcome(task: Followup) -> str:
    if not task.done:
        return "未办"
    return f"{task.on} 已办" if task.on else "已办"


def _gift(visit: VisitSheet, given: Given) -> tuple[Cell, ...]:
    return (
        visit.day,
        visit.elder,
        visit.branch,
        visit.occasion,
        given.what or "慰问金",
        _yuan(given.fen),
        given.fund,
        "、".join(visit.visitors),
        "",
        "",
    )


def _sums(given: Sequence[Given]) -> Iterator[tuple[Cell, ...]]:
    """By source, in order of the names, those without one last; then all together."""
    sums: dict[str, int] = {}
    for each in given:
        if each.fen is not None:
            sums[each.fund] = sums.get(each.fund, 0) + each.fen
    for fund in sorted(sums, key=lambda name: (not name, name)):
        yield _sum("小计", sums[fund], fund or _NO_FUND)
    yield _sum("合计", sum(sums.values()), "")


def _sum(label: str, fen: int, fund: str) -> tuple[Cell, ...]:
    return ("", label, "", "", "", "", _yuan(fen), fund, "", "", "")


def _yuan(fen: int | None) -> Cell:
    """Yuan as a number that a workbook holds: whole where it is."""
    if fen is None:
        return None
    return fen / 100 if fen % 100 else fen // 100


def _brought(given: Given) -> str:
    amount = f" {_yuan(given.fen)} 元" if given.fen is not None else ""
    fund = f"（{given.fund}）" if given.fund else ""
    return f"{given.what or '慰问金'}{amount}{fund}"
