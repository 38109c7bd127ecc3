"""What this machine lacks for building and deploying, in plain words."""

import argparse
import fcntl
import importlib.metadata
import os
import shutil
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from msgspec import Struct
from packaging.requirements import Requirement

from generator import texts
from generator.clock import SHANGHAI
from generator.deploy.hosts import Host, HostError, host, run

Verdict = Literal["good", "mind", "lacks"]
_PYTHON = (3, 11)
# Bytes: a site with its releases seldom has more, and a build writes the whole site anew.
_ROOM = 1_000_000_000
# A clock that says less than this is wrong: the program is younger.
_BORN = datetime(2026, 1, 1, tzinfo=UTC)
# Program → what it is for. They come with a Linux system, or by a package of the same name.
_PROGRAMS = ("git", "ssh", "rsync", "flock", "sha256sum")
# Commands of a target, in the forms that are used of them.
_THERE = """
for each in rsync flock sha256sum xargs find; do
  command -v "$each" >/dev/null || echo "lacks $each"
done
mv -T --version >/dev/null 2>&1 || echo "lacks coreutils"
at=$1
while [ ! -e "$at" ]; do at=$(dirname -- "$at"); done
[ -w "$at" ] || echo "write $at"
echo "room $(df -Pk -- "$at" | awk 'NR == 2 { print $4 }')"
if [ -e "$1/.lock" ]; then flock -n "$1/.lock" true || echo "held $(head -n 1 "$1/.lock")"; fi
"""


class Finding(Struct, frozen=True):
    """One line of the report. `lacks` is what has to be mended, `mind` what to think about."""

    verdict: Verdict
    text: str


def doctor(given: argparse.Namespace) -> int:
    """The command: print what is found; 1 where something is lacking."""
    found = list(look(Path(given.content), Path(given.site)))
    if given.target:
        found += look_there(host(given.target, given.ssh), given.target)
    for each in found:
        print(f"{texts.DOCTOR_VERDICTS[each.verdict]}  {each.text}")
    lacking = sum(each.verdict == "lacks" for each in found)
    print(texts.DOCTOR_LACKS.format(count=lacking) if lacking else texts.DOCTOR_GOOD)
    return 1 if lacking else 0


def look(content: Path, site: Path) -> Iterator[Finding]:
    """The machine itself, for a content folder and the site that is built from it."""
    yield from _python()
    for name in _PROGRAMS:
        there = shutil.which(name) is not None
        text = texts.DOCTOR_PROGRAM if there else texts.DOCTOR_NO_PROGRAM
        # Who builds here and deploys nowhere needs none of them.
        yield Finding(
            "good" if there else "mind", text.format(name=name, why=texts.DOCTOR_WHY[name])
        )
    if content.is_dir():
        yield Finding("good", texts.DOCTOR_CONTENT.format(path=content))
    else:
        yield Finding("lacks", texts.NO_CONTENT.format(path=content))
    yield from _rights(content, site)
    yield from _room(_standing(site.absolute()))
    yield from _time()
    yield from _left(site.absolute())


def _python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info >= _PYTHON
    text = texts.DOCTOR_PYTHON if good else texts.DOCTOR_OLD_PYTHON
    yield Finding("good" if good else "lacks", text.format(version=version))
    missing = []
    for line in importlib.metadata.requires("dangwu") or []:
        wanted = Requirement(line)
        try:
            there = wanted.specifier.contains(importlib.metadata.version(wanted.name))
        except importlib.metadata.PackageNotFoundError:
            there = False
        if not there:
            missing.append(wanted.name)
    if missing:
        yield Finding("lacks", texts.DOCTOR_NO_LIBRARY.format(names="、".join(missing)))


def _standing(path: Path) -> Path:
    """The nearest folder above that exists."""
    while not path.exists():
        path = path.parent
    return path


def _rights(content: Path, site: Path) -> Iterator[Finding]:
    """The site is made beside its place, the memory beside the content."""
    wanted = {_standing(site.absolute().parent), _standing(content.absolute().parent)}
    closed = [each for each in sorted(wanted) if not os.access(each, os.W_OK | os.X_OK)]
    for each in closed:
        yield Finding("lacks", texts.DOCTOR_NO_RIGHTS.format(path=each))
    if not closed:
        yield Finding("good", texts.DOCTOR_RIGHTS)


def _room(folder: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(folder).free
    yield _roomy(free, str(folder))


def _roomy(free: int, where: str) -> Finding:
    text = texts.DOCTOR_ROOM if free >= _ROOM else texts.DOCTOR_NO_ROOM
    return Finding("good" if free >= _ROOM else "lacks", text.format(size=free / 1e9, path=where))


def _time() -> Iterator[Finding]:
    now = datetime.now(UTC)
    shown = now.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    if now < _BORN:
        yield Finding("lacks", texts.DOCTOR_CLOCK.format(time=shown))
    elif timedelta(seconds=time.localtime().tm_gmtoff) != SHANGHAI.utcoffset(None):
        yield Finding("mind", texts.DOCTOR_ZONE.format(time=shown, zone=time.strftime("%Z")))
    else:
        yield Finding("good", texts.DOCTOR_TIME.format(time=shown))


def _left(site: Path) -> Iterator[Finding]:
    """What a build that was killed has left, and one that is at work."""
    lock = site.with_name(f".{site.name}.lock")
    if not lock.exists():
        return
    with lock.open("r") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield Finding("mind", texts.DOCTOR_BUSY.format(path=site))
            return
    left = [site.with_name(f".{site.name}.{end}") for end in ("work", "new", "old")]
    if there := [str(each) for each in left if each.exists()]:
        yield Finding("mind", texts.DOCTOR_LEFT.format(paths="、".join(there)))


def look_there(machine: Host, target: str) -> Iterator[Finding]:
    """The machine of a target."""
    try:
        said = run(machine, _THERE, machine.path)
    except HostError as error:
        yield Finding("lacks", texts.DOCTOR_UNREACHED.format(target=target, reason=error.said))
        return
    yield Finding("good", texts.DOCTOR_REACHED.format(target=target))
    for line in said.splitlines():
        what, _, rest = line.partition(" ")
        if what == "lacks":
            yield Finding("lacks", texts.DOCTOR_TARGET_LACKS.format(target=target, name=rest))
        elif what == "write":
            yield Finding("lacks", texts.DOCTOR_NO_RIGHTS.format(path=f"{target}（{rest}）"))
        elif what == "held":
            who = " ".join(rest.split()[:3])
            yield Finding("mind", texts.DOCTOR_HELD.format(target=target, who=who))
        elif what == "room" and rest.isdigit():
            yield _roomy(int(rest) * 1024, target)
