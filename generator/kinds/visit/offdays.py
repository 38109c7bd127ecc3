"""The days on which the settings let no visit be planned, each with its reason."""

from datetime import date

from generator.clock import Calendar
from generator.settings_visits import WEEKDAYS, PlanRule

HOLIDAY = "放假"
LISTED = "不安排走访"


def why_off(day: date, rule: PlanRule, calendar: Calendar) -> str:
    """Why no visit is planned for a day, in Chinese; nothing where one may be."""
    weekday = WEEKDAYS[day.weekday()]
    if day in rule.dates:
        return LISTED
    if rule.holidays and day.weekday() < 5 and not calendar.works(day)[0]:
        return HOLIDAY
    return weekday if weekday in rule.weekdays else ""
