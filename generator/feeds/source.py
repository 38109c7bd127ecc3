"""The site that a feed, a calendar or a data file is of: how it is named and where it stands."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote
from uuid import UUID, uuid5

# Chosen once at random; all ids of dangwu are below it (RFC 9562, 6.6).
_NAMESPACE = UUID("5f0c9d1e-8a3b-4c57-9e2d-6b1f74a0c3d8")


@dataclass(frozen=True, slots=True)
class Source:
    """`url` is the whole address of the site, ending in `/`, or empty where it is not known."""

    name: str
    url: str = ""

    def link(self, address: str, at: str = "") -> str:
        """An address of the site as a URI: whole where the site's is known, else a reference that
        is relative to the file `at` (RFC 3986, 4.2).
        """
        path = _quoted(address)
        return self.url + path if self.url else f"{_up(at)}{path}" or "./"

    def identity(self, address: str) -> UUID:
        """What a record is known by, wherever the site stands: an intranet's address may change."""
        return uuid5(_NAMESPACE, f"{self.name}\n{address}")


@lru_cache(1 << 12)
def _quoted(address: str) -> str:
    # Names of files beside records come quoted, ids of settings may be Chinese.
    return quote(address, safe="/%")


def _up(at: str) -> str:
    """The way from a file to the root of the site."""
    return "../" * at.count("/")
