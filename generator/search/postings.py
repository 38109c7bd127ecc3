"""Texts of some records → their terms, postings and positions in bytes (FORMAT.md, *Terms*).

Everything is done for all characters at once: pairs of neighbours are sorted by two stable radix
passes over dense character numbers, and each part of the output is scattered to its place.
"""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from generator.search.normal import BREAK
from generator.search.packing import Bytes, offsets, put_varints, varint_lengths
from generator.search.row import Text

# A term as one number: its first character, for a pair moved up by so many bits and the second
# below it. Single characters are therefore below all pairs.
SECOND_BITS = 21
_PLACES = 0x110000


class Postings(Struct, frozen=True):
    """Of each term, ascending, its number, and the lengths of its postings and of its positions.

    `postings` and `positions` hold these bytes of all terms, in the same order.
    """

    terms: NDArray[np.int64]
    posting_lengths: NDArray[np.uint32]
    position_lengths: NDArray[np.uint32]
    postings: Bytes
    positions: Bytes


def postings(text: Text, records: int) -> Postings:
    """Everything that is looked up in some records: single characters, then pairs."""
    singles, pairs = _sorted(text)
    listed = [_listed(each, text) for each in (singles, pairs)]
    (one, one_lengths), (two, two_lengths) = (_packed(each, records) for each in listed)
    positions, position_lengths = _positions(pairs, listed[1], text)
    return Postings(
        terms=np.concatenate((singles.terms, pairs.terms)),
        posting_lengths=np.concatenate((one_lengths, two_lengths)),
        position_lengths=np.concatenate((np.zeros_like(one_lengths), position_lengths)),
        postings=np.concatenate((one, two)),
        positions=positions,
    )


class _Occurrences(Struct, frozen=True):
    """Every occurrence of every term, by term and place: its place in the row.

    `terms`: the number of each term; `begins`: which is its first occurrence.
    """

    terms: NDArray[np.int64]
    begins: NDArray[np.int64]
    places: NDArray[np.int32]


def _sorted(text: Text) -> tuple[_Occurrences, _Occurrences]:
    """The occurrences of single characters and those of pairs."""
    points = text.points
    # Dense numbers in the order of code points: a month has a few thousand characters. The break
    # comes after all others, so that it stands last when they are sorted.
    seen = np.zeros(_PLACES, dtype=bool)
    seen[points] = True
    seen[ord(BREAK)] = False
    present = np.flatnonzero(seen)
    end = len(present)
    table: NDArray[np.unsignedinteger]
    table = np.empty(_PLACES, dtype=np.uint16 if end < 1 << 16 else np.uint32)
    table[present] = np.arange(end)
    table[ord(BREAK)] = end
    dense = table[points]
    before = np.empty_like(dense)
    before[0], before[1:] = end, dense[:-1]
    order = _order(dense)[: int(np.count_nonzero(dense != end))]
    second = dense[order]
    at = np.flatnonzero(_changes(second))
    singles = _Occurrences(present[second[at]], at, order)
    # Characters in order are pairs in the order of their second characters: one pass more.
    first = before[order]
    inside = np.flatnonzero(first != end)
    first, second, order = first[inside], second[inside], order[inside] - 1
    by_first = _order(first)
    first, second, order = first[by_first], second[by_first], order[by_first]
    at = np.flatnonzero(_changes(first) | _changes(second))
    terms = (present[first[at]] << SECOND_BITS) | present[second[at]]
    return singles, _Occurrences(terms, at, order)


def _order(values: NDArray[np.integer]) -> NDArray[np.int32]:
    """What puts the values in order: half as wide as numpy's own, and wide enough for the text of a
    month.
    """
    return np.argsort(values, kind="stable").astype(np.int32)


