"""A ledger → changes to the files of a content folder: what is new, the same, or different."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from generator.desk import asking, columns, draft, filing, words
from generator.desk.draft import Tree
from generator.desk.filing import Filed
from generator.desk.layout import PLACE, PLACE_PATH
from generator.desk.matching import Known
from generator.desk.opened import Names, Opened
from generator.desk.refused import RefusedError, nowhere, refused
from generator.desk.rows import Row
from generator.kinds.kind import Kind
from generator.problems import codes
from generator.problems.problem import Problem, problem
from generator.records.declaration import CHOSEN, Declaration
from generator.records.fields import FieldPath, Record, shapes
from generator.records.scalars import DayOrMonth, bare
from generator.records.sealed import LOCKED


class Taken(Struct):
    """A row with the record that it is to be. `old` is the one that is there, `fields` are those in
    which it differs, as they will be written; `file` is below `content/`.
    """

    row: Row
    record: Record
    file: str
    old: Record | None = None
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """`new`, `same` or `other`."""
        if self.old is None:
            return "new"
        return "other" if self.fields else "same"


class Taking:
    """Rows on their way to records. Problems are gathered, so that all are told at once."""

    def __init__(self, kind: Kind[Any], desk: Opened, given: Tree) -> None:
        self.problems: list[Problem] = []
        self.taken: list[Taken] = []
        self._kind = kind
        self._declaration: Declaration[Any] = kind.declaration
        self._model: type[Record] = kind.declaration.model
        self._desk = desk
        self._given = given
        self._names = Names(desk.library)
        self._known = Known(kind.declaration, desk)
        self._filed = Filed()
        self._seen: dict[object, Row] = {}
        self._lacked: set[tuple[str, FieldPath]] = set()

    def rows(self, rows: Sequence[Row]) -> None:
        """Take every row; problems are in `problems`, records in `taken`.

        What was given for all rows makes new records whole, and tells which record a row is; it
        changes none that is there.
        """
        refuse([each for _, each in asking.settled(self._given, self._model, self._names)])
        file = locked(self._declaration, self._desk)
        if file:
            raise refused(codes.E933, file, file=file)
        later: list[Row] = []
        for row in rows:
            # Records may refer to others of the same ledger: those come first.
            if self._waits(row):
                later.append(row)
            else:
                self._row(row)
        while later:
            ready = [each for each in later if not self._waits(each)] or later
            for row in ready:
                self._row(row)
            later = [each for each in later if each not in ready]

    def _waits(self, row: Row) -> bool:
        tree = _copied(row.tree)
        asking.settled(tree, self._model, self._names)
        return any(
            kind == self._kind.name and not self._names.has(kind, text)
            for _, kind, text in asking.references(tree, self._declaration.model)
        )

    def _row(self, row: Row) -> None:
        found = asking.settled(row.tree, self._model, self._names)
        if found:
            self._told(row, found)
            return
        if row.file and not all(map(filing.valid, row.file.split("/"))):
            place = row.place(PLACE_PATH)
            self.problems.append(problem(codes.E946, place, label=PLACE, value=row.file))
            return
        old, by = self._known.match(draft.merged(self._given, row.tree), row.file)
        if old is not None:
            self._again(row, old, by)
        else:
            self._new(row)

    def _told(self, row: Row, found: Sequence[tuple[FieldPath, Problem]]) -> None:
        for path, each in found:
            if each.code == codes.E202.code and not row.layout.holds(path):
                self._lacking(row, path)
                continue
            place = row.place(path)
            self.problems.append(Problem(each.code, each.severity, place, each.message, each.hint))

    def _lacking(self, row: Row, path: FieldPath) -> None:
        """A column that the sheet does not have, and should: told once for all rows."""
        sheet = row.layout.sheet.name
        if (sheet, path) in self._lacked:
            return
        self._lacked.add((sheet, path))
        label = columns.title(self._model, path)
        place = nowhere(f"{row.book}“{sheet}”" if sheet else row.book)
        hint = words.GIVE_ALL.format(label=label)
        self.problems.append(problem(codes.E949, place, hint, label=label))

    def _twice(self, row: Row, key: object, by: str) -> bool:
        other = self._seen.setdefault(key, row)
        if other is row:
            return False
        place = row.place(())
        self.problems.append(problem(codes.E941, place, other=other.said, by=by))
        return True

    def _again(self, row: Row, old: Record, by: str) -> None:
        """A record that is there: the fields in which the row differs."""
        if self._twice(row, old.key, by):
            return
        before = draft.canonical(old, self._desk.settings)
        tree = draft.merged(before, row.tree)
        if old.origin.index is None:
            tree.pop("id", None)
        record, found = draft.typed(tree, self._declaration, self._desk.settings)
        if record is None:
            self._told(row, found)
            return
        after = draft.canonical(record, self._desk.settings)
        fields = {
            name: value
            for name, value in after.items()
            if before.get(name) != value and not _no_more(record, old, name)
        }
        self.taken.append(Taken(row, record, old.origin.file, old, fields))

    def _new(self, row: Row) -> None:
        declaration, desk = self._declaration, self._desk
        own = str(row.tree.get("id", ""))
        tree = draft.merged(self._given, row.tree)
        # Stands for an id until it is known what is free.
        if shapes(declaration.model)["id"].required and not own:
            tree["id"] = "0"
        record, found = draft.typed(tree, declaration, desk.settings)
        if record is None:
            self._told(row, found)
            return
        natural = next(iter(self._known.naturals(record)), ())
        if natural and not own and self._twice(row, natural, self._known.said(natural)):
            return
        if own and self._twice(row, own, shapes(declaration.model)["id"].label):
            return
        file = self._file(row, record, own)
        if file is None:
            return
        tree.pop("id", None)
        if declaration.filing.listed:
            tree["id"] = own or filing.next_id(declaration, file, desk, self._filed)
            self._filed.ids.setdefault(file, []).append(tree["id"])
        self._filed.files.add(file)
        final, found = draft.typed(tree, declaration, desk.settings)
        if final is None:
            self._told(row, found)
            return
        self._names.add(self._kind.name, _key(declaration, file, final), final)
        self.taken.append(Taken(row, final, file))

    def _file(self, row: Row, record: Record, own: str) -> str | None:
        """Where a new record goes; the problem is told where that cannot be known."""
        declaration = self._declaration
        if row.file:
            return f"{declaration.folder}/{row.file}.yaml"
        if own and not declaration.filing.listed:
            if not all(map(filing.valid, own.split("/"))):
                self.problems.append(problem(codes.E114, row.place(("id",)), name=own))
                return None
            return f"{declaration.folder}/{own}.yaml"
        if own and not filing.valid(own):
            self.problems.append(problem(codes.E114, row.place(("id",)), name=own))
            return None
        if declaration.filing.name == CHOSEN:
            proposed = dict(self._kind.proposals(record, self._desk.ground)).get("id", "")
            if not proposed or f"{declaration.folder}/{proposed}.yaml" in self._filed.files:
                shape = shapes(declaration.model)["id"]
                place = row.place(("id",))
                self.problems.append(problem(codes.E202, place, label=shape.label, key=shape.name))
                return None
            return f"{declaration.folder}/{proposed}.yaml"
        file = filing.file(declaration, record, self._desk, self._filed)
        if file is None:
            self._lost(row, record)
        return file

    def _lost(self, row: Row, record: Record) -> None:
        """What decides the file refers to nothing (E301), or is missing (E947)."""
        filing_ = self._declaration.filing
        first = {each.partition(".")[0] for each in (*filing_.folders, filing_.name)}
        tree = draft.merged(self._given, row.tree)
        wrong = asking.unknown(tree, self._declaration, self._desk, self._names)
        told = [(path, each) for path, each in wrong if path[0] in first]
        if told:
            self._told(row, told)
            return
        known = shapes(self._declaration.model)
        fields = "、".join(known[each].label for each in sorted(first) if each in known)
        self.problems.append(problem(codes.E947, row.place(()), fields=fields))


def _no_more(new: Record, old: Record, name: str) -> bool:
    """Whether a ledger says no more than the record: the same words with other spaces and signs, or
    the month of a day.
    """
    one, other = getattr(new, name), getattr(old, name)
    if isinstance(one, str) and isinstance(other, str) and "\n" not in one + other:
        return bare(one) == bare(other)
    return (
        isinstance(one, DayOrMonth)
        and isinstance(other, DayOrMonth)
        and one.day is None
        and (one.year, one.month) == (other.year, other.month)
    )


def _key(declaration: Declaration[Any], file: str, record: Record) -> str:
    key = file.removeprefix(f"{declaration.folder}/").removesuffix(".yaml")
    key = key.removesuffix(f"/{declaration.name}")
    if not declaration.filing.listed:
        return key
    parent = key.rpartition("/")[0]
    return f"{parent}/{record.id}" if parent else record.id


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copied(each) for key, each in value.items()}
    return [_copied(each) for each in value] if isinstance(value, list) else value


def locked(declaration: Declaration[Any], desk: Opened) -> str:
    """An encrypted file of the kind, as messages name it: what it holds, nobody can compare."""
    folder = desk.content / declaration.folder
    found: Iterator[str] = (
        f"{desk.shown}/{each.relative_to(desk.content).as_posix()}"
        for each in sorted(folder.rglob(f"*{LOCKED}"))
    )
    return next(found, "")


def refuse(problems: Sequence[Problem]) -> None:
    """Raises RefusedError where there is any."""
    if problems:
        raise RefusedError(problems)
