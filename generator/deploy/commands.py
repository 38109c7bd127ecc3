"""The commands of deployment; what they do is loaded when they are asked for."""

import argparse
import re
import sys
from collections.abc import Callable
from datetime import date
from types import ModuleType
from typing import Any

from generator import texts
from generator.problems.prints import as_text
from generator.problems.problem import ProblemsFound

FOUND = 1
_LEAST = 5
_SERVERS = ("caddy", "nginx")
# How long a command waits for another deployment to the same target, in seconds.
_PATIENCE = 60


def add(commands: Any, day: Callable[[str], date]) -> None:
    """Add the commands to the command line; `day` reads a date."""
    command = _command(commands, "deploy", lambda do, given: do.deploy(given))
    command.add_argument("--site", default="site", metavar="DIR", help=texts.OPTIONS["deployed"])
    command.add_argument(
        "--content", default="content", metavar="DIR", help=texts.OPTIONS["deploy_content"]
    )
    command.add_argument(
        "--today", type=day, metavar="YYYY-MM-DD", help=texts.OPTIONS["deploy_today"]
    )
    command.add_argument("--key", metavar="FILE", help=texts.OPTIONS["key"])
    for option in ("allow-vanished", "allow-restored"):
        shown = texts.OPTIONS[option.replace("-", "_")]
        command.add_argument(f"--{option}", type=_reason, metavar="REASON", help=shown)
    command.add_argument("--url", default="", metavar="URL", help=texts.OPTIONS["url"])
    _command(commands, "releases", lambda do, given: do.releases(given), wait=False)
    command = _command(commands, "rollback", lambda do, given: do.rollback(given))
    command.add_argument(
        "release", nargs="?", metavar="RELEASE", help=texts.OPTIONS["rollback_release"]
    )
    command = _command(commands, "verify", lambda do, given: do.verify(given), wait=False)
    command.add_argument(
        "release", nargs="?", metavar="RELEASE", help=texts.OPTIONS["verify_release"]
    )
    command = _command(commands, "prune", lambda do, given: do.prune(given))
    command.add_argument(
        "--content", default="content", metavar="DIR", help=texts.OPTIONS["deploy_content"]
    )
    command.add_argument("--keep", type=_kept, metavar="N", help=texts.OPTIONS["keep"])
    _server_config(commands)


def _server_config(commands: Any) -> None:
    command = commands.add_parser("server-config", help=texts.COMMANDS["server-config"])
    command.add_argument("server", choices=_SERVERS, help=texts.OPTIONS["server"])
    command.add_argument(
        "target", type=_plain, metavar="TARGET", help=texts.OPTIONS["config_target"]
    )
    command.add_argument("--site", default="site", metavar="DIR", help=texts.OPTIONS["config_site"])
    command.add_argument(
        "--listen", type=_listen, default="80", metavar="PORT", help=texts.OPTIONS["listen"]
    )
    command.add_argument("--path", type=_path, default="/", help=texts.OPTIONS["path"])
    for option, name in (("name", "NAME"), ("passwords", "FILE"), ("proxy", "ADDRESS")):
        command.add_argument(
            f"--{option}", type=_plain, default="", metavar=name, help=texts.OPTIONS[option]
        )
    command.add_argument(
        "--header",
        type=_plain,
        default="X-Remote-User",
        metavar="NAME",
        help=texts.OPTIONS["header"],
    )
    command.set_defaults(run=_told(lambda do, given: do.configure(given)))


def _plain(text: str) -> str:
    """What may stand in a configuration and is nothing but itself."""
    if re.search(r"[\s\"'`;{}$\\#]", text):
        raise argparse.ArgumentTypeError(texts.BAD_CONFIG_TEXT.format(value=text))
    return text


def _listen(text: str) -> str:
    if not re.fullmatch(r"(?:[0-9A-Za-z.-]+:|\[[0-9A-Fa-f:]+\]:)?\d{1,5}", text):
        raise argparse.ArgumentTypeError(texts.BAD_LISTEN.format(value=text))
    return text


def _path(text: str) -> str:
    if not re.fullmatch(r"/(?:[0-9A-Za-z._~-]+/)*", text):
        raise argparse.ArgumentTypeError(texts.BAD_SERVER_PATH.format(value=text))
    return text


def _command(
    commands: Any,
    name: str,
    run: Callable[[ModuleType, argparse.Namespace], int],
    *,
    wait: bool = True,
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=texts.COMMANDS[name])
    command.add_argument("target", metavar="TARGET", help=texts.OPTIONS["target"])
    command.add_argument("--ssh", metavar="COMMAND", help=texts.OPTIONS["ssh"])
    if wait:
        command.add_argument(
            "--wait", type=int, default=_PATIENCE, metavar="SECONDS",
            help=texts.OPTIONS["wait"],
        )  # fmt: skip
    command.set_defaults(run=_told(run))
    return command


def _told(
    run: Callable[[ModuleType, argparse.Namespace], int],
) -> Callable[[argparse.Namespace], int]:
    """The command: what it is done with loaded, and what it raises printed."""

    def told(given: argparse.Namespace) -> int:
        from generator.deploy import doing

        try:
            return run(doing, given)
        except ProblemsFound as found:
            print(as_text(found.problems), file=sys.stderr)
            return FOUND

    return told


def _reason(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError(texts.NEEDS_REASON)
    return text.strip()


def _kept(text: str) -> int:
    if not text.isdigit() or int(text) < _LEAST:
        raise argparse.ArgumentTypeError(texts.BAD_KEEP.format(value=text))
    return int(text)
