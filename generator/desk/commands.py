"""The commands of the desk: parse, call, print."""

import argparse
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from generator import texts
from generator.desk import staging, words
from generator.desk.asking import Talk
from generator.desk.new import NoFieldError, Written, given, new
from generator.desk.opened import Opened, kind_named, opened
from generator.desk.refused import RefusedError, refused
from generator.desk.staging import Change, MovedError
from generator.kinds.kind import Kind, all_kinds
from generator.problems import codes
from generator.problems.prints import as_text
from generator.problems.problem import Problem, errors

CLEAN, FOUND, MISUSED = 0, 1, 2
# What every command has: --content and --today.
Shared = Callable[[argparse.ArgumentParser], None]


def add(commands: Any, shared: Shared) -> None:
    """The desk's commands among those of `dangwu`."""
    make = commands.add_parser("new", help=texts.COMMANDS["new"])
    names = [each.name for each in all_kinds()]
    make.add_argument("kind", metavar="KIND", help=words.KINDS.format(kinds="、".join(names)))
    shared(make)
    make.add_argument("--set", action="append", default=[], metavar="FIELD=TEXT", help=words.SET)
    make.add_argument("--edit", action="store_true", help=words.EDIT)
    make.set_defaults(run=_told(_new))


def _told(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """The command, with what keeps it from its work told in words."""

    def told(given_: argparse.Namespace) -> int:
        try:
            return run(given_)
        except RefusedError as error:
            print(as_text(error.problems), file=sys.stderr)
            return FOUND
        except NoFieldError as error:
            print(error, file=sys.stderr)
            return MISUSED

    return told


def _kind(name: str) -> Kind[Any]:
    kind = kind_named(name)
    if kind is None:
        kinds = "、".join(f"{each.name}（{each.declaration.label}）" for each in all_kinds())
        raise NoFieldError(words.NO_KIND.format(name=name, kinds=kinds))
    return kind


def _opened(given_: argparse.Namespace) -> Opened:
    content = Path(given_.content)
    if not content.is_dir():
        raise NoFieldError(texts.NO_CONTENT.format(path=content))
    return opened(content, content.as_posix().rstrip("/"), given_.today)


def _new(given_: argparse.Namespace) -> int:
    kind = _kind(given_.kind)
    tree = given(given_.set, kind)
    desk = _opened(given_)
    talk = Talk(print, input) if sys.stdin.isatty() else None
    try:
        written = new(kind, tree, desk, talk)
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


def _carried_out(desk: Opened, changes: Sequence[Change]) -> None:
    try:
        staging.carry_out(desk.content, changes)
    except MovedError as error:
        file = f"{desk.shown}/{error}"
        raise refused(codes.E931, file, file=file) from None


def _edit(path: Path) -> None:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        print(words.NO_EDITOR)
        return
    subprocess.run([*shlex.split(editor), str(path)], check=False)  # noqa: S603 - the user's own
