"""What is drawn on a page, as a value: a template, and the data that it is filled with."""

from collections.abc import Mapping

from msgspec import Struct

from generator.audience.digests import Digests


class Drawing(Struct, frozen=True):
    """`template` is `kind/name.html`. `context` holds data alone: structs, texts, numbers,
    days, lists, tuples, dicts; nothing that is yet to be called, or that remembers what it was
    asked (a cached property would count as data).

    What is drawn depends on this, on the page's address, and on the studio: its templates, and the
    addresses that links of texts are looked up in.
    """

    template: str
    context: Mapping[str, object]

    def key(self, known: Digests | None = None) -> bytes:
        """16 bytes, the same for equal drawings in every run (see `Digests.key`).

        Raises TypeError where the context holds what is not data.
        """
        return (known or Digests()).key((self.template, self.context))
