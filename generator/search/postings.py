"""Texts of a segment → its terms and postings, as arrays; and those → shards.

Everything is done for all characters at once: pairs of neighbours are sorted by two stable radix
passes over dense character numbers, and each part of the output is scattered to its place.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.search.normal import BREAK
from generator.search.packing import (
    Bytes,
    Ints,
    Points,
    offsets,
    put_varints,
    shard_of,
    varint_lengths,
    varints,
)

_BREAK = ord(BREAK)


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Every occurrence of every term, sorted by term, record and position.

    `first`, `second`: the code points of each term. `begins`: where each term's postings begin, and
    one more at the end. Of each posting: its record, how often, the best field. `positions` has
    those of all postings, empty for single characters.
    """

    first: Points
    second: Points
    begins: Ints
    records: NDArray[np.int32]
    counts: NDArray[np.int32]
    fields: Bytes
    positions: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Text:
    """All texts of a segment in one row of code points, with record and field weight of each."""

    points: Points
    records: NDArray[np.int32]
    starts: Ints
    weights: Bytes


def occurrences(text: Text, pairs: bool) -> Occurrences:
    """The single characters of the text, or its pairs of neighbours."""
    points = text.points
    # Dense numbers in the order of code points: a segment has a few thousand characters.
    present = np.flatnonzero(np.bincount(points))
    size = np.uint16 if len(present) <= 1 << 16 else np.uint32
    table = np.zeros(int(present[-1]) + 1, dtype=size)
    table[present] = np.arange(len(present), dtype=size)
    dense = table[points]
    solid = points != _BREAK
    if pairs:
        solid[:-1] &= solid[1:]
        solid[-1] = False
    order = np.flatnonzero(solid).astype(np.int32)
    if pairs:
        # Two stable radix passes sort by the pair and leave each pair's places in order.
        order = order[np.argsort(dense[order + 1], kind="stable")]
    order = order[np.argsort(dense[order], kind="stable")]
    terms = dense[order].astype(np.uint64) << np.uint64(32)
    if pairs:
        terms |= dense[order + 1].astype(np.uint64)
    record = text.records[order]
    new_term = np.ones(len(order), dtype=bool)
    new_term[1:] = terms[1:] != terms[:-1]
    new_posting = new_term.copy()
    new_posting[1:] |= record[1:] != record[:-1]
    posting_at = np.flatnonzero(new_posting)
    term_at = np.flatnonzero(new_term)
    ends = np.append(posting_at[1:], len(order))
    begins = np.append(np.searchsorted(posting_at, term_at), len(posting_at))
    places = order - text.starts.astype(np.int32)[record] if pairs else np.zeros(0, dtype=np.int32)
    return Occurrences(
        first=present[terms[term_at] >> np.uint64(32)].astype(np.uint32),
        second=present[terms[term_at] & np.uint64(0xFFFFFFFF)].astype(np.uint32)
        if pairs
        else np.zeros(len(term_at), dtype=np.uint32),
        begins=begins.astype(np.int64),
        records=record[posting_at],
        counts=(ends - posting_at).astype(np.int32),
        fields=np.maximum.reduceat(text.weights[order], posting_at),
        positions=places,
    )


@dataclass(frozen=True, slots=True)
class Packed:
    """The postings and positions of some terms in bytes, and where each term's begin."""

    first: Points
    second: Points
    postings: Bytes
    postings_at: Ints
    positions: Bytes
    positions_at: Ints


