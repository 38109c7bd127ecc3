"""What has been looked through already: a line of a list stands on many pages of a site.

It is kept in a process for as long as the same gate is passed, as numbers that stand for texts.
"""

import re
from collections.abc import Iterable, Iterator

# A table counts as one: its head says what its cells are.
_UNITS = re.compile(r"<table\b.*?</table>|[^\n]+", re.DOTALL)
# So many are known, and as many again of those before; that is some 20 MB.
_MOST = 1 << 17


class Cleared:
    """Texts in which nothing was found."""

    def __init__(self) -> None:
        self._known: set[int] = set()
        self._before: set[int] = set()

    def unknown(self, texts: Iterable[str]) -> list[str]:
        """Those that have not been looked through, each once."""
        known, before = self._known, self._before
        hashed = ((each, hash(each)) for each in dict.fromkeys(texts))
        return [each for each, number in hashed if number not in known and number not in before]

    def parts(self, page: str) -> tuple[list[str], str]:
        """(Lines of a page that have not been looked through, the same with their neighbours).

        A number may go over the end of a line.
        """
        units = _UNITS.findall(page) if "<table" in page else page.split("\n")
        known, before = self._known, self._before
        new = [
            place
            for place, each in enumerate(map(hash, units))
            if each not in known and each not in before
        ]
        return [units[place] for place in new], "\n".join(_near(units, new))

    def add(self, texts: Iterable[str]) -> None:
        """Nothing was found in these."""
        if len(self._known) >= _MOST:
            self._known, self._before = set(), self._known
        self._known.update(map(hash, texts))


def _near(units: list[str], places: list[int]) -> Iterator[str]:
    last = -1
    for place in places:
        for near in range(max(place - 1, last + 1), min(place + 2, len(units))):
            yield units[near]
            last = near


_now: tuple[bytes, dict[bool, Cleared]] = b"", {}


def cleared(key: bytes, of_register: bool) -> Cleared:
    """What this process has looked through by the gate with this key, in registers or elsewhere;
    another gate begins anew.
    """
    global _now
    if _now[0] != key:
        _now = key, {}
    return _now[1].setdefault(of_register, Cleared())
