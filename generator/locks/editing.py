"""Plain text for the time of an edit: in a private folder outside the repository, and then gone.

The folder is in memory where the system has such a place. It goes when the edit ends, when the
program is told to stop, and, by a small watcher, when the program is killed.
"""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

# Ends when its input does, which is when the program that started it is no more.
_WATCHER = "import shutil, sys; sys.stdin.read(); shutil.rmtree(sys.argv[1], ignore_errors=True)"
_STOPS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


@contextmanager
def desk(name: str, raw: bytes) -> Iterator[Path]:
    """A private file (0600) called `name` that holds `raw`, in a private folder (0700)."""
    memory = Path("/dev/shm")  # noqa: S108 - the folder in it is private and has a random name
    home = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="dangwu-", dir=home))
    watcher = subprocess.Popen(  # noqa: S603
        [sys.executable, "-I", "-c", _WATCHER, str(folder)],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    before = {each: signal.signal(each, _stop) for each in _STOPS}
    try:
        file = folder / name
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            target.write(raw)
        yield file
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        for each, handler in before.items():
            signal.signal(each, handler)
        if watcher.stdin is not None:
            watcher.stdin.close()
        watcher.wait()


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def edited(file: Path) -> bytes | None:
    """What the file holds when the editor is closed; None where the editor failed."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    ran = subprocess.run([*shlex.split(editor), str(file)], check=False)  # noqa: S603
    return file.read_bytes() if ran.returncode == 0 and file.is_file() else None
