"""Who may see a record on a day: the one decision that every output rests on."""

from datetime import date
from typing import Literal

from generator.records.fields import Record
from generator.settings import Settings

Standing = Literal["shown", "held", "gone"]


def standing(record: Record, day: date, settings: Settings) -> Standing:
    """`held` is not yet published anywhere; `gone` is withdrawn: a page says when and why.

    Where the catalogue asks for the procedure of disclosure, a record is held until it is complete.
    """
    if record.draft:
        return "held"
    if record.publish_on is not None and day < record.publish_on:
        return "held"
    withdrawal = record.withdrawal()
    if withdrawal is not None and withdrawal[0] <= day:
        return "gone"
    if settings.catalogue.procedure.required and record.awaiting(day):
        return "held"
    return "shown"
