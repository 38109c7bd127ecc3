"""Bytes → text, whatever the program that wrote them took for granted."""

import re

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_SAMPLE = 4096
# Letters, digits and Chinese as bytes of GB 18030, or as two bytes each with the small one first.
_RUN = re.compile(rb"(?:[\x20-\x7e\t]|[\x81-\xfe][\x40-\x7e\x80-\xfe]){6,}")
_WIDE_RUN = re.compile(
    rb"(?:[\x20-\x7e\t]\x00|[\x00-\xff][\x4e-\x9f]|[\x00-\x1f]\x30|[\x01-\x5e]\xff){4,}"
)
_WIDE_BIG = re.compile(rb"(?:\x00[\x20-\x7e]){8,}")
_DIGITS = re.compile(rb"(?<![0-9A-Za-z])(?:86)?[0-9]{11,19}[Xx]?(?![0-9A-Za-z])")
_WIDE_DIGITS = re.compile(rb"(?:[0-9]\x00){11,19}(?:[Xx]\x00)?(?![0-9]\x00)")


def text(data: bytes) -> str:
    """The text in `data`: by its mark, as UTF-8, as UTF-16 without a mark, else as GB 18030."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    sample = data[:_SAMPLE]
    if sample[1::2].count(0) > len(sample) // 6:
        return data.decode("utf-16-le", "replace")
    if sample[::2].count(0) > len(sample) // 6:
        return data.decode("utf-16-be", "replace")
    return data.decode("gb18030", "replace")


def runs(data: bytes) -> str:
    """The runs of text in a binary file whose format is not known: one line each."""
    found = [each[0].decode("gb18030", "replace") for each in _RUN.finditer(data)]
    # A run of two-byte characters may begin at an odd byte.
    found += [each[0].decode("utf-16-le", "replace") for each in _WIDE_RUN.finditer(data)]
    found += [each[0].decode("utf-16-be", "replace") for each in _WIDE_BIG.finditer(data)]
    return "\n".join(found)


def digits(data: bytes) -> str:
    """The long numbers in a binary file: one line each."""
    found = [each[0].decode("ascii") for each in _DIGITS.finditer(data)]
    found += [each[0].decode("utf-16-le", "replace") for each in _WIDE_DIGITS.finditer(data)]
    return "\n".join(found)


def looks_like_text(data: bytes) -> bool:
    """Whether there are no bytes that no text has."""
    sample = data[:_SAMPLE]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", sample)
