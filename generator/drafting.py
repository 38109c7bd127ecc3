"""Records that a kind drafts, written into `content/` for people to review: `dangwu plan`."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.clock import Calendar
from generator.ground import Ground
from generator.inspection import begin, inspect
from generator.kinds.kind import Asked, CannotDraftError, Draft, all_kinds
from generator.problems.problem import ProblemsFound, errors

__all__ = ["Asked", "CannotDraftError", "Draft", "Drafting", "drafted", "folders", "write"]


@dataclass(frozen=True, slots=True)
class Drafting:
    """What to draft: records of the kind that lies in `folder`."""

    content: Path
    shown: str
    folder: str
    asked: Asked
    today: date | None


def folders() -> list[str]:
    """The folders of the kinds that can be drafted."""
    return sorted(each.declaration.folder for each in all_kinds() if each.draft is not None)


def drafted(wanted: Drafting) -> Draft:
    """The draft; nothing is written. Raises ProblemsFound where the content has errors, for a plan
    for half of the records would be wrong, and CannotDraftError where the request makes no sense.
    """
    outset = begin(wanted.content, wanted.shown, wanted.today)
    found = inspect(outset, "organisers")
    if errors(found.problems):
        raise ProblemsFound(errors(found.problems))
    calendar = Calendar(outset.settings.announced)
    ground = Ground(found.found.sound, outset.settings, calendar, outset.day)
    kind = next(each for each in all_kinds() if each.declaration.folder == wanted.folder)
    if kind.draft is None:
        raise ValueError(wanted.folder)
    return kind.draft(ground, wanted.asked)


def write(content: Path, files: Mapping[str, str]) -> None:
    """Write each file whole or not at all, even when killed: beside it first, then in its place.

    The name begins with a dot, so that what a killed run leaves is no record.
    """
    for name, text in files.items():
        target = content / name
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
            mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
            Path(beside).chmod(mode)
            Path(beside).replace(target)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise


def _umask() -> int:
    """The process's mask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
