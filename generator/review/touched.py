"""What a change touches: its files, and the files that depend on them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from generator.inspection import Plan
from generator.kinds.kind import Kind, all_kinds
from generator.problems import codes
from generator.problems.problem import Problem
from generator.records.tree import COUNTS, SETTINGS
from generator.review.repository import Difference, Repository
from generator.review.stated import source, stated

# Two files are in each other's way: it is told at either of them, whichever has changed.
_COLLISIONS = {codes.E113.code, codes.E305.code, codes.E904.code}
# What is removed may have been the aim of any link.
_LINKS = {codes.E401.code, codes.E406.code}


class Touched(Struct, frozen=True):
    """The files below `content/` that a change touches; `all` where a setting has changed."""

    shown: str
    changed: frozenset[str]
    files: frozenset[str]
    all: bool
    removed: bool

    def concerned(self, found: Problem) -> bool:
        """Whether a problem may come of the change."""
        if self.all or found.code in _COLLISIONS or (self.removed and found.code in _LINKS):
            return True
        return found.place.file.removeprefix(f"{self.shown}/") in self.files


def below(prefix: str, differences: Iterable[Difference]) -> list[Difference]:
    """Those in the content folder, by their paths within it."""
    return [
        each._replace(path=each.path.removeprefix(prefix))
        for each in differences
        if each.path.startswith(prefix)
    ]


def touched(plan: Plan, repository: Repository, differences: Sequence[Difference]) -> Touched:
    """What is touched where these files of a content folder differ."""
    shown = plan.outset.shown
    changed = frozenset(each.path for each in differences)
    changes = set(_changes(plan, repository, differences))
    files = {*changed, *_dependent(plan, changes), *_beside(plan, changed, all_kinds())}
    return Touched(
        shown, changed, frozenset(files),
        any(each.startswith(f"{SETTINGS}/") for each in changed),
        any(not (plan.outset.content / each).exists() for each in changed),
    )  # fmt: skip


def _changes(
    plan: Plan, repository: Repository, differences: Sequence[Difference]
) -> Iterator[str]:
    """What something may depend on and that is not as it was, as `Library.watching` names it."""
    kinds, library = all_kinds(), plan.found.library
    before = repository.contents(each.old for each in differences)
    for each in differences:
        yield f"file:{each.path}"
        about = source(kinds, each.path)
        if about is None:
            continue
        kind = about.declaration.name
        yield f"{kind}/{about.key}"
        for known in stated(about, each.path, before.get(each.old)):
            yield f"{kind}/{known.key}"
    changed = {each.path for each in differences}
    for record in library:
        if record.origin.file in changed:
            kind = library.declaration(record).name
            yield f"{kind}/{record.key}"
            yield f"{kind}?"
            yield from library.claims(record)


def _dependent(plan: Plan, changes: set[str]) -> Iterator[str]:
    """The files of the records whose rules or views need something that has changed."""
    found = plan.found
    for name, needed in found.needs.items():
        if not changes.isdisjoint(needed):
            yield found.library.origin(*name).file
    for name, note in found.notes.items():
        if name[1] and not changes.isdisjoint(note.needs):
            yield found.library.origin(*name).file


def _beside(plan: Plan, changed: Iterable[str], kinds: Sequence[Kind[Any]]) -> Iterator[str]:
    """The files beside what has changed, which records name or no longer name; what builds without
    a key know of a register.
    """
    folders = {each.rpartition("/")[0] for each in changed}
    for each in plan.found.library.others:
        if any(each.startswith(f"{folder}/") for folder in folders):
            yield each
    for kind in kinds:
        folder = kind.declaration.folder
        if kind.register and any(each.startswith(f"{folder}/") for each in changed):
            yield f"{folder}/{COUNTS}"
