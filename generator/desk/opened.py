"""A content folder on the desk: its settings, its records, its files."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from generator.ground import Ground
from generator.inspection import begin
from generator.kinds.kind import Kind, all_kinds
from generator.records import gathering
from generator.records.fields import FieldPath, FieldShape, Record, Refers, shapes
from generator.records.library import Library
from generator.records.naming import called
from generator.records.scalars import bare
from generator.records.sealed import Opener, no_key
from generator.records.shaping import suggestion
from generator.records.tree import Tree as Files
from generator.settings import Settings


class Opened(Struct, frozen=True):
    """`shown` is the folder as messages name it."""

    content: Path
    shown: str
    files: Files
    ground: Ground

    @property
    def library(self) -> Library:
        return self.ground.library

    @property
    def settings(self) -> Settings:
        return self.ground.settings

    def read(self, file: str) -> bytes | None:
        """The content of a file below `content/`; None where there is none."""
        path = self.content / file
        return path.read_bytes() if path.is_file() else None

    def numbers(self, folder: str) -> Iterator[int]:
        """The numbers that begin the names in a folder below `content/`, whatever they are."""
        path = self.content / folder
        for each in path.iterdir() if path.is_dir() else ():
            digits = each.name[: len(each.name) - len(each.name.lstrip("0123456789"))]
            if digits:
                yield int(digits)


def opened(content: Path, shown: str, asked: date | None, opener: Opener = no_key) -> Opened:
    """The folder as it is. Records with errors are not among those of the library, nor are those
    of locked files that `opener` does not open.
    """
    outset = begin(content, shown, asked, opener)
    declarations = [each.declaration for each in all_kinds()]
    library, _ = gathering.read(
        content, shown, declarations, outset.settings, outset.tree, opener=opener
    )
    return Opened(content, shown, outset.tree, outset.ground(library))


def kind_named(name: str) -> Kind[Any] | None:
    """The kind with that name, in English or in Chinese."""
    return next((k for k in all_kinds() if name in (k.name, k.declaration.label)), None)


class Unclear(Struct, frozen=True):
    """A name that several records have: their keys."""

    keys: tuple[str, ...]


class Names:
    """Records by what people call them, with those that are still to be written."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[str, dict[str, list[str]]] = {}
        self._more: dict[str, set[str]] = {}

    def add(self, kind: str, key: str, record: Record) -> None:
        """A record that will be there."""
        self._more.setdefault(kind, set()).add(key)
        for name in called(record):
            keys = self._of(kind).setdefault(bare(name), [])
            if key not in keys:
                keys.append(key)

    def has(self, kind: str, key: str) -> bool:
        return self._library.known(kind, key) or key in self._more.get(kind, ())

    def key(self, kind: str, typed: str) -> str | Unclear | None:
        """The key that is meant by a key, a name, or both as `kq1-001（赵永禄）`."""
        plain = typed.strip().strip("/").removesuffix(".yaml")
        if self.has(kind, plain):
            return plain
        before = plain.replace("(", "（").partition("（")[0].strip()
        if before != plain and before and before.isascii():
            return before
        found = self._of(kind).get(bare(plain), [])
        return found[0] if len(found) == 1 else Unclear(tuple(found)) if found else None

    def hint(self, kind: str, typed: str) -> str:
        """What was probably meant, by name."""
        every = self._library.named(kind).items()
        return suggestion(typed, dict.fromkeys(name for _, each in every for name in called(each)))

    def _of(self, kind: str) -> dict[str, list[str]]:
        if kind not in self._known:
            names: dict[str, list[str]] = {}
            for key, record in self._library.named(kind).items():
                for name in dict.fromkeys(map(bare, called(record))):
                    names.setdefault(name, []).append(key)
            self._known[kind] = names
        return self._known[kind]


def referring(
    tree: Any, known: dict[str, FieldShape], at: FieldPath = ()
) -> Iterator[tuple[FieldPath, str, str]]:
    """(path, kind, text) of each reference in a tree of keys and texts."""
    for name, value in tree.items():
        shape = known[name]
        mark = shape.mark(Refers)
        items: Sequence[Any] = value if isinstance(value, list) else [value]
        for number, item in enumerate(items):
            path = (*at, name, number) if isinstance(value, list) else (*at, name)
            if isinstance(item, dict) and shape.nested is not None:
                yield from referring(item, shapes(shape.nested), path)
            elif mark is not None and isinstance(item, str):
                yield path, mark.kind, item
