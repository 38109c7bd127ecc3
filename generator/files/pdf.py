"""The text of PDF files, by pypdf. It is loaded when there is such a file to read."""

import io
import logging
from collections.abc import Iterator

from generator.files import words
from generator.files.piece import Budget, Piece, UnreadableError

_MOST_PAGES = 2000
_FAILURES = (ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, RecursionError,
             NotImplementedError, ImportError, ArithmeticError)  # fmt: skip


def pieces(data: bytes, budget: Budget) -> Iterator[Piece]:
    """The text of each page, of its notes and fields, and the document's properties."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError(words.ENCRYPTED)
        about = [str(value) for value in (reader.metadata or {}).values()]
        yield Piece(words.PROPERTIES, "\n".join(about))
        found = False
        for number, page in enumerate(reader.pages[:_MOST_PAGES], 1):
            text = "\n".join((page.extract_text(), *_notes(page)))
            budget.spend(len(text))
            found = found or bool(text.strip())
            yield Piece(words.PAGE.format(number=number), text)
        filled = (reader.get_fields() or {}).values()
        fields = [str(each.value) for each in filled if each.value]
        if fields:
            yield Piece("", "\n".join(fields))
    except UnreadableError:
        raise
    except (PyPdfError, *_FAILURES) as error:
        # A PDF may be wrong in every way; the library meets some of them unprepared.
        encrypted = "AES" in str(error) or "cryptography" in str(error)
        raise UnreadableError(words.ENCRYPTED if encrypted else words.DAMAGED) from error
    if not found:
        raise UnreadableError(words.SCANNED)


def _notes(page: object) -> Iterator[str]:
    for note in getattr(page, "annotations", None) or ():
        about = note.get_object()
        for key in ("/Contents", "/T", "/V"):
            if about.get(key):
                yield str(about[key])
        action = about.get("/A")
        if action is not None and action.get_object().get("/URI"):
            yield str(action.get_object()["/URI"])
