"""Blocks → the file of a segment, and what the root says of it (FORMAT.md, *Root* and on)."""

import hashlib
import math
import zlib
from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from generator.search.block import Block
from generator.search.facets import written
from generator.search.packing import (
    UNIT,
    Bytes,
    Points,
    offsets,
    put_pieces,
    put_varints,
    shard_of,
    varint_lengths,
    varints,
)
from generator.search.part import Part
from generator.search.postings import SECOND_BITS, Postings

# Bytes that a shard should have in a segment of so many records; larger segments get larger shards
# in proportion to the root, for a query loads a few of them, and each costs a place in the head.
_SHARD_BYTES, _SHARD_RECORDS = 1024, 2500
# What a term takes in its shard besides its postings, on average.
_HEAD_BYTES = 5
_SECOND = (1 << SECOND_BITS) - 1


def segment(
    name: str, blocks: Sequence[Block], kinds: Mapping[str, int]
) -> tuple[Part, dict[str, object]]:
    """The file of one block or more, newest first, and its entry in the root.

    `kinds`: id → number in the root.
    """
    units = np.concatenate([each.units for each in blocks])
    titles = np.concatenate([each.titles for each in blocks])
    sizes, shards, places = _written([each.postings for each in blocks], len(units))
    head, _ = varints(np.concatenate((sizes, units, titles)))
    front = (
        zlib.compress(head.tobytes(), 6),
        zlib.compress(written([each.facets for each in blocks], kinds), 6),
        shards.data,
        places.data,
    )
    pieces: tuple[bytes | memoryview, ...] = (*front, *(each.texts.data for each in blocks))
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    file = f"{name}-{digest.hexdigest()[:8]}"
    root: dict[str, object] = {
        "id": name,
        "file": file,
        "records": len(units),
        "blocks": [each.records for each in blocks],
        "shards": len(sizes),
        "length": int(units.sum()),
        "sizes": [*map(len, front), sum(len(each.texts) for each in blocks)],
    }
    return Part(f"{file}.bin", pieces), root


class _Pieces(Struct, frozen=True):
    """What each block has of each term, by term and then by block.

    `order`: which of all blocks' pieces it is, one block after the other. `blocks`: its block.
    `terms`: the different terms. `begins`: the first piece of each, and one more at the end.
    """

    order: NDArray[np.int64]
    blocks: NDArray[np.int64]
    terms: NDArray[np.int64]
    begins: NDArray[np.int64]


def _pieces(found: Sequence[Postings]) -> _Pieces:
    terms = np.concatenate([each.terms for each in found])
    blocks = np.repeat(np.arange(len(found)), [len(each.terms) for each in found])
    order = np.argsort(terms, kind="stable")
    terms = terms[order]
    begins = np.flatnonzero(np.diff(terms, prepend=-1))
    return _Pieces(order, blocks[order], terms[begins], np.append(begins, len(terms)))


