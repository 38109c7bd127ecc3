"""Programs that are run to their end: how long they take, and how much memory they have."""

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

# ruff: noqa: S603 - the programs of this benchmark

_PROC = Path("/proc")
_EVERY = 0.05  # seconds between two looks at the memory


class Ran(Struct, frozen=True):
    """What a program said; seconds on the clock and of the processors; bytes of memory.

    `memory` is the most of one process; of all of its processes together where that was asked for.
    """

    out: str
    seconds: float
    processor: float
    memory: int


def one_core() -> list[str]:
    """What holds a program to one core, where the system has it."""
    found = shutil.which("taskset")
    return [found, "-c", "0"] if found else []


def run(
    command: Sequence[str | Path], folder: Path | None = None, *, together: bool = False
) -> Ran:
    """Run to the end. Raises RuntimeError with what it said where it fails.

    `together`: look at the memory of the program and all that it starts, several times a second,
    which takes time of its own.
    """
    started = time.perf_counter()
    process = subprocess.Popen(
        list(map(str, command)), cwd=folder, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    watch = _Watch(process.pid) if together else None
    assert process.stdout is not None  # noqa: S101 - for the type checker
    try:
        out = process.stdout.read().decode(errors="replace")
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    # The system's own figure is never below what the starting program had: good for large ones.
    most = (watch.end() if watch else 0) or usage.ru_maxrss * 1024
    if process.returncode:
        raise RuntimeError(f"{command[0]}: {out[-2000:]}")
    return Ran(out, seconds, usage.ru_utime + usage.ru_stime, most)


class _Watch:
    """Looks at the memory of a session: what its processes share is counted once (PSS)."""

    def __init__(self, session: int) -> None:
        self._session = session
        self._most = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self) -> int:
        self._over.set()
        self._thread.join()
        return self._most

    def _look(self) -> None:
        while not self._over.wait(_EVERY):
            self._most = max(self._most, sum(map(_shared_out, _session(self._session))))


def _session(leader: int) -> Iterator[Path]:
    """The processes of a session, where the system tells of them."""
    for folder in _PROC.glob("[0-9]*"):
        try:
            # After the name, which may hold anything: state, parent, group, session.
            fields = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[3]) == leader:
            yield folder


def _shared_out(folder: Path) -> int:
    """The memory of a process, with its share of what it has in common with others; bytes."""
    try:
        text = (folder / "smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0
    found = (line.split() for line in text.splitlines() if line.startswith("Pss:"))
    return sum(int(fields[1]) * 1024 for fields in found)
