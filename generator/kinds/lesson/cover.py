"""The cover of a lesson, drawn from its topic and its title: no two lessons have quite the same.

The topic chooses the colours and the motif, the title how the motif is laid out. The colours stand
in the style sheet too, which draws the covers of lists (`dw-tint-…`).
"""

import re
from hashlib import blake2s
from html import escape
from math import cos, pi, sin

from msgspec import Struct

# The two ends of the gradient behind each topic's motif; white on either has 4.5:1 and more.
TINTS = (
    ("#ae131c", "#7a0b12"),
    ("#8f6420", "#67450f"),
    ("#2c6163", "#1b4143"),
    ("#4a4b74", "#2d2e4d"),
    ("#8a4b2c", "#5f301a"),
    ("#47672f", "#2d461d"),
    ("#78405f", "#512840"),
)
_FONTS = (
    "'PingFang SC','HarmonyOS Sans SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',"
    "'Source Han Sans SC',sans-serif"
)
# No line begins with these: what closes, and what parts.
_CLOSING = "，。、；：？！）】》」』”’…—·%"
# After these a line may well end.
_PARTING = "，。、；：？！…—"
_OPENING = "（【《「『“‘"
# What it costs to end a line within a phrase: a difference of six characters between two lines.
_BROKEN = 40
_PHRASE = re.compile(rf"[^{_PARTING}]*[{_PARTING}]+[{_CLOSING}]*|[^{_PARTING}]+")
_RUN = re.compile(r"[A-Za-z0-9.+/-]+|.", re.DOTALL)


def art(tint: int, title: str) -> str:
    """The motif of topic `tint`, laid out by `title`: the inside of an SVG with the view box
    `0 0 260 130`, in the current colour. The same for the same title in every run.
    """
    seed = blake2s(title.encode(), digest_size=8).digest()

    def pick(place: int, low: int, high: int) -> int:
        return low + seed[place] % (high - low + 1)

    motif = _MOTIFS[tint % len(_MOTIFS)]
    return motif(*(pick(place, 0, 8) for place in range(5)))


def _rings(a: int, b: int, c: int, d: int, e: int) -> str:
    return _ring(190 + 6 * a, 18 + 4 * b, 40 + 2 * c, 16 + d) + _disc(
        140 + 7 * e, 138 - 2 * a, 44 + 2 * d
    )


def _stairs(a: int, b: int, c: int, d: int, e: int) -> str:
    count, high = 3 + a % 3, 18 + b
    wide = 128 // count
    left, top = 118 + 2 * c, 134 - 10 - 2 * d
    path = f"M{left} 134V{top}" + f"h{wide}v{-high}" * count + "H274V134z"
    line = f"M{left - 12} {top - 12 - e}" + f"h{wide}v{-high}" * count
    return f'<path d="{path}" fill="currentColor"/>' + _line(line, 8)


def _peaks(a: int, b: int, c: int, d: int, e: int) -> str:
    first, second = 140 + 5 * a, 206 + 4 * b
    valley = f"{(first + second) // 2} {92 + d}"
    path = f"M84 134 {first} {44 + 4 * c} {valley} {second} {54 + 4 * e} 290 134z"
    return f'<path d="{path}" fill="currentColor"/>' + _disc(150 + 11 * d, 24 + 2 * a, 14 + b)


def _sun(a: int, b: int, c: int, d: int, e: int) -> str:
    middle, radius, rays = 170 + 7 * a, 44 + 3 * b, 6 + c % 4
    lines = ""
    for number in range(rays + 1):
        angle = pi * number / rays + pi * (d - 4) / 90
        near, far = radius + 16, radius + 38 + 2 * e
        lines += (
            f"M{middle - near * cos(angle):.0f} {134 - near * sin(angle):.0f}"
            f"L{middle - far * cos(angle):.0f} {134 - far * sin(angle):.0f}"
        )
    return _disc(middle, 134, radius) + _line(lines, 11)


def _waves(a: int, b: int, c: int, d: int, e: int) -> str:
    lift, long = 16 + 2 * a, 34 + 2 * b
    lines = ""
    for number in range(3):
        start = 92 + 2 * c - 9 * (number if d % 2 else 2 - number)
        lines += f"M{start} {46 + e + 34 * number}q{long // 2} {-lift} {long} 0" + f"t{long} 0" * 6
    return _line(lines, 14)


