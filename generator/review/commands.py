"""The command `check`: parse; what it does is loaded when it is asked for."""

import argparse
from collections.abc import Callable
from typing import Any

from generator import texts
from generator.problems.prints import PRINTS


def add(commands: Any, shared: Callable[[argparse.ArgumentParser], None]) -> None:
    """Add the command to the command line; `shared` adds what every command has."""
    check = commands.add_parser("check", help=texts.COMMANDS["check"])
    shared(check)
    check.add_argument(
        "--format", choices=sorted(PRINTS), default="text", help=texts.OPTIONS["format"]
    )
    check.add_argument("--changed", metavar="BASE", help=texts.OPTIONS["changed"])
    check.add_argument("--owners", metavar="BASE..HEAD", help=texts.OPTIONS["owners"])
    check.add_argument("--as", dest="pusher", metavar="EMAIL", help=texts.OPTIONS["as"])
    check.add_argument("paths", nargs="*", metavar="PATH", help=texts.OPTIONS["paths"])
    check.set_defaults(run=_check)


def _check(given: argparse.Namespace) -> int:
    from generator.review import doing

    return doing.check(given)
