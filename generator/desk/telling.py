"""What an import says on the console: how it understood a ledger, and what it did."""

from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from generator.desk import columns, draft, words
from generator.desk.importing import Taken
from generator.desk.layout import PLACE, PLACE_PATH, Column, Layout
from generator.desk.sheet import letters
from generator.problems.prints import display_width
from generator.records.declaration import Declaration
from generator.records.fields import Record, shapes

# Differences that are shown of one import.
_SHOWN = 30
_LONGEST = 24


def understood(book: str, found: Layout, declaration: Declaration[Record]) -> Iterator[str]:
    """How a sheet was understood: header, columns, rows."""
    name = f"“{found.sheet.name}”" if found.sheet.name else ""
    head = words.AND.join(str(each + 1) for each in found.header)
    yield words.SHEET.format(book=book, sheet=name, header=head, count=len(found.rows))
    titles = [each.header.replace("\n", " ") for each in found.columns]
    width = min(max(map(display_width, titles), default=0), 30)
    for column, title in zip(found.columns, titles, strict=True):
        if column.path is None and not column.why:
            continue
        padded = title + " " * max(width - display_width(title), 0)
        yield f"  {letters(column.index):>2}  {padded}  {_meaning(column, declaration)}"
    for number, text in found.skipped:
        if text:
            yield words.SKIPPED.format(row=number + 1, text=_short(text))


def _meaning(column: Column, declaration: Declaration[Record]) -> str:
    if column.path is None:
        return words.NOT_TAKEN.format(why=column.why)
    return words.TAKEN_AS.format(title=meaning(column, declaration))


def meaning(column: Column, declaration: Declaration[Record]) -> str:
    """The field that a column holds, as it is called."""
    if not column.path or column.path == PLACE_PATH:
        return PLACE
    return columns.title(declaration.model, column.path)


def different(taken: Sequence[Taken], declaration: Declaration[Record]) -> Iterator[str]:
    """What differs between rows and records, at most thirty of them."""
    others = [each for each in taken if each.state == "other"]
    labels = shapes(declaration.model)
    for each in others[:_SHOWN]:
        yield words.DIFFERENT.format(row=each.row.said, file=each.file, id=_called(each))
        for name, value in each.fields.items():
            old = _said(getattr(each.old, name, None))
            yield words.DIFFERS.format(label=labels[name].label, old=old, new=_said(value))
    if len(others) > _SHOWN:
        yield words.MORE_DIFFERENT.format(count=len(others) - _SHOWN)


def _called(each: Taken) -> str:
    return each.old.id if each.old and each.old.id else ""


def _said(value: object) -> str:
    """A value on one line: what is inside it, without names of fields."""
    if value in (None, "", []):
        return words.EMPTY
    if isinstance(value, dict):
        return "，".join(_said(each) for each in value.values())
    if isinstance(value, list):
        return "；".join(_said(each) for each in value)
    if isinstance(value, BaseModel):
        inner = (getattr(value, name) for name in type(value).model_fields)
        return "，".join(_said(each) for each in inner if each not in (None, "", []))
    return _short(draft.said(value))


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}……"
