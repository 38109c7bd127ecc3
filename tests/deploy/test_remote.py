"""A target on another machine: the same deployment, by OpenSSH and rsync."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.desk import NOTICE, Desk, tells
from tests.deploy.sshd import Machine, machine
from tests.site import Ran

CANARY = "白鹭洲三号事项"


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    with machine(tmp_path_factory.mktemp("there") / "sshd") as found:
        yield found


class Remote(Desk):
    """A desk whose target is reached by ssh; its path is one that no shell would leave alone."""

    ssh = ""

    @property
    def target(self) -> Path:
        return self.root / "a b' $HOME;*" / "target"

    def do(self, command: str, *arguments: str) -> Ran:
        return self.run(command, f"web:{self.target}", *arguments, "--ssh", self.ssh)

    def deploy(self, *arguments: str) -> Ran:
        self.build()
        return self.do("deploy", *arguments)


@pytest.fixture
def desk(tmp_path: Path, there: Machine) -> Remote:
    made = Remote(tmp_path)
    made.ssh = there.ssh
    made.target.parent.mkdir()
    for number in (1, 2, 4):
        made.notice(number)
    made.notice(3, title=CANARY)
    return made


def test_the_whole_life_of_a_target(desk: Remote) -> None:
    first = desk.deployed()
    assert desk.do("verify").code == 0
    desk.notice(5)
    folder = "content/notices/kangqiao/2026/0010"
    desk.write(f"{folder}/名 单'.csv", "一,二\n" * 300)
    more = 'attachments: [{file: "名 单\'.csv", title: 名单}]\n'
    desk.write(
        f"{folder}/notice.yaml",
        NOTICE.format(title="附名单", day="2026-11-20", summary="有", body="有") + more,
    )
    second = desk.deployed()
    assert (desk.current / "notices/kangqiao/2026/0010/名 单'.csv.gz").is_file()
    same = "notices/kangqiao/2026/0002/index.html"
    old, new = (desk.target / "releases" / name / same for name in (first, second))
    assert old.stat().st_ino == new.stat().st_ino
    assert "没有变化" in desk.deploy().out
    # What is withdrawn leaves the older releases, too, and going back does not bring it back.
    desk.notice(3, title=CANARY, more="withdrawn: {on: 2026-11-21, reason: 数字有误}\n")
    desk.deployed()
    assert tells(desk.target, CANARY) == []
    assert desk.do("rollback").code == 0
    assert desk.shown.split("-")[0] == second.split("-")[0]
    assert desk.do("verify").code == 0
    assert tells(desk.current, CANARY) == []
    assert (desk.current / "notices/kangqiao/2026/0005/index.html").is_file()
    ran = desk.do("releases")
    assert ran.out.count("已撤下 1 处") == 3
    assert desk.do("prune", "--keep", "5").code == 0
    assert len(desk.names) == 3
    assert desk.do("verify", desk.names[0]).code == 0
    # Nothing was made by a name that a shell had read.
    assert [each.name for each in desk.target.parent.iterdir()] == ["target"]
    assert list((desk.target / "incoming").iterdir()) == []
    assert (desk.target / ".lock").read_text() == ""


def test_a_corrupted_upload_is_found(desk: Remote, monkeypatch: pytest.MonkeyPatch) -> None:
    first = desk.deployed()
    real = shutil.which("rsync")
    tools = desk.root / "tools"
    tools.mkdir()
    # An rsync that does its work, and a disk there that turns one bit of it.
    (tools / "rsync").write_text(
        f'#!/bin/sh\n{real} "$@" || exit\n'
        f"find '{desk.root}' -path '*/incoming/*/index.html' -newer '{desk.root}/mark' -print0 |"
        " xargs -0 -r -n 1 sed -i 's/html/hTml/'\n"
    )
    (tools / "rsync").chmod(0o755)
    (desk.root / "mark").touch()
    os.utime(desk.root / "mark", (0, 0))
    desk.notice(5)
    with monkeypatch.context() as patch:
        patch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
        ran = desk.deploy()
    assert ran.code == 1
    assert "E915" in ran.err
    assert desk.shown == first
    assert desk.names == [first]
    desk.deployed()


def test_a_machine_that_is_not_reached_or_not_ready(desk: Remote) -> None:
    desk.build()
    ran = desk.run("deploy", "web:/srv/x", "--ssh", "ssh -F none -p 1 -o HostName=127.0.0.1")
    assert ran.code == 1
    assert "E916" in ran.err
    ran = desk.run("deploy", "web:/proc/dangwu", "--ssh", desk.ssh)
    assert ran.code == 1
    assert "E916" in ran.err
    ran = desk.run("rollback", f"web:{desk.root}/nowhere", "--ssh", desk.ssh)
    assert ran.code == 1
    assert "E916" in ran.err
    assert desk.run("releases", f"web:{desk.root}/nowhere", "--ssh", desk.ssh).code == 1
    ran = desk.run("doctor", "--target", f"web:{desk.target}", "--ssh", desk.ssh)
    assert ran.code == 0, ran.out


def test_a_deployer_that_is_killed_lets_go_of_the_lock(desk: Remote) -> None:
    desk.deployed()
    lock = desk.target / ".lock"
    code = (
        "import sys, time; from generator.deploy.hosts import host; "
        "from generator.deploy.target import Target\n"
        f"with Target(host(sys.argv[1], {desk.ssh!r}), 't').held(5): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, f"web:{desk.target}"], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        assert subprocess.run(["flock", "-n", lock, "true"], check=False).returncode == 1
        desk.notice(5)
        ran = desk.deploy("--wait", "0")
        assert "E918" in ran.err
        holder.kill()
    # It is free as soon as its holder is gone, not when some term has run out.
    assert subprocess.run(["flock", "-w", "10", lock, "true"], check=False).returncode == 0
    desk.deployed()
