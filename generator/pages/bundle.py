"""Pages and files that are taken out of a site, to be copied to a stick and opened there."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from generator.audience.view import View
from generator.pages.page import Page
from generator.pages.paper import Paper


class Volume(Struct, frozen=True):
    """What is packed of one record. `files` are addresses of files of the site; `served` are files
    that the site has elsewhere: (path below the media address, address in the bundle).
    """

    key: str
    title: str
    page: Page
    files: tuple[str, ...]
    served: tuple[tuple[str, str], ...] = ()


class Bundle(Struct, frozen=True):
    """Pages stand at the addresses that they have on the site, `front` at the root."""

    front: Page
    volumes: tuple[Volume, ...]
    papers: tuple[Paper, ...]


class Packing(Struct, frozen=True):
    """How a kind's records are packed: the keys of those that can be, and the bundle of some."""

    keys: Callable[[View], Sequence[str]]
    bundle: Callable[[View, Sequence[str]], Bundle]
