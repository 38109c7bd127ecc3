"""How an office is reached: a telephone or an address that is no person's."""

from msgspec import Struct

from generator.records.fields import Mark


class Office(Struct, Mark, frozen=True):
    """The value is an office's; where `shared`, other records may give it too."""

    shared: bool = False
