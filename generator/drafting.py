"""Records that a kind drafts, written into `content/` for people to review: `dangwu plan`."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from generator import texts
from generator.inspection import begin, inspect
from generator.kinds.kind import Asked, CannotDraftError, Draft, all_kinds
from generator.locks import age
from generator.locks.files import put
from generator.locks.publics import publics
from generator.problems.problem import ProblemsFound, errors
from generator.records.sealed import LOCKED, Opener, no_key
from generator.registers.recipients import FILE

__all__ = ["Asked", "CannotDraftError", "Draft", "Drafting", "drafted", "folders", "write"]


class Drafting(Struct, frozen=True):
    """What to draft: records of the kind that lies in `folder`. `opener` opens what is locked."""

    content: Path
    shown: str
    folder: str
    asked: Asked
    today: date | None
    opener: Opener = no_key


def folders() -> list[str]:
    """The folders of the kinds that can be drafted."""
    return sorted(each.declaration.folder for each in all_kinds() if each.draft is not None)


def drafted(wanted: Drafting) -> Draft:
    """The draft; nothing is written. Raises ProblemsFound where the content has errors, for a plan
    for half of the records would be wrong, and CannotDraftError where the request makes no sense.
    """
    outset = begin(wanted.content, wanted.shown, wanted.today, wanted.opener)
    found = inspect(outset, "organisers")
    if errors(found.problems):
        raise ProblemsFound(errors(found.problems))
    kind = next(each for each in all_kinds() if each.declaration.folder == wanted.folder)
    if kind.draft is None:
        raise ValueError(wanted.folder)
    return kind.draft(outset.ground(found.found.sound), wanted.asked)


def write(wanted: Drafting, files: Mapping[str, str]) -> None:
    """Write each file whole or not at all; those of a locked register are locked.

    Raises ProblemsFound or CannotDraftError where it is not known for whom.
    """
    keys: tuple[str, ...] = ()
    if any(name.endswith(LOCKED) for name in files):
        keys, wrong = publics(wanted.content, wanted.shown)
        if wrong:
            raise ProblemsFound(wrong)
        if not keys:
            raise CannotDraftError(texts.NO_RECIPIENTS.format(path=f"{wanted.shown}/{FILE}"))
    for name, text in files.items():
        raw = text.encode()
        put(wanted.content / name, age.lock(raw, keys) if name.endswith(LOCKED) else raw)
