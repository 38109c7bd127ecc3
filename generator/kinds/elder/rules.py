"""What must hold of elderly members, and who is covered by the visits on a day."""

from collections.abc import Iterator
from datetime import date

from generator.clock import full_years
from generator.ground import Ground
from generator.kinds.elder.fields import Elder
from generator.problems import codes
from generator.records.library import Fault, fault

ENROLLED = "在册"


def rules(elder: Elder, ground: Ground) -> Iterator[Fault]:
    """Birth, joining and 转正 follow each other (E501)."""
    if elder.joined.first <= elder.born.first:
        yield fault(codes.E501, "joined", value=elder.joined, other="出生年月", start=elder.born)
    if elder.regular is not None and elder.regular.first < elder.joined.first:
        yield fault(
            codes.E501, "regular", value=elder.regular, other="入党时间", start=elder.joined
        )


def why_not(elder: Elder, day: date, from_age: int) -> str:
    """Why a member is not covered on a day; nothing for those who are.

    Covered is who is `from_age` 周岁 or over, has membership and home in the district and is 在册
    (大连中山区, 2019). A birth known to the month counts from the month's first day.
    """
    if elder.status != ENROLLED and (elder.since is None or elder.since <= day):
        return elder.status
    if not elder.member_here:
        return "组织关系不在本区"
    if not elder.lives_here:
        return "不常住本区"
    if full_years(elder.born.first, day) < from_age:
        return f"未满 {from_age} 周岁"
    return ""


def covered(elder: Elder, day: date, from_age: int) -> bool:
    return not why_not(elder, day, from_age)
