"""Older office files by their runs of text: DOC, XLS, PPT (compound files of Windows), RTF."""

import re
import struct
from collections.abc import Iterator

from generator.files import decoding
from generator.files.piece import Piece

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Records of an XLS sheet with a number: NUMBER (row, column, format, double) and RK ([MS-XLS]).
_NUMBER = re.compile(rb"\x03\x02\x0e\x00.{6}(.{8})", re.DOTALL)
_HEX = re.compile(rb"(?:\\'[0-9a-f]{2})+", re.IGNORECASE)
_UNICODE = re.compile(r"\\u(-?[0-9]+) ?\??")
_CONTROL = re.compile(r"\\[a-z]+-?[0-9]* ?|[{}]")


def compound(data: bytes) -> Iterator[Piece]:
    """The texts of a compound file, in whatever order it has them."""
    yield Piece("", decoding.runs(data))
    numbers = []
    for found in _NUMBER.finditer(data):
        (value,) = struct.unpack("<d", found[1])
        if 1e10 <= abs(value) < 1e19 and value == int(value):
            numbers.append(str(int(value)))
    if numbers:
        yield Piece("", "\n".join(numbers))


def rtf(data: bytes) -> Iterator[Piece]:
    """The text of an RTF file."""
    plain = _HEX.sub(lambda found: bytes.fromhex(found[0].replace(b"\\'", b"").decode()), data)
    text = plain.decode("gb18030", "replace").replace("\\par\n", "\n").replace("\\par ", "\n")
    text = _UNICODE.sub(lambda found: chr(int(found[1]) % 65536), text)
    yield Piece("", _CONTROL.sub("", text))
