"""New visits as YAML, behind those that a file has, in the style of that file.

What stands in the file stays byte for byte: its comments, its order, its line ends.
"""

import re
from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from generator.kinds.elder.fields import Elder
from generator.kinds.visit.fields import Visit
from generator.problems.codes import Code
from generator.records import document, reading
from generator.records.fields import shapes
from generator.records.library import Library, StaleError
from generator.records.sealed import ENDING, LOCKED, contents

_NUMBERED = re.compile(r"(?P<stem>.*-)(?P<number>\d+)")
_PLAIN = re.compile(r"[\w·（）-]+")


class New(Struct, frozen=True):
    """A visit to write. `occasion_year` is None where it goes without saying."""

    elder: str
    day: date
    occasion: str
    occasion_year: int | None
    way: str
    visitor: str
    status: str


class _Style(Struct, frozen=True):
    """How a file writes its records. `labels`: Chinese names of fields instead of English keys."""

    indent: str = ""
    labels: bool = False
    spaced: bool = True
    newline: str = "\n"


def appended(library: Library, branch: str, year: int, visits: Sequence[New]) -> tuple[str, str]:
    """(path below `content/`, its new text) with the visits behind what a year's file has.

    A file to which no list item can be added (one record, a list in brackets) is left as it is: the
    new visits get a file beside it. The path says whether the file is to be locked.
    """
    path = f"visits/{branch}/{year}.yaml"
    for each in (path, f"visits/{branch}/{year}-plan.yaml"):
        file = _file(library, each)
        old = _text(library, file)
        new = old + _items(old, _ids(library, branch, year, old), visits)
        if _count(new) == _count(old) + len(visits):
            return file, new
    raise ValueError(path)


def _file(library: Library, plain: str) -> str:
    """The file as it is there; a new one is locked where anything of the registers is."""
    locked = f"{plain}{ENDING}"
    if (library.content / plain).is_file():
        return plain
    if (library.content / locked).is_file():
        return locked
    files = (each.origin.file for model in (Elder, Visit) for each in library.all(model))
    return locked if any(each.endswith(LOCKED) for each in files) else plain


def _text(library: Library, file: str) -> str:
    path = library.content / file
    if not path.is_file():
        return ""
    raw = contents(path, library.folder.opener)
    if isinstance(raw, Code):
        # It was read a moment ago.
        raise StaleError(file)
    return raw.decode("utf-8")


def _count(text: str) -> int:
    """How many records a file's text holds as a list; no number where it is none."""
    if not text:
        return 0
    read = document.read("", text.encode())
    if not isinstance(read, document.Document):
        return -1
    items = reading.items(read)
    return len(items) if items[0][0] is not None else -1


def _ids(library: Library, branch: str, year: int, old: str) -> tuple[str, int]:
    """(what ids begin with, the last number), as in the file or the year before's, else new."""
    own = re.findall(r"^[ \t]*-?[ \t]*(?:id|编号)[ \t]*:[ \t]*['\"]?([\w-]+)", old, re.MULTILINE)
    before = [
        each.id
        for each in library.all(Visit)
        if each.id and each.origin.file.removesuffix(ENDING) == f"visits/{branch}/{year - 1}.yaml"
    ]
    stem = f"v{year}-{branch}-"
    for ids, shift in ((own, False), (before, True)):
        found = [match for each in ids if (match := _NUMBERED.fullmatch(each))]
        if found:
            stem = found[-1]["stem"]
            stem = stem.replace(str(year - 1), str(year)) if shift else stem
            break
    taken = [
        int(match["number"])
        for key in library.keys(Visit)
        if key.startswith(f"{branch}/")
        and (match := _NUMBERED.fullmatch(key.rpartition("/")[2]))
        and match["stem"] == stem
    ]
    return stem, max(taken, default=0)


def _style(old: str) -> _Style:
    item = re.search(r"^([ \t]*)- *\{?(\S+?) *:", old, re.MULTILINE)
    if item is None:
        return _Style(newline="\r\n" if "\r\n" in old else "\n")
    count = len(re.findall(rf"^{item[1]}- ", old, re.MULTILINE))
    labels = {shape.label for shape in shapes(Visit).values()}
    return _Style(
        indent=item[1],
        labels=item[2] in labels,
        spaced=re.search(r"\n[ \t]*\r?\n[ \t]*- ", old) is not None or count < 2,
        newline="\r\n" if "\r\n" in old else "\n",
    )


def _items(old: str, ids: tuple[str, int], visits: Sequence[New]) -> str:
    style = _style(old)
    stem, last = ids
    names = {key: shape.label if style.labels else key for key, shape in shapes(Visit).items()}
    text = "" if not old or old.endswith("\n") else style.newline
    for number, each in enumerate(visits, last + 1):
        values = {
            "id": f"{stem}{number:03}",
            "elder": each.elder,
            "date": each.day.isoformat(),
            "occasion": _scalar(each.occasion),
            "occasion_year": str(each.occasion_year or ""),
            "way": each.way,
            "visitors": f"[{_scalar(each.visitor)}]",
            "status": each.status,
        }
        lines = [f"{names[key]}: {value}" for key, value in values.items() if value]
        if style.spaced and (old or number > last + 1):
            text += style.newline
        text += f"{style.indent}- {lines[0]}{style.newline}"
        text += "".join(f"{style.indent}  {line}{style.newline}" for line in lines[1:])
    return text


def _scalar(text: str) -> str:
    """A text as YAML; in quotes where it might mean something else."""
    return text if _PLAIN.fullmatch(text) else "'" + text.replace("'", "''") + "'"
