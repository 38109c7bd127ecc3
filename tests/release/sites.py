"""Small sites for the tests of `generator.release.outputs`: built, killed, looked at."""

import errno
import hashlib
import os
import sqlite3
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from generator.release.outputs import Changes, Outputs
from generator.release.staging import MARK, staged

# Path → content.
Content = dict[str, str]

# What Python announces before it does something to a file. The exchange itself goes by ctypes, whose
# look at the function is announced.
_TOUCHES = ("open", "os.", "shutil.", "ctypes.dlsym")
_STOPPED = 9


def content(texts: Mapping[str, str]) -> Content:
    """A whole site with these files."""
    return {MARK: "{}", **texts}


def keys(wanted: Content) -> dict[str, bytes]:
    return {path: hashlib.sha256(text.encode()).digest() for path, text in wanted.items()}


def files(folder: Path) -> Content | None:
    """Every file of a folder, links not followed; None where there is no folder.

    A folder without a file in it counts as a file, so that none is overlooked.
    """
    if not folder.is_dir():
        return None
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if not path.is_dir():
            found[name] = path.read_text(encoding="utf-8")
        elif not any(path.iterdir()):
            found[name] = "(empty)"
    return found


def connect(root: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(root / "ledger.db")
    # No test cuts the power, and a disk that many share is slow to answer.
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def build(root: Path, wanted: Content) -> Changes:
    """A whole build; what it had to do."""
    connection = connect(root)
    try:
        return build_with(connection, root, wanted)
    finally:
        connection.close()


def build_with(connection: sqlite3.Connection, root: Path, wanted: Content) -> Changes:
    with staged(root / "site") as stage:
        source = stage.work / "source"
        outputs = Outputs(connection, stage)
        changes = outputs.begin(keys(wanted))
        for path in sorted(changes.write):
            if path.endswith(".pdf"):
                source.write_text(wanted[path], encoding="utf-8")
                outputs.copy(path, source)
            else:
                outputs.write(path, wanted[path].encode())
        if not changes.current:
            outputs.finish()
    return changes


def stopped(root: Path, wanted: Content, point: int, error: bool = False) -> bool:
    """A build in a process of its own that is killed at its `point`-th step.

    With `error`, that step fails as on a full disk instead, which some steps bear. False where the
    build has fewer steps.
    """
    code = _in_child(lambda: _build_to(root, wanted, point, error))
    assert code in (0, _STOPPED), code
    return code == _STOPPED


def _build_to(root: Path, wanted: Content, point: int, error: bool) -> int:
    left = point

    def step() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            if error:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os._exit(_STOPPED)

    connection = connect(root)
    sys.addaudithook(lambda event, _: step() if event.startswith(_TOUCHES) else None)
    if not error:
        # sqlite swallows what a trace raises: a statement cannot be made to fail in this way.
        connection.set_trace_callback(lambda _: step())
    try:
        build_with(connection, root, wanted)
    except OSError:
        assert left <= 0
        assert not connection.in_transaction
    return 0 if left > 0 else _STOPPED


def _in_child(work: Callable[[], int]) -> int:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = work()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
