"""A real sshd on loopback, with keys that are thrown away."""

import contextlib
import getpass
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from tests.deploy.servers import free_port, program, running

_CONFIG = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
AuthorizedKeysFile {folder}/key.pub
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
"""
_CLIENT = """
Host *
  HostName 127.0.0.1
  Port {port}
  User {user}
  IdentityFile {folder}/key
  IdentitiesOnly yes
  StrictHostKeyChecking yes
  HostKeyAlias dangwu
  UserKnownHostsFile {folder}/known
"""


class Machine(Struct, frozen=True):
    """`ssh` is the command that reaches it, by whatever name."""

    ssh: str


@contextlib.contextmanager
def machine(folder: Path) -> Iterator[Machine]:
    folder.mkdir()
    for name in ("host", "key"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(command, check=True)
    known = (folder / "host.pub").read_text()
    (folder / "known").write_text(f"dangwu {known}")
    port = free_port()
    (folder / "sshd_config").write_text(_CONFIG.format(folder=folder, port=port))
    (folder / "config").write_text(_CLIENT.format(folder=folder, port=port, user=getpass.getuser()))
    if os.geteuid() == 0:
        # Where the service of the system has not been started, its empty folder is missing.
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    command = [program("sshd"), "-D", "-e", "-f", str(folder / "sshd_config")]
    with running(command, port, folder / "said.log"):
        yield Machine(f"ssh -F {folder}/config")
