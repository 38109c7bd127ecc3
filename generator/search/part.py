"""A file of the search, before it is written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """Its name below the folder that it goes to, with its ending, and its bytes."""

    name: str
    content: bytes
