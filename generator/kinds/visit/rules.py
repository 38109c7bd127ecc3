"""What must hold of visits, each by itself and beside the others of its member and its visitors."""

from collections.abc import Iterator

from generator.clock import monday
from generator.ground import Ground
from generator.kinds.elder.coverage import ENROLLED, why_not
from generator.kinds.elder.fields import Elder
from generator.kinds.visit.fields import WEEK, Visit, week_of
from generator.kinds.visit.quota import CANCELLED, DONE, MISSED, PLANNED
from generator.problems import codes
from generator.records.library import Fault, fault
from generator.settings import Settings


def rules(visit: Visit, ground: Ground) -> Iterator[Fault]:
    """What has happened lies in the past (E508); what was planned for the past has a result (E509,
    a warning); follow-ups fall due after the visit (E501); nobody visits twice at once (E535).
    """
    if visit.status in (DONE, MISSED) and visit.date > ground.day:
        yield fault(codes.E508, "date", date=visit.date, status=visit.status)
    if visit.status == PLANNED and visit.date < ground.day:
        yield fault(codes.E509, "date", date=visit.date)
    for number, each in enumerate(visit.followups):
        if each.due is not None and each.due < visit.date:
            yield fault(
                codes.E501, "followups", number, "due",
                value=each.due, other="走访日期", start=visit.date,
            )  # fmt: skip
    for number, name in enumerate(visit.visitors):
        if name in visit.visitors[:number]:
            yield fault(codes.E535, "visitors", number, visitor=name)
    if visit.status != CANCELLED and not visit.draft:
        yield from _of_member(visit, ground)
        yield from _of_visitors(visit, ground)


def _of_member(visit: Visit, ground: Ground) -> Iterator[Fault]:
    """The member is still there (E534) and covered (E533), and visited once on a day (E530)."""
    elder = ground.library.get(Elder, visit.elder)
    if elder is None:
        return
    rule = ground.settings.site.visits
    # Without a day on which the member left, what was done before today may well be right.
    since = elder.since or ground.day
    if (
        elder.status != ENROLLED
        and visit.date >= since
        and (elder.since or visit.status == PLANNED)
    ):
        yield fault(
            codes.E534, "date",
            elder=elder.name, since=since, reason=elder.status, date=visit.date,
        )  # fmt: skip
    elif (reason := why_not(elder, visit.date, rule)) and (
        visit.status == PLANNED or visit.occasion in _for_the_covered(ground.settings)
    ):
        yield fault(codes.E533, "elder", elder=elder.name, date=visit.date, reason=reason)
    if visit.status == MISSED:
        return
    same = ground.library.holding(Visit, "elder", visit.elder)
    for other in sorted(same, key=_written):
        if other.date == visit.date and other.status in (PLANNED, DONE) and not other.draft:
            if _written(other) < _written(visit):
                file = ground.library.file("visit", other.key)
                yield fault(codes.E530, "date", date=visit.date, elder=elder.name, other=file)
            return


def _for_the_covered(settings: Settings) -> set[str | None]:
    """The occasions at which only members who are covered are visited: those that are planned."""
    return {settings.find("occasions", each) for each in settings.site.visits.plan.occasions}


def _of_visitors(visit: Visit, ground: Ground) -> Iterator[Fault]:
    """No visitor has more visits on a day (E531) or in a week (E532) than the settings allow.

    Of a day's or a week's visits, those beyond the number are pointed out, by date and place.
    """
    load = ground.settings.site.visits.load
    own = (visit.date, *_written(visit))
    for name in dict.fromkeys(visit.visitors):
        place = visit.visitors.index(name)
        week = [
            (each.date, *_written(each))
            for each in ground.library.holding(Visit, WEEK, week_of(name, visit.date))
            if each.status != CANCELLED and not each.draft
        ]
        day = [each for each in week if each[0] == visit.date]
        if sum(each < own for each in day) >= load.day:
            yield fault(
                codes.E531, "visitors", place,
                visitor=name, date=visit.date, count=len(day), limit=load.day,
            )  # fmt: skip
        elif sum(each < own for each in week) >= load.week:
            yield fault(
                codes.E532, "visitors", place,
                visitor=name, monday=monday(visit.date), count=len(week), limit=load.week,
            )  # fmt: skip


def _written(visit: Visit) -> tuple[str, int]:
    """Where a visit stands, to tell which of two came first."""
    return visit.origin.file, visit.origin.index or 0
