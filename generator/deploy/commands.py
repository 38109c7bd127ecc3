"""The commands of deployment: parse, call, print."""

import argparse
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from generator import scan, texts
from generator.clock import SHANGHAI
from generator.crew import cores, crew
from generator.deploy import caddy, deploying, nginx, rolling
from generator.deploy.built import look
from generator.deploy.hosts import host
from generator.deploy.releases import Release
from generator.deploy.serving import Serving
from generator.deploy.target import Target
from generator.locks.keys import ring
from generator.problems import codes
from generator.problems.prints import as_text
from generator.problems.problem import Place, ProblemsFound, problem
from generator.settings import read
from generator.settings_deploy import Deployment

CLEAN, FOUND, MISUSED = 0, 1, 2
SERVERS = {"nginx": nginx.configuration, "caddy": caddy.configuration}
_LEAST = 5
# So many addresses fit into a line or two.
_NAMED = 10


def add(commands: Any, day: Callable[[str], date]) -> None:
    """Add the commands to the command line; `day` reads a date."""
    command = _command(commands, "deploy", _deploy)
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
    _command(commands, "releases", _releases, wait=False)
    command = _command(commands, "rollback", _rollback)
    command.add_argument(
        "release", nargs="?", metavar="RELEASE", help=texts.OPTIONS["rollback_release"]
    )
    command = _command(commands, "verify", _verify, wait=False)
    command.add_argument(
        "release", nargs="?", metavar="RELEASE", help=texts.OPTIONS["verify_release"]
    )
    command = _command(commands, "prune", _prune)
    command.add_argument(
        "--content", default="content", metavar="DIR", help=texts.OPTIONS["deploy_content"]
    )
    command.add_argument("--keep", type=_kept, metavar="N", help=texts.OPTIONS["keep"])
    _server_config(commands)


def _server_config(commands: Any) -> None:
    command = commands.add_parser("server-config", help=texts.COMMANDS["server-config"])
    command.add_argument("server", choices=sorted(SERVERS), help=texts.OPTIONS["server"])
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
    command.set_defaults(run=_told(_configure))


def _configure(given: argparse.Namespace) -> int:
    site = look(Path(given.site))
    serving = Serving(
        str(Path(given.target).absolute()), site, given.listen, given.name, given.path,
        given.passwords, given.proxy, given.header,
    )  # fmt: skip
    if serving.closed and not serving.passwords:
        print(texts.NEEDS_PASSWORDS, file=sys.stderr)
        return MISUSED
    print(SERVERS[given.server](serving), end="")
    return CLEAN


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
    commands: Any, name: str, run: Callable[[argparse.Namespace], int], *, wait: bool = True
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=texts.COMMANDS[name])
    command.add_argument("target", metavar="TARGET", help=texts.OPTIONS["target"])
    command.add_argument("--ssh", metavar="COMMAND", help=texts.OPTIONS["ssh"])
    if wait:
        command.add_argument(
            "--wait", type=int, default=deploying.PATIENCE, metavar="SECONDS",
            help=texts.OPTIONS["wait"],
        )  # fmt: skip
    command.set_defaults(run=_told(run))
    return command


def _told(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """The command, with what it raises printed."""

    def told(given: argparse.Namespace) -> int:
        try:
            return run(given)
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


def _target(given: argparse.Namespace) -> Target:
    return Target(host(given.target, given.ssh), given.target)


def _rules(content: Path) -> Deployment:
    """The settings of deployment; ProblemsFound where they are wrong."""
    if not content.is_dir():
        return Deployment()
    settings, problems = read(content, content.as_posix())
    if problems:
        raise ProblemsFound(problems)
    return settings.deploy


def _deploy(given: argparse.Namespace) -> int:
    site, content = Path(given.site), Path(given.content)
    rules = _rules(content)
    watch = scan.gate(site, content, given.today, ring(given.key).opened)
    wanted = deploying.Wanted(
        site, watch, rules, given.allow_vanished or "",
        given.allow_restored or "", given.url, given.wait,
    )  # fmt: skip
    with crew(cores()) as workers:
        report = deploying.deploy(_target(given), wanted, workers)
    release = report.release
    if not report.new:
        print(texts.DEPLOYED_ALREADY.format(release=release.name))
        return CLEAN
    print(texts.DEPLOYED.format(release=release.name, pages=release.pages, sent=report.sent))
    if gone := release.vanished:
        urls = "、".join(gone[:_NAMED]) + (texts.MORE if len(gone) > _NAMED else "")
        print(texts.DEPLOYED_VANISHED.format(count=len(gone), urls=urls))
    if report.cleaned:
        print(texts.DEPLOYED_CLEANED.format(count=len(report.cleaned)))
    if report.lost:
        print(texts.DEPLOYED_LOST.format(count=len(report.lost)), file=sys.stderr)
    if report.policy_changed:
        print(texts.DEPLOYED_POLICY, file=sys.stderr)
    return CLEAN


def _releases(given: argparse.Namespace) -> int:
    target = _target(given)
    with deploying.told(target):
        survey = target.survey()
    if not survey.releases:
        print(texts.NO_RELEASES.format(target=given.target))
        return FOUND
    for release in reversed(survey.releases):
        print(_line(release, release == survey.current))
    return CLEAN


def _line(release: Release, current: bool) -> str:
    lines = [
        texts.RELEASE_LINE.format(
            mark="*" if current else " ",
            name=release.name,
            time=release.time.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S"),
            edition=texts.RELEASE_EDITIONS[release.edition],
            pages=release.pages,
            by=release.by,
        )
    ]
    if release.withdrawn:
        lines.append(texts.RELEASE_WITHDRAWN.format(count=len(release.withdrawn)))
    if release.cleaned:
        lines.append(texts.RELEASE_CLEANED.format(name=release.cleaned))
    lines += [
        texts.RELEASE_REASONS[gate].format(reason=why) for gate, why in release.reasons.items()
    ]
    return "\n".join(lines)


def _rollback(given: argparse.Namespace) -> int:
    target = _target(given)
    with deploying.told(target), target.held(given.wait), crew(1) as workers:
        release = rolling.back(target, target.survey(), given.release, workers)
    print(texts.ROLLED_BACK.format(release=release.name))
    if release.cleaned:
        print(texts.ROLLED_CLEANED)
    return CLEAN


def _verify(given: argparse.Namespace) -> int:
    target = _target(given)
    with deploying.told(target):
        survey = target.survey()
        release = survey.named(given.release) if given.release else survey.current
        if release is None:
            facts = {"release": given.release or texts.CURRENT_RELEASE, "target": given.target}
            raise ProblemsFound([problem(codes.E919, Place(given.target), **facts)])
        deploying.verify(target, release, target.manifest(release))
    print(texts.VERIFIED.format(release=release.name, files=release.files))
    return CLEAN


def _prune(given: argparse.Namespace) -> int:
    target = _target(given)
    keep = given.keep or _rules(Path(given.content)).keep
    with deploying.told(target), target.held(given.wait), crew(1) as workers:
        gone = rolling.tidy(target, target.survey(), workers, keep)
        left = len(target.survey().releases)
    print(texts.PRUNED.format(count=len(gone), left=left))
    return CLEAN
