"""A target: the folder that holds the releases, and all that is ever done to it."""

import getpass
import os
import secrets
import signal
import socket
import subprocess
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from msgspec import Struct

from generator import texts
from generator.clock import SHANGHAI
from generator.deploy import manifest
from generator.deploy.hosts import Host, HostError, listed, run
from generator.deploy.manifest import Manifest
from generator.deploy.releases import Release, from_json, is_name
from generator.problems import codes
from generator.problems.problem import Place, ProblemsFound, problem

# Exit codes of the scripts below that have a meaning of their own (sysexits.h ends at 78).
# Seconds from one word to the next, and how long the lock bears silence.
_HEARTBEAT, _SILENCE = 30.0, 300.0
_HELD, _LOST, _FOREIGN, _INSIDE = 90, 91, 92, 93

_CLAIM = """
if [ -e "$1" ] && [ ! -d "$1/releases" ] && [ -n "$(ls -A -- "$1")" ]; then exit 92; fi
mkdir -p -- "$1"
cd -P -- "$1"
above=$(pwd -P)
while [ "$above" != / ]; do
  above=$(dirname -- "$above")
  if [ -f "$above/site.json" ] || { [ -d "$above/releases" ] && [ -L "$above/current" ]; }; then
    echo "$above"; exit 93
  fi
done
mkdir -p releases ledger incoming
chmod 700 ledger incoming
"""
# The lock goes with this script. The script goes with whoever deploys: at once where the connection
# ends, and else when nothing has been heard of it for five minutes.
_HOLD = """
cd -- "$1"
exec 9>>.lock
flock -w "$2" 9 || { head -n 1 .lock; exit 90; }
printf '%s\\n' "$3" >.lock
echo held
while [ "$(timeout "$4" head -n 1)" = here ]; do :; done
: >.lock
"""
_SURVEY = """
cd -- "$1" 2>/dev/null || exit 0
readlink current || echo
ls -1 releases 2>/dev/null || :
echo ==
cat ledger/*.json 2>/dev/null || :
"""
_OWNED = 'cd -- "$1"; [ "$(head -n 1 .lock)" = "$2" ] || exit 91\n'
# A copy by links, where the file system has them and the files are one's own.
_BEGIN = """
cd incoming
rm -rf -- *
if [ -n "$4" ]; then
  cp -al -- "../releases/$4" "$3" 2>/dev/null || { rm -rf -- "$3"; cp -a -- "../releases/$4" "$3"; }
else
  mkdir -- "$3"
fi
cd -- "$3"
xargs -0 -r rm -f --
find . -mindepth 1 -type d -empty -delete
chmod 755 .
"""
_TOUCH = 'cd -- "$1"; xargs -0 -r touch -d "@$2" --'
_LINK = """
cat >incoming/.link
cd "releases/$3"
if ! xargs -0 -r cp -l --parents -f -t "../../$4" -- <../../incoming/.link 2>/dev/null; then
  xargs -0 -r cp -p --parents -f -t "../../$4" -- <../../incoming/.link
fi
"""
_SUMS = """
cd -- "$1"
find . -type f -print0 | xargs -0 -r sha256sum --
find . ! -type f ! -type d -exec printf 'x%063d  %s\\n' 0 {} \\;
"""
_LEDGER = 'cat >"incoming/$3"'
# What was written is on the disk before it has a name that readers or later deployments see.
_PLACE = """
sync -f . 2>/dev/null || sync
mv -f "incoming/$3.sha256" "incoming/$3.json" ledger/
mv -T "incoming/$3" "releases/$3"
"""
_SWAP = """
[ -d "releases/$3" ] || exit 1
rm -f .current
ln -s "releases/$3" .current
mv -fT .current current
sync -f . 2>/dev/null || sync
"""
_REMOVE = """
[ "$(readlink current)" != "releases/$3" ] || exit 1
[ ! -e "releases/$3" ] || mv -T "releases/$3" "incoming/.gone.$$"
rm -f "ledger/$3.sha256" "ledger/$3.json"
rm -rf "incoming/.gone.$$"
"""


