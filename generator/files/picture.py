"""Pictures without what a camera or a program has added: where, when, by whom, with what.

Segments are dropped and nothing is encoded anew, so that the picture stays as it is, bit for bit.
What it takes to show it right stays: its colours' profile, its resolution, which side is up.
"""

import re
import struct
import zlib
from collections.abc import Iterator

from generator.files import decoding, words
from generator.files.piece import UnreadableError

_PNG = b"\x89PNG\r\n\x1a\n"
_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"heif"}
_CUT = (struct.error, IndexError, ValueError, zlib.error)
# Chunks of PNG that it takes to show the picture; those whose name begins with a capital do too.
_PNG_KEPT = frozenset(
    b"tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs hIST sPLT cICP mDCV cLLI acTL fcTL fdAT".split()
)
_WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_EXIF_FLAG, _XMP_FLAG = 0x08, 0x04
_MOST_TEXT = 1 << 20
# What a picture is without its segments, and the segments that were dropped.
Parted = tuple[bytes, list[bytes]]


def sort(data: bytes) -> str:
    """What kind of picture the bytes are, or nothing."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(_PNG):
        return "png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data.startswith((b"II*\0", b"MM\0*")):
        return "tiff"
    if data[4:8] == b"ftyp":
        return "avif" if data[8:12] in (b"avif", b"avis") else "heic" * (data[8:12] in _BRANDS)
    return ""


def clean(data: bytes) -> bytes:
    """The picture without what was added. Raises UnreadableError where that cannot be done."""
    return _parted(data)[0]


def said(data: bytes) -> str:
    """What was added, as text. Raises UnreadableError as `clean` does."""
    try:
        dropped = _parted(data)[1]
    except UnreadableError:
        if sort(data) in ("heic", "tiff", "avif"):
            return decoding.digits(data)
        raise
    return "\n".join(text for each in dropped for text in _texts(each))


def _texts(dropped: bytes) -> Iterator[str]:
    yield dropped.decode("utf-8", "ignore").replace("\0", "\n")
    yield decoding.runs(dropped)


def _parted(data: bytes) -> Parted:
    kind = sort(data)
    if kind == "heic":
        raise UnreadableError(words.HEIC)
    if kind == "tiff":
        raise UnreadableError(words.TIFF)
    if kind == "avif":
        if b"Exif" in data or b"http://ns.adobe.com/xap" in data:
            raise UnreadableError(words.CAMERA)
        return data, []
    try:
        return {"jpeg": _jpeg, "png": _png, "webp": _webp, "gif": _gif}[kind](data)
    except _CUT as error:
        raise UnreadableError(words.DAMAGED) from error


def _jpeg(data: bytes) -> Parted:
    """Segments as in ITU-T T.81, Annex B; what follows the end of the picture is dropped too."""
    kept, dropped = [data[:2]], []
    orientation = 1
    place = 2
    while True:
        if data[place] != 0xFF:
            raise ValueError(place)
        while data[place + 1] == 0xFF:
            place += 1
        marker = data[place + 1]
        if marker == 0xD9:
            break
        (size,) = struct.unpack_from(">H", data, place + 2)
        segment = data[place : place + 2 + size]
        if len(segment) < 2 + size or size < 2:
            raise ValueError(place)
        place += 2 + size
        if _kept(marker, segment[4:20]):
            kept.append(segment)
        else:
            dropped.append(segment[4:])
            if marker == 0xE1 and segment[4:10] == b"Exif\0\0":
                orientation = _orientation(segment[10:])
        if marker == 0xDA:
            end = _scan_end(data, place)
            kept.append(data[place:end])
            place = end
    dropped.append(data[place + 2 :])
    if orientation != 1:
        body = b"Exif\0\0" + _exif(orientation)
        at = 2 if len(kept) > 1 and kept[1][1] == 0xE0 else 1
        kept.insert(at, b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body)
    return b"".join(kept) + b"\xff\xd9", [each for each in dropped if each]


def _kept(marker: int, begins: bytes) -> bool:
    """JFIF's head, the profile of colours and Adobe's transform stay of all application data."""
    if marker == 0xFE:
        return False
    if not 0xE0 <= marker <= 0xEF:
        return True
    named = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
    return marker in named and begins.startswith(named[marker])


_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")


def _scan_end(data: bytes, place: int) -> int:
    found = _MARKER.search(data, place)
    if found is None:
        raise ValueError(place)
    return found.start()


def _orientation(tiff: bytes) -> int:
    """Which side of a picture is up (Exif 2.32, tag 274); 1 where that is not said."""
    try:
        order = {b"II": "<", b"MM": ">"}[tiff[:2]]
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for number in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * number)
            if tag == 0x0112:
                return value if 1 <= value <= 8 else 1
    except (struct.error, KeyError):
        return 1
    return 1


def _exif(orientation: int) -> bytes:
    """An Exif block that says which side is up, and nothing else."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    return b"MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)


