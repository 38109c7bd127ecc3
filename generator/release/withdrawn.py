"""`withdrawn.txt`: what was taken down, in a file of the site that release tools read.

A release that is brought back may be older than a withdrawal. Whoever brings it back reads this
file of the newest release, and shows nothing at or below its addresses but the page of the newest
release that says when and why.

A line for each address: the address from the root of the site, which ends in `/`, a tab, and the
day (ISO 8601). Lines are in order of the address; those that begin with `#` are for people.
"""

from collections.abc import Iterable, Mapping
from datetime import date

FILE = "withdrawn.txt"
_HEAD = "# 已撤下的地址。回退到旧版本时，这些地址下的内容一律不再显示。\n"


def written(gone: Iterable[tuple[str, date]]) -> bytes:
    """The file for what is gone: (address, day)."""
    lines = (f"{url}\t{day.isoformat()}\n" for url, day in sorted(gone))
    return (_HEAD + "".join(lines)).encode()


def read(content: bytes) -> Mapping[str, date]:
    """Address → day. Raises ValueError where the file is not as `written` makes it."""
    found = {}
    for line in content.decode().splitlines():
        if line and not line.startswith("#"):
            url, day = line.split("\t")
            found[url] = date.fromisoformat(day)
    return found
