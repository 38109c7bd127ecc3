"""How an office is reached: a telephone or an address that is no person's."""

from dataclasses import dataclass

from generator.records.fields import Mark


@dataclass(frozen=True, slots=True)
class Office(Mark):
    """The value is an office's; where `shared`, other records may give it too."""

    shared: bool = False
