"""Registers kept locked: who has the key works as ever, who has none learns nothing."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.audience.seeds import identity
from tests.site import Site

ROOT = Path(__file__).parents[1]
REGISTER = """
-- content/elders/kangqiao.yaml --
- id: kq-001
  name: 金丝雀
  born: 1941-03
  joined: 1965-07
  branch: kangqiao
  member_here: 是
  lives_here: 是
  status: 在册
-- content/visits/kangqiao/2026.yaml --
- elder: kq-001
  date: 2026-10-11
  occasion: 日常
  way: 入户
  visitors: [孟凡]
  status: 已完成
"""
ELDERS, VISITS = "content/elders/kangqiao.yaml", "content/visits/kangqiao/2026.yaml"


class Keyed(Site):
    """A site with a register, and somebody who has a key to it."""

    def __init__(self, root: Path, text: str = REGISTER) -> None:
        super().__init__(root / "project", text)
        self.key = str(root / "home" / "key.txt")
        ran = self.run("key", "new", self.key)
        assert ran.code == 0, ran.err
        (public,) = [word for word in ran.out.split("：") if word.startswith("age1")]
        self.public = public.split()[0]
        self.write("content/settings/recipients.txt", f"# 甲\n{self.public}\n")

    def raw(self, path: str) -> bytes:
        return (self.root / path).read_bytes()


@pytest.fixture
def site(tmp_path: Path) -> Keyed:
    return Keyed(tmp_path)


def test_a_key_is_for_its_owner_and_stays_outside(site: Keyed) -> None:
    assert Path(site.key).stat().st_mode & 0o777 == 0o600
    assert site.run("key", "new", site.key).code == 2
    refused = site.run("key", "new", "content/settings/key.txt")
    assert (refused.code, "E909" in refused.err) == (1, True)
    assert not (site.root / "content/settings/key.txt").exists()
    (site.root / ".git").mkdir()
    assert "E909" in site.run("key", "new", "key.txt").err


def test_what_is_locked_can_be_read_with_the_key_alone(site: Keyed) -> None:
    before = site.raw(ELDERS)
    ran = site.run("lock")
    assert ran.code == 0, ran.err
    assert ".gitignore" in ran.out
    assert not (site.root / ELDERS).exists()
    assert "金丝雀".encode() not in site.raw(f"{ELDERS}.age")
    assert site.run("unlock").code == 1
    assert "E907" in site.run("unlock").err
    assert site.run("unlock", "--key", site.key).code == 0
    assert site.raw(ELDERS) == before
    assert (site.root / ELDERS).stat().st_mode & 0o777 == 0o600


def test_locking_what_has_not_changed_changes_nothing(site: Keyed) -> None:
    site.run("lock")
    before = site.raw(f"{ELDERS}.age")
    site.run("unlock", "--key", site.key)
    assert [each["code"] for each in site.check()] == ["E550", "E550"]
    ran = site.run("lock", "--key", site.key)
    assert "没有变化" in ran.out
    assert site.raw(f"{ELDERS}.age") == before
    assert not (site.root / ELDERS).exists()
    site.run("unlock", ELDERS, "--key", site.key)
    site.write(ELDERS, (site.root / ELDERS).read_text("utf-8").replace("1941-03", "1941-04"))
    site.run("lock", "--key", site.key)
    assert site.raw(f"{ELDERS}.age") != before


def test_another_key_opens_nothing_until_the_lock_is_renewed(site: Keyed, tmp_path: Path) -> None:
    site.run("lock")
    other = str(tmp_path / "home" / "other.txt")
    public = site.run("key", "new", other).out.split("公钥：")[1].split()[0]
    assert "E551" in site.run("unlock", "--key", other).err
    site.write("content/settings/recipients.txt", f"{site.public}\n{public}\n")
    assert site.run("lock", "--renew", "--key", site.key).code == 0
    assert site.run("unlock", "--key", other).code == 0


def test_a_key_file_may_have_a_passphrase(site: Keyed, monkeypatch: pytest.MonkeyPatch) -> None:
    said = ["一二三", "一二三", "一二三", "四"]
    monkeypatch.setattr("getpass.getpass", lambda *_, **__: said.pop(0))
    wrapped = f"{site.key}.wrapped"
    ran = site.run("key", "new", wrapped, "--passphrase")
    assert b"SECRET" not in Path(wrapped).read_bytes()
    site.write("content/settings/recipients.txt", ran.out.split("公钥：")[1].split()[0] + "\n")
    site.run("lock")
    monkeypatch.setenv("DANGWU_KEY_FILE", wrapped)
    assert site.run("check").code == 0
    wrong = site.run("check")
    assert (wrong.code, "E908" in wrong.err) == (1, True)


def test_who_has_the_key_is_told_the_line_in_the_locked_file(site: Keyed) -> None:
    site.write(ELDERS, (site.root / ELDERS).read_text("utf-8").replace("kangqiao", "nowhere"))
    site.run("lock")
    (found,) = site.check("--key", site.key)
    place = found["file"], found["line"], found["column"], found["code"]
    assert place == (f"{ELDERS}.age", 5, 11, "E301")
    ran = site.run("check")
    assert ran.code == 0
    assert "2 个加密文件没有密钥" in ran.out


def test_the_guard_looks_into_a_locked_file_as_into_a_plain_one(site: Keyed) -> None:
    number = identity(random.Random(7))
    text = (site.root / ELDERS).read_text("utf-8")
    site.write(ELDERS, text.replace("  status:", f"  thoughts: 证件号 {number}\n  status:"))
    site.write(VISITS, f"{(site.root / VISITS).read_text('utf-8')}  needs: 证件号 {number}\n")
    (elder, visit) = site.check()
    assert [each["code"] for each in (elder, visit)] == ["E701", "E701"]
    site.run("lock")
    found = site.check("--key", site.key)
    assert found == [{**elder, "file": f"{ELDERS}.age"}, {**visit, "file": f"{VISITS}.age"}]
    assert number not in json.dumps(found)
    # Who has no key has nothing to look at, and neither has a build for members.
    assert site.check() == []
    site.build()
    assert site.run("build", "--edition", "organisers", "--key", site.key).code == 1


def test_a_locked_file_is_remembered_and_looked_at_again_with_what_it_needs(site: Keyed) -> None:
    site.run("lock")
    organisers = ("--edition", "organisers", "--key", site.key)
    site.build(*organisers)
    # The visit is looked at again because of the member, and read from a file as it was.
    text = site.raw(ELDERS + ".age")
    site.run("unlock", ELDERS, "--key", site.key)
    site.write(ELDERS, (site.root / ELDERS).read_text("utf-8").replace("金丝雀", "云雀"))
    site.run("lock", ELDERS, "--key", site.key)
    assert site.raw(ELDERS + ".age") != text
    site.build(*organisers)
    for url in ("elders/kq-001/", "visits/schedule/2026/10/"):
        page = site.page(url, "site-organisers")
        assert "云雀" in page
        assert "金丝雀" not in page


def test_organisers_need_the_key(site: Keyed) -> None:
    site.run("lock")
    refused = site.run("build", "--edition", "organisers")
    assert (refused.code, "E907" in refused.err) == (1, True)
    site.build("--edition", "organisers", "--key", site.key)
    assert "金丝雀" in site.page("elders/kq-001/", "site-organisers")


@pytest.mark.parametrize(
    ("line", "code"), [("AGE-SECRET-KEY-1ABC", "E552"), ("age1nothing", "E556")]
)
def test_recipients_are_public_keys(site: Keyed, line: str, code: str) -> None:
    site.write("content/settings/recipients.txt", f"# 甲\n\n{line}\n")
    (found,) = site.check()
    assert (found["code"], found["line"]) == (code, 3)
    assert site.run("lock").code == 1
    assert (site.root / ELDERS).exists()


def test_nothing_is_locked_for_nobody_and_nothing_but_registers(site: Keyed) -> None:
    assert site.run("lock", "content/branches/kangqiao.yaml").code == 2
    site.write("content/settings/recipients.txt", "(removed)\n")
    assert site.run("lock").code == 2
    assert (site.root / ELDERS).exists()


def _editor(site: Keyed, code: str) -> str:
    script = site.root / "editor.py"
    script.write_text(f"import os, pathlib, sys\npath = pathlib.Path(sys.argv[1])\n{code}", "utf-8")
    return f"{sys.executable} {script}"


def test_an_edit_is_checked_and_locked(site: Keyed, monkeypatch: pytest.MonkeyPatch) -> None:
    site.run("lock")
    monkeypatch.setenv("DANGWU_KEY_FILE", site.key)
    seen = site.root / "seen"
    monkeypatch.setenv("VISUAL", _editor(site, (
        f"pathlib.Path({str(seen)!r}).write_text(f'{{path.stat().st_mode & 0o777:o}} {{path}}')\n"
        "path.write_text(path.read_text('utf-8').replace('1941-03', '1940-01'), 'utf-8')\n"
    )))  # fmt: skip
    assert site.run("edit", ELDERS).code == 0
    mode, path = seen.read_text().split()
    assert mode == "600"
    assert not Path(path).is_relative_to(site.root)
    assert not Path(path).parent.exists()
    assert not (site.root / ELDERS).exists()
    site.run("unlock")
    assert "1940-01" in site.raw(ELDERS).decode()


def test_an_edit_with_a_mistake_is_not_kept(site: Keyed, monkeypatch: pytest.MonkeyPatch) -> None:
    site.run("lock")
    before = site.raw(f"{ELDERS}.age")
    monkeypatch.setenv("VISUAL", _editor(site, "path.write_text('- id: x', 'utf-8')\n"))
    ran = site.run("edit", f"{ELDERS}.age", "--key", site.key)
    assert (ran.code, "E202" in ran.err) == (1, True)
    assert site.raw(f"{ELDERS}.age") == before


def test_a_new_file_can_begin_locked(site: Keyed, monkeypatch: pytest.MonkeyPatch) -> None:
    text = site.raw(ELDERS).decode().replace("kq-001", "kq-002")
    monkeypatch.setenv("VISUAL", _editor(site, f"path.write_text({text!r}, 'utf-8')\n"))
    assert site.run("edit", "content/elders/new.yaml", "--key", site.key).code == 0
    site.build("--edition", "organisers", "--key", site.key)
    assert "金丝雀" in site.page("elders/kq-002/", "site-organisers")


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGKILL])
def test_an_edit_that_is_killed_leaves_nothing(site: Keyed, stop: signal.Signals) -> None:
    site.run("lock")
    seen = site.root / "seen"
    editor = _editor(
        site, f"pathlib.Path({str(seen)!r}).write_text(str(path))\nimport time\ntime.sleep(3)\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-m", "generator", "edit", ELDERS, "--key", site.key],
        cwd=site.root, env={**os.environ, "VISUAL": editor, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not (seen.exists() and seen.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    folder = Path(seen.read_text()).parent
    assert folder.is_dir()
    child.send_signal(stop)
    child.wait()
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not folder.exists()
