"""Days and hours of Asia/Shanghai, as feeds and calendars write them."""

from datetime import UTC, date, datetime

from generator.clock import SHANGHAI


def rfc3339(day: date) -> str:
    """The beginning of a day (RFC 3339, 5.6)."""
    return f"{day.isoformat()}T00:00:00+08:00"


def utc(day: date) -> str:
    """The beginning of a day as iCalendar writes an instant (RFC 5545, 3.3.5, form 2)."""
    begin = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
    return f"{begin.astimezone(UTC):%Y%m%dT%H%M%SZ}"
