"""Several texts in one cell or one answer, and back."""

import json
import re
from collections.abc import Sequence

# Between the names of persons a comma or a space is enough.
_LONGEST_NAME = 4
# What ledgers say where there is nothing.
NOTHING = frozenset(
    {"无", "暂无", "没有", "/", "\\", "-", "--", "—", "——", "－", "N/A", "n/a", "空"}
)
_PARTS = re.compile(r"[、;；]")
_LOOSE = re.compile(r"[,，\s]+")


def split(text: str) -> list[str]:
    """The items of a text: a line each, or parted by 、or ；, or written `["…", "…"]`."""
    plain = text.strip()
    if plain.startswith("[") and plain.endswith("]"):
        try:
            listed = json.loads(plain)
        except ValueError:
            listed = None
        if isinstance(listed, list) and all(isinstance(each, str) for each in listed):
            return listed
        return [each.strip() for each in re.split("[、;；,，]", plain[1:-1]) if each.strip()]
    for pattern in (re.compile(r"\n"), _PARTS):
        if pattern.search(plain):
            return [each.strip() for each in pattern.split(plain) if each.strip()]
    loose = [each for each in _LOOSE.split(plain) if each]
    if len(loose) > 1 and all(len(each) <= _LONGEST_NAME for each in loose):
        return loose
    return [plain] if plain else []


def joined(items: Sequence[str]) -> str:
    """A text that `split` takes apart into the same items."""
    for between in ("、", "\n"):
        text = between.join(items)
        if split(text) == list(items) and not any(each in NOTHING for each in items):
            return text
    return json.dumps(list(items), ensure_ascii=False)
