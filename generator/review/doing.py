"""What the command `check` does: call, print."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from generator import texts
from generator.calling import CLEAN, FOUND, MISUSED, MisusedError, content_folder, named
from generator.inspection import Plan, begin, inspect
from generator.locks.keys import ring
from generator.problems import codes
from generator.problems.prints import PRINTS, as_text
from generator.problems.problem import Problem, ProblemsFound, errors
from generator.review import owners
from generator.review.repository import Repository
from generator.review.touched import Touched, below, touched


def check(given: argparse.Namespace) -> int:
    """Check everything, report what was asked for."""
    try:
        return _checked(given)
    except MisusedError as error:
        print(error, file=sys.stderr)
        return MISUSED
    except ProblemsFound as stopped:
        print(as_text(stopped.problems), file=sys.stderr)
        return FOUND


def _checked(given: argparse.Namespace) -> int:
    content = content_folder(given)
    shown = named(content)
    if given.pusher and not given.owners:
        raise MisusedError(texts.AS_NEEDS_OWNERS)
    asked = _Asked(content, shown, given) if given.changed else None
    trespasses = _trespasses(content, shown, given) if given.owners else []
    outset = begin(content, shown, given.today, ring(given.key).opened)
    # The organisers' edition shows the most: what is broken anywhere is broken there.
    plan = inspect(outset, "organisers")
    # Who has no key cannot check what is locked, and need not: others have.
    shut = [each for each in plan.problems if each.code == codes.E907.code]
    found = _within([each for each in plan.problems if each not in shut], given.paths, shown)
    change = asked.touched(plan) if asked else None
    if change is not None:
        found = [each for each in found if change.concerned(each)]
    found = sorted([*found, *trespasses], key=lambda each: each.order)
    wrong = len(errors(found))
    if given.format != "text":
        print(PRINTS[given.format](found))
        return FOUND if wrong else CLEAN
    if found:
        print(as_text(found))
    clean = texts.CHECK_FOUND if found else texts.CHECK_CLEAN
    print(clean.format(records=plan.records, errors=wrong, warnings=len(found) - wrong))
    if change is not None and change.all:
        print(texts.CHECK_TOUCHED_ALL)
    elif change is not None:
        print(texts.CHECK_TOUCHED.format(files=len(change.files), changed=len(change.changed)))
    if shut:
        print(texts.CHECK_LOCKED.format(count=len(shut)))
    return FOUND if wrong else CLEAN


def _within(problems: list[Problem], paths: Sequence[str], shown: str) -> list[Problem]:
    """The problems in the files and folders that were named; all where none was."""
    if not paths:
        return problems
    wanted = []
    for path in paths:
        plain = Path(path).as_posix().rstrip("/")
        if not Path(path).exists():
            raise MisusedError(texts.NO_CONTENT.format(path=path))
        if not (Path(plain).resolve()).is_relative_to(Path(shown).resolve()):
            raise MisusedError(texts.BAD_PATH.format(path=path))
        wanted.append(Path(plain).resolve())
    return [
        each
        for each in problems
        if any(Path(each.place.file).resolve().is_relative_to(path) for path in wanted)
    ]


def _trespasses(content: Path, shown: str, given: argparse.Namespace) -> list[Problem]:
    """The changes of who may not make them."""
    repository = Repository(content, shown)
    span = repository.span(given.owners)
    known = owners.before(repository, span, shown)
    if known is None:
        print(texts.OWNERS_NONE, file=sys.stderr)
        return []
    return owners.problems(repository, span, known, shown, given.pusher or "")


class _Asked:
    """The change that was named; who misspelt it hears of it before everything is read."""

    def __init__(self, content: Path, shown: str, given: argparse.Namespace) -> None:
        self._repository = Repository(content, shown)
        changed = self._repository.changed(self._repository.span(given.changed))
        self._differences = below(self._repository.prefix, changed)

    def touched(self, plan: Plan) -> Touched:
        """What it touches."""
        return touched(plan, self._repository, self._differences)
