"""What the commands of deployment do: call, print."""

import argparse
import sys
from pathlib import Path

from generator import scan, texts
from generator.calling import CLEAN, FOUND, MISUSED
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
from generator.problems.problem import Place, ProblemsFound, problem
from generator.settings import read
from generator.settings_deploy import Deployment

SERVERS = {"nginx": nginx.configuration, "caddy": caddy.configuration}
# So many addresses fit into a line or two.
_NAMED = 10


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


def deploy(given: argparse.Namespace) -> int:
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


def releases(given: argparse.Namespace) -> int:
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


def rollback(given: argparse.Namespace) -> int:
    target = _target(given)
    with deploying.told(target), target.held(given.wait), crew(1) as workers:
        release = rolling.back(target, target.survey(), given.release, workers)
    print(texts.ROLLED_BACK.format(release=release.name))
    if release.cleaned:
        print(texts.ROLLED_CLEANED)
    return CLEAN


def verify(given: argparse.Namespace) -> int:
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


def prune(given: argparse.Namespace) -> int:
    target = _target(given)
    keep = given.keep or _rules(Path(given.content)).keep
    with deploying.told(target), target.held(given.wait), crew(1) as workers:
        gone = rolling.tidy(target, target.survey(), workers, keep)
        left = len(target.survey().releases)
    print(texts.PRUNED.format(count=len(gone), left=left))
    return CLEAN


def configure(given: argparse.Namespace) -> int:
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
