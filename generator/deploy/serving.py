"""What a web server must do for a target, whichever it is: headers, caching, types, doors."""

import mimetypes
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from msgspec import Struct

from generator.deploy.built import Built

# Files whose names bear a digest of what is in them (search/FORMAT.md; the theme's own): for ever.
HASHED = r"/(?:assets/.+\.[0-9a-f]{8}\.min\.(?:css|js)|search/data/[^/]+-[0-9a-f]{8,}\.bin)$"
# In ASCII: the header that carries it knows no other (RFC 7617 § 2).
REALM = "dangwu organisers"
FOR_EVER, ASK = "max-age=31536000, immutable", "no-cache"
_TEXTS = {
    ".css": "text/css", ".csv": "text/csv", ".html": "text/html", ".ics": "text/calendar",
    ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml",
    ".txt": "text/plain", ".vtt": "text/vtt", ".xml": "application/xml",
}  # fmt: skip
_OTHERS = {
    ".bin": "application/octet-stream", ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".gif": "image/gif", ".ico": "image/x-icon", ".jpeg": "image/jpeg", ".jpg": "image/jpeg",
    ".m4a": "audio/mp4", ".mp3": "audio/mpeg", ".mp4": "video/mp4", ".pdf": "application/pdf",
    ".png": "image/png", ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".webp": "image/webp", ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}  # fmt: skip


class Serving(Struct, frozen=True):
    """`root` is the target's folder on the server, `listen` a port or address:port, `path` where
    the site stands there. The last three matter for the organisers' edition: the file of passwords,
    the address of the sign-on's proxy (empty: none), and its header that names the user.
    """

    root: str
    site: Built
    listen: str = "80"
    name: str = ""
    path: str = "/"
    passwords: str = ""
    proxy: str = ""
    header: str = "X-Remote-User"

    @property
    def closed(self) -> bool:
        """Whether readers must say who they are."""
        return self.site.edition == "organisers"

    @property
    def current(self) -> str:
        return f"{self.root.rstrip('/')}/current"

    @property
    def for_ever(self) -> str:
        return f"{'private' if self.closed else 'public'}, {FOR_EVER}"

    @property
    def ask(self) -> str:
        """For pages: they may be kept, and are asked for each time whether they have changed."""
        return f"private, {ASK}" if self.closed else ASK

    @property
    def types(self) -> dict[str, str]:
        """Ending → media type, of all that the site has and may have; texts are UTF-8."""
        found = {**_TEXTS, **_OTHERS}
        for path in self.site.own:
            ending = PurePosixPath(path).suffix.lower()
            if ending and ending not in found and re.fullmatch(r"\.[a-z0-9]+", ending):
                guessed, _ = mimetypes.guess_type(f"x{ending}")
                found[ending] = guessed or "application/octet-stream"
        return dict(sorted(found.items()))

    @property
    def moved(self) -> Mapping[str, str]:
        """Path on the server → path that it leads on to. None for the organisers' edition: what is
        there is nobody's business before the door.
        """
        if self.closed:
            return {}
        return {self.path + old: self.path + new for old, new in sorted(self.site.moved.items())}

    def headers(self) -> Iterator[tuple[str, str]]:
        """Those that every answer has, but for caching."""
        yield "Content-Security-Policy", policy(self.site)
        yield "X-Content-Type-Options", "nosniff"
        yield "X-Frame-Options", "DENY"
        yield "Referrer-Policy", "same-origin"
        yield "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        yield "Cross-Origin-Resource-Policy", "same-origin"
        if self.closed:
            yield "X-Robots-Tag", "noindex, nofollow"


def textual(media_type: str) -> bool:
    return media_type in _TEXTS.values()


def policy(site: Built) -> str:
    """The Content-Security-Policy (W3C, level 3) that the pages of a site bear and no more: scripts
    and styles of its own, and what stands in the pages, by its digest.
    """
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *site.scripts)),
            " ".join(("style-src 'self'", *site.styles)),
            "img-src 'self' data:",
            "font-src 'self'",
            "media-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
