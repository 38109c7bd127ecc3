"""The last look: what has been made of a site, before it takes the place of the old one.

What the first look allowed is allowed here: the contacts of offices, the settings' exemptions, and
in the pages of a register whatever is no number of an identity card or bank card.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator import texts
from generator.audience.personal.finding import NUMBERS, Finding, Sort
from generator.audience.personal.guard import NO_OFFICES, Guard, Offices, hidden
from generator.files import markup, reading
from generator.files.piece import UnreadableError
from generator.problems import codes
from generator.problems.problem import Place, Problem, problem


@dataclass(frozen=True)
class Gate:
    """`registers` are addresses of pages, and of folders, where a register's content stands;
    `looked` are the digests of files that the first look has been through.
    """

    guard: Guard
    offices: Offices = NO_OFFICES
    registers: frozenset[str] = frozenset()
    looked: frozenset[bytes] = frozenset()

    def page(self, path: str, html: str) -> Iterator[Problem]:
        """A page, or its own part: what it says, and what its attributes do (E906)."""
        # What no tag parts, and what stands in tags: most pages have nothing of it.
        if self.guard.suspects(markup.bare(html)) or self.guard.suspects(html):
            yield from self._said(path, self._find(path, markup.html(html)))

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
        found = self._find(path, "\n".join(fields))
        yield from self._said(path, [each for each in found if each.sort in _WITHOUT_CONTEXT])

    def _find(self, path: str, text: str) -> list[Finding]:
        numbers_only = path in self.registers or any(
            path.startswith(each) for each in self.registers if each.endswith("/")
        )
        found = self.guard.find(text, numbers_only=numbers_only, offices=self.offices)
        return [each for each in found if self.guard.severity(each.sort) == "错误"]

    def _said(
        self, path: str, found: Iterable[Finding], places: list[str] | None = None
    ) -> Iterator[Problem]:
        """The first of each sort: a page may say a thing in several places."""
        seen: set[Sort] = set()
        shown = hidden(path, self.guard.find(path))
        for number, each in enumerate(found):
            if each.sort in seen:
                continue
            seen.add(each.sort)
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
