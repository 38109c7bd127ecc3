"""Where a link of a text leads: the one place that knows which addresses the site answers."""

import posixpath
from collections.abc import Collection
from urllib.parse import quote, unquote, urljoin, urlsplit

from generator import prose


def reference(address: str, root: str) -> str:
    """An address of the site as a URI reference, behind what leads to its root.

    What begins with `/` or a scheme is no address of the site, but of a recording elsewhere.
    """
    if address.startswith("/") or "://" in address:
        return urljoin(root, address) if "://" in root else address
    # Names of files beside records come quoted, ids of settings may be Chinese.
    return root + quote(address, safe="/%")


class Addresses:
    """The site's pages (ending in `/`, or `404.html`) and files, from its root."""

    def __init__(self, pages: Collection[str], files: Collection[str]) -> None:
        self.pages = frozenset(pages)
        self.files = frozenset(files)

    def __contains__(self, url: str) -> bool:
        return url in self.pages or url in self.files

    def lookup(self, target: str, at: str) -> str | None:
        """The site's address for a link `target` on the page `at`, or None if nothing is there.

        `/lessons/2026/0007/`, `../0006/`, `lesson.pdf` beside the record; a missing final slash and
        `index.html` are forgiven. Query and fragment are kept.
        """
        parts = urlsplit(target)
        path = unquote(parts.path)
        joined = path.lstrip("/") if path.startswith("/") else posixpath.join(at, path)
        normal = posixpath.normpath(joined) if joined else ""
        if normal.startswith(".."):
            return None
        normal = "" if normal == "." else normal
        found = self._settled(normal)
        if found is None:
            return None
        query = f"?{parts.query}" if parts.query else ""
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return quote(found) + query + fragment

    def _settled(self, path: str) -> str | None:
        if path in self:
            return path
        folder = f"{path.removesuffix('index.html').rstrip('/')}/" if path else ""
        folder = "" if folder == "/" else folder
        return folder if folder in self.pages else None

    def resolve(self, target: str, at: str) -> str | None:
        """As `lookup`, ready for HTML: it begins with the token of the site's root."""
        found = self.lookup(target, at)
        return None if found is None else prose.ROOT + found
