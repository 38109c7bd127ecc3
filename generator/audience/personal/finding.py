"""What a detector finds in a text, and how it may be shown."""

from typing import Literal

from msgspec import Struct

Sort = Literal["id", "bank", "mobile", "address", "birth", "health"]
# What cannot be published whatever the settings say, and wherever it stands.
NUMBERS: frozenset[Sort] = frozenset({"id", "bank"})


class Finding(Struct, frozen=True):
    """`start` and `end` are in the text that was searched; `what` is what stands there, without
    spaces and hyphens, and `masked` is as much of it as may be shown.
    """

    sort: Sort
    start: int
    end: int
    what: str
    masked: str


def masked(text: str, before: int = 2, after: int = 3) -> str:
    """A number with all but its ends hidden (永安市政府办 2023: `35*************123`)."""
    return f"{text[:before]}{'*' * (len(text) - before - after)}{text[-after:]}"
