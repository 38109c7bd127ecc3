"""The last look: what has been made of a site, before it takes the place of the old one.

What the first look allowed is allowed here: the contacts of offices, the settings' exemptions, and
in the pages of a register whatever is no number of an identity card or bank card.
"""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate

from msgspec import Struct

from generator import texts
from generator.audience.personal.cleared import Cleared, cleared
from generator.audience.personal.finding import NUMBERS, Finding, Sort
from generator.audience.personal.guard import NO_OFFICES, Guard, Offices, hidden
from generator.files import markup, reading
from generator.files.piece import UnreadableError
from generator.problems import codes
from generator.problems.problem import Place, Problem, problem

# How many texts are looked at together, before each of those in which something may be.
_TOGETHER = 64


class Gate(Struct, frozen=True, dict=True):
    """`registers` are addresses of pages, and of folders, where a register's content stands;
    `looked` are the digests of files that the first look has been through.
    """

    guard: Guard
    offices: Offices = NO_OFFICES
    registers: frozenset[str] = frozenset()
    looked: frozenset[bytes] = frozenset()

    def page(self, path: str, html: str) -> Iterator[Problem]:
        """A page, or its own part: what it says, and what its attributes do (E906)."""
        known = self._cleared(path)
        new, near = known.parts(html)
        found = [
            each
            for some in self._closely(path, new, near)
            for each in self._find(path, markup.html(some))
        ]
        yield from self._said(path, found)
        if not found:
            known.add(new)

    def _closely(self, path: str, new: list[str], near: str) -> Iterator[str]:
        """What is worth a closer look of some lines of a page, `near` with their neighbours: most
        pages have nothing of it. What is said of somebody does not go over the end of a line.
        """
        if self.guard.counts(markup.sight(near)):
            yield near
        elif not self._of_register(path) and self.guard.talks(markup.sight("\n".join(new))):
            yield from (each for each in new if self.guard.talks(markup.sight(each)))

    def paper(self, path: str, said: Iterable[str]) -> Iterator[Problem]:
        """A file that is made of some texts, and its name."""
        known = self._cleared(path)
        new = known.unknown(said)
        closely = self._suspected(path, new)
        found = [finding for each in closely for finding in self._find(path, each)]
        yield from self._said(path, found)
        if not found:
            known.add(new)
        yield from self.address(path)

    def _suspected(self, path: str, said: list[str]) -> Iterator[str]:
        """Those of some texts that are worth a closer look, and their neighbours: most texts are
        short, and to look at each by itself takes longer than at all that it says.
        """
        numbers_only = self._of_register(path)
        for first in range(0, len(said), _TOGETHER):
            some = said[first : first + _TOGETHER]
            # Nothing that is looked for goes over the end of a sentence.
            if self.guard.suspects("。".join(some), numbers_only):
                yield from some

    def file(self, path: str, data: bytes, tell: bool = False) -> Iterator[Problem]:
        """Any other file, by what it is; and its name. `tell` whether it can be looked into (E707):
        of a build's files the first look has said so.
        """
        if digest(data) in self.looked:
            found: list[tuple[Finding, str]] = []
        else:
            found = []
            try:
                for piece in reading.pieces(path, data):
                    found += [(each, piece.at(each.start)) for each in self._find(path, piece.text)]
            except UnreadableError as error:
                if tell:
                    shown = hidden(path, self.guard.find(path))
                    yield problem(codes.E707, Place(shown), name=shown, reason=error)
        yield from self._said(path, (each for each, _ in found), [where for _, where in found])
        yield from self.address(path)

    def address(self, path: str) -> Iterator[Problem]:
        """What the address itself tells."""
        yield from self._said(path, self._find(path, path))

    def indexed(self, path: str, fields: Iterable[str]) -> Iterator[Problem]:
        """Texts that go into the index, where they stand without their sentences: numbers alone."""
        text = "\n".join(fields)
        found = self._find(path, text) if self.guard.counts(text) else []
        yield from self._said(path, [each for each in found if each.sort in _WITHOUT_CONTEXT])

    @cached_property
    def _key(self) -> bytes:
        offices = sorted(self.offices.phones), sorted(self.offices.addresses)
        return digest(f"{self.guard.privacy.model_dump_json()} {offices}".encode())

    def _cleared(self, path: str) -> Cleared:
        return cleared(self._key, self._of_register(path))

    def _of_register(self, path: str) -> bool:
        if not self.registers:
            return False
        folders = accumulate(path.split("/")[:-1], lambda above, name: f"{above}/{name}")
        return path in self.registers or any(f"{each}/" in self.registers for each in folders)

    def _find(self, path: str, text: str) -> list[Finding]:
        numbers_only = self._of_register(path)
        found = self.guard.find(text, numbers_only=numbers_only, offices=self.offices)
        return [each for each in found if self.guard.severity(each.sort) == "错误"]

    def _said(
        self, path: str, found: Iterable[Finding], places: list[str] | None = None
    ) -> Iterator[Problem]:
        """The first of each sort: a page may say a thing in several places."""
        seen: set[Sort] = set()
        for number, each in enumerate(found):
            if each.sort in seen:
                continue
            seen.add(each.sort)
            shown = hidden(path, self.guard.find(path))
            at = places[number] if places else ""
            where = texts.IN_PAGE.format(page=hidden(at, self.guard.find(at))) if at else ""
            yield problem(
                codes.E906,
                Place(shown or "index.html"),
                what=texts.PERSONAL[each.sort],
                shown=each.masked,
                where=where,
            )


_WITHOUT_CONTEXT = NUMBERS | {"mobile"}


def digest(data: bytes) -> bytes:
    """What a file's content is known by."""
    return hashlib.blake2b(data, digest_size=16).digest()
