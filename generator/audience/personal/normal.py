"""Texts as the detectors read them: one form for each digit, hyphen and space.

Every character becomes one character, so that a spot in the result is the same spot in the text.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

# What nobody sees and may stand within a number.
HIDDEN = "\u200b"


def _table() -> dict[int, str]:
    table: dict[int, str] = {}
    # Full-width signs, small and circled digits, digits and letters of mathematics, Roman ten.
    ranges = [(0xFF01, 0xFF5E), (0x2070, 0x2089), (0x2460, 0x2468), (0x1D7CE, 0x1D7FF),
              (0x2160, 0x217F), (0xB2, 0xB9), (0x24EA, 0x24EA)]  # fmt: skip
    for first, last in ranges:
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain.isascii():
                table[code] = plain
    for each in "\u3000\xa0\u202f\u205f\t\v\f" + "".join(map(chr, range(0x2000, 0x200B))):
        table[ord(each)] = " "
    # A tab parts the cells of a table.
    del table[ord("\t")]
    for each in "‐‑‒–—―−﹣－":
        table[ord(each)] = "-"
    for each in "\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\ufeff\xad\u180e\u034f":
        table[ord(each)] = HIDDEN
    # Letters that look like the last character of an identity card's number.
    table[ord("Х")] = table[ord("х")] = table[ord("Χ")] = "X"
    # A line may end in several ways.
    table[ord("\r")] = " "
    table[ord("\u2028")] = table[ord("\u2029")] = table[ord("\x85")] = "\n"
    return table


_TABLE = _table()


def written(letters: str) -> str:
    """For a set in a pattern: these characters, and all that are read as one of them."""
    codes = sorted({*map(ord, letters), *(each for each, to in _TABLE.items() if to in letters)})
    # Neighbours as a range: a set of few ranges is looked up fastest.
    runs = [codes[:1] * 2]
    for each in codes[1:]:
        if each == runs[-1][1] + 1:
            runs[-1][1] = each
        else:
            runs.append([each, each])
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in runs)


_STOP = re.compile("[\n。;!?]")


def clauses(text: str, quick: "re.Pattern[str]") -> Iterator[tuple[int, str]]:
    """Those clauses of a text in which something stands, with where they begin."""
    end = -1
    for found in quick.finditer(text):
        if found.start() < end:
            continue
        stops = _stops(text)
        start = stops[bisect_left(stops, found.start()) - 1] + 1
        end = stops[bisect_left(stops, found.end())]
        yield start, text[start:end]


@lru_cache(1)
def _stops(text: str) -> list[int]:
    """Where clauses end: the same text is asked for several things, one after the other."""
    return [-1, *(each.start() for each in _STOP.finditer(text)), len(text)]


def normal(text: str) -> str:
    """The text in its one form, character for character."""
    return text if text.isascii() and "\r" not in text else text.translate(_TABLE)
