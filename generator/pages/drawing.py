"""What is drawn on a page, as a value: a template, and the data that it is filled with."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

import msgspec

_ENCODER = msgspec.msgpack.Encoder(order="deterministic")


def digest(value: object) -> bytes:
    """16 bytes of BLAKE2b (RFC 7693), the same for equal values in every run.

    They are taken over MessagePack with the keys of mappings in order. A list and a tuple of the
    same values are equal here, as they are to a template. Raises TypeError for what is not data.
    """
    return blake2b(_ENCODER.encode(value), digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class Drawing:
    """`template` is `kind/name.html`. `context` holds data alone: data classes, texts, numbers,
    days, lists, tuples, dicts; nothing that is yet to be called, or that remembers what it was
    asked (a cached property would count as data).

    What is drawn depends on this, on the page's address, and on the studio: its templates, and the
    addresses that links of texts are looked up in.
    """

    template: str
    context: Mapping[str, object]

    def key(self) -> bytes:
        """16 bytes, the same for equal drawings in every run (see `digest`).

        Raises TypeError where the context holds what is not data.
        """
        return digest((self.template, self.context))
