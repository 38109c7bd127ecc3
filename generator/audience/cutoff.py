"""The day that published counts are of: a fixed one, not that of the build.

Whoever keeps yesterday's page and subtracts it from today's would see single visits, were counts
brought up to date every day. They change on fixed days alone.
"""

from datetime import date, timedelta

from generator.settings import Every


def cutoff(day: date, every: Every) -> date:
    """The last day of the last whole week (to Sunday), month or quarter before `day`; or itself."""
    if every == "每天":
        return day
    if every == "每周":
        return day - timedelta(days=day.isoweekday())
    first = day.replace(day=1)
    if every == "每季度":
        first = first.replace(month=(day.month - 1) // 3 * 3 + 1)
    return first - timedelta(days=1)
