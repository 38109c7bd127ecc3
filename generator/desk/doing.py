"""What the commands of the desk do: call, print."""

import argparse
import os
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from generator import settings, texts
from generator.calling import CLEAN, FOUND, content_folder, named
from generator.desk import exporting, importing, schema, staging, telling, words
from generator.desk.asking import Talk
from generator.desk.changes import at_cells, changes
from generator.desk.importing import Taken, Taking
from generator.desk.layout import Column, doubled, layout
from generator.desk.new import NoFieldError, Written, given
from generator.desk.new import new as made_new
from generator.desk.opened import Opened, kind_named, opened
from generator.desk.refused import RefusedError, nowhere, refused
from generator.desk.rows import Row
from generator.desk.rows import rows as sheet_rows
from generator.desk.sheet import letters
from generator.desk.spreadsheet import sheets
from generator.desk.staging import Change, MovedError
from generator.kinds.kind import Kind, all_kinds
from generator.locks.keys import ring
from generator.problems import codes
from generator.problems.prints import as_text
from generator.problems.problem import Problem, errors, problem


def _kind(name: str) -> Kind[Any]:
    kind = kind_named(name)
    if kind is None:
        kinds = "、".join(f"{each.name}（{each.declaration.label}）" for each in all_kinds())
        raise NoFieldError(words.NO_KIND.format(name=name, kinds=kinds))
    return kind


def _opened(given_: argparse.Namespace) -> Opened:
    content = content_folder(given_)
    return opened(content, named(content), given_.today, ring(given_.key).opened)


def new(given_: argparse.Namespace) -> int:
    """Make a record, from what was typed or asked."""
    kind = _kind(given_.kind)
    tree = given(given_.set, kind)
    desk = _opened(given_)
    talk = Talk(print, input) if sys.stdin.isatty() else None
    try:
        written = made_new(kind, tree, desk, talk)
    except (KeyboardInterrupt, EOFError):
        print(f"\n{words.ASK_STOPPED}")
        return FOUND
    _carried_out(desk, [written.change])
    _say_written(written, desk, kind)
    if given_.edit:
        _edit(desk.content / written.change.file)
    found = _found(desk, written, given_.today)
    if errors(found):
        print(words.NEW_STILL)
    elif found:
        print(words.NEW_HELD)
    if found:
        print(as_text(found))
    return CLEAN


def _say_written(written: Written, desk: Opened, kind: Kind[Any]) -> None:
    file = f"{desk.shown}/{written.change.file}"
    if written.change.before is None:
        print(words.NEW_MADE.format(file=file))
    else:
        print(words.NEW_ADDED.format(file=file, line=written.line))
    if not kind.declaration.filing.listed:
        print(words.NEW_NEXT)


def _found(desk: Opened, written: Written, asked: date | None) -> list[Problem]:
    """What the checker says of the new record."""
    file = f"{desk.shown}/{written.change.file}"
    found = staging.inspected(desk.content, desk.shown, asked)
    return [e for e in found if e.place.file == file and e.place.line >= written.line]


def _carried_out(desk: Opened, made: Sequence[Change]) -> None:
    try:
        staging.carry_out(desk.content, made)
    except MovedError as error:
        file = f"{desk.shown}/{error}"
        raise refused(codes.E931, file, file=file) from None


def _edit(path: Path) -> None:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        print(words.NO_EDITOR)
        return
    subprocess.run([*shlex.split(editor), str(path)], check=False)  # noqa: S603 - the user's own


def take(given_: argparse.Namespace) -> int:
    """Take the rows of a book over into records."""
    kind = _kind(given_.kind)
    declaration = kind.declaration
    tree = given(given_.set, kind)
    desk = _opened(given_)
    book = Path(given_.book)
    rows, problems = _understood(book, given_.sheet, kind)
    taking = Taking(kind, desk, tree)
    taking.rows(rows)
    _refuse([*problems, *taking.problems])
    for line in telling.different(taking.taken, declaration):
        print(line)
    written = changes(taking.taken, kind, desk, update=given_.update)
    made = [each.change for each in written]
    if made:
        found = staging.problems(desk.content, desk.shown, made, given_.today)
        found = at_cells(found, written, desk, kind)
        _refuse(found)
        if found:
            print(f"{words.NEW_HELD}\n{as_text(found)}")
    if not given_.dry_run:
        _carried_out(desk, made)
    return _say_imported(taking.taken, made, desk, given_)


