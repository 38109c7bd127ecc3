"""What records may choose from, as they know it."""

from typing import Protocol


class Tables(Protocol):
    """The tables of the settings that records choose from. Validation takes it as its context."""

    def find(self, table: str, value: str) -> str | None:
        """The id of the entry with this id or name."""
        ...

    def names(self, table: str) -> tuple[str, ...]:
        """What may be chosen, as people know it."""
        ...

    def unread(self, table: str) -> bool:
        """Whether the table's file has errors of its own, so that no choice can be called wrong."""
        ...
