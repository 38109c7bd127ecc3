"""What a kind sees of the library while it makes its shown values: visible records alone."""

from datetime import date
from urllib.parse import quote

from generator.audience.shown import File, Link
from generator.audience.visibility import standing
from generator.clock import Calendar
from generator.ground import Ground
from generator.records.fields import R, Record
from generator.settings import Settings


class Sight:
    """The library as it may be seen on the day of the build: no drafts, nothing withdrawn."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    @property
    def day(self) -> date:
        return self._ground.day

    @property
    def settings(self) -> Settings:
        return self._ground.settings

    @property
    def calendar(self) -> Calendar:
        return self._ground.calendar

    def all(self, model: type[R]) -> list[R]:
        """The visible records of a kind, in order of their keys."""
        return self._visible(self._ground.library.all(model))

    def holding(self, model: type[R], name: str, value: str) -> list[R]:
        """The visible records of a kind whose field `name` has a value, in order of their keys."""
        return self._visible(self._ground.library.holding(model, name, value))

    def _visible(self, records: list[R]) -> list[R]:
        return [each for each in records if self._shown(each)]

    def _shown(self, record: Record) -> bool:
        return standing(record, self.day, self.settings) == "shown"

    def get(self, model: type[R], key: str | None) -> R | None:
        """The record with that key, if it is visible."""
        found = self._ground.library.get(model, key) if key else None
        return found if found is not None and self._shown(found) else None

    def address(self, record: Record) -> str:
        return self._ground.library.address(record)

    def link(self, record: Record | None, text: str) -> Link | None:
        return None if record is None else Link(text, self.address(record))

    def file(self, record: Record, name: str, title: str = "") -> File:
        """The file beside the record, as it will be published at the record's address."""
        size = self._ground.library.size(record, name)
        ending = name.rpartition(".")[2].lower() if "." in name else ""
        return File(title or name, self.file_address(record, name), ending, size)

    def read_beside(self, record: Record, name: str, most: int) -> bytes:
        """What the file beside the record holds: its first `most` bytes."""
        return self._ground.library.read_beside(record, name, most)

    def file_address(self, record: Record, name: str) -> str:
        """The address of a file beside the record, fit for a link: names may hold `#` or `%`."""
        return self.address(record) + quote(name)