def _changes(values: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Whether each value differs from the one before it; the first does."""
    changes = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=changes[1:])
    return changes


class _Listed(Struct, frozen=True):
    """The records of every term. `begins`: which is each term's first posting, and one at the end.

    Of each posting: its record, which occurrence is its first, how many there are, the best field.
    """

    begins: NDArray[np.int64]
    records: NDArray[np.int32]
    firsts: NDArray[np.int64]
    counts: NDArray[np.int64]
    weights: Bytes


def _listed(found: _Occurrences, text: Text) -> _Listed:
    record = text.records[found.places]
    new_term = np.zeros(len(record), dtype=bool)
    new_term[found.begins] = True
    firsts = np.flatnonzero(_changes(record) | new_term)
    return _Listed(
        begins=np.append(np.flatnonzero(new_term[firsts]), len(firsts)),
        records=record[firsts],
        firsts=firsts,
        counts=np.diff(firsts, append=len(record)),
        # Fields stand best first, so the first occurrence is in the best one.
        weights=text.weights[found.places[firsts]],
    )


def _packed(found: _Listed, records: int) -> tuple[Bytes, NDArray[np.uint32]]:
    """The postings of every term, and their lengths: lists or bitmaps, whichever is shorter."""
    begins = found.begins
    sizes = np.diff(begins)
    inside = np.arange(len(found.records)) - np.repeat(begins[:-1], sizes)
    gaps = np.diff(found.records, prepend=np.int32(0)) - 1
    gaps[begins[:-1]] = found.records[begins[:-1]]
    gap_lengths = varint_lengths(gaps)
    gaps_at = offsets(gap_lengths)
    list_lengths = np.diff(gaps_at[begins])
    map_length = (records + 7) // 8
    as_map = list_lengths > map_length
    head = sizes * 2 + as_map
    head_lengths = varint_lengths(head)
    bodies = np.where(as_map, map_length, list_lengths)
    lengths = head_lengths + bodies + (sizes + 1) // 2
    at = offsets(lengths)
    out = np.empty(int(at[-1]), dtype=np.uint8)
    put_varints(out, at[:-1], head, head_lengths)
    start = at[:-1] + head_lengths
    mapped = np.repeat(as_map, sizes)
    # Lists: the gaps lie as they did in a row of their own, shifted to the term's place.
    listed = np.flatnonzero(~mapped)
    places = gaps_at[:-1] + np.repeat(start - gaps_at[begins[:-1]], sizes)
    put_varints(out, places[listed], gaps[listed], gap_lengths[listed])
    _put_maps(out, found, as_map, mapped, start, map_length)
    # Weights: a nibble each, the even ones and then the odd ones into the same bytes.
    often = (found.counts >= 2).view(np.uint8) + (found.counts >= 3).view(np.uint8)
    often += (found.counts >= 5).view(np.uint8)
    weight = often | (found.weights << np.uint8(2))
    place = np.repeat(start + bodies, sizes) + (inside >> 1)
    even, odd = np.flatnonzero(inside & 1 == 0), np.flatnonzero(inside & 1)
    out[place[even]] = weight[even]
    out[place[odd]] |= weight[odd] << np.uint8(4)
    return out, lengths.astype(np.uint32)


def _put_maps(
    out: Bytes,
    found: _Listed,
    as_map: NDArray[np.bool_],
    mapped: NDArray[np.bool_],
    start: NDArray[np.int64],
    map_length: int,
) -> None:
    """Write the bitmap of each term that has one, at its place in `out`."""
    terms = np.flatnonzero(as_map)
    if not len(terms):
        return
    records = found.records[mapped]
    byte = np.repeat(np.arange(len(terms)) * map_length, np.diff(found.begins)[terms])
    byte += records >> 3
    bits = np.uint8(1) << (records & 7).astype(np.uint8)
    new = np.flatnonzero(_changes(byte))
    maps = np.zeros(len(terms) * map_length, dtype=np.uint8)
    maps[byte[new]] = np.bitwise_or.reduceat(bits, new)
    windows = np.lib.stride_tricks.sliding_window_view(out, map_length, writeable=True)
    windows[start[terms]] = maps.reshape(-1, map_length)


def _positions(
    found: _Occurrences, listed: _Listed, text: Text
) -> tuple[Bytes, NDArray[np.uint32]]:
    """The positions of every term, and their lengths in bytes."""
    firsts = listed.firsts
    gaps = np.diff(found.places, prepend=0) - 1
    gaps[firsts] = found.places[firsts] - text.starts[listed.records]
    gap_lengths = varint_lengths(gaps)
    count_lengths = varint_lengths(listed.counts)
    # The count of a posting stands before its first gap.
    lengths = gap_lengths.copy()
    lengths[firsts] += count_lengths
    ends = offsets(lengths)
    out = np.empty(int(ends[-1]), dtype=np.uint8)
    put_varints(out, ends[firsts], listed.counts, count_lengths)
    put_varints(out, ends[1:] - gap_lengths, gaps, gap_lengths)
    return out, np.diff(np.append(ends[found.begins], ends[-1])).astype(np.uint32)
