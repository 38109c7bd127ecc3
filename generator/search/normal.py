"""Text as both sides of the search see it: `reader.js` does the same, character for character."""

import re
import unicodedata

# Fields of a record in the index, and what stands between them: see FORMAT.md.
TITLE, SUMMARY, BODY, FACTS, PINYIN = range(5)
BREAK = "\n"
# Pinyin's letters are moved out of the way of Latin text.
PINYIN_BASE = 0xF0000

_SPACE = re.compile("[\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
_MOVED = {letter: PINYIN_BASE + letter for letter in range(ord("a"), ord("z") + 1)}


def folded(text: str) -> str:
    """White space folded to single spaces, none at the ends; nothing else changed."""
    return _SPACE.sub(" ", text).strip(" ")


def normal(text: str) -> str:
    """NFKC, lower case, white space folded (FORMAT.md, *Text*)."""
    # Lower case writes a final sigma by what follows it, which a part of a word does not know.
    lower = unicodedata.normalize("NFKC", text).lower().replace("ς", "σ")
    return folded(lower.replace("\0", "\ufffd"))


def moved(pinyin: str) -> str:
    """The letters a–z of a normalised text moved to U+F0000 and on."""
    return pinyin.translate(_MOVED)
