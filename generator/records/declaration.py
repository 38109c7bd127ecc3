"""A kind of record as the reader knows it: its folder, its Chinese name, its model."""

from collections.abc import Mapping
from typing import Generic

from msgspec import Struct, field

from generator.records.fields import R

# As a file's name: the next number of its folder, of four digits; the id that its writer chooses.
NUMBERED, CHOSEN = "#", ""


class Filing(Struct, frozen=True):
    """Where a new record goes, and how the row of a ledger is known for a record that is there.

    `folders` and `name` are paths of fields, through references and dates: `elder.branch`,
    `date.year`; `name` may be `NUMBERED` or `CHOSEN`. A `listed` kind has many records in a file.

    `natural` are fields that tell records apart where no id is given: the first of them of which a
    record has all. `derived` are columns that ledgers have and records do not, with the reason.
    """

    folders: tuple[str, ...] = ()
    name: str = CHOSEN
    listed: bool = False
    natural: tuple[tuple[str, ...], ...] = ()
    derived: Mapping[str, str] = field(default_factory=dict)


class Declaration(Struct, Generic[R], frozen=True):
    """`name` is also the file's name in a record's own folder (`lesson.yaml`).

    `addressed` kinds have a page for each record, so that a record in a list needs an `id`.
    """

    name: str
    folder: str
    label: str
    model: type[R]
    addressed: bool = True
    filing: Filing = Filing()