def _understood(
    path: Path, wanted: Sequence[str] | None, kind: Kind[Any]
) -> tuple[list[Row], list[Problem]]:
    """The rows of every sheet that has a header; how each was understood is told."""
    if not path.is_file():
        raise NoFieldError(texts.NO_FOLDER.format(path=path))
    every = sheets(path)
    names = words.AND.join(f"“{each.name}”" for each in every)
    for name in wanted or ():
        if name not in [each.name for each in every]:
            raise NoFieldError(words.NO_SHEET.format(name=name, names=names))
    rows: list[Row] = []
    problems: list[Problem] = []
    unknown = []
    for sheet in every:
        if wanted and sheet.name not in wanted:
            continue
        found = layout(sheet, kind.declaration)
        if found is None:
            unknown.append(sheet.name)
            continue
        print("\n".join(telling.understood(path.name, found, kind.declaration)))
        problems += [_doubled(path, kind, *each) for each in doubled(found.taken)]
        more, wrong = sheet_rows(path.name, found, kind.declaration)
        rows += more
        problems += wrong
    if len(unknown) == len(every):
        raise RefusedError([problem(codes.E935, nowhere(path.name), sheet=e) for e in unknown])
    for name in unknown:
        print(words.SHEET_UNKNOWN.format(sheet=name))
    return rows, problems


def _doubled(path: Path, kind: Kind[Any], one: Column, other: Column) -> Problem:
    label = telling.meaning(one, kind.declaration)
    facts = {"one": letters(one.index), "other": letters(other.index), "label": label}
    return problem(codes.E936, nowhere(path.name), "", **facts)


def _refuse(found: Sequence[Problem]) -> None:
    """Errors end the import; they are told with how many there are."""
    wrong = errors(list(found))
    if wrong:
        print(words.IMPORT_REFUSED.format(errors=len(wrong)))
        raise RefusedError(found)


def _say_imported(
    taken: Sequence[Taken], made: Sequence[Change], desk: Opened, given_: argparse.Namespace
) -> int:
    states = Counter(each.state for each in taken)
    updated = states["other"] if given_.update else 0
    counts = {"new": states["new"], "updated": updated, "same": states["same"]}
    if not made:
        print(words.IMPORTED_NOTHING.format(**counts))
    elif given_.dry_run:
        print(words.IMPORT_DRY.format(files=len(made), **counts))
        for each in made:
            print(words.IMPORT_FILE.format(file=f"{desk.shown}/{each.file}"))
    else:
        print(words.IMPORTED.format(files=len(made), **counts))
    left = states["other"] - updated
    if left:
        print(words.IMPORT_LEFT.format(count=left))
    return FOUND if left else CLEAN


def export(given_: argparse.Namespace) -> int:
    """Give the records of a kind out as a book."""
    kind = _kind(given_.kind)
    desk = _opened(given_)
    locked = importing.locked(kind.declaration, desk)
    if locked:
        raise refused(codes.E933, locked, file=locked)
    out = Path(given_.out)
    data, count = exporting.ledger(kind, desk, out)
    exporting.write(out, data, desk, private=kind.register)
    print(words.EXPORTED.format(count=count, kind=kind.declaration.label, file=out))
    if kind.register:
        print(words.EXPORT_PRIVATE)
    broken = any(name == kind.name for name, _ in desk.library.broken)
    if broken:
        print(words.EXPORT_BROKEN, file=sys.stderr)
    return FOUND if broken else CLEAN


def draw(given_: argparse.Namespace) -> int:
    """Write the schemas that editors help by."""
    content = content_folder(given_)
    root = content.resolve().parent
    settings_, _ = settings.read(content, named(content))
    written = schema.write(root, schema.files(settings_, content.resolve().name))
    print(words.SCHEMAS.format(count=len(written), folder=root) if written else words.SCHEMAS_SAME)
    return CLEAN
