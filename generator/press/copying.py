"""Files that a site has as somebody made them: copied, and pictures without their metadata."""

from pathlib import Path

from generator.files import picture
from generator.files.piece import UnreadableError

# Enough of a file to tell what it is.
_HEAD = 16


def changed(source: Path) -> bytes | None:
    """What is published instead of a file, where that is not the file itself."""
    with source.open("rb") as stream:
        if not picture.sort(stream.read(_HEAD)):
            return None
    data = source.read_bytes()
    try:
        cleaned = picture.clean(data)
    except UnreadableError:
        # Of what a site brings itself; of records and pages it is an error before this.
        return None
    return cleaned if cleaned != data else None
