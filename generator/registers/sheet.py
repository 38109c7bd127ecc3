"""The sheet of counts: what builds without a key may show of a register, with a seal.

The seal tells a slip of the hand from what `dangwu counts` wrote. It is no signature: whoever can
write to the repository can make another one.
"""

import hashlib
from datetime import date
from typing import Any

import msgspec
import yaml
from msgspec import Struct

from generator import texts
from generator.records.document import MAX_BYTES

_JSON = msgspec.json.Encoder(order="deterministic")


class Sheet(Struct, frozen=True):
    """`counts` of a `day`, as a kind's `Counts.plain` gives them, made safe with threshold `k`."""

    day: date
    k: int
    counts: Any


def written(sheet: Sheet) -> str:
    """The text of a sheet, the same for the same sheet."""
    fields = {"day": sheet.day, "k": sheet.k, "seal": _seal(sheet), "counts": sheet.counts}
    text = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=100)
    return texts.COUNTS_HEAD + text


def read(raw: bytes) -> Sheet | str:
    """The sheet in a file, or why it is none, in words."""
    try:
        if len(raw) > MAX_BYTES:
            return texts.COUNTS_UNREAD
        found = yaml.safe_load(raw.decode("utf-8"))
        sheet, seal = Sheet(found["day"], found["k"], found["counts"]), found["seal"]
    except (ValueError, yaml.YAMLError, KeyError, TypeError, RecursionError):
        return texts.COUNTS_UNREAD
    if type(sheet.day) is not date or type(sheet.k) is not int:
        return texts.COUNTS_UNREAD
    try:
        return sheet if seal == _seal(sheet) else texts.COUNTS_SEAL
    except (TypeError, ValueError, RecursionError):
        return texts.COUNTS_UNREAD


def _seal(sheet: Sheet) -> str:
    """16 bytes of BLAKE2b over all that the sheet says, in hexadecimal digits."""
    raw = _JSON.encode([sheet.day, sheet.k, sheet.counts])
    return hashlib.blake2b(raw, digest_size=16).hexdigest()
