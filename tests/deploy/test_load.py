"""Deployments that are killed, run out of disk or go back, while readers ask for pages all the time.

What readers get must be whole, of a release that was deployed, and without an error; and an index
that was found by its root must be there.
"""

import gzip
import hashlib
import json
import multiprocessing
import os
import random
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import Struct, field

from generator.cli import main
from tests.deploy.desk import Desk
from tests.deploy.servers import Server, free_port, nginx

KILLS = 30
# Processes for deployments are made of one that has the program loaded already.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.deploy.test_load"])


def command(root: str, *arguments: str) -> None:
    """Run `dangwu` in a process of its own, at the head of a group of its own."""
    os.setpgid(0, 0)
    os.chdir(root)
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    os._exit(main(arguments))


class Reader(Struct):
    """A reader who never stops, and what went wrong."""

    server: Server
    # Address → digests that it has had in one release or another.
    known: dict[str, set[str]]
    roots: set[str]
    wrong: list[str] = field(default_factory=list)
    answers: int = 0
    _over: threading.Event = field(default_factory=threading.Event)

    def read(self, seed: int) -> None:
        chance = random.Random(seed)
        while not self._over.is_set():
            try:
                self._index() if chance.random() < 0.2 else self._page(chance)
            except Exception as error:  # noqa: BLE001 - whatever it is, a reader has met it
                self.wrong.append(repr(error))

    def _page(self, chance: random.Random) -> None:
        url = chance.choice(sorted(self.known))
        packed = chance.random() < 0.5
        answer = self.server.get(f"/{url}", {"Accept-Encoding": "gzip"} if packed else {})
        body = gzip.decompress(answer.body) if "content-encoding" in answer.headers else answer.body
        if answer.status != 200 or hashlib.sha256(body).hexdigest() not in self.known[url]:
            self.wrong.append(f"{answer.status} {url} {len(body)}")
        self.answers += 1

    def _index(self) -> None:
        root = self.server.get("/search/data/root.json")
        if root.body.decode() not in self.roots:
            self.wrong.append(f"root {root.status}")
            return
        # A page that was opened now asks for these a little later.
        time.sleep(0.02)
        for segment in json.loads(root.body)["segments"]:
            answer = self.server.get(f"/search/data/{segment['file']}.bin", {"Range": "bytes=0-63"})
            size = answer.headers.get("content-range", "").partition("/")[2]
            if answer.status != 206 or size != str(sum(segment["sizes"])):
                self.wrong.append(f"{answer.status} {segment['file']} {size}")
        self.answers += 1

    def stop(self) -> None:
        self._over.set()


class Stand(Struct, frozen=True):
    """Two sites that take turns at a target, which nginx shows."""

    desk: Desk
    server: Server
    sites: tuple[str, str]

    def reader(self) -> Reader:
        known: dict[str, set[str]] = {}
        roots = set()
        for site in self.sites:
            tree = self.desk.root / site
            roots.add((tree / "search/data/root.json").read_text("utf-8"))
            for path in tree.rglob("*.html"):
                url = path.relative_to(tree).as_posix().removesuffix("index.html")
                known.setdefault(url, set()).add(hashlib.sha256(path.read_bytes()).hexdigest())
        assert len(roots) == 2
        return Reader(
            self.server, {url: each for url, each in known.items() if url != "404.html"}, roots
        )

    def other(self) -> str:
        """The site that is not shown."""
        shown = (self.desk.current / "index.html").read_bytes()
        first = (self.desk.root / self.sites[0] / "index.html").read_bytes()
        return self.sites[shown == first]

    def start(self, *arguments: str) -> multiprocessing.process.BaseProcess:
        process = FORKS.Process(target=command, args=(str(self.desk.root), *arguments))
        process.start()
        return process


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    desk = Desk(tmp_path_factory.mktemp("load"))
    for number in range(1, 13):
        desk.notice(number, "甲。" * 400)
    desk.build("--site", "site-a")
    for number in range(1, 13, 2):
        desk.notice(number, "乙。" * 400, title=f"改过的第{number}号")
    desk.build("--site", "site-b")
    assert desk.run("deploy", "target", "--site", "site-a").code == 0
    port = free_port()
    text = desk.run(
        "server-config", "nginx", "target", "--site", "site-a", "--listen", f"127.0.0.1:{port}"
    ).out
    with nginx(desk.root / "nginx", text, port) as server:
        yield Stand(desk, server, ("site-a", "site-b"))


