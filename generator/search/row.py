"""All texts of a segment, normalised, in one row of code points."""

import unicodedata
from collections.abc import Sequence

import numpy as np

from generator.search.normal import BREAK, PINYIN, moved, normal
from generator.search.packing import Bytes, Points
from generator.search.postings import Text

# Best field of a character: title, summary, body, facts, pinyin (FORMAT.md, *Shards*).
WEIGHTS = (3, 2, 1, 1, 0)

# Blocks in which each character is normalised by itself, whatever stands beside it: no combining
# marks, nothing that composes, no final sigma. Most Chinese text has no other.
_BY_ITSELF = (
    (0x000A, 0x000A), (0x0020, 0x007E), (0x00A1, 0x00A7), (0x00D7, 0x00D7), (0x2010, 0x2027),
    (0x2030, 0x2036), (0x2460, 0x249B), (0x25A0, 0x25FF), (0x3001, 0x3029), (0x4E00, 0x9FFF),
    (0xFF01, 0xFF5E),
)  # fmt: skip


def row(fields: Sequence[tuple[str, ...]]) -> Text:
    """The texts of some records, five fields each. A break ends every field, so no run crosses one.

    Characters are normalised by a table, all at once. A record with one that needs its neighbours
    to be normalised is done by the slower, general way.
    """
    fields = [(*each[:PINYIN], moved(each[PINYIN])) for each in fields]
    text = _raw(fields)
    table, simple = _table(text.points)
    odd = np.unique(text.records[~simple[text.points]])
    if len(odd):
        for record in odd.tolist():
            fields[record] = tuple(normal(each) for each in fields[record])
        text = _raw(fields)
        table, _ = _table(text.points)
    return Text(table[text.points], text.records, text.starts, text.weights)


def _raw(fields: Sequence[tuple[str, ...]]) -> Text:
    joined = "".join(BREAK.join(each) + BREAK for each in fields)
    points: Points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    sizes = np.array([len(text) + 1 for each in fields for text in each], dtype=np.int64)
    of_record = sizes.reshape(-1, len(WEIGHTS)).sum(axis=1)
    weights: Bytes = np.tile(np.array(WEIGHTS, dtype=np.uint8), len(fields))
    return Text(
        points=points,
        records=np.repeat(np.arange(len(fields), dtype=np.int32), of_record),
        starts=np.concatenate(([0], np.cumsum(of_record)[:-1])).astype(np.int64),
        weights=np.repeat(weights, sizes),
    )


def _table(points: Points) -> tuple[Points, "np.ndarray[tuple[int], np.dtype[np.bool_]]"]:
    """Code point → normalised code point, and whether that is all there is to it."""
    present = np.flatnonzero(np.bincount(points))
    table: Points = np.arange(int(present[-1]) + 1, dtype=np.uint32)
    simple = np.zeros(len(table), dtype=bool)
    for first, last in _BY_ITSELF:
        simple[first : last + 1] = True
    # Pinyin's letters were moved to where nothing is normalised.
    simple[0xF0000:] = True
    for point in present.tolist():
        if simple[point]:
            clean = unicodedata.normalize("NFKC", chr(point)).lower()
            if len(clean) == 1:
                table[point] = ord(clean)
            else:
                simple[point] = False
    return table, simple
