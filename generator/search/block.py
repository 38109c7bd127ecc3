"""A block: everything of the index that can be made of one month's records alone.

Making blocks is nearly all the work of an index. They are joined to a segment by `segment.py`, and
may be kept between builds: the same entries always give the same block.
"""

import json
import unicodedata
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from generator.search.entries import Searched
from generator.search.facets import Facets, facets
from generator.search.packing import UNIT, Bytes
from generator.search.postings import Postings, postings
from generator.search.record import kept
from generator.search.row import row

# What a dump begins with. The number changes whenever `block` makes something else of the same
# entries; characters are normalised and texts deflated as these libraries do it.
_MARK = f"dangwu block 1 {unicodedata.unidata_version} {zlib.ZLIB_RUNTIME_VERSION}\n".encode()
_TYPES = ("<i8", "<u4", "<u4", "u1", "u1", *("<i4",) * 6, "<u4", "<u4", "u1")
_ALIGNED = 8
_SIZE = 4


class Block(Struct, frozen=True, eq=False):
    """Of some records, newest first, what is looked up and what is shown.

    `units`: the size of each record's text in `texts`. `titles`: characters of its title.
    """

    postings: Postings
    facets: Facets
    units: NDArray[np.uint32]
    titles: NDArray[np.uint32]
    texts: Bytes

    @property
    def records(self) -> int:
        return len(self.units)

    def dump(self) -> bytes:
        """The block in bytes, from which `load` makes it again: a mark, a head in JSON, the arrays.

        The arrays begin at multiples of 8 bytes; the last 4 bytes are the CRC-32 of all before.
        """
        found, facets = self.postings, self.facets
        arrays: tuple[NDArray[Any], ...] = (
            found.terms, found.posting_lengths, found.position_lengths,
            found.postings, found.positions,
            facets.kind, facets.branch, facets.category, facets.day, facets.opens, facets.closes,
            self.units, self.titles, self.texts,
        )  # fmt: skip
        names = (facets.kinds, facets.branches, facets.categories)
        head = json.dumps({"names": names, "sizes": [len(each) for each in arrays]}).encode()
        whole = bytearray(_MARK + len(head).to_bytes(_SIZE, "little") + head)
        for each, kind in zip(arrays, _TYPES, strict=True):
            whole += bytes(-len(whole) % _ALIGNED) + each.astype(kind, copy=False).tobytes()
        return bytes(whole + zlib.crc32(whole).to_bytes(_SIZE, "little"))

    @staticmethod
    def load(raw: bytes) -> "Block":
        """The block of a dump; its arrays are views of `raw`.

        Raises ValueError where it is damaged, or was made by another version.
        """
        end = len(raw) - _SIZE
        at = len(_MARK) + _SIZE
        whole = memoryview(raw)
        if raw[: len(_MARK)] != _MARK or end < at:
            raise ValueError("not a block of this version")
        if zlib.crc32(whole[:end]).to_bytes(_SIZE, "little") != whole[end:]:
            raise ValueError("a damaged block")
        size = int.from_bytes(whole[len(_MARK) : at], "little")
        head = json.loads(raw[at : at + size])
        at += size
        arrays: list[NDArray[Any]] = []
        for count, kind in zip(head["sizes"], _TYPES, strict=True):
            at += -at % _ALIGNED
            arrays.append(np.frombuffer(raw, dtype=kind, count=count, offset=at))
            at += arrays[-1].nbytes
        kinds, branches, categories = map(tuple, head["names"])
        return Block(
            Postings(*arrays[:5]), Facets(kinds, branches, categories, *arrays[5:11]), *arrays[11:]
        )


def block(entries: Sequence[Searched]) -> Block:
    """The block of one entry or more, in this order. The result depends on nothing else."""
    text = row([each.fields for each in entries])
    texts = [kept(each) for each in entries]
    return Block(
        postings=postings(text, len(entries)),
        facets=facets(entries),
        units=np.array([len(each) // UNIT for each in texts], dtype=np.uint32),
        titles=text.titles.astype(np.uint32),
        texts=np.frombuffer(b"".join(texts), dtype=np.uint8),
    )