def _book(a: int, b: int, c: int, d: int, e: int) -> str:
    pages = (
        '<path d="M-60-46c26-8 46-4 58 8v92c-12-12-32-16-58-8zM60-46c-26-8-46-4-58 8v92'
        'c12-12 32-16 58-8z" fill="currentColor"/>'
    )
    size = 0.85 + a / 20
    turn = f"translate({184 + 4 * b} {58 + 3 * c}) rotate({4 * (d - 4)}) scale({size:.2f})"
    return f'<g transform="{turn}">{pages}</g>' + _disc(120 + 2 * e, 22 + 2 * a, 6 + b // 2)


def _nuts(a: int, b: int, c: int, d: int, e: int) -> str:
    large, small = 46 + 2 * a, 16 + b
    x, y = 190 + 4 * c, 54 + 3 * d
    other = _hexagon(x - large - 26, y + 34 - 6 * (e % 5), small)
    return (
        f'<path d="{_hexagon(x, y, large)}{other}" fill="none" stroke="currentColor"'
        f' stroke-width="14" stroke-linejoin="round"/>' + _disc(x, y, 12 + a)
    )


_MOTIFS = (_rings, _stairs, _peaks, _sun, _waves, _book, _nuts)


def _disc(x: int, y: int, radius: int) -> str:
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="currentColor"/>'


def _ring(x: int, y: int, radius: int, wide: int) -> str:
    return (
        f'<circle cx="{x}" cy="{y}" r="{radius}" fill="none" stroke="currentColor"'
        f' stroke-width="{wide}"/>'
    )


def _line(path: str, wide: int) -> str:
    return (
        f'<path d="{path}" fill="none" stroke="currentColor" stroke-width="{wide}"'
        ' stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _hexagon(x: int, y: int, radius: int) -> str:
    half, side = radius // 2, round(radius * 0.866)
    return f"M{x} {y - radius}l{side} {half}v{radius}l{-side} {half}l{-side} {-half}v{-radius}z"


class Poster(Struct, frozen=True):
    """What a cover says that is a picture of its own. `facts` stand in its last line."""

    title: str
    topic: str
    tint: int
    facts: str


def address(lesson: str) -> str:
    """Where the cover of the lesson at an address stands as a picture, if it has a recording."""
    return f"{lesson}cover.svg"


def poster(said: Poster) -> bytes:
    """The cover as an SVG of 1280 by 720: what a film shows before it is played, and a podcast
    beside its name. It brings no fonts; the title is set in at most five lines.
    """
    first, last = TINTS[said.tint % len(TINTS)]
    for letter, wide in ((92, 11), (78, 13), (64, 16), (54, 19)):
        lines = wrapped(said.title, wide)
        if len(lines) * letter <= 330:
            break
    else:
        lines = [*lines[:4], f"{lines[4][:-1]}…"] if len(lines) > 5 else lines
    height = round(letter * 1.35)
    top = 350 - height * (len(lines) - 1) // 2 + letter // 3
    text = "".join(
        f'<text x="90" y="{top + height * number}" font-size="{letter}" font-weight="700">'
        f"{escape(line)}</text>"
        for number, line in enumerate(lines)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1280 720" width="1280" height="720"'
        f' role="img"><title>{escape(said.title)}</title>'
        f'<defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="{first}"/>'
        f'<stop offset="1" stop-color="{last}"/></linearGradient></defs>'
        '<path fill="url(#g)" d="M0 0h1280v720H0z"/>'
        '<g transform="translate(-160 0) scale(5.54)" color="#fff" opacity=".1">'
        f"{art(said.tint, said.title)}</g>"
        f'<g fill="#fff" font-family="{_FONTS}">'
        f'<text x="90" y="116" font-size="40">{escape(said.topic)}</text>{text}'
        f'<text x="90" y="640" font-size="40">{escape(said.facts)}</text></g></svg>\n'
    ).encode()


def wrapped(title: str, wide: int) -> list[str]:
    """A title in lines of about `wide` characters, of as equal length as may be, that end after
    punctuation where there is some. No line begins with what closes or parts, none ends with what
    opens, and Latin words and numbers stay whole.
    """
    pieces = _pieces(title)
    if not pieces:
        return []
    lengths = [_length(each) for each in pieces]
    total = sum(lengths)
    count = max(-(-total // wide), 1)
    even = total / count
    # The cheapest way to end a line behind each piece (Knuth and Plass 1981, on a small scale).
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(pieces) + 1):
        found = (float("inf"), 0)
        length = 0.0
        for begin in range(end - 1, -1, -1):
            length += lengths[begin]
            if length > wide and begin < end - 1:
                break
            ends_well = end == len(pieces) or pieces[end - 1][-1] in _PARTING
            cost = best[begin][0] + (length - even) ** 2 + (0 if ends_well else _BROKEN) + 4
            found = min(found, (cost, begin))
        best.append(found)
    lines: list[str] = []
    end = len(pieces)
    while end:
        begin = best[end][1]
        lines.append("".join(pieces[begin:end]).strip())
        end = begin
    return [each for each in lines[::-1] if each]


def phrases(title: str) -> tuple[str, ...]:
    """A title in pieces that end where it pauses."""
    return tuple(_PHRASE.findall(title))


def _pieces(title: str) -> list[str]:
    """What is not parted: a character with the marks that belong to it, a Latin word, a number."""
    pieces: list[str] = []
    for part in _RUN.findall(" ".join(title.split())):
        joins = pieces and (part in _CLOSING or pieces[-1][-1] in _OPENING)
        if joins:
            pieces[-1] += part
        else:
            pieces.append(part)
    return pieces


def _length(text: str) -> float:
    """In widths of a Chinese character."""
    return sum(0.55 if each.isascii() else 1.0 for each in text)
