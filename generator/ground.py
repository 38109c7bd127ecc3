"""What the rules of a kind stand on: all records, the settings, the calendar and the day."""

from dataclasses import dataclass
from datetime import date

from generator.clock import Calendar
from generator.records.library import Library
from generator.settings import Settings


@dataclass(frozen=True, slots=True)
class Ground:
    library: Library
    settings: Settings
    calendar: Calendar
    day: date
