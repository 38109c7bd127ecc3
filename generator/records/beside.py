"""Which of the files that a record names lie beside it; others are below the media address."""

from collections.abc import Iterator

from msgspec import Struct
from pydantic import BaseModel

from generator.records.fields import Beside, FieldPath, Mark, values


class Served(Struct, Mark, frozen=True):
    """A value of this `Beside` field that begins with `/` names no file beside the record, but one
    below the media address of the settings, which other means bring to the server.
    """


def served(name: str) -> bool:
    """Whether the value of such a field is one below the media address."""
    return name.startswith("/")


def beside(record: BaseModel) -> Iterator[tuple[FieldPath, str]]:
    """The names of files beside the record that it gives, with the path of the field."""
    for path, shape, name in values(record, Beside):
        if shape.mark(Served) is None or not served(name):
            yield path, name
