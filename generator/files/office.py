"""Office documents: DOCX, XLSX, PPTX (ECMA-376) and ODT, ODS, ODP (ISO/IEC 26300)."""

import posixpath
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from generator.files import markup, words
from generator.files.archive import Archive
from generator.files.piece import Piece, UnreadableError

_COLUMN = re.compile("[A-Z]+")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_PARTS = {"docProps": words.PROPERTIES, "meta.xml": words.PROPERTIES}
# Rows and cells of a sheet that are looked at together.
_ROWS = 20_000


def pieces(archive: Archive) -> Iterator[Piece]:
    """The texts of a document: every part of it, hidden or not."""
    names = archive.names
    texts = _shared(archive) if "xl/sharedStrings.xml" in names else []
    titles = _titles(archive) if "xl/workbook.xml" in names else {}
    for name in names:
        if _SHEET.fullmatch(name):
            where = words.SHEET.format(name=titles.get(name, posixpath.basename(name)))
            yield from _sheet(where, archive.read(name), texts)
        elif name.endswith((".xml", ".rels", ".vml")):
            text = markup.xml(archive.read(name))
            if text.strip():
                top = name.partition("/")[0]
                yield Piece(_PARTS.get(top, posixpath.basename(name)), text)


def _shared(archive: Archive) -> list[str]:
    """The texts that cells refer to by number."""
    found: list[str] = []
    parts: list[str] = []

    def end(name: str) -> None:
        if name.rpartition(":")[2] == "si":
            found.append("".join(parts))
            parts.clear()

    markup.parse(archive.read("xl/sharedStrings.xml"), None, end, parts.append)
    return [each.replace("\n", " ").replace("\t", " ").strip() for each in found]


def _titles(archive: Archive) -> dict[str, str]:
    """Part → the name of its sheet."""
    targets: dict[str, str] = {}
    titles: dict[str, str] = {}

    def relation(name: str, about: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship":
            targets[about.get("Id", "")] = about.get("Target", "")

    def sheet(name: str, about: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            target = targets.get(about.get("r:id", ""), "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            titles[path] = about.get("name", "")

    if "xl/_rels/workbook.xml.rels" in archive.names:
        markup.parse(archive.read("xl/_rels/workbook.xml.rels"), relation, None, None)
    markup.parse(archive.read("xl/workbook.xml"), sheet, None, None)
    return titles


class _Rows:
    """The rows of a sheet as they come: cells in their columns, with their references."""

    def __init__(self, texts: list[str]) -> None:
        self.rows: list[list[tuple[str, str]]] = []
        self.other: list[str] = []
        self._texts = texts
        self._cell = self._sort = ""
        self._parts: list[str] = []

    def start(self, name: str, about: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "row":
            self.rows.append([])
        elif local == "c":
            self._cell, self._sort = about.get("r", "?"), about.get("t", "n")
            self._parts = []
        elif local == "hyperlink":
            self.other += [about[key] for key in ("display", "tooltip", "location") if key in about]
        elif local in ("v", "t") and self._cell:
            self._parts.append("")

    def text(self, text: str) -> None:
        if self._cell:
            self._parts.append(text)
        elif text.strip():
            self.other.append(text.strip())

    def end(self, name: str) -> None:
        if name.rpartition(":")[2] != "c":
            return
        plain = "".join(self._parts).strip()
        if self._sort == "s":
            number = int(plain) if plain.isdigit() else -1
            plain = self._texts[number] if 0 <= number < len(self._texts) else ""
        elif self._sort == "n":
            plain = _whole(plain)
        if self.rows and plain:
            self.rows[-1].append((self._cell, plain.replace("\n", " ").replace("\t", " ")))
        self._cell = ""


def _whole(number: str) -> str:
    """A number as somebody reads it in the cell: `2.2E+17` has eighteen digits."""
    try:
        value = Decimal(number)
        return f"{value:f}" if abs(value.adjusted()) < 40 else number
    except (InvalidOperation, ValueError):
        return number


def _sheet(where: str, data: bytes, texts: list[str]) -> Iterator[Piece]:
    reader = _Rows(texts)
    markup.parse(data, reader.start, reader.end, reader.text)
    filled = [each for each in reader.rows if each]
    head = filled[:4]
    for first in range(0, len(filled), _ROWS):
        # A sheet is looked at in parts, each with the head above it.
        rows = filled[first : first + _ROWS]
        rows = rows if first == 0 else [*head, *rows]
        columns = sorted(
            {_column(cell) for row in rows for cell, _ in row}, key=lambda each: (len(each), each)
        )
        lines, cells = [], []
        for row in rows:
            known = {_column(cell): (cell, text) for cell, text in row}
            filled_row = [known.get(column, ("", "")) for column in columns]
            lines.append("\t".join(text for _, text in filled_row))
            cells.append(tuple(cell for cell, _ in filled_row))
        yield Piece(where, "\n".join(lines), cells=tuple(cells))
    if reader.other:
        yield Piece(where, "\n".join(reader.other))


def _column(cell: str) -> str:
    found = _COLUMN.match(cell)
    return found[0] if found else ""


def is_document(archive: Archive) -> bool:
    """Whether a ZIP archive is an office document."""
    return "[Content_Types].xml" in archive.names or "META-INF/manifest.xml" in archive.names


def refuse_encrypted(archive: Archive) -> None:
    """Raises UnreadableError for an OpenDocument file with a password."""
    manifest = "META-INF/manifest.xml"
    if manifest in archive.names and b"encryption-data" in archive.read(manifest):
        raise UnreadableError(words.ENCRYPTED)
