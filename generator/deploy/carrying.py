"""What a new release keeps of the last one, so that a page that is open goes on working.

Such a page loads what it needs later: scripts, style sheets, and ranges of the index files that its
root names. What the new release does not have of these stays for a day. Nothing else does: a page,
a feed or an attachment that is gone is gone.
"""

import re
from collections.abc import Collection, Mapping

from generator.deploy.manifest import Manifest
from generator.deploy.packing import FORMS
from generator.deploy.releases import Carried

INDEX = "search/data/"
_ASSETS = frozenset((".css", ".js", ".mjs", ".woff", ".woff2"))


def asset(path: str) -> bool:
    """Whether a file is a script, a style sheet or a font: the same for all that is published."""
    plain = path.removesuffix(FORMS[0]).removesuffix(FORMS[1])
    ending = re.search(r"\.[^./]+$", plain)
    return ending is not None and ending[0] in _ASSETS and not path.startswith(INDEX)


def indexed(path: str) -> bool:
    """Whether a file is a part of the index that bears a digest in its name (search/FORMAT.md)."""
    return re.match(re.escape(INDEX) + r"[^/]+-[0-9a-f]{8,}(\.bin|/)", path) is not None


def carried(
    last: Manifest,
    before: Mapping[str, Carried],
    new: Collection[str],
    until: int,
    now: int,
    *,
    texts: bool,
) -> dict[str, Carried]:
    """What of the last release, and of what that one had carried, the new one has besides its own.

    `until` is when what is left over now may go. `texts`: whether the index may stay, too: it holds
    what records said, and does not where a record or a page has gone.
    """
    kept = {
        path: Carried(digest, until)
        for path, digest in last.items()
        if asset(path) or (texts and indexed(path))
    }
    for path, each in before.items():
        if each.until > now and path not in kept and (texts or not indexed(path)):
            kept[path] = each
    return {path: each for path, each in sorted(kept.items()) if path not in new}
