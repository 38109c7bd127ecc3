"""The files under `content/`: which hold records, which lie beside one, which may not be there."""

import os
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from generator import texts
from generator.problems import codes
from generator.problems.codes import Code
from generator.problems.problem import Place, Problem, problem
from generator.records.declaration import Declaration
from generator.records.document import unreadable
from generator.records.sealed import ENDING, LOCKED
from generator.records.shaping import nearest

# What stands beside the kinds' folders: hand-written pages and what a site can set.
PAGES, SETTINGS = "pages", "settings"
OTHER_FOLDERS = (PAGES, SETTINGS)
# What builds without a key know of a register, beside its files.
COUNTS = "counts.yaml"
_ID = re.compile(r"[A-Za-z0-9-]+")
_KEY = re.compile(rf"{_ID.pattern}(?:/{_ID.pattern})*")
# What was meant as a record file: `.yml`, `.YAML`, and the ending that Windows hides.
MISNAMED = re.compile(r"\.ya?ml(?:\.txt)?$", re.IGNORECASE)
_NAME = attrgetter("name")
_IGNORED = re.compile(r"\.|~\$|Thumbs\.db$|desktop\.ini$|__MACOSX$", re.IGNORECASE)


class Signature(NamedTuple):
    """What tells that a file may have changed, without reading it: bytes and nanoseconds."""

    size: int
    modified: int
    changed: int
    inode: int


class Source(NamedTuple):
    """A record file: `file` below `content/`, and the key that its place gives it."""

    declaration: Declaration[Any]
    file: str
    key: str

    @property
    def parent(self) -> str:
        """The folder part of the key, which a record of a list puts before its id."""
        return self.key.rpartition("/")[0]

    @property
    def locked(self) -> bool:
        """Whether a key is needed to read it."""
        return self.file.endswith(LOCKED)

    @property
    def folder(self) -> str:
        """Where the files beside the record lie, below `content/`."""
        return self.file.rpartition("/")[0]


class Tree(Struct, frozen=True):
    """What the walk found, in order of path.

    `others` are files that are not record files; `unread` are the (kind, key) of records whose file
    has the wrong ending. `signatures` has every file of the kinds' folders.
    """

    sources: tuple[Source, ...]
    others: tuple[str, ...]
    unread: frozenset[tuple[str, str]]
    problems: tuple[Problem, ...]
    signatures: Mapping[str, Signature]


def walk(
    content: Path,
    shown: str,
    declarations: Sequence[Declaration[Any]],
    registers: Collection[str] = (),
) -> Tree:
    """Every file of every kind's folder; `shown` is `content` as messages name it.

    The files of `registers` (names of kinds) may be locked, and their counts lie beside them.
    """
    by_folder = {each.folder: each for each in declarations}
    sources: list[Source] = []
    others: list[str] = []
    unread: set[tuple[str, str]] = set()
    walk_ = _Walk(content, shown)
    for entry in walk_.entries(""):
        declaration = by_folder.get(entry.name)
        if entry.name in OTHER_FOLDERS:
            # Looked through for links that leave alone: their readers report the rest.
            if entry.is_dir():
                walk_.files(entry.name)
        elif declaration is None:
            walk_.unknown(entry, by_folder)
        elif not entry.is_dir():
            walk_.found(codes.E115, entry.name, reason=texts.NOT_A_FOLDER)
        else:
            sealed = declaration.name in registers
            for file in walk_.files(entry.name):
                if sealed and file == f"{entry.name}/{COUNTS}":
                    continue
                source = source_of(declaration, file, sealed)
                if source is not None:
                    bad = None if _KEY.fullmatch(source.key) else _unfit(source.key)
                    if bad is None:
                        sources.append(source)
                    else:
                        walk_.found(codes.E114, file, name=bad)
                elif MISNAMED.search(file):
                    walk_.found(codes.E111, file, name=file.rpartition("/")[2])
                    key = MISNAMED.sub("", file.partition("/")[2])
                    unread.add((declaration.name, key.removesuffix(f"/{declaration.name}")))
                else:
                    others.append(file)
    sources = _without_doubles(sources, walk_)
    found = (tuple(sources), tuple(others), frozenset(unread), tuple(walk_.problems))
    return Tree(*found, walk_.signatures)


