"""Who is covered on a day, and 党龄, 政治生日, 光荣在党50年: vectors reckoned by hand."""

from datetime import date

import pytest

from generator.clock import anniversary, full_on
from generator.kinds.elder.coverage import coming, covered, left, span, why_not
from generator.kinds.elder.fields import Elder
from generator.kinds.elder.span import Span
from generator.kinds.elder.standing import honoured, party_age, party_birthday, reckoned_on
from generator.settings_visits import AgeRule, HonourRule, VisitRule

DAY_AFTER = VisitRule()
ON_BIRTHDAY = VisitRule(age=AgeRule(full_on="生日当日"))
HONOUR = HonourRule()


def elder(born: str = "1940-05-05", joined: str = "1965-07-01", **more: object) -> Elder:
    fields = {"member_here": "是", "lives_here": "是", "status": "在册", **more}
    return Elder.model_validate(
        {"id": "e", "name": "赵守田", "branch": "kq", "born": born, "joined": joined, **fields}
    )


@pytest.mark.parametrize(
    ("born", "rule", "first"),
    [
        ("1946-11-23", DAY_AFTER, date(2026, 11, 24)),
        ("1946-11-23", ON_BIRTHDAY, date(2026, 11, 23)),
        ("1946-12-31", DAY_AFTER, date(2027, 1, 1)),
        # A leap day has its anniversary, or else the end of its month.
        ("1944-02-29", DAY_AFTER, date(2024, 3, 1)),
        ("1944-02-29", ON_BIRTHDAY, date(2024, 2, 29)),
        # The month alone: the earliest day that may be meant, so that nobody is missed.
        ("1946-11", DAY_AFTER, date(2026, 11, 2)),
        ("1946-11", ON_BIRTHDAY, date(2026, 11, 1)),
    ],
)
def test_the_first_day_on_which_somebody_is_covered(
    born: str, rule: VisitRule, first: date
) -> None:
    member = elder(born)
    found = span(member, rule)
    assert found == Span(first, None, certain=len(born) == 10)
    assert covered(member, first, rule)
    assert not covered(member, first.fromordinal(first.toordinal() - 1), rule)


def test_leap_days_in_common_years() -> None:
    assert anniversary(date(1944, 2, 29), 2025) == date(2025, 2, 28)
    assert full_on(date(1944, 2, 29), 81) == date(2025, 3, 1)
    assert full_on(date(1944, 2, 29), 81, on_birthday=True) == date(2025, 2, 28)


def test_membership_and_home_are_both_asked_for() -> None:
    day = date(2026, 11, 23)
    assert why_not(elder(), day, DAY_AFTER) == ""
    assert why_not(elder(member_here="否"), day, DAY_AFTER) == "组织关系不在本区"
    assert why_not(elder(lives_here="否"), day, DAY_AFTER) == "不常住本区"
    assert why_not(elder("1950-01"), day, DAY_AFTER) == "未满 80 周岁"


def test_who_leaves_is_covered_to_the_day_before() -> None:
    member = elder(status="去世", since="2026-03-08")
    assert covered(member, date(2026, 3, 7), DAY_AFTER)
    assert why_not(member, date(2026, 3, 8), DAY_AFTER) == "去世"
    assert not left(member, date(2026, 3, 7))
    # Without a day: at once.
    assert span(elder(status="转出"), DAY_AFTER) is None
    assert left(elder(status="转出"), date(1990, 1, 1))
    # Who leaves before they are old enough never is covered.
    assert span(elder("1950-01", status="转出", since="2029-12-31"), DAY_AFTER) is None


def test_who_will_be_covered_within_a_year() -> None:
    member = elder("1947-11-22")
    assert coming(member, date(2026, 11, 23), DAY_AFTER) == date(2027, 11, 23)
    assert coming(member, date(2026, 11, 22), DAY_AFTER) is None
    assert coming(member, date(2027, 11, 23), DAY_AFTER) is None


@pytest.mark.parametrize(
    ("joined", "regular", "day", "years", "from_joining", "exact"),
    [
        ("1975-07-02", "1976-07-01", date(2026, 7, 1), 50, False, True),
        ("1975-07-02", "1976-07-02", date(2026, 7, 1), 49, False, True),
        ("1972-07", None, date(2026, 7, 1), 54, True, False),
        ("1975-03-01", "1976-02-29", date(2026, 2, 28), 50, False, True),
        ("1975-03-01", "1976-02-29", date(2026, 2, 27), 49, False, True),
        ("2026-01-05", "2027-01-05", date(2026, 7, 1), 0, False, True),
    ],
)
def test_party_age(
    joined: str, regular: str | None, day: date, years: int, from_joining: bool, exact: bool
) -> None:
    found = party_age(elder(joined=joined, regular=regular), day)
    assert (found.years, found.from_joining, found.exact) == (years, from_joining, exact)


@pytest.mark.parametrize(
    ("joined", "year", "first", "last"),
    [
        ("1965-07-01", 2027, date(2027, 7, 1), date(2027, 7, 1)),
        ("1968-02-29", 2027, date(2027, 2, 28), date(2027, 2, 28)),
        ("1968-02-29", 2028, date(2028, 2, 29), date(2028, 2, 29)),
        ("1965-02", 2027, date(2027, 2, 1), date(2027, 2, 28)),
        ("1965-12", 2027, date(2027, 12, 1), date(2027, 12, 31)),
    ],
)
def test_party_birthday(joined: str, year: int, first: date, last: date) -> None:
    found = party_birthday(elder(joined=joined), year)
    assert (found.first, found.last) == (first, last)


def test_fifty_years_as_of_the_first_of_july() -> None:
    assert reckoned_on(date(2026, 11, 23), HONOUR) == date(2026, 7, 1)
    assert reckoned_on(date(2026, 6, 30), HONOUR) == date(2025, 7, 1)
    member = elder(joined="1975-07-01", regular="1976-07-01")
    assert not honoured(member, date(2026, 6, 30), HONOUR)
    assert honoured(member, date(2026, 7, 1), HONOUR)
    assert not honoured(elder(joined="1975-07-01", regular="1976-07-02"), date(2027, 6, 30), HONOUR)
    gone = elder(joined="1955-07-01", status="去世", since="2026-08-01")
    assert honoured(gone, date(2026, 7, 31), HONOUR)
    assert not honoured(gone, date(2026, 8, 1), HONOUR)
