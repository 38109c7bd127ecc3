"""The site that a feed, a calendar or a data file is of: how it is named and where it stands."""

from functools import lru_cache
from uuid import UUID, uuid5

from msgspec import Struct

from generator.pages.addresses import reference

# Chosen once at random; all ids of dangwu are below it (RFC 9562, 6.6).
_NAMESPACE = UUID("5f0c9d1e-8a3b-4c57-9e2d-6b1f74a0c3d8")


class Source(Struct, frozen=True):
    """`url` is the whole address of the site, ending in `/`, or empty where it is not known."""

    name: str
    url: str = ""

    def link(self, address: str, at: str = "") -> str:
        """An address of the site as a URI: whole where the site's is known, else a reference that
        is relative to the file `at` (RFC 3986, 4.2).
        """
        return _reference(address, self.url or _up(at)) or "./"

    def identity(self, address: str) -> UUID:
        """What a record is known by, wherever the site stands: an intranet's address may change."""
        return uuid5(_NAMESPACE, f"{self.name}\n{address}")


_reference = lru_cache(1 << 12)(reference)


def _up(at: str) -> str:
    """The way from a file to the root of the site."""
    return "../" * at.count("/")