class _Walk:
    """Goes through folders in order, never following a link that leaves `content/`."""

    def __init__(self, content: Path, shown: str) -> None:
        self.problems: list[Problem] = []
        self.signatures: dict[str, Signature] = {}
        self._content = content
        self._shown = shown
        self._inside = Path(os.path.realpath(content))

    def found(self, code: Code, file: str, hint: str = "", **facts: object) -> None:
        """A problem of a whole file (or folder)."""
        place = Place(f"{self._shown}/{_printable(file)}")
        self.problems.append(problem(code, place, hint, **facts))

    def entries(self, folder: str) -> list[os.DirEntry[str]]:
        """What a folder holds, without links that leave (E112) or lead nowhere (E115), and without
        names that cannot be read (E114).
        """
        try:
            with os.scandir(f"{self._content}/{folder}") as scan:
                listed = sorted(scan, key=_NAME)
        except OSError as error:
            self.found(codes.E115, folder, reason=unreadable(error))
            return []
        kept = []
        for entry in listed:
            name = entry.name
            if _IGNORED.match(name):
                continue
            file = f"{folder}/{name}".lstrip("/")
            if not name.isascii() and _printable(name) != name:
                self.found(codes.E114, file, name=_printable(name))
            elif not entry.is_symlink():
                kept.append(entry)
            elif not Path(os.path.realpath(entry.path)).is_relative_to(self._inside):
                self.found(codes.E112, file, path=file)
            elif os.path.isdir(entry.path):  # noqa: PTH112 - DirEntry raises where links go round
                self.found(codes.E115, file, reason=texts.LINK_TO_FOLDER)
            elif not os.path.isfile(entry.path):  # noqa: PTH113
                self.found(codes.E115, file, reason=texts.LINK_TO_NOTHING)
            else:
                kept.append(entry)
        return kept

    def files(self, folder: str) -> list[str]:
        """Files below a folder."""
        found: list[str] = []
        for entry in self.entries(folder):
            file = f"{folder}/{entry.name}"
            if entry.is_dir():
                found += self.files(file)
            elif entry.is_file():
                about = entry.stat()
                self.signatures[file] = Signature(
                    about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino
                )
                found.append(file)
        return found

    def unknown(self, entry: os.DirEntry[str], folders: Iterable[str]) -> None:
        """A folder of no kind, or a record file that lies in none (E110)."""
        if entry.is_dir():
            near = nearest(entry.name, folders)
            hint = texts.DID_YOU_MEAN.format(near=near) if near else ""
            self.found(codes.E110, entry.name, hint, name=entry.name)
        elif entry.name.endswith(".yaml") or MISNAMED.search(entry.name):
            self.found(codes.E110, entry.name, texts.WRONG_FOLDER, name=entry.name)


def _without_doubles(sources: list[Source], walk_: _Walk) -> list[Source]:
    """A file that is there plain and locked counts once, as it is plain (E550)."""
    plain = {each.file for each in sources if not each.locked}
    kept = []
    for each in sources:
        if each.locked and each.file.removesuffix(ENDING) in plain:
            walk_.found(codes.E550, each.file.removesuffix(ENDING), locked=each.file)
        else:
            kept.append(each)
    return kept


def _printable(name: str) -> str:
    """A file's name, with what is not UTF-8 in it (from an old archive) made visible."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _unfit(key: str) -> str | None:
    """The part of a key that is no id."""
    return next((part for part in key.split("/") if not _ID.fullmatch(part)), None)


def source_of(declaration: Declaration[Any], file: str, sealed: bool) -> Source | None:
    """The record file of a kind that a path below `content/` is; `sealed` ones may be locked."""
    below = file.partition("/")[2]
    if sealed and below.endswith(LOCKED):
        below = below.removesuffix(ENDING)
    own = f"{declaration.name}.yaml"
    if below.endswith(f"/{own}"):
        return Source(declaration, file, below.removesuffix(f"/{own}"))
    if below.endswith(".yaml"):
        return Source(declaration, file, below.removesuffix(".yaml"))
    return None
