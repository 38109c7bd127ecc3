"""Files that are kept locked: how they are called, and who opens them.

Records know nothing of keys: whoever reads a folder says how its locked files are opened.
"""

from collections.abc import Callable
from pathlib import Path

from generator.problems import codes
from generator.problems.codes import Code

ENDING = ".age"
LOCKED = f".yaml{ENDING}"
# The text of a locked file, or the code of why it stays locked.
Opener = Callable[[Path, bytes], bytes | Code]


def no_key(path: Path, raw: bytes) -> bytes | Code:
    """Opens nothing."""
    return codes.E907


def contents(path: Path, opener: Opener) -> bytes | Code:
    """What a record file says, opened where it is locked. Raises OSError."""
    raw = path.read_bytes()
    return opener(path, raw) if path.name.endswith(LOCKED) else raw
