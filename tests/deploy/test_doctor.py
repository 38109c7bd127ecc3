"""What the doctor says of a machine that has all, and of one that lacks something."""

import fcntl
import shutil
import time
from collections import namedtuple
from pathlib import Path

import pytest

from generator.deploy import hosts
from tests.site import Site


def test_a_machine_that_has_all(tmp_path: Path) -> None:
    site = Site(tmp_path)
    ran = site.run("doctor", "--target", "target")
    assert ran.code == 0, ran.out
    assert ran.out.endswith("可以用。\n")
    assert "Python 3." in ran.out
    assert "连得上 target" in ran.out
    # It looks, and changes nothing.
    assert sorted(each.name for each in tmp_path.iterdir()) == ["content"]


def test_what_is_lacking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(tmp_path)
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**10, 10**10, 5 * 10**7))
    monkeypatch.setenv("PATH", "/nowhere")
    ran = site.run("doctor", "--content", "records")
    assert ran.code == 1
    assert "缺    找不到记录文件夹：records" in ran.out
    assert "缺    磁盘只剩 0.1 GB" in ran.out
    assert "注意  没有 rsync，部署到别的机器时要用" in ran.out
    assert "有 2 处要先解决" in ran.out


def test_the_time_zone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(tmp_path)
    try:
        for zone, expected in (
            ("Asia/Shanghai", "好    北京时间"),
            ("Europe/Berlin", "注意  北京时间"),
        ):
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            assert expected in site.run("doctor").out
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_build_at_work_and_one_that_was_killed(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.build()
    (tmp_path / ".site.work").mkdir()
    assert ".site.work" in site.run("doctor").out
    with (tmp_path / ".site.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "正在生成" in site.run("doctor").out


def test_a_target_that_is_not_reached_or_in_use(tmp_path: Path) -> None:
    site = Site(tmp_path)
    ran = site.run(
        "doctor", "--target", "www@10.0.0.8:/srv", "--ssh", "sh -c 'echo refused >&2; exit 255'"
    )
    assert ran.code == 1
    assert "连不上 www@10.0.0.8:/srv：refused" in ran.out
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / ".lock").write_text("zhang@desk 2026-11-25 09:30:00 1 aa\n")
    with (tmp_path / "target" / ".lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ran = site.run("doctor", "--target", "target")
    assert "target 正在部署：zhang@desk 2026-11-25 09:30:00" in ran.out


def test_what_a_target_is() -> None:
    assert isinstance(hosts.host("/srv/a:b"), hosts.Local)
    assert isinstance(hosts.host("srv"), hosts.Local)
    assert isinstance(hosts.host("-oProxyCommand=x:/srv"), hosts.Local)
    for target, who in (
        ("www@10.0.0.8:/srv/x/", "www@10.0.0.8"),
        ("web:/srv/x", "web"),
        ("a@[fe80::1]:/srv/x", "a@[fe80::1]"),
    ):
        found = hosts.host(target)
        assert isinstance(found, hosts.Remote)
        assert (found.who, found.path) == (who, "/srv/x")
    # Whatever stands in an argument comes out of the login shell as it went in.
    odd = 'a b\'; rm -rf "$HOME" #'
    command = hosts.host("web:/srv").command("x", [odd])
    import shlex

    assert shlex.split(command[-1])[-1] == odd
