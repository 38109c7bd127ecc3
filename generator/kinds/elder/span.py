"""The days on which a member is covered by the visits."""

from datetime import date

from msgspec import Struct


class Span(Struct, frozen=True):
    """`first` is the first day, and `last` the last one where the end is known.

    `certain` is not, where the birth is known to the month alone: then `first` is the earliest day
    that may be meant, so that nobody is missed, and whoever shows it marks it.
    """

    first: date
    last: date | None
    certain: bool

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)