class Survey(Struct, frozen=True):
    """What stands at a target: its releases, oldest first, and the one that is shown."""

    releases: tuple[Release, ...]
    current: Release | None

    @property
    def newest(self) -> Release | None:
        return self.releases[-1] if self.releases else None

    def named(self, name: str) -> Release | None:
        """A release by its name, its hash, or the beginning of either."""
        found = [
            each
            for each in self.releases
            if any(known.startswith(name) for known in (each.name, each.hash, each.cleaned))
        ]
        return found[0] if name and len(found) == 1 else None


def deployer() -> str:
    """Who deploys, and from where."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        # A container may run as somebody whom its system does not know.
        user = str(os.getuid())
    return f"{user}@{socket.gethostname()}"


class Target:
    """A target on its host. What changes it is only allowed while the lock is `held`."""

    def __init__(self, host: Host, shown: str) -> None:
        """`shown` is what messages call the target."""
        self.host = host
        self.shown = shown
        self._token = ""

    @contextmanager
    def held(self, patience: float, *, new: bool = False) -> Iterator[None]:
        """The lock (E918 after `patience` seconds); `new` makes the target where there is none.

        Raises ProblemsFound with E920 where the folder is no target or stands inside a site.
        """
        path = self.host.path
        try:
            if new:
                run(self.host, _CLAIM, path)
        except HostError as error:
            if error.code in (_FOREIGN, _INSIDE):
                raise self._stopped(codes.E920) from error
            raise
        since = datetime.now(UTC).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
        self._token = f"{deployer()} {since} {os.getpid()} {secrets.token_hex(4)}"
        arguments = [path, str(int(patience)), self._token, str(_SILENCE)]
        command = self.host.command(_HOLD, arguments, lasting=True)
        holder = subprocess.Popen(  # noqa: S603 - no shell here; arguments stay arguments
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert holder.stdin  # noqa: S101 - all three are pipes
        assert holder.stdout  # noqa: S101
        assert holder.stderr  # noqa: S101
        try:
            said = holder.stdout.readline().strip()
            if said != "held":
                code, wrong = holder.wait(), holder.stderr.read()
                if code == _HELD:
                    raise self._stopped(codes.E918, who=" ".join(said.split()[:3]))
                raise HostError(code, wrong.strip())
            with _heard(holder.stdin):
                yield
        finally:
            # A word, for other processes may have inherited this end of the pipe. It may be gone.
            with suppress(BrokenPipeError):
                holder.stdin.write("over\n")
                holder.stdin.close()
            holder.wait()
            holder.stdout.close()
            holder.stderr.close()
            self._token = ""

    def survey(self) -> Survey:
        """What stands there; a folder of which the ledger says nothing is no release."""
        said = run(self.host, _SURVEY, self.host.path)
        head, _, ledger = said.partition("\n==\n")
        lines = head.split("\n")
        there = {each for each in lines[1:] if is_name(each)}
        known: dict[str, Release] = {}
        for line in ledger.splitlines():
            try:
                release = from_json(line)
            except (ValueError, TypeError, KeyError):
                continue
            if release.name in there:
                known[release.name] = release
        releases = tuple(known[name] for name in sorted(known))
        return Survey(releases, known.get(lines[0].removeprefix("releases/")))

    def manifest(self, release: Release) -> dict[str, str]:
        """Path → digest of what is the release's own. Raises ProblemsFound (E915)."""
        try:
            return manifest.read(
                run(self.host, 'cat -- "$1/ledger/$2.sha256"', self.host.path, release.name)
            )
        except (HostError, ValueError) as error:
            raise self._stopped(codes.E915, release=release.name, files="ledger") from error

    def begin(self, name: str, previous: Release | None, drop: Iterable[str]) -> None:
        """Make `name` among what is coming: a copy of `previous`, but for the files `drop`."""
        before = previous.name if previous else ""
        self._do(_BEGIN, name, before, data=listed(drop))

    def send(self, name: str, folder: Path, paths: Sequence[str], time: datetime) -> None:
        """Put the files `paths` of `folder` into `name`; they bear the time `time`."""
        at = f"{self.host.path}/incoming/{name}"
        self.host.send(folder, paths, at)
        run(self.host, _TOUCH, at, str(int(time.timestamp())), data=listed(paths))

    def link(self, name: str, release: Release, paths: Iterable[str]) -> None:
        """Put the files `paths` of a release into `name`, too."""
        self._do(_LINK, release.name, f"incoming/{name}", data=listed(paths))

    def sums(self, name: str, folder: str = "incoming") -> dict[str, str]:
        """Path → digest of all that stands in a release; that of a link is none of a file."""
        said = run(self.host, _SUMS, f"{self.host.path}/{folder}/{name}")
        return {path.removeprefix("./"): each for path, each in manifest.read(said).items()}

    def fetch(self, release: Release, paths: Sequence[str], folder: Path) -> None:
        """Copy those files of a release which are there into a folder of this machine."""
        self.host.fetch(f"{self.host.path}/releases/{release.name}", paths, folder)

    def place(self, release: Release, own: Manifest) -> None:
        """Make what has been coming a release, with its facts and its manifest."""
        self._do(_LEDGER, f"{release.name}.sha256", data=manifest.written(own))
        self._do(_LEDGER, f"{release.name}.json", data=f"{release.as_json()}\n")
        self._do(_PLACE, release.name)

    def note(self, release: Release) -> None:
        """Write down other facts of a release that stands there."""
        self._do(_LEDGER, f"{release.name}.json", data=f"{release.as_json()}\n")
        self._do('mv -f "incoming/$3.json" ledger/', release.name)

    def lend(self, release: Release, other: Release, paths: Iterable[str]) -> None:
        """Give a release that is not shown files of another one, as its facts say already."""
        self.note(release)
        self._do(_LINK, other.name, f"releases/{release.name}", data=listed(paths))

    def drop(self, release: Release, paths: Iterable[str]) -> None:
        """Remove files of a release that its facts no longer have."""
        self._do('cd "releases/$3"; xargs -0 -r rm -f --', release.name, data=listed(paths))
        self.note(release)

    def swap(self, release: Release) -> None:
        """Show this release, from one instant to the next."""
        self._do(_SWAP, release.name)

    def hide(self) -> None:
        """Show nothing."""
        self._do("rm -f current")

    def remove(self, release: Release) -> None:
        """Remove a release that is not shown."""
        self._do(_REMOVE, release.name)

    def clear(self) -> None:
        """Remove what is coming."""
        self._do("rm -rf incoming/* incoming/.[!.]*")

    def _do(self, script: str, *arguments: str, data: str = "") -> None:
        """Run a script in the target, if the lock is still one's own."""
        try:
            run(self.host, _OWNED + script, self.host.path, self._token, *arguments, data=data)
        except HostError as error:
            if error.code == _LOST:
                raise self._stopped(codes.E918, who=texts.LOCK_LOST) from error
            raise

    def _stopped(self, code: codes.Code, **facts: str) -> ProblemsFound:
        return ProblemsFound([problem(code, Place(self.shown), target=self.shown, **facts)])


@contextmanager
def _heard(pipe: IO[str]) -> Iterator[None]:
    """Let whoever holds the lock hear now and then that this process is there.

    By an alarm, for threads and the fork of a crew do not mix; whoever is asked by another thread
    than the main one, which has no alarms, has five minutes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def tell(*_: object) -> None:
        with suppress(OSError):
            os.write(pipe.fileno(), b"here\n")

    before = signal.signal(signal.SIGALRM, tell)
    signal.setitimer(signal.ITIMER_REAL, _HEARTBEAT, _HEARTBEAT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
