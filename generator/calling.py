"""What the commands have in common: exit codes, how misuse is told, the content folder."""

import argparse
from pathlib import Path

from generator import texts

CLEAN, FOUND, MISUSED = 0, 1, 2


class MisusedError(Exception):
    """The command line cannot be carried out as it stands; the message says why, in words."""


def content_folder(given: argparse.Namespace) -> Path:
    """The content folder that was named. Raises MisusedError where there is none."""
    content = Path(given.content)
    if not content.is_dir():
        raise MisusedError(texts.NO_CONTENT.format(path=content))
    return content


def named(content: Path) -> str:
    """A content folder as messages name it."""
    return content.as_posix().rstrip("/")
