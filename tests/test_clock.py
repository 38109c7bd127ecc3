"""Days, against vectors that were reckoned by hand from the announced holidays."""

from datetime import date

import pytest

from generator.clock import Calendar, full_years, years_since

CALENDAR = Calendar({})


@pytest.mark.parametrize(
    ("start", "ends"),
    [
        # Five working days, the first day not counted.
        (date(2026, 2, 13), date(2026, 2, 27)),
        (date(2026, 9, 18), date(2026, 9, 24)),
        (date(2026, 9, 30), date(2026, 10, 13)),
        (date(2026, 4, 30), date(2026, 5, 11)),
        (date(2026, 11, 23), date(2026, 11, 30)),
    ],
)
def test_working_days(start: date, ends: date) -> None:
    found = CALENDAR.after(start, 5, "工作日")
    assert found.day == ends
    assert not found.tentative


def test_calendar_days_end_on_a_working_day() -> None:
    assert CALENDAR.after(date(2026, 11, 23), 5, "自然日").day == date(2026, 11, 30)
    assert CALENDAR.after(date(2026, 11, 23), 4, "自然日").day == date(2026, 11, 27)
    # 2026-10-03 lies in the National Day holiday, which ends on the 7th.
    assert CALENDAR.after(date(2026, 9, 28), 5, "自然日").day == date(2026, 10, 8)


def test_a_year_that_is_not_announced_is_tentative() -> None:
    found = CALENDAR.after(date(2026, 12, 28), 5, "工作日")
    assert found.tentative
    assert found.day == date(2027, 1, 4)


def test_the_settings_know_what_the_library_does_not() -> None:
    new_year = {2027: {date(2027, 1, 1): False, date(2027, 1, 2): True}}
    found = Calendar(new_year).after(date(2026, 12, 28), 5, "工作日")
    assert not found.tentative
    assert found.day == date(2027, 1, 4)


def test_a_year_of_age_is_full_on_the_day_after_the_birthday() -> None:
    born = date(1946, 11, 23)
    assert full_years(born, date(2026, 11, 23)) == 79
    assert full_years(born, date(2026, 11, 24)) == 80
    assert full_years(date(1944, 2, 29), date(2024, 2, 29)) == 79
    assert full_years(date(1944, 2, 29), date(2024, 3, 1)) == 80


def test_an_anniversary_counts_on_its_day() -> None:
    assert years_since(date(1976, 7, 1), date(2026, 7, 1)) == 50
    assert years_since(date(1976, 7, 2), date(2026, 7, 1)) == 49