@pytest.fixture
def reader(stand: Stand) -> Iterator[Reader]:
    found = stand.reader()
    threads = [threading.Thread(target=found.read, args=(seed,)) for seed in range(2)]
    for each in threads:
        each.start()
    yield found
    found.stop()
    for each in threads:
        each.join()
    assert found.wrong == []
    assert found.answers > 100


def test_killed_at_thirty_moments(stand: Stand, reader: Reader) -> None:
    desk = stand.desk
    began = time.monotonic()
    whole = stand.start("deploy", "target", "--site", "site-b")
    whole.join()
    assert whole.exitcode == 0
    takes = time.monotonic() - began
    chance = random.Random(20261125)
    killed = tried = 0
    while killed < KILLS:
        tried += 1
        assert tried < 4 * KILLS
        began = time.monotonic()
        process = stand.start("deploy", "target", "--site", stand.other())
        process.join(takes * (killed + chance.random()) / KILLS)
        assert process.pid
        if process.is_alive():
            # It alone, as when it runs out of memory, or with all that it has started.
            kill = os.kill if killed % 2 else os.killpg
            kill(process.pid, signal.SIGKILL)
            killed += 1
        else:
            takes = min(takes, time.monotonic() - began)
        process.join()
        assert (desk.current / "index.html").is_file()
    # The next one finds its way, and what the others have left is gone.
    last = stand.start("deploy", "target", "--site", stand.other())
    last.join()
    assert last.exitcode == 0
    assert list((desk.target / "incoming").iterdir()) == []
    assert len(desk.names) <= 5
    assert {each.name.split(".")[0] for each in (desk.target / "ledger").iterdir()} == set(
        desk.names
    )
    for name in desk.names:
        assert desk.run("verify", "target", name).code == 0


def test_back_and_forth(stand: Stand, reader: Reader) -> None:
    desk = stand.desk
    for site in stand.sites:
        assert desk.run("deploy", "target", "--site", site).code == 0
    newest = desk.shown
    for _ in range(5):
        for arguments in ((), (newest,)):
            assert desk.run("rollback", "target", *arguments).code == 0
    assert desk.shown == newest


def test_a_full_disk(stand: Stand, reader: Reader) -> None:
    desk = stand.desk
    site = desk.root / "site-big"
    subprocess.run(["cp", "-a", desk.root / "site-a", site], check=True)
    (site / "film.mp4").write_bytes(random.Random(1).randbytes(24_000_000))
    small = desk.root / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", small], capture_output=True, check=False
    )
    try:
        if mounted.returncode == 0:
            _fills(desk, small / "target", site)
        else:
            _limited(stand, site)
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", small], check=True)


def _fills(desk: Desk, target: Path, site: Path) -> None:
    assert desk.run("deploy", str(target), "--site", "site-a").code == 0
    shown = os.readlink(target / "current")  # noqa: PTH115
    ran = desk.run("deploy", str(target), "--site", str(site))
    assert ran.code == 1
    assert "E921" in ran.err
    assert os.readlink(target / "current") == shown  # noqa: PTH115
    assert desk.run("verify", str(target)).code == 0
    # What was half there is gone, so that there is room again.
    assert list((target / "incoming").iterdir()) == []
    assert desk.run("deploy", str(target), "--site", "site-b").code == 0


def _limited(stand: Stand, site: Path) -> None:
    """Where nothing may be mounted: no file may grow beyond some size, which is another ENOSPC."""
    before = stand.desk.shown
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16_000_000, hard))
    try:
        ran = stand.desk.run("deploy", "target", "--site", str(site))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert ran.code == 1
    assert "E921" in ran.err
    assert stand.desk.shown == before
    assert list((stand.desk.target / "incoming").iterdir()) == []
