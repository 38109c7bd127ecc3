"""The texts of some records, normalised, in one row of code points."""

import unicodedata
from collections.abc import Sequence
from functools import cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from generator.search.normal import BREAK, PINYIN, PINYIN_BASE, normal
from generator.search.packing import Bytes, Points

# Best field of a character: title, summary, body, facts, pinyin (FORMAT.md, *Terms*).
WEIGHTS = (3, 2, 1, 1, 0)

# Characters that are normalised by themselves, whatever stands beside them: no combining marks,
# nothing that composes, no final sigma. Most Chinese text has no other. Unified ideographs have no
# mapping at all.
_UNIFIED = (0x4E00, 0x9FFF)
_BY_ITSELF = (
    (0x000A, 0x000A), (0x0020, 0x007E), (0x00A1, 0x00A7), (0x00D7, 0x00D7), (0x2010, 0x2027),
    (0x2030, 0x2036), (0x2460, 0x249B), (0x25A0, 0x25FF), (0x3001, 0x3029), (0xFF01, 0xFF5E),
)  # fmt: skip
_ODD = 0xFFFFFFFF


class Text(Struct, frozen=True):
    """All texts in one row: `points` code points, and of each of them its record and its weight.

    `starts`: where each record begins. `titles`: characters of each record's normalised title.
    """

    points: Points
    records: NDArray[np.int32]
    weights: Bytes
    starts: NDArray[np.int64]
    titles: NDArray[np.int64]


def row(fields: Sequence[tuple[str, ...]]) -> Text:
    """The texts of some records, five fields each. A break ends every field, so no run crosses one.

    Characters are normalised by a table, all at once. A record with one that needs its neighbours
    to be normalised is done by the slower, general way.
    """
    text = _raw(fields)
    clean = _table()[text.points]
    odd = clean == _ODD
    if odd.any():
        fields = list(fields)
        for record in np.unique(text.records[odd]).tolist():
            fields[record] = tuple(normal(each) for each in fields[record])
        text = _raw(fields)
        # What is normal already has characters that the table does not know, and they stay.
        clean = _table()[text.points]
        clean = np.where(clean == _ODD, text.points, clean)
    pinyin = np.flatnonzero(text.weights == WEIGHTS[PINYIN])
    letters = pinyin[(clean[pinyin] >= ord("a")) & (clean[pinyin] <= ord("z"))]
    clean[letters] += np.uint32(PINYIN_BASE - ord("a"))
    return Text(clean, text.records, text.weights, text.starts, text.titles)


def _raw(fields: Sequence[tuple[str, ...]]) -> Text:
    joined = "".join(BREAK.join(each) + BREAK for each in fields)
    points: Points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    sizes = np.array([len(text) + 1 for each in fields for text in each], dtype=np.int64)
    of_record = sizes.reshape(-1, len(WEIGHTS)).sum(axis=1)
    weights: Bytes = np.tile(np.array(WEIGHTS, dtype=np.uint8), len(fields))
    return Text(
        points=points,
        records=np.repeat(np.arange(len(fields), dtype=np.int32), of_record),
        weights=np.repeat(weights, sizes),
        starts=np.concatenate(([0], np.cumsum(of_record)[:-1])).astype(np.int64),
        titles=sizes[:: len(WEIGHTS)] - 1,
    )


@cache
def _table() -> Points:
    """Code point → normalised code point; `_ODD` where that is not all there is to it."""
    table: Points = np.full(0x110000, _ODD, dtype=np.uint32)
    table[_UNIFIED[0] : _UNIFIED[1] + 1] = np.arange(_UNIFIED[0], _UNIFIED[1] + 1)
    for first, last in _BY_ITSELF:
        for point in range(first, last + 1):
            clean = unicodedata.normalize("NFKC", chr(point)).lower()
            if len(clean) == 1:
                table[point] = ord(clean)
    table.flags.writeable = False
    return table
