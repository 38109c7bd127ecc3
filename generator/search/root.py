"""The root of an index: what a reader loads first (FORMAT.md, *Root*)."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from generator.search.part import Part

FORMAT = 2


def root(
    kinds: Sequence[tuple[str, str]], day: date, segments: Sequence[Mapping[str, object]]
) -> Part:
    """The root of an index, from what it says of each segment, newest first."""
    whole = {
        "format": FORMAT,
        "kinds": [{"id": identifier, "name": name} for identifier, name in kinds],
        "day": day.isoformat(),
        "segments": list(segments),
    }
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    return Part("root.json", (text.encode(),))
