"""The private key of whoever works with the registers: where it comes from, and what it opens.

It comes from a file, which an option or the environment names; if that file is locked itself, its
passphrase is asked for. It is never looked for below `content/`.
"""

import getpass
import os
import sys
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

from msgspec import Struct, field

from generator import texts
from generator.locks import age
from generator.locks.age import BadKeyError
from generator.problems import codes
from generator.problems.codes import Code

VARIABLE = "DANGWU_KEY_FILE"
Ask = Callable[[str], str]


class KeyFileError(Exception):
    """A key file that was named cannot be used; says why, in words."""

    def __init__(self, code: Code, **facts: object) -> None:
        super().__init__(f"{code.code} {code.message.format(**facts)}。{code.cure}")


def _ask(prompt: str) -> str:
    """Ask at the terminal, without showing what is typed."""
    return getpass.getpass(prompt, stream=sys.stderr)


class Ring(Struct, frozen=True, dict=True):
    """The private keys at hand; none where `file` is None. Read when the first lock is met.

    `held` are texts that stand for a locked file's content while it is edited, by the file's path.
    """

    file: Path | None = None
    ask: Ask = _ask
    held: Mapping[Path, bytes] = field(default_factory=dict)

    @cached_property
    def secrets(self) -> tuple[str, ...]:
        """The private keys of the file. Raises KeyFileError."""
        if self.file is None:
            return ()
        try:
            raw = self.file.read_bytes()
        except OSError as error:
            raise KeyFileError(codes.E908, path=self.file, reason=texts.KEY_UNREAD) from error
        if raw.startswith(age.HEAD):
            phrase = self.ask(texts.ASK_PHRASE.format(path=self.file))
            try:
                raw = age.unwrap(raw, phrase)
            except BadKeyError as error:
                raise KeyFileError(codes.E908, path=self.file, reason=texts.PHRASE_BAD) from error
        lines = (line.strip() for line in raw.decode("utf-8", "replace").splitlines())
        found = tuple(line for line in lines if line and not line.startswith("#"))
        if not found or not all(line.startswith(age.SECRET) for line in found):
            raise KeyFileError(codes.E908, path=self.file, reason=texts.KEY_NONE)
        return found

    def opened(self, path: Path, raw: bytes) -> bytes | Code:
        """The text of a locked file, or the code of why it stays locked (E551, E907)."""
        if path in self.held:
            return self.held[path]
        if not self.secrets:
            return codes.E907
        try:
            return age.unlock(raw, self.secrets)
        except BadKeyError:
            return codes.E551


def ring(named: str | None) -> Ring:
    """The keys of the file that an option names, or else the environment."""
    file = named or os.environ.get(VARIABLE)
    return Ring(Path(file).expanduser()) if file else Ring()
