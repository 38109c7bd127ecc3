"""What the rules of a kind stand on: all records, the settings, the calendar and the day."""

from datetime import date

from msgspec import Struct

from generator.clock import Calendar
from generator.records.library import Library
from generator.settings import Settings


class Ground(Struct, frozen=True):
    library: Library
    settings: Settings
    calendar: Calendar
    day: date
