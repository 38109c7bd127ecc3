"""The year's visits, drafted: records and settings in, the text of new records out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from generator import texts
from generator.ground import Ground
from generator.kinds.branch.fields import Branch
from generator.kinds.elder.coverage import span
from generator.kinds.elder.fields import Elder
from generator.kinds.kind import Asked, CannotDraftError, Draft
from generator.kinds.visit.dates import around, personal
from generator.kinds.visit.fields import Visit
from generator.kinds.visit.offdays import why_off
from generator.kinds.visit.quota import CANCELLED, DONE, HOME, PLANNED, days_of, owed
from generator.kinds.visit.written import New, appended
from generator.planning.plan import plan
from generator.planning.request import Limits, Person, Placement, Request, Shortfall, Window
from generator.settings import Settings
from generator.settings_visits import Occasion


def draft(ground: Ground, asked: Asked) -> Draft:
    """The visits that are still to be planned for a year. Raises CannotDraftError."""
    if asked.year < ground.day.year:
        raise CannotDraftError(texts.PLAN_PAST.format(year=asked.year))
    if asked.branch and ground.library.get(Branch, asked.branch) is None:
        raise CannotDraftError(texts.PLAN_NO_BRANCH.format(branch=asked.branch))
    otherwise = ground.settings.find("occasions", ground.settings.site.visits.plan.otherwise)
    if otherwise is None:
        name = ground.settings.site.visits.plan.otherwise
        raise CannotDraftError(texts.PLAN_NO_OCCASION.format(name=name))
    elders = {each.key: each for each in ground.library.all(Elder) if not each.draft}
    request = _request(ground, asked, list(elders.values()))
    outcome = plan(request)
    by_branch: dict[str, list[Placement]] = {}
    for each in outcome.placements:
        by_branch.setdefault(elders[each.person].branch, []).append(each)
    files = dict(
        appended(
            ground.library, branch, asked.year, [_new(each, ground, otherwise) for each in own]
        )
        for branch, own in sorted(by_branch.items())
    )
    said = tuple(_said(ground, asked, request, elders, outcome.placements))
    lacking = tuple(_lacking(each, elders[each.person]) for each in outcome.shortfalls)
    return Draft(files, said, lacking)


def _request(ground: Ground, asked: Asked, elders: Sequence[Elder]) -> Request:
    rule = ground.settings.site.visits
    visits = [
        each
        for each in ground.library.all(Visit)
        if each.status != CANCELLED and not each.draft and abs(each.date.year - asked.year) <= 1
    ]
    of_elder: dict[str, list[Visit]] = {}
    loads: Counter[tuple[str, date]] = Counter()
    for each in visits:
        of_elder.setdefault(each.elder, []).append(each)
        loads.update((name, each.date) for name in dict.fromkeys(each.visitors))
    people = [
        person
        for elder in elders
        if asked.branch in ("", elder.branch)
        for person in _person(elder, of_elder.get(elder.key, []), ground, asked.year)
    ]
    in_branch: dict[str, list[str]] = {}
    for elder in elders:
        in_branch.setdefault(elder.branch, []).extend(_contacts(elder))
    branch_of = {each.key: each.branch for each in elders}
    people = [_with_others(each, in_branch[branch_of[each.key]]) for each in people]
    limits = Limits(rule.load.day, rule.load.week, rule.plan.apart)
    return Request(tuple(_days(ground, asked.year)), tuple(people), limits, loads)


def _days(ground: Ground, year: int) -> Iterator[date]:
    """The days of the year on which the settings let a visit be planned."""
    rule = ground.settings.site.visits.plan
    day = max(date(year, 1, 1), ground.day + timedelta(days=rule.ahead))
    while day.year == year:
        if not why_off(day, rule, ground.calendar):
            yield day
        day += timedelta(days=1)


def _contacts(elder: Elder) -> list[str]:
    """The elder's contact persons; several are separated by 、."""
    return list(dict.fromkeys(name for part in elder.contact.split("、") if (name := part.strip())))