def _written(found: Sequence[Postings], records: int) -> tuple[NDArray[np.int64], Bytes, Bytes]:
    """The sizes of the shards in units, the shards, and the places."""
    pieces = _pieces(found)
    gaps = np.diff(pieces.blocks, prepend=0) - 1
    gaps[pieces.begins[:-1]] = pieces.blocks[pieces.begins[:-1]]
    gap_lengths = varint_lengths(gaps)
    postings = np.concatenate([each.posting_lengths for each in found])[pieces.order] + gap_lengths
    positions = np.concatenate([each.position_lengths for each in found])[pieces.order]

    one, two = pieces.terms >> SECOND_BITS, pieces.terms & _SECOND
    first = np.where(one > 0, one, two).astype(np.uint32)
    second = np.where(one > 0, two, 0).astype(np.uint32)
    count = _count(int(postings.sum()) + _HEAD_BYTES * len(first), records)
    shard = shard_of(first, second, count)
    # From here on terms stand as in the file. `bounds`: the first of each shard.
    filed = np.lexsort((second, first, shard))
    bounds = np.searchsorted(shard[filed], np.arange(count + 1))
    body_at = offsets(_sizes(pieces, postings)[filed])
    place_at = offsets(_sizes(pieces, positions)[filed])
    fronts, lengths = varints(np.stack((np.diff(bounds), place_at[bounds[:-1]]), 1).reshape(-1))
    front_at = offsets(lengths)[::2]
    heads, head_at = _heads(first[filed], second[filed], bounds, body_at, place_at)
    front_sizes, head_sizes = np.diff(front_at), np.diff(head_at[bounds])
    units = -(-(front_sizes + head_sizes + np.diff(body_at[bounds])) // UNIT)

    shards = np.zeros(int(units.sum()) * UNIT, dtype=np.uint8)
    shard_at = offsets(units * UNIT)[:-1]
    put_pieces(shards, shard_at, fronts, front_at[:-1], front_sizes)
    put_pieces(shards, shard_at + front_sizes, heads, head_at[bounds[:-1]], head_sizes)
    shift = shard_at + front_sizes + head_sizes - body_at[bounds[:-1]]
    at = _filed(pieces, postings, filed, body_at[:-1] + np.repeat(shift, np.diff(bounds)))
    put_varints(shards, at, gaps, gap_lengths)
    _put(shards, at + gap_lengths, pieces, [(x.postings, x.posting_lengths) for x in found])
    places = np.empty(int(place_at[-1]), dtype=np.uint8)
    at = _filed(pieces, positions, filed, place_at[:-1])
    _put(places, at, pieces, [(x.positions, x.position_lengths) for x in found])
    return units, shards, places


def _count(size: int, records: int) -> int:
    """How many shards terms of so many bytes should be put into."""
    return max(round(size / (_SHARD_BYTES * max(1.0, math.sqrt(records / _SHARD_RECORDS)))), 1)


def _sizes(pieces: _Pieces, lengths: NDArray[np.integer]) -> NDArray[np.int64]:
    """The bytes of each term, of whose pieces these are the lengths."""
    return np.diff(offsets(lengths)[pieces.begins])


def _filed(
    pieces: _Pieces,
    lengths: NDArray[np.integer],
    filed: NDArray[np.int64],
    term_at: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Where each piece goes, of these lengths, when the terms in the order `filed` go there."""
    at = offsets(lengths)[:-1]
    shift = np.empty(len(filed), dtype=np.int64)
    shift[filed] = term_at
    shift -= at[pieces.begins[:-1]]
    return at + np.repeat(shift, np.diff(pieces.begins))


def _put(
    target: Bytes,
    at: NDArray[np.int64],
    pieces: _Pieces,
    streams: Sequence[tuple[Bytes, NDArray[np.uint32]]],
) -> None:
    """Copy every piece to its place. A stream: a block's bytes, and the lengths of its pieces."""
    places = np.empty(len(at), dtype=np.int64)
    places[pieces.order] = at
    begin = 0
    for source, lengths in streams:
        end = begin + len(lengths)
        wide = lengths.astype(np.int64)
        put_pieces(target, places[begin:end], source, offsets(wide)[:-1], wide)
        begin = end


def _heads(
    first: Points,
    second: Points,
    bounds: NDArray[np.int64],
    body_at: NDArray[np.int64],
    place_at: NDArray[np.int64],
) -> tuple[Bytes, NDArray[np.int64]]:
    """What shards say of each term, and where that begins. `bounds`: each shard's first term."""
    one, two = first.astype(np.int64), second.astype(np.int64)
    fresh = np.zeros(len(one) + 1, dtype=bool)
    fresh[bounds] = True
    gap = np.diff(one, prepend=0)
    gap[fresh[:-1]] = one[fresh[:-1]]
    same = (gap == 0) & ~fresh[:-1]
    step = np.where(same, np.diff(two, prepend=0), two)
    columns = (gap, step, np.diff(body_at), np.diff(place_at))
    stream, lengths = varints(np.stack(columns, axis=1).reshape(-1))
    return stream, offsets(lengths)[::4]
