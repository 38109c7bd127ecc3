"""ZIP archives, opened within bounds."""

import io
import zipfile
import zlib

from generator.files import words
from generator.files.piece import Budget, UnreadableError

MOST_MEMBERS = 10_000
# Archives in archives that are opened.
DEPTH = 4
_ENCRYPTED, _UTF_8 = 0x1, 0x800
_FAILURES = (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, RuntimeError,
             ValueError)  # fmt: skip


class Archive:
    """The members of a ZIP archive; `names` are theirs, as somebody reads them."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        self._budget = budget
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _FAILURES as error:
            raise UnreadableError(words.DAMAGED) from error
        members = [each for each in self._zip.infolist() if not each.is_dir()]
        if len(members) > MOST_MEMBERS:
            raise UnreadableError(words.TOO_LARGE)
        self._members = {_name(each): each for each in members}

    @property
    def names(self) -> list[str]:
        return list(self._members)

    @property
    def comment(self) -> bytes:
        return self._zip.comment

    def read(self, name: str) -> bytes:
        """A member's content; what its head says of its size is not believed."""
        member = self._members[name]
        if member.flag_bits & _ENCRYPTED:
            raise UnreadableError(words.ENCRYPTED)
        try:
            with self._zip.open(member) as stream:
                data = stream.read(self._budget.left + 1)
        except _FAILURES as error:
            raise UnreadableError(words.DAMAGED) from error
        self._budget.spend(len(data))
        return data


def _name(member: zipfile.ZipInfo) -> str:
    """Windows writes names in GBK and says nothing of it."""
    if member.flag_bits & _UTF_8:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return member.filename
