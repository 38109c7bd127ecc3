"""How long it takes until a saved change is seen in the preview (`dangwu serve`)."""

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from pathlib import Path

from bench.corpus import TODAY
from bench.tools import Tool

# ruff: noqa: S310, S603 - our own program, on this machine

_PATIENCE = 600  # seconds for the first build, and for each change
_LOOK = 0.01  # seconds between two looks


def seen(mine: Tool, changes: Iterable[tuple[str, Callable[[], str]]]) -> tuple[float, ...]:
    """Seconds until each change is seen: a page's address, and what makes the change and tells what
    to look for there.
    """
    port = _free_port()
    command = [*mine.commands[0][:3], "serve", "--today", TODAY.isoformat()]
    command += ["--content", mine.content, "--address", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        list(map(str, command)), cwd=mine.folder,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _until(f"http://127.0.0.1:{port}/", "<html")
        times = []
        for url, change in changes:
            said = change()
            began = time.perf_counter()
            _until(f"http://127.0.0.1:{port}/{url}", said)
            times.append(time.perf_counter() - began)
        return tuple(times)
    finally:
        process.terminate()
        process.wait()


def _until(address: str, text: str) -> None:
    ends = time.perf_counter() + _PATIENCE
    while time.perf_counter() < ends:
        try:
            with urllib.request.urlopen(address, timeout=_PATIENCE) as answer:
                if text in answer.read().decode():
                    return
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(_LOOK)
    raise RuntimeError(f"{address}: {text} was never seen")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def page_of(content: Path, record: Path) -> str:
    """The address of a record's page, by its file."""
    place = record.parent if record.name == "notice.yaml" else record.with_suffix("")
    return f"{place.relative_to(content).as_posix()}/"
