"""The commands of the desk; what they do is loaded when they are asked for."""

import argparse
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

from generator import texts
from generator.calling import FOUND, MISUSED, MisusedError
from generator.desk import words
from generator.kinds.kind import all_kinds
from generator.problems.prints import as_text

# What every command has: --content and --today.
Shared = Callable[[argparse.ArgumentParser], None]


def add(commands: Any, shared: Shared) -> None:
    """The desk's commands among those of `dangwu`."""
    make = commands.add_parser("new", help=texts.COMMANDS["new"])
    make.add_argument(
        "kind",
        metavar="KIND",
        help=words.KINDS.format(kinds="、".join(each.name for each in all_kinds())),
    )
    shared(make)
    make.add_argument("--set", action="append", default=[], metavar="FIELD=TEXT", help=words.SET)
    make.add_argument("--edit", action="store_true", help=words.EDIT)
    make.set_defaults(run=_told(lambda do, given: do.new(given)))
    take = commands.add_parser("import", help=texts.COMMANDS["import"])
    take.add_argument("book", metavar="FILE", help=words.BOOK)
    _of_kind(take)
    shared(take)
    take.add_argument("--sheet", action="append", metavar="NAME", help=words.SHEET_OPTION)
    take.add_argument("--set", action="append", default=[], metavar="FIELD=TEXT",
                      help=words.SET_ALL)  # fmt: skip
    take.add_argument("--update", action="store_true", help=words.UPDATE)
    take.add_argument("--dry-run", action="store_true", help=words.DRY_RUN)
    take.set_defaults(run=_told(lambda do, given: do.take(given)))
    give = commands.add_parser("export", help=texts.COMMANDS["export"])
    _of_kind(give)
    give.add_argument("--out", required=True, metavar="FILE", help=words.OUT)
    shared(give)
    give.set_defaults(run=_told(lambda do, given: do.export(given)))
    draw = commands.add_parser("schema", help=texts.COMMANDS["schema"])
    shared(draw)
    draw.set_defaults(run=_told(lambda do, given: do.draw(given)))


def _of_kind(parser: argparse.ArgumentParser) -> None:
    kinds = "、".join(each.name for each in all_kinds())
    parser.add_argument(
        "--kind", required=True, metavar="KIND", help=words.KIND.format(kinds=kinds)
    )


def _told(
    run: Callable[[ModuleType, argparse.Namespace], int],
) -> Callable[[argparse.Namespace], int]:
    """The command: what it is done with loaded, and what keeps it from its work told in words."""

    def told(given: argparse.Namespace) -> int:
        from generator.desk import doing
        from generator.desk.new import NoFieldError
        from generator.desk.refused import RefusedError

        try:
            return run(doing, given)
        except RefusedError as error:
            print(as_text(error.problems), file=sys.stderr)
            return FOUND
        except (MisusedError, NoFieldError) as error:
            print(error, file=sys.stderr)
            return MISUSED

    return told
