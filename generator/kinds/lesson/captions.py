"""Captions in WebVTT (W3C, *WebVTT: The Web Video Text Tracks Format*): read, and found wrong.

A browser passes over what it cannot read, and nobody notices; so this reader is strict, and knows
the line of each fault. Of a cue it keeps what is said: how it is set belongs to the recording.
"""

import re
from collections.abc import Iterator, Sequence
from html import unescape

from msgspec import Struct

from generator import texts
from generator.kinds.lesson.view import Cue

# Bytes. Three hours of talk are a tenth of this.
MOST = 1 << 20

_LINE_END = re.compile(r"\r\n|\r|\n")
_HEADER = re.compile(r"WEBVTT(?:[ \t].*)?")
# 4.1: what may stand between cues. NOTE is a comment, the others come before the first cue.
_ASIDE = re.compile(r"(?:NOTE(?:[ \t].*)?|(?:STYLE|REGION)[ \t]*)")
_TIMING = re.compile(r"[ \t]*(\S+)[ \t]+-->[ \t]+(\S+)(?:[ \t]+.*)?")
_TIME = re.compile(r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]+)>")
_TAG = re.compile(r"</?[^>]*>")
_WIDE = re.compile(r"[\u2e80-\uffef]")


class Flaw(Struct, frozen=True):
    """What is wrong in a line, counted from 1."""

    line: int
    text: str
    reason: str


def cues(data: bytes) -> tuple[Cue, ...]:
    """What is said, in order; of a file without flaws."""
    return tuple(each for each in _read(data) if isinstance(each, Cue))


def flaws(data: bytes) -> Iterator[Flaw]:
    """Everything that is wrong with a file."""
    return (each for each in _read(data) if isinstance(each, Flaw))


def _read(data: bytes) -> Iterator[Cue | Flaw]:
    if len(data) >= MOST:
        yield Flaw(1, "", texts.CAPTIONS_LONG)
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield Flaw(1, "", texts.CAPTIONS_NOT_UTF8)
        return
    lines = _LINE_END.split(text)
    if not _HEADER.fullmatch(lines[0]):
        yield Flaw(1, lines[0], texts.CAPTIONS_HEADER)
        return
    first = 1
    if len(lines) > 1 and lines[1]:
        # Other lines may stand in the header; a cue may not.
        if "-->" in "".join(lines[1:3]):
            yield Flaw(2, lines[1], texts.CAPTIONS_HEADER_GAP)
        else:
            first = _end(lines, 1)
    latest = 0
    while first < len(lines):
        if not lines[first]:
            first += 1
            continue
        end = _end(lines, first)
        if not _ASIDE.fullmatch(lines[first]):
            for each in _block(lines, first, end, latest):
                if isinstance(each, Cue):
                    latest = each.start
                yield each
        first = end


def _end(lines: Sequence[str], first: int) -> int:
    """Where the block that begins there ends: at the next empty line."""
    return next((at for at in range(first, len(lines)) if not lines[at]), len(lines))


def _block(lines: Sequence[str], first: int, end: int, latest: int) -> Iterator[Cue | Flaw]:
    """A cue, or why there is none; it may not begin before `latest`, in milliseconds."""
    at = first if "-->" in lines[first] else first + 1
    if at >= end or "-->" not in lines[at]:
        yield Flaw(first + 1, lines[first], texts.CAPTIONS_NO_TIME)
        return
    timing = _TIMING.fullmatch(lines[at])
    times = [_TIME.fullmatch(each) for each in timing.groups()] if timing else []
    if not all(times) or len(times) != 2:
        comma = "," in lines[at] or "，" in lines[at]
        reason = texts.CAPTIONS_COMMA if comma else texts.CAPTIONS_TIME
        yield Flaw(at + 1, lines[at], reason)
        return
    start, stop = (_milliseconds(each) for each in times if each)
    if stop <= start:
        yield Flaw(at + 1, lines[at], texts.CAPTIONS_ENDS)
    if start < latest:
        yield Flaw(at + 1, lines[at], texts.CAPTIONS_ORDER)
    for number in range(at + 1, end):
        if "-->" in lines[number]:
            yield Flaw(number + 1, lines[number], texts.CAPTIONS_GAP)
            return
    yield Cue(start, stop, _said(lines[at + 1 : end]))


def _milliseconds(time: re.Match[str]) -> int:
    hours, minutes, seconds, rest = (int(each or 0) for each in time.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _said(lines: Sequence[str]) -> str:
    """The words of a cue on one line, who speaks before them."""
    said = ""
    for line in lines:
        plain = unescape(_TAG.sub("", _VOICE.sub(r"\1：", line))).strip()
        # Chinese is written on without a space.
        joint = " " if said and plain and not _WIDE.search(said[-1] + plain[0]) else ""
        said += joint + plain
    return said
