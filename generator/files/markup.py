"""XML and HTML → text: paragraphs in lines, the cells of a row parted by tabs."""

import re
from collections.abc import Callable
from html import unescape
from xml.parsers import expat

from generator.files import words
from generator.files.piece import UnreadableError

# Elements of office documents that end a line, and those that are cells.
_LINES = frozenset("p tr row table-row si comment h br cr sp txBody title subject creator".split())
_CELLS = frozenset("tc table-cell covered-table-cell".split())
# Attributes that somebody has written.
_SAID = frozenset(
    "descr title Target author alt name tooltip display href content initials lastModifiedBy "
    "string-value date-value".split()
)
_INLINE = re.compile(
    r"</?(?:b|strong|i|em|mark|code|u|s|sub|sup|wbr|font|small|del|ins)\b[^>]*>", re.I
)
_CELL = re.compile(r"</t[dh]\b[^>]*>\s*", re.I)
_PROGRAM = re.compile(r"<(script|style)\b[^>]*>.*?</\1\s*>", re.I | re.S)
_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(
    r"""\b(?:alt|title|content|href|src|value|placeholder|aria-label|data-[\w-]+)\s*=\s*("[^"]*"|'[^']*')""",
    re.I,
)
_ROW = re.compile(r"<t[dh]\b[^>]*>\s*", re.I)


class _Reader:
    def __init__(self) -> None:
        self.text: list[str] = []
        self._cells = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local in _CELLS:
            self._cells += 1
            value = attributes.get("office:value")
            if value:
                self.text.append(f"{value} ")
        elif local == "tab":
            self.text.append("\t")
        for key, value in attributes.items():
            if key.rpartition(":")[2] in _SAID and len(value) > 3:
                self.text.append(f"\n{value}\n" if not self._cells else f" {value} ")

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local in _CELLS:
            self._cells -= 1
            self.text.append("\t")
        elif local in _LINES:
            self.text.append(" " if self._cells and local not in ("tr", "table-row") else "\n")


def xml(data: bytes) -> str:
    """The text of an XML document; one that declares entities is refused, they may be a bomb."""
    reader = _Reader()
    parse(data, reader.start, reader.end, reader.text.append)
    return "".join(reader.text)


Start = Callable[[str, dict[str, str]], None] | None
Told = Callable[[str], object] | None


def parse(data: bytes, start: Start, end: Told, text: Told) -> None:
    """Go through an XML document. Raises UnreadableError where it is none, or declares types."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise UnreadableError(words.DAMAGED) from error


def _refuse(*about: object) -> None:
    raise UnreadableError(words.DAMAGED)


def sight(source: str) -> str:
    """A page for a first, quick look: whatever its text or an attribute says stands in this as it
    is read, without what does not part it. No number goes over a tag that does.
    """
    within = _INLINE.findall(source)
    # Tags that do not part a text may say something in their attributes.
    said = [each for each in within if "=" in each]
    return "\n".join((_INLINE.sub("", source), *said)) if within else source


def html(source: str) -> str:
    """The text of a page or of a part of it, then what its attributes say, a line each."""
    said = [unescape(each[1:-1]) for each in _ATTRIBUTE.findall(source)]
    plain = _INLINE.sub("", _PROGRAM.sub(_inside, source))
    plain = _CELL.sub("\t", _ROW.sub("", plain))
    return unescape(_TAG.sub("\n", plain)) + "\n" + "\n".join(said)


def _inside(found: "re.Match[str]") -> str:
    """A script may hold data: what stands in it is text."""
    return found[0].partition(">")[2].rpartition("<")[0]
