"""The year's visits of a member: what is owed, and how it stands on a day."""

from datetime import date, timedelta

import pytest

from generator.kinds.elder.span import Span
from generator.kinds.visit.dates import around, occasion_year
from generator.kinds.visit.quota import Call, duty, latest, owed
from generator.records.scalars import DayOrMonth
from generator.settings_visits import Occasion, PlanRule, SurveyRule, VisitRule

RULE = VisitRule()
LONG = Span(date(2020, 1, 1), None, certain=True)
SURVEYED = date(2026, 3, 1)


def calls(*written: str) -> list[Call]:
    """`2026-03-01 已完成`, or with a way behind it."""
    found = []
    for each in written:
        day, status, *way = each.split()
        found.append(Call(date.fromisoformat(day), way[0] if way else "入户", status))
    return found


@pytest.mark.parametrize(
    ("day", "written", "state", "reason"),
    [
        ("2026-11-23", ["2026-02-01 已完成", "2026-06-20 已完成"], "达标", "2 次"),
        # The telephone and a visit that found nobody count for nothing.
        ("2026-11-23", ["2026-02-01 已完成", "2026-06-20 已完成 电话"], "即将到期", "还差 1 次"),
        ("2026-11-23", ["2026-02-01 已完成", "2026-06-20 未遇"], "即将到期", "还差 1 次"),
        ("2026-10-01", ["2026-02-01 已完成", "2026-12-20 计划"], "按计划", "都排了日子"),
        # All is planned, and the last day is near.
        ("2026-12-02", ["2026-02-01 已完成", "2026-12-20 计划"], "即将到期", "最晚 2026-12-31"),
        ("2026-12-01", ["2026-02-01 已完成", "2026-12-20 计划"], "即将到期", "最晚 2026-12-31"),
        ("2026-11-30", ["2026-02-01 已完成", "2026-12-20 计划"], "按计划", "都排了日子"),
        # Two are missing: the next must leave 60 days for the other.
        ("2026-11-01", [], "即将到期", "最晚 2026-11-01"),
        ("2026-11-02", [], "超期", "最晚的日子 2026-11-01"),
        ("2026-11-02", ["2026-11-05 计划", "2026-12-30 计划"], "即将到期", "最晚 2026-11-01"),
        ("2026-05-01", ["2026-12-20 计划"], "即将到期", "排好了 1 次"),
        ("2026-05-01", ["2026-04-30 计划", "2026-06-30 计划"], "超期", "2026-04-30 的计划"),
        # What belongs to the next Spring Festival counts in the year of its date.
        ("2026-12-29", ["2026-02-01 已完成", "2026-12-28 已完成"], "达标", "2 次"),
        ("2026-12-29", ["2025-12-28 已完成", "2026-12-28 已完成"], "即将到期", "还差 1 次"),
    ],
)
def test_states(day: str, written: list[str], state: str, reason: str) -> None:
    found = duty(LONG, calls(*written), SURVEYED, date.fromisoformat(day), RULE)
    assert found.state == state, found
    assert any(reason in each for each in found.reasons), found


def test_last_year_is_made_up_for_by_a_visit_of_this_year() -> None:
    day = date(2026, 3, 2)
    planned = calls("2026-04-01 计划", "2026-07-01 计划")
    assert duty(LONG, planned, SURVEYED, day, RULE, since=2025).state == "超期"
    assert duty(LONG, planned, SURVEYED, day, RULE, since=2026).state == "按计划"
    again = calls("2026-03-01 已完成", "2026-07-01 计划")
    assert duty(LONG, again, SURVEYED, day, RULE, since=2025).state == "按计划"
    once = [*planned, *calls("2025-05-01 已完成")]
    assert "2025 年少入户 1 次" in duty(LONG, once, SURVEYED, day, RULE, since=2025).reasons[0]


@pytest.mark.parametrize(
    ("surveyed", "yearly", "day", "state"),
    [
        ("2026-03-01", 1, "2026-11-23", "达标"),
        ("2025-11-01", 1, "2026-11-23", "按计划"),
        ("2025-11-01", 1, "2026-12-01", "即将到期"),
        ("2024-11-01", 1, "2026-03-01", "超期"),
        (None, 1, "2026-03-01", "超期"),
        (None, 0, "2026-03-01", "达标"),
        # Twice a year is once in each half.
        ("2026-03-01", 2, "2026-06-30", "达标"),
        ("2026-03-01", 2, "2026-07-01", "按计划"),
        ("2026-03-01", 2, "2026-12-01", "即将到期"),
    ],
)
def test_surveys(surveyed: str | None, yearly: int, day: str, state: str) -> None:
    rule = VisitRule(survey=SurveyRule(yearly=yearly))
    made = calls("2025-02-01 已完成", "2025-06-01 已完成", "2026-01-05 已完成", "2026-02-05 已完成")
    last = date.fromisoformat(surveyed) if surveyed else None
    found = duty(LONG, made, last, date.fromisoformat(day), rule, since=2025)
    assert found.state == state, found


def test_what_is_owed_by_whom() -> None:
    assert owed(LONG, 2026, RULE) == 2
    assert owed(Span(date(2027, 1, 1), None, certain=True), 2026, RULE) == 0
    autumn = Span(date(2026, 11, 24), None, certain=True)
    assert owed(autumn, 2026, RULE) == 2
    assert owed(autumn, 2026, VisitRule(midyear="折算")) == 1
    assert owed(Span(date(2026, 10, 1), None, certain=True), 2026, VisitRule(midyear="折算")) == 2
    # Who leaves in February is owed what fits until then.
    assert owed(Span(date(2020, 1, 1), date(2026, 2, 8), certain=True), 2026, RULE) == 1


def test_the_latest_day() -> None:
    assert latest(LONG, 2026, 1, RULE) == date(2026, 12, 31)
    assert latest(LONG, 2026, 2, RULE) == date(2026, 11, 1)
    assert latest(LONG, 2026, 2, VisitRule(plan=PlanRule(apart=90))) == date(2026, 10, 2)
    # Covered since 24 November: 37 days are left, half of them lie between.
    autumn = Span(date(2026, 11, 24), None, certain=True)
    assert latest(autumn, 2026, 2, RULE) == date(2026, 12, 31) - timedelta(days=18)


SPRING = Occasion(
    id="spring-festival", name="春节", before=21, after=15,
    dates=[date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26)],
)  # fmt: skip
JULY = Occasion(id="july-first", name="七一", fixed="07-01")
BIRTHDAY = Occasion(id="party-birthday", name="政治生日")
EVERYDAY = Occasion(id="everyday", name="日常")
JOINED = DayOrMonth(1968, 2, 29)


@pytest.mark.parametrize(
    ("occasion", "day", "written", "year"),
    [
        (SPRING, date(2026, 12, 28), None, 2027),
        (SPRING, date(2026, 12, 28), 2026, 2026),
        (SPRING, date(2026, 2, 1), None, 2026),
        (SPRING, date(2027, 12, 28), None, 2028),
        (JULY, date(2026, 6, 20), None, 2026),
        (JULY, date(2026, 12, 31), None, 2027),
        (BIRTHDAY, date(2026, 12, 31), None, 2027),
        (BIRTHDAY, date(2026, 3, 5), None, 2026),
        (EVERYDAY, date(2026, 12, 31), None, 2026),
    ],
)
def test_the_year_of_an_occasion(
    occasion: Occasion, day: date, written: int | None, year: int
) -> None:
    assert occasion_year(written, day, around(occasion, day, JOINED)) == year