def packed(found: Occurrences, records: int) -> Packed:
    """Postings as lists or bitmaps, whichever is shorter, and positions."""
    sizes = np.diff(found.begins)
    term = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    inside = np.arange(len(term), dtype=np.int64) - found.begins[:-1][term]
    deltas = found.records.copy()
    deltas[1:] -= np.where(inside[1:] == 0, 0, found.records[:-1] + 1)
    delta_lengths = varint_lengths(deltas)
    deltas_at = offsets(delta_lengths)
    list_lengths = deltas_at[found.begins[1:]] - deltas_at[found.begins[:-1]]
    map_length = (records + 7) // 8
    as_map = list_lengths > map_length
    size_lengths = varint_lengths(sizes)
    body = np.where(as_map, map_length, list_lengths)
    at = offsets(size_lengths + 1 + body + (sizes + 1) // 2)
    out = np.zeros(int(at[-1]), dtype=np.uint8)
    put_varints(out, at[:-1], sizes, size_lengths)
    start = at[:-1] + size_lengths + 1
    out[start - 1] = as_map
    # Lists: the deltas lie as they did in a row of their own, shifted to the term's place.
    listed = np.flatnonzero(~as_map[term])
    shift = (start - deltas_at[found.begins[:-1]])[term[listed]]
    put_varints(out, deltas_at[:-1][listed] + shift, deltas[listed], delta_lengths[listed])
    # Bitmaps.
    for each in np.flatnonzero(as_map):
        holding = np.zeros(map_length * 8, dtype=np.uint8)
        holding[found.records[found.begins[each] : found.begins[each + 1]]] = 1
        bits = np.packbits(holding, bitorder="little")
        out[start[each] : start[each] + map_length] = bits
    # Weights: a nibble each, the even ones and then the odd ones into the same bytes.
    often = (found.counts >= 2).view(np.uint8) + (found.counts >= 3).view(np.uint8)
    often += (found.counts >= 5).view(np.uint8)
    weight = often | (found.fields << np.uint8(2))
    place = (start + body)[term] + (inside >> 1)
    even = np.flatnonzero(inside & 1 == 0)
    odd = np.flatnonzero(inside & 1)
    out[place[even]] = weight[even]
    out[place[odd]] |= weight[odd] << np.uint8(4)
    positions, positions_at = _positions(found)
    return Packed(found.first, found.second, out, at, positions, positions_at)


def _positions(found: Occurrences) -> tuple[Bytes, Ints]:
    terms = len(found.begins) - 1
    if not len(found.positions):
        return np.zeros(0, dtype=np.uint8), np.zeros(terms + 1, dtype=np.int64)
    postings = len(found.counts)
    # Occurrence i of posting j is value i + j + 1; the count of posting j stands before its first.
    counts_at = offsets(found.counts)[:-1] + np.arange(postings, dtype=np.int64)
    values = np.empty(len(found.positions) + postings, dtype=np.int32)
    of_positions = np.ones(len(values), dtype=bool)
    of_positions[counts_at] = False
    deltas = found.positions.copy()
    deltas[1:] -= found.positions[:-1] + 1
    first = offsets(found.counts)[:-1]
    deltas[first] = found.positions[first]
    values[of_positions] = deltas
    values[counts_at] = found.counts
    stream, lengths = varints(values)
    begins = offsets(lengths)
    at = np.append(begins[counts_at[found.begins[:-1]]], len(stream))
    return stream, at


def shards(parts: list[Packed], count: int) -> list[tuple[bytes, bytes]]:
    """(`d`, `p`) of each shard: the terms of all parts, by shard and code points."""
    first: Points = np.concatenate([each.first for each in parts])
    second: Points = np.concatenate([each.second for each in parts])
    origin = np.concatenate([np.full(len(each.first), n) for n, each in enumerate(parts)])
    place = np.concatenate([np.arange(len(each.first)) for each in parts])
    shard = shard_of(first, second, count)
    order = np.lexsort((second, first, shard))
    first, second = first[order], second[order]
    origin, place, shard = origin[order], place[order], shard[order]
    d_length = np.zeros(len(first), dtype=np.int64)
    p_length = np.zeros(len(first), dtype=np.int64)
    for n, each in enumerate(parts):
        mine = origin == n
        d_length[mine] = np.diff(each.postings_at)[place[mine]]
        p_length[mine] = np.diff(each.positions_at)[place[mine]]
    bounds = np.searchsorted(shard, np.arange(count + 1))
    heads, head_at = _heads(first, second, shard, d_length, p_length)
    bodies = _gathered([each.postings for each in parts], [each.postings_at for each in parts],
                       origin, place, d_length)  # fmt: skip
    positions = _gathered([each.positions for each in parts], [each.positions_at for each in parts],
                          origin, place, p_length)  # fmt: skip
    d_at, p_at = offsets(d_length), offsets(p_length)
    result = []
    for n in range(count):
        begin, end = int(bounds[n]), int(bounds[n + 1])
        number, _ = varints(np.array([end - begin], dtype=np.int64))
        d = (number, heads[head_at[begin] : head_at[end]], bodies[d_at[begin] : d_at[end]])
        result.append((b"".join(map(bytes, d)), bytes(positions[p_at[begin] : p_at[end]])))
    return result


def _heads(
    first: Points, second: Points, shard: Ints, d_length: Ints, p_length: Ints
) -> tuple[Bytes, Ints]:
    one, two = first.astype(np.int64), second.astype(np.int64)
    fresh = np.ones(len(one), dtype=bool)
    fresh[1:] = shard[1:] != shard[:-1]
    gap = one.copy()
    gap[1:] -= np.where(fresh[1:], 0, one[:-1])
    step = two.copy()
    step[1:] -= np.where(~fresh[1:] & (gap[1:] == 0), two[:-1], 0)
    values = np.stack((gap, step, d_length, p_length), axis=1).reshape(-1)
    stream, lengths = varints(values)
    return stream, offsets(lengths.reshape(-1, 4).sum(axis=1))


def _gathered(
    streams: list[Bytes], begins_of: list[Ints], origin: Ints, place: Ints, lengths: Ints
) -> Bytes:
    """The pieces of the terms in their new order."""
    base = np.cumsum([0, *(len(each) for each in streams[:-1])])
    whole = np.concatenate(streams)
    begins = np.zeros(len(origin), dtype=np.int64)
    for n, each in enumerate(begins_of):
        mine = origin == n
        begins[mine] = each[:-1][place[mine]] + base[n]
    shift = np.repeat(begins - offsets(lengths)[:-1], lengths)
    shift += np.arange(len(shift))
    return whole[shift]