def _person(elder: Elder, visits: Sequence[Visit], ground: Ground, year: int) -> Iterator[Person]:
    """The elder as the plan needs them, where visits of the year are missing."""
    rule = ground.settings.site.visits
    found = span(elder, rule)
    covered = days_of(found, year) if found is not None else None
    if found is None or covered is None or covered[1] < ground.day:
        return
    home = [each for each in visits if each.way == HOME and each.status in (PLANNED, DONE)]
    need = owed(found, year, rule) - sum(each.date.year == year for each in home)
    if need > 0:
        yield Person(
            elder.key, need, *covered,
            contacts=tuple(_contacts(elder)),
            near=tuple(sorted(each.date for each in home)),
            taken=tuple(sorted(each.date for each in visits)),
            windows=tuple(_windows(elder, ground.settings, year)),
        )  # fmt: skip


def _with_others(person: Person, names: Sequence[str]) -> Person:
    others = tuple(sorted(set(names) - set(person.contacts)))
    return Person(
        person.key, person.need, person.first, person.last, person.contacts, others,
        person.near, person.taken, person.windows,
    )  # fmt: skip


def _windows(elder: Elder, settings: Settings, year: int) -> Iterator[Window]:
    """The elder's key dates about a year, in the order in which the settings prefer them."""
    for name in settings.site.visits.plan.occasions:
        key = settings.find("occasions", name)
        if key is None:
            continue
        occasion = settings.occasion(key)
        for day in around(occasion, date(year, 7, 1), elder.joined):
            opens, closes = _around(occasion, elder, day)
            if opens.year <= year <= closes.year:
                yield Window(key, opens, closes, day)


def _around(occasion: Occasion, elder: Elder, day: date) -> tuple[date, date]:
    """The first and the last day on which a visit belongs to this date of an occasion."""
    last = day
    if personal(occasion) and elder.joined.day is None:
        # The day is not known: the whole month is as good.
        last = (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return day - timedelta(days=occasion.before), last + timedelta(days=occasion.after)


def _new(placement: Placement, ground: Ground, otherwise: str) -> New:
    """A placement as a record to write. The year is written where it is not the visit's own."""
    window = placement.window
    year = None
    if window:
        occasion = ground.settings.occasion(window)
        elder = ground.library.get(Elder, placement.person)
        dates = around(occasion, placement.day, elder.joined if elder else None)
        fitting = [
            each
            for each in dates
            if elder is not None
            and _around(occasion, elder, each)[0]
            <= placement.day
            <= _around(occasion, elder, each)[1]
        ]
        year = fitting[0].year if fitting and not personal(occasion) else None
    name = ground.settings.occasion_names[window or otherwise]
    return New(placement.person, placement.day, name, year, HOME, placement.visitor, PLANNED)


def _said(
    ground: Ground,
    asked: Asked,
    request: Request,
    elders: dict[str, Elder],
    placements: Sequence[Placement],
) -> Iterator[str]:
    rule = ground.settings.site.visits
    if rule.plan.holidays and not ground.calendar.works(date(asked.year, 12, 31))[1]:
        yield texts.PLAN_TENTATIVE.format(year=asked.year)
    covered = [
        each
        for each in elders.values()
        if asked.branch in ("", each.branch)
        and (found := span(each, rule)) is not None
        and (days := days_of(found, asked.year)) is not None
        and days[1] >= ground.day
    ]
    branches = Counter(each.branch for each in covered)
    added = Counter(elders[each.person].branch for each in placements)
    yield texts.PLAN_COVERED.format(
        year=asked.year, elders=len(covered), needing=len(request.people), added=len(placements)
    )
    for key in sorted(branches):
        branch = ground.library.get(Branch, key)
        name = branch.title if branch is not None else key
        yield texts.PLAN_BRANCH.format(name=name, elders=branches[key], added=added[key])
    names = ground.settings.occasion_names
    otherwise = ground.settings.site.visits.plan.otherwise
    occasions = Counter(names.get(each.window, otherwise) for each in placements)
    if occasions:
        listed = "，".join(f"{name} {count} 次" for name, count in occasions.most_common())
        yield texts.PLAN_OCCASIONS.format(listed=listed)


def _lacking(found: Shortfall, elder: Elder) -> str:
    """Who cannot be visited often enough, and why."""
    reason = {
        "no visitors": texts.PLAN_NO_VISITORS,
        "no days": texts.PLAN_NO_DAYS,
        "few days": texts.PLAN_FEW_DAYS,
        "full": texts.PLAN_FULL,
    }[found.cause].format(
        visitors="、".join(found.visitors), first=found.first, last=found.last,
        wanted=found.wanted, capacity=found.capacity,
    )  # fmt: skip
    return texts.PLAN_LACKING.format(
        key=elder.key, name=elder.name, missing=found.missing, reason=reason
    )
