"""Numbers in bytes, by the array: what FORMAT.md calls varints, and the shard of a term."""

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Ints = NDArray[np.signedinteger]
Points = NDArray[np.uint32]


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
    target = np.zeros(int(at[-1]), dtype=np.uint8)
    put_varints(target, at[:-1], values, lengths)
    return target, lengths


def offsets(lengths: NDArray[np.integer]) -> Ints:
    """Where each of some neighbours of these lengths begins, and where the last one ends.

    A segment's stream is below 2 GiB: 32 bits hold it, and numpy sums them many times faster.
    """
    ends = np.zeros(len(lengths) + 1, dtype=np.int32)
    np.cumsum(lengths, out=ends[1:])
    return ends


def shard_of(first: Points, second: Points, shards: int) -> Ints:
    """The shard of each term (FORMAT.md, *Shards*)."""
    mixed = (first * np.uint32(0x9E3779B1)) ^ (second * np.uint32(0x85EBCA6B))
    mixed ^= mixed >> np.uint32(15)
    return (mixed % np.uint32(shards)).astype(np.int32)