def _png(data: bytes) -> Parted:
    """Chunks as in ISO/IEC 15948, with Exif as its third edition has it."""
    kept, dropped = [_PNG], []
    orientation, place, name = 1, len(_PNG), b""
    while name != b"IEND":
        (size,) = struct.unpack_from(">I", data, place)
        name = data[place + 4 : place + 8]
        chunk = data[place : place + 12 + size]
        if len(chunk) < 12 + size:
            raise ValueError(place)
        place += 12 + size
        if name == b"eXIf":
            orientation = _orientation(chunk[8:-4])
        if name[:1].isupper() or name in _PNG_KEPT:
            kept.append(chunk)
        else:
            dropped.append(_unpacked(name, chunk[8:-4]))
    dropped.append(data[place:])
    if orientation != 1:
        body = b"eXIf" + _exif(orientation)
        size = struct.pack(">I", len(body) - 4)
        kept.insert(2, size + body + struct.pack(">I", zlib.crc32(body)))
    return b"".join(kept), [each for each in dropped if each]


def _unpacked(name: bytes, body: bytes) -> bytes:
    """A chunk with its compressed text in the clear."""
    found = body.find(b"x", body.find(b"\0"))
    if name in (b"zTXt", b"iTXt") and found >= 0:
        try:
            return body[:found] + zlib.decompressobj().decompress(body[found:], _MOST_TEXT)
        except zlib.error:
            return body
    return body


def _webp(data: bytes) -> Parted:
    """Chunks of RIFF, as Google's description of the WebP container has them."""
    kept: list[bytes] = []
    dropped: list[bytes] = []
    orientation, place = 1, 12
    (whole,) = struct.unpack_from("<I", data, 4)
    end = min(whole + 8, len(data))
    while place + 8 <= end:
        name = data[place : place + 4]
        (size,) = struct.unpack_from("<I", data, place + 4)
        body = data[place + 8 : place + 8 + size]
        if len(body) < size:
            raise ValueError(place)
        chunk = data[place : place + 8 + size + size % 2]
        place += 8 + size + size % 2
        if name == b"EXIF":
            orientation = _orientation(body.removeprefix(b"Exif\0\0"))
        if name in _WEBP_KEPT:
            kept.append(chunk)
        else:
            dropped.append(body)
    dropped.append(data[end:])
    if kept and kept[0][:4] == b"VP8X":
        flags = kept[0][8] & ~(_EXIF_FLAG | _XMP_FLAG)
        flags |= _EXIF_FLAG if orientation != 1 else 0
        kept[0] = kept[0][:8] + bytes([flags]) + kept[0][9:]
        if orientation != 1:
            body = _exif(orientation)
            kept.append(b"EXIF" + struct.pack("<I", len(body)) + body)
    content = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(content)) + content, [each for each in dropped if each]


def _gif(data: bytes) -> Parted:
    """Blocks as in GIF89a; comments go, and of applications all but the one that says it loops."""
    place = 13 + (3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    kept: list[bytes] = [data[:place]]
    dropped: list[bytes] = []
    while data[place] != 0x3B:
        start = place
        if data[place] == 0x21:
            label = data[place + 1]
            place = _blocks(data, place + 2)
            block = data[start:place]
            loops = block[3:14] in (b"NETSCAPE2.0", b"ANIMEXTS1.0")
            plain = label == 0xF9 or (label == 0xFF and loops)
            if plain:
                kept.append(block)
            else:
                dropped.append(_joined(block))
        elif data[place] == 0x2C:
            flags = data[place + 9]
            place += 10 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
            place = _blocks(data, place + 1)
            kept.append(data[start:place])
        else:
            raise ValueError(place)
    dropped.append(data[place + 1 :])
    return b"".join(kept) + b";", [each for each in dropped if each]


def _joined(block: bytes) -> bytes:
    """What an extension says, without the sizes of the blocks that it says it in."""
    said, place = [], 2
    while block[place]:
        said.append(block[place + 1 : place + 1 + block[place]])
        place += block[place] + 1
    return b"".join(said)


def _blocks(data: bytes, place: int) -> int:
    """Past a row of blocks that each begin with their size, up to the empty one."""
    while data[place]:
        place += data[place] + 1
    return place + 1
