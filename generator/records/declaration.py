"""A kind of record as the reader knows it: its folder, its Chinese name, its model."""

from dataclasses import dataclass
from typing import Generic

from generator.records.fields import R


@dataclass(frozen=True, slots=True)
class Declaration(Generic[R]):
    """`name` is also the file's name in a record's own folder (`lesson.yaml`).

    `addressed` kinds have a page for each record, so that a record in a list needs an `id`.
    """

    name: str
    folder: str
    label: str
    model: type[R]
    addressed: bool = True
