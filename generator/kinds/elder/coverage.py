"""Who is covered by the visits, and from which day to which. Pure: a member and the rule, no clock.

Covered is who is `from_age` 周岁 or over, has membership and home in the district and is 在册
(大连中山区, 2019). The age and how 周岁 are counted come from `site.yaml: visits`.
"""

from datetime import date, timedelta

from generator import texts
from generator.clock import full_on
from generator.kinds.elder.fields import Elder
from generator.kinds.elder.span import Span
from generator.settings_visits import VisitRule

ENROLLED = "在册"


def left(elder: Elder, day: date) -> bool:
    """Whether a member has left by that day (转出, 去世, 停止党籍): from `since` on, without it at
    once. Who has left is in no plan, list or feed.
    """
    return elder.status != ENROLLED and (elder.since is None or elder.since <= day)


def of_age(elder: Elder, rule: VisitRule) -> date:
    """The first day on which a member is old enough; the earliest one that a month leaves open."""
    return full_on(elder.born.first, rule.from_age, on_birthday=on_birthday(rule))


def on_birthday(rule: VisitRule) -> bool:
    """Whether a year of age is full on the birthday itself."""
    return rule.age.full_on == "生日当日"


def span(elder: Elder, rule: VisitRule) -> Span | None:
    """When a member is covered; None for who never is as things stand."""
    if not elder.member_here or not elder.lives_here:
        return None
    last = None
    if elder.status != ENROLLED:
        if elder.since is None:
            return None
        last = elder.since - timedelta(days=1)
    first = of_age(elder, rule)
    if last is not None and last < first:
        return None
    return Span(first, last, elder.born.day is not None)


def covered(elder: Elder, day: date, rule: VisitRule) -> bool:
    """Whether a member is covered on a day."""
    found = span(elder, rule)
    return found is not None and day in found


def coming(elder: Elder, day: date, rule: VisitRule) -> date | None:
    """The day on which a member will be covered, where it is near enough (`remind.coming` days)."""
    found = span(elder, rule)
    if found is None or not day < found.first <= day + timedelta(days=rule.remind.coming):
        return None
    return found.first


def why_not(elder: Elder, day: date, rule: VisitRule) -> str:
    """Why a member is not covered on a day, in Chinese; nothing for those who are."""
    if left(elder, day):
        return elder.status
    if not elder.member_here:
        return texts.NOT_MEMBER_HERE
    if not elder.lives_here:
        return texts.NOT_LIVING_HERE
    if day < of_age(elder, rule):
        return texts.TOO_YOUNG.format(age=rule.from_age)
    return ""
