"""The machine on which a target stands: this one, or one that OpenSSH and rsync reach.

Both do the same: they run scripts of the POSIX shell, with whatever varies as arguments, so that no
name of a file or a folder is ever read as a command; and they send and fetch files.
"""

import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct, field

# `user@host:/path`; an address of IPv6 stands in brackets (RFC 3986 § 3.2.2).
_REMOTE = re.compile(r"((?:[^\s@/:-][^\s@/:]*@)?(?:\[[0-9A-Fa-f:.%]+\]|[^\s@/:-][^\s@/:]*)):(/.*)")
# Messages that are looked into are English; what is made may be read by the web server.
_BEFORE = "LC_ALL=C; export LC_ALL; umask 022; "
SSH = ("ssh", "-o", "BatchMode=yes", "-o", "ConnectTimeout=20", "-o", "ServerAliveInterval=15")


class HostError(Exception):
    """A command on the target's machine failed. `code` is its exit code, `said` its last words."""

    def __init__(self, code: int, said: str) -> None:
        super().__init__(said)
        self.code = code
        self.said = said

    @property
    def full(self) -> bool:
        """Whether the disk is full (ENOSPC) or the user's share of it (EDQUOT, EFBIG)."""
        said = self.said.lower()
        return any(each in said for each in ("no space left", "quota exceeded", "file too large"))


class Host(Protocol):
    """Where a target's folder stands, and how work is done there."""

    @property
    def path(self) -> str:
        """The folder there."""

    def command(self, script: str, arguments: Sequence[str], *, lasting: bool = False) -> list[str]:
        """The command that runs a script there. While a `lasting` one runs, others go its way."""

    def send(self, folder: Path, paths: Sequence[str], to: str) -> None:
        """Copy the files `paths` of `folder` into the folder `to` there, which has none of them."""

    def fetch(self, at: str, paths: Sequence[str], folder: Path) -> None:
        """Copy those files `paths` of the folder `at` there which exist into `folder`."""


def run(host: Host, script: str, *arguments: str, data: str = "") -> str:
    """Run a script that reads `data`, and give what it says. Raises HostError where it fails."""
    return _ran(host.command(script, arguments), data)


def listed(paths: Iterable[str]) -> str:
    """Paths as `xargs -0` reads them."""
    return "".join(f"./{path}\0" for path in paths)


def host(target: str, ssh: str | None = None) -> Host:
    """The machine of `target`: `user@host:/path`, else a folder of this one.

    `ssh` is the command that takes the place of `ssh`, with options, as in GIT_SSH_COMMAND.
    """
    remote = _REMOTE.fullmatch(target)
    if remote is None:
        return Local(str(Path(target).absolute()))
    return Remote(
        remote[1], remote[2].rstrip("/") or "/", (*shlex.split(ssh), *SSH[1:]) if ssh else SSH
    )


class Local(Struct, frozen=True):
    """The machine that deploys."""

    path: str

    def command(self, script: str, arguments: Sequence[str], *, lasting: bool = False) -> list[str]:
        return ["/bin/sh", "-euc", _BEFORE + script, "sh", *arguments]

    def send(self, folder: Path, paths: Sequence[str], to: str) -> None:
        for path in paths:
            made = Path(to, path)
            try:
                made.parent.mkdir(parents=True, exist_ok=True)
                # What has this name may be a file of another release, too.
                made.unlink(missing_ok=True)
                shutil.copyfile(folder / path, made)
                made.chmod(0o644)
            except OSError as error:
                raise HostError(1, str(error)) from error

    def fetch(self, at: str, paths: Sequence[str], folder: Path) -> None:
        for path in paths:
            source = Path(at, path)
            if source.is_file():
                made = folder / path
                made.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, made)


class Remote(Struct, frozen=True):
    """A machine that is reached as `who` (`user@host`, or a name of the ssh configuration)."""

    who: str
    path: str
    ssh: Sequence[str] = SSH
    # Where a lasting connection lets others in (ssh_config(5), ControlPath).
    _sockets: "tempfile.TemporaryDirectory[str]" = field(
        default_factory=lambda: tempfile.TemporaryDirectory(prefix="dangwu-")
    )

    def command(self, script: str, arguments: Sequence[str], *, lasting: bool = False) -> list[str]:
        # What ssh is given goes through the login shell there: it must come out as it went in.
        there = ["/bin/sh", "-euc", _BEFORE + script, "sh", *arguments]
        who = self.who.replace("[", "").replace("]", "")
        master = ["-o", "ControlMaster=yes"] if lasting else []
        return [*self._ssh, *master, "--", who, shlex.join(there)]

    @property
    def _ssh(self) -> list[str]:
        return [*self.ssh, "-o", f"ControlPath={self._sockets.name}/one"]

    def send(self, folder: Path, paths: Sequence[str], to: str) -> None:
        options = ["--files-from=-", "-p", "--chmod=D755,F644"]
        self._rsync(options, f"{folder}/", f"{self.who}:{to}/", paths)

    def fetch(self, at: str, paths: Sequence[str], folder: Path) -> None:
        options = ["--files-from=-", "--ignore-missing-args"]
        self._rsync(options, f"{self.who}:{at}/", f"{folder}/", paths)

    def _rsync(self, options: Sequence[str], source: str, to: str, paths: Sequence[str]) -> None:
        if not paths:
            return
        # -s: names are names there, too, and nothing in them is for a shell.
        start = ["rsync", "-s", "-r", "--from0", "-e", shlex.join(self._ssh), *options]
        _ran([*start, "--", source, to], listed(paths))


def _ran(command: Sequence[str], given: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - no shell here; arguments stay arguments
            command, input=given.encode(), capture_output=True, check=False
        )
    except FileNotFoundError as error:
        raise HostError(127, str(error)) from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise HostError(done.returncode, "\n".join(said[-5:]))
    return done.stdout.decode()
