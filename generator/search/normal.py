"""Text as both sides of the search see it: `reader.js` does the same, character for character."""

import re
import unicodedata

# Fields of a record in the index, and what stands between them: see FORMAT.md.
TITLE, SUMMARY, BODY, FACTS, PINYIN = range(5)
BREAK = "\n"
# Pinyin's letters are moved to noncharacters, which no other text holds: see `normal`.
PINYIN_BASE = 0xFDD0

_SPACE = re.compile("[\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
_NOWHERE = re.compile("[\0\ufdd0-\ufdef]")
_MOVED = {ord("a") + number: PINYIN_BASE + number for number in range(26)}


def folded(text: str) -> str:
    """White space folded to single spaces, none at the ends; nothing else changed."""
    return _SPACE.sub(" ", text).strip(" ")


def normal(text: str) -> str:
    """NFKC, lower case, white space folded (FORMAT.md, *Text*)."""
    # Lower case writes a final sigma by what follows it, which a part of a word does not know.
    lower = unicodedata.normalize("NFKC", text).lower().replace("ς", "σ")
    return folded(_NOWHERE.sub("\ufffd", lower))


def moved(pinyin: str) -> str:
    """The letters a–z of a normalised text moved to U+FDD0 and on."""
    return pinyin.translate(_MOVED)
