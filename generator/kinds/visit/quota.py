"""How a member stands with the year's visits on a day. Pure: calls and rules in, a state out.

The rule: at least `yearly` completed 入户 visits in a calendar year (大连中山区, 2019), and at
least `survey.yearly` 摸底. Key dates are chances for a visit, not quotas; a visit counts for the
calendar year of its date, whichever year's occasion it was for.

What is owed (`owed`): `yearly`; with `midyear: 折算`, and always for who will leave, as many as
fit into the covered days of the year with `plan.apart` days between them.

What is missing has a latest day (`latest`): the day on which the next visit must be made so that
the others still fit before the year, or the covered days, end. The days between are `plan.apart`,
or fewer where somebody was covered so late in the year that these do not fit.

States, the first that applies:

- 超期: a plan whose day is over has no result; or last year's visits, or 摸底, fell short and this
  year has none yet; or the latest day is over and too few are planned.
- 达标: the visits of the year are made, and so is the 摸底 of the period.
- 即将到期: fewer are planned than are missing; or the latest day, or the last one for the 摸底, is
  `remind.days` away or less.
- 按计划: what is missing is planned.

Last year is looked at only where the register of visits reaches back to it (`since`).
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from generator import texts
from generator.kinds.elder.span import Span
from generator.settings_visits import VisitRule

State = Literal["达标", "按计划", "即将到期", "超期"]
MET: State = "达标"
ON_PLAN: State = "按计划"
DUE: State = "即将到期"
OVERDUE: State = "超期"
HOME = "入户"
PLANNED, DONE, MISSED, CANCELLED = "计划", "已完成", "未遇", "取消"


class Call(Struct, frozen=True):
    """A visit as the quota sees it."""

    day: date
    way: str
    status: str

    @property
    def made(self) -> bool:
        """Whether it counts towards the year's number."""
        return self.way == HOME and self.status == DONE


class Duty(Struct, frozen=True):
    """How a member stands: made and owed visits of the year, why, and what is next.

    `next` is the next planned day; `latest` the last day for the next visit, where one is missing.
    """

    state: State
    made: int
    owed: int
    reasons: tuple[str, ...]
    next: date | None
    latest: date | None


def days_of(span: Span, year: int) -> tuple[date, date] | None:
    """The first and the last day of a year on which somebody is covered."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    first = max(first, span.first)
    last = last if span.last is None else min(last, span.last)
    return (first, last) if first <= last else None


def owed(span: Span, year: int, rule: VisitRule) -> int:
    """How many home visits a member is owed in a calendar year."""
    covered = days_of(span, year)
    if covered is None:
        return 0
    first, last = covered
    leaves = last < date(year, 12, 31)
    if leaves or rule.midyear == "折算":
        fit = 1 + (last - first).days // max(rule.plan.apart, 1)
        return min(rule.yearly, fit)
    return rule.yearly


def latest(span: Span, year: int, missing: int, rule: VisitRule) -> date:
    """The last day for the next of so many missing visits; raises ValueError where none is owed."""
    covered = days_of(span, year)
    if covered is None:
        raise ValueError(year)
    first, last = covered
    apart = min(rule.plan.apart, (last - first).days // max(owed(span, year, rule), 1))
    return last - timedelta(days=apart * max(missing - 1, 0))


def duty(
    span: Span,
    calls: Sequence[Call],
    surveyed: date | None,
    day: date,
    rule: VisitRule,
    since: int | None = None,
) -> Duty:
    """The state of a member who is covered on `day`; `since` is the first year with any visits."""
    year = day.year
    own = [each for each in calls if each.day.year == year]
    made = sum(each.made and each.day <= day for each in own)
    due = owed(span, year, rule)
    missing = max(due - made, 0)
    coming = sorted(each.day for each in calls if each.status == PLANNED and each.day >= day)
    planned = sum(
        each.status == PLANNED and each.way == HOME and each.day >= day and each.day in span
        for each in own
    )
    last = latest(span, year, missing, rule) if missing else None
    late = list(_late(span, calls, surveyed, day, rule, since))
    if last is not None and planned < missing and day > last:
        late.append(texts.TOO_LATE.format(missing=missing, last=last))
    short = []
    if last is not None and planned < missing:
        short.append(texts.TOO_FEW.format(missing=missing, planned=planned, last=last))
    elif last is not None and (last - day).days <= rule.remind.days:
        short.append(texts.LATEST.format(missing=missing, last=last))
    survey = _survey_due(surveyed, day, rule)
    if survey is not None and (survey - day).days <= rule.remind.days:
        short.append(texts.SURVEY_DUE.format(last=survey))
    following = coming[0] if coming else None

    def found(state: State, reasons: Sequence[str]) -> Duty:
        return Duty(state, made, due, tuple(reasons), following, last)

    if late:
        return found(OVERDUE, late)
    count = texts.MADE.format(made=made, owed=due)
    if not missing and survey is None:
        return found(MET, [count])
    if short:
        return found(DUE, short)
    notes = [count]
    if missing:
        notes.append(texts.ALL_PLANNED.format(missing=missing))
    if survey is not None:
        notes.append(texts.SURVEY_OPEN.format(last=survey))
    return found(ON_PLAN, notes)


def _late(
    span: Span,
    calls: Sequence[Call],
    surveyed: date | None,
    day: date,
    rule: VisitRule,
    since: int | None,
) -> Iterator[str]:
    """What is overdue whatever is planned."""
    for each in sorted(each.day for each in calls if each.status == PLANNED and each.day < day):
        yield texts.NO_RESULT.format(day=each)
    before = day.year - 1
    if since is None or since > before:
        return
    made = sum(each.made and each.day.year == before for each in calls)
    again = any(each.made and each.day.year == day.year and each.day <= day for each in calls)
    lacking = owed(span, before, rule) - made
    if lacking > 0 and not again:
        yield texts.SHORT_LAST_YEAR.format(year=before, lacking=lacking)
    was_covered = days_of(span, before) is not None
    if was_covered and rule.survey.yearly and (surveyed is None or surveyed.year < before):
        yield texts.NO_SURVEY_LAST_YEAR.format(year=before)


def _survey_due(surveyed: date | None, day: date, rule: VisitRule) -> date | None:
    """The last day for the 摸底 of the current period, where it has not been made.

    So many surveys a year cut the year into as many equal periods.
    """
    if not rule.survey.yearly:
        return None
    months = 12 // rule.survey.yearly
    begins = (day.month - 1) // months * months + 1
    ends = begins + months
    last = date(day.year, ends, 1) if ends <= 12 else date(day.year + 1, 1, 1)
    done = surveyed is not None and date(day.year, begins, 1) <= surveyed <= day
    return None if done else last - timedelta(days=1)
