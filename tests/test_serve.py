"""The preview: a saved record shows; a mistake leaves the last good preview standing."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.crew import cores
from tests.site import Site

ROOT = Path(__file__).parents[1]
NOTICE = """\
title: {title}
heading: 发展党员
doc: 公示
scope: 本单位
branch: kangqiao
issued: 2026-11-20
"""
PATH = "content/notices/kangqiao/2026/0001.yaml"


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _get(address: str) -> str:
    # A request waits for the build that is under way, on a busy machine for long.
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - loopback
        text: str = answer.read().decode()
        return text


def _until(address: str, text: str, seconds: float = 120) -> str:
    """What the address answers once it holds the text."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        try:
            found = _get(address)
        except OSError:
            found = ""
        if text in found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"{address} never held {text}")


@contextmanager
def _running(site: Site, *command: str) -> Iterator[int]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=site.root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        yield process.pid
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.mark.parametrize("engine", ["generator", "mkdocs"])
def test_a_saved_record_shows_and_a_mistake_does_no_harm(tmp_path: Path, engine: str) -> None:
    site = Site(tmp_path)
    site.write(PATH, NOTICE.format(title="第一稿"))
    site.write("content/pages/about.md", "# 关于\n")
    inherit = ROOT / "generator" / "shell" / "mkdocs.yml"
    site.write(
        "mkdocs.yml",
        f"INHERIT: {inherit}\nsite_name: 测试\ndocs_dir: content/pages\nplugins: [dangwu]\n",
    )
    port = _free_port()
    at = f"127.0.0.1:{port}"
    command = ("serve", "--address" if engine == "generator" else "--dev-addr", at)
    livereload = () if engine == "generator" else ("--livereload",)
    with _running(site, engine, *command, *livereload):
        page = f"http://{at}/notices/kangqiao/2026/0001/"
        _until(page, "第一稿")
        site.write(PATH, NOTICE.format(title="第二稿"))
        html = _until(page, "第二稿")
        assert re.search(r"livereload\(", html)
        if engine == "generator":
            site.write(PATH, "title: 写坏了\n")
            time.sleep(3)
            assert "第二稿" in _get(page)
            site.write(PATH, NOTICE.format(title="第三稿"))
            _until(page, "第三稿")
    assert not (tmp_path / "site").exists()


@pytest.mark.skipif(cores() < 2, reason="where there is one core, there is no crew")
def test_a_preview_goes_on_when_its_crew_was_killed(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write(PATH, NOTICE.format(title="第一稿"))
    at = f"127.0.0.1:{_free_port()}"
    with _running(site, "generator", "serve", "--address", at) as number:
        page = f"http://{at}/notices/kangqiao/2026/0001/"
        _until(page, "第一稿")
        crew = Path(f"/proc/{number}/task/{number}/children").read_text().split()
        assert len(crew) == cores()
        for each in crew:
            os.kill(int(each), signal.SIGKILL)
        for title in ("第二稿", "第三稿"):
            site.write(PATH, NOTICE.format(title=title))
            _until(page, title)
