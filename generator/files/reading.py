"""A file of any format → the texts in it, by what it is rather than by what it is called."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

from generator.files import decoding, legacy, markup, office, picture, words
from generator.files.archive import DEPTH, Archive
from generator.files.piece import Budget, Piece, UnreadableError

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PACKED = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
# Of sound and film, what is written in words stands at the beginning or the end.
_MEDIA = frozenset("mp3 mp4 m4a m4v mov avi wav ogg ogv webm flac aac wma wmv mkv amr".split())
_EDGE = 4 << 20
# Pictures within a document, which are shown and not published by themselves.
_SHOWN = (".jpg", ".jpeg", ".png", ".gif", ".tif", ".tiff", ".heic", ".webp")
# Files that are read whole to be looked through; of longer ones (films) the edges tell.
_WHOLE = 64 << 20


def pieces(name: str, data: bytes, budget: Budget | None = None, depth: int = 0) -> Iterator[Piece]:
    """The texts in a file. Raises UnreadableError where there may be some that cannot be read;
    those before it have been given.
    """
    budget = budget or Budget()
    ending = name.rpartition(".")[2].lower()
    if data.startswith(_ZIP):
        yield from _archive(data, budget, depth)
    elif b"%PDF-" in data[:1024]:
        from generator.files import pdf

        yield from pdf.pieces(data, budget)
    elif data.startswith(legacy.OLE):
        # A modern document with a password is wrapped in the older format.
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableError(words.ENCRYPTED)
        yield from legacy.compound(data)
    elif data.startswith(b"{\\rtf"):
        yield from legacy.rtf(data)
    elif data.startswith(_PACKED):
        raise UnreadableError(words.PACKED)
    elif picture.sort(data):
        yield Piece(words.METADATA, picture.said(data))
    elif ending in _MEDIA:
        yield Piece(
            "", decoding.digits(data[:_EDGE] + b"\n" + data[max(len(data) - _EDGE, _EDGE) :])
        )
    elif decoding.looks_like_text(data):
        yield from _text(ending, decoding.text(data))
    else:
        yield Piece("", decoding.digits(data))


def _archive(data: bytes, budget: Budget, depth: int) -> Iterator[Piece]:
    if depth >= DEPTH:
        raise UnreadableError(words.TOO_DEEP)
    archive = Archive(data, budget)
    document = office.is_document(archive)
    if document:
        office.refuse_encrypted(archive)
        yield from office.pieces(archive)
    else:
        yield Piece("", "\n".join((*archive.names, decoding.text(archive.comment))))
    wrong: UnreadableError | None = None
    for name in archive.names:
        if document and name.endswith((".xml", ".rels", ".vml")):
            continue
        try:
            for piece in pieces(name, archive.read(name), budget, depth + 1):
                yield piece.inside(name)
        except UnreadableError as error:
            # The other members are looked at all the same. What a document shows is no concern.
            if not (document and name.lower().endswith(_SHOWN)):
                wrong = wrong or UnreadableError(f"{name} {error}")
    if wrong is not None:
        raise wrong


def _text(ending: str, text: str) -> Iterator[Piece]:
    if ending in ("html", "htm", "xhtml", "svg"):
        yield Piece("", markup.html(text))
        return
    if ending in ("csv", "tsv"):
        text = _rows(text, "\t" if ending == "tsv" else ",")
    yield Piece(
        "", text, tuple(words.LINE.format(number=n) for n in range(1, text.count("\n") + 2))
    )
    if ending in ("json", "geojson", "webmanifest") and "\\u" in text:
        try:
            yield Piece("", json.dumps(json.loads(text), ensure_ascii=False, indent=0))
        except (ValueError, RecursionError):
            return


def _rows(text: str, mark: str) -> str:
    """A table with tabs between its cells, one row a line."""
    if mark == "," and text.count(";") > text.count(","):
        mark = ";"
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=mark))
    except csv.Error:
        return text
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)


def content(source: Path) -> bytes:
    """As much of a file as is looked through."""
    if source.stat().st_size <= _WHOLE:
        return source.read_bytes()
    with source.open("rb") as stream:
        head = stream.read(_WHOLE // 2)
        stream.seek(-_WHOLE // 2, 2)
        return head + stream.read()
