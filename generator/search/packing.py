"""Numbers in bytes, by the array: what FORMAT.md calls varints, and the shard of a term."""

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Ints = NDArray[np.signedinteger]
Points = NDArray[np.uint32]

UNIT = 64


def varint_lengths(values: NDArray[np.integer]) -> NDArray[np.uint8]:
    """Bytes that the varint of each value takes (values below 2^35)."""
    lengths = (values > 0x7F).view(np.uint8) + np.uint8(1)
    # Few values are large: the others are looked at once.
    large = np.flatnonzero(values > 0x3FFF)
    for bits in (14, 21, 28):
        if not len(large):
            break
        lengths[large] += 1
        large = large[values[large] >= (1 << (bits + 7))]
    return lengths


def put_varints(
    target: Bytes, places: Ints, values: NDArray[np.integer], lengths: NDArray[np.uint8]
) -> None:
    """Write the varint of each value, which takes so many bytes, at its place in `target`."""
    first = (values & 0x7F).astype(np.uint8)
    first |= (lengths > 1).view(np.uint8) << np.uint8(7)
    target[places] = first
    longer = np.flatnonzero(lengths > 1)
    byte = 1
    while len(longer):
        here = lengths[longer]
        part = ((values[longer] >> (7 * byte)) & 0x7F).astype(np.uint8)
        part |= (here > byte + 1).view(np.uint8) << np.uint8(7)
        target[places[longer] + byte] = part
        byte += 1
        longer = longer[here > byte]


def varints(values: NDArray[np.integer]) -> tuple[Bytes, NDArray[np.uint8]]:
    """The varints of the values one after the other, and the length of each."""
    lengths = varint_lengths(values)
    at = offsets(lengths)
    target = np.empty(int(at[-1]), dtype=np.uint8)
    put_varints(target, at[:-1], values, lengths)
    return target, lengths


def offsets(lengths: NDArray[np.integer]) -> NDArray[np.int64]:
    """Where each of some neighbours of these lengths begins, and where the last one ends."""
    ends = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=ends[1:])
    return ends


def put_pieces(
    target: Bytes,
    places: NDArray[np.int64],
    source: Bytes,
    begins: NDArray[np.int64],
    lengths: NDArray[np.int64],
) -> None:
    """Copy pieces of `source`, which begin there and have these lengths, to places in `target`.

    A piece of 2^n up to 2^(n+1) bytes is copied as two windows of 2^n, its first and its last,
    which may overlap: so each size of window is one step for all pieces that take it.
    """
    size, longest = 1, int(lengths.max(initial=0))
    while size <= longest:
        mine = np.flatnonzero((lengths >= size) & (lengths < 2 * size))
        if len(mine):
            read, write = _windows(source, size), _windows(target, size)
            start, place = begins[mine], places[mine]
            write[place] = read[start]
            rest = lengths[mine] - size
            write[place + rest] = read[start + rest]
        size *= 2


def _windows(row: Bytes, size: int) -> "NDArray[np.void]":
    """Every run of `size` neighbours of a row of bytes, as one value each; nothing is copied."""
    return np.ndarray(len(row) - size + 1, dtype=np.dtype((np.void, size)), buffer=row, strides=1)


def shard_of(first: Points, second: Points, shards: int) -> Ints:
    """The shard of each term (FORMAT.md, *Terms*)."""
    mixed = (first * np.uint32(0x9E3779B1)) ^ (second * np.uint32(0x85EBCA6B))
    mixed ^= mixed >> np.uint32(15)
    return (mixed % np.uint32(shards)).astype(np.int32)
