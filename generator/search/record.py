"""A record as the index keeps it to be shown: its text, deflated (FORMAT.md, *Texts*)."""

import json
import zlib

from generator.search.entries import Searched
from generator.search.packing import UNIT

# Beyond this level, texts of some kilobytes take longer to deflate and hardly less room.
_LEVEL = 3
_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def kept(entry: Searched) -> bytes:
    """Whole units: a varint of the length, the deflated text, zeros."""
    shown: dict[str, object] = {
        "u": entry.url,
        "k": entry.kind,
        "d": entry.day.isoformat() if entry.day else "",
        "b": entry.branch,
        "c": entry.category,
        "s": entry.state,
        "f": entry.fields,
    }
    if entry.opens and entry.closes:
        shown["o"] = [entry.opens.isoformat(), entry.closes.isoformat()]
    text = zlib.compress(_written(shown).encode(), _LEVEL)
    size = _varint(len(text)) + text
    return size + bytes(-len(size) % UNIT)


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)
