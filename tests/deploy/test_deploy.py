"""A local target: what is swapped, what is refused, and what stays for readers of an open page."""

import json
import subprocess
import time
from pathlib import Path

import pytest

from tests.deploy.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    for number in range(1, 8):
        made.notice(number)
    return made


def _bytes(tree: Path) -> dict[str, bytes]:
    return {
        path.relative_to(tree).as_posix(): path.read_bytes()
        for path in tree.rglob("*")
        if path.is_file()
    }


def test_the_site_is_what_was_built_and_its_packed_forms(desk: Desk) -> None:
    name = desk.deployed()
    assert str(desk.current.readlink()) == f"releases/{name}"
    there, built = _bytes(desk.current), _bytes(desk.root / "site")
    assert {path: there.pop(path) for path in built} == built
    assert there
    assert all(path.endswith((".gz", ".br")) and path[:-3] in built for path in there)
    assert not any(path.startswith("search/data/") and path.endswith(".bin.gz") for path in there)


def test_the_manifest_is_one_of_sha256sum(desk: Desk) -> None:
    name = desk.deployed()
    manifest = desk.target / "ledger" / f"{name}.sha256"
    checked = subprocess.run(
        ["sha256sum", "--quiet", "--strict", "-c", manifest], cwd=desk.current, check=False
    )
    assert checked.returncode == 0
    assert len(manifest.read_text("utf-8").splitlines()) == len(_bytes(desk.current))


def test_what_did_not_change_is_the_same_file(desk: Desk) -> None:
    first = desk.deployed()
    desk.notice(8)
    second = desk.deployed()
    old, new = (desk.target / "releases" / name for name in (first, second))
    same = "notices/kangqiao/2026/0002/index.html"
    assert (old / same).stat().st_ino == (new / same).stat().st_ino
    assert (old / "index.html").stat().st_ino != (new / "index.html").stat().st_ino
    assert not (old / "notices/kangqiao/2026/0008").exists()
    # Servers tell a file by its time and size: those of two releases are never the same.
    assert (old / "index.html").stat().st_mtime < (new / "index.html").stat().st_mtime


def test_the_same_site_is_no_new_release(desk: Desk) -> None:
    name = desk.deployed()
    ran = desk.deploy()
    assert ran.code == 0
    assert "没有变化" in ran.out
    assert desk.names == [name]


def test_five_releases_stay(desk: Desk) -> None:
    names = []
    for number in range(8, 15):
        desk.notice(number)
        names.append(desk.deployed())
    assert desk.names == names[-5:]
    ran = desk.run("releases", "target")
    assert [line[2:].split()[0] for line in ran.out.splitlines()] == names[:1:-1]
    assert ran.out.startswith(f"* {names[-1]}")
    ledger = {each.name.split(".")[0] for each in (desk.target / "ledger").iterdir()}
    assert ledger == set(names[-5:])


def test_scripts_and_index_stay_for_a_day_and_nothing_else_does(desk: Desk) -> None:
    desk.deployed()
    before = _bytes(desk.current)
    index = {path for path in before if path.startswith("search/data/2026-")}
    assert index
    # A script of another version of the program, and a file that no record names any more.
    (desk.current / "javascripts").mkdir(exist_ok=True)
    desk.build()
    (desk.root / "site" / "javascripts" / "old.js").write_text("1;" * 600)
    (desk.root / "site" / "old.json").write_text("{}")
    assert desk.run("deploy", "target").code == 0
    (desk.root / "site" / "javascripts" / "old.js").unlink()
    (desk.root / "site" / "old.json").unlink()
    desk.notice(9)
    desk.deployed()
    assert all((desk.current / path).read_bytes() == before[path] for path in index)
    assert (desk.current / "javascripts" / "old.js.gz").is_file()
    assert not (desk.current / "old.json").exists()
    assert desk.run("verify", "target").code == 0
    # A day later they go, wherever they are.
    ledger = desk.target / "ledger" / f"{desk.shown}.json"
    facts = json.loads(ledger.read_text("utf-8"))
    assert index <= facts["carried"].keys()
    assert all(time.time() + 86000 < each["until"] for each in facts["carried"].values())
    for each in facts["carried"].values():
        each["until"] = int(time.time())
    ledger.write_text(json.dumps(facts), encoding="utf-8")
    assert desk.run("prune", "target").code == 0
    assert not any((desk.current / path).exists() for path in index)
    assert not (desk.current / "javascripts" / "old.js").exists()
    assert desk.run("verify", "target").code == 0


def test_a_page_that_vanished_takes_the_old_index_with_it(desk: Desk) -> None:
    desk.deployed()
    index = set((desk.current / "search" / "data").glob("2026-*"))
    (desk.root / "content/notices/kangqiao/2026/0003.yaml").unlink()
    desk.deployed("--allow-vanished", "试验")
    assert not any((desk.current / "search/data" / path.name).exists() for path in index)


def test_a_record_that_vanished_is_refused_but_for_a_reason(desk: Desk) -> None:
    first = desk.deployed()
    (desk.root / "content/notices/kangqiao/2026/0003.yaml").unlink()
    ran = desk.deploy()
    assert ran.code == 1
    assert "E912" in ran.err
    assert "notices/kangqiao/2026/0003/" in ran.err
    assert desk.shown == first
    assert desk.run("deploy", "target", "--allow-vanished", " ").code == 2
    second = desk.deployed("--allow-vanished", "重复登记，支委会 11 月 25 日同意删除")
    assert desk.shown == second
    assert "重复登记，支委会 11 月 25 日同意删除" in desk.run("releases", "target").out


def test_an_address_that_moved_is_fine(desk: Desk) -> None:
    desk.deployed()
    (desk.root / "content/notices/kangqiao/2026/0003.yaml").unlink()
    desk.notice(30, more="redirects: [notices/kangqiao/2026/0003/]\n")
    desk.deployed()


def test_too_much_gone_at_once_is_refused(desk: Desk) -> None:
    desk.deployed()
    for number in range(1, 7):
        desk.notice(number, more="withdrawn: {on: 2026-11-21, reason: 有误}\n")
    ran = desk.deploy()
    assert ran.code == 1
    assert "E913" in ran.err
    desk.write("content/settings/deploy.yaml", "share: 100\n")
    desk.deployed()


def test_withdrawn_does_not_come_back_by_older_content(desk: Desk) -> None:
    desk.deployed()
    desk.notice(3, more="withdrawn: {on: 2026-11-21, reason: 有误}\n")
    desk.deployed()
    desk.notice(3)
    ran = desk.deploy()
    assert ran.code == 1
    assert "E914" in ran.err
    desk.deployed("--allow-restored", "核实无误，重新公开")
    assert "一切照常" in (desk.current / "notices/kangqiao/2026/0003/index.html").read_text("utf-8")


def test_a_broken_link_and_a_leak_are_refused(desk: Desk) -> None:
    first = desk.deployed()
    desk.notice(9)
    site = desk.build()
    page = site / "notices/kangqiao/2026/0009/index.html"
    html = page.read_text("utf-8")
    page.write_text(html.replace("</main>", '<a href="../nowhere/">x</a></main>'), "utf-8")
    ran = desk.run("deploy", "target")
    assert ran.code == 1
    assert "E902" in ran.err
    page.write_text(html.replace("</main>", "<p>身份证号 11010519491231002X</p></main>"), "utf-8")
    ran = desk.run("deploy", "target")
    assert ran.code == 1
    assert "E906" in ran.err
    assert "11010519491231002X" not in ran.err
    assert desk.shown == first


def test_a_canary_must_be_there(desk: Desk) -> None:
    desk.write("content/settings/deploy.yaml", "canaries: [/, /about/us/]\n")
    ran = desk.deploy()
    assert ran.code == 1
    assert "E917" in ran.err
    assert "about/us/" in ran.err
    assert not desk.current.exists()


def test_one_edition_to_a_target(desk: Desk) -> None:
    desk.deployed()
    desk.build("--edition", "organisers")
    ran = desk.run("deploy", "target", "--site", "site-organisers")
    assert ran.code == 1
    assert "E911" in ran.err


def test_a_preview_never_takes_the_place_of_the_site(desk: Desk) -> None:
    release = desk.deployed()
    desk.notice(9)
    desk.build("--preview")
    ran = desk.run("deploy", "target")
    assert ran.code == 1
    assert "E923" in ran.err
    assert desk.shown == release
    # It has a target of its own, which takes none but previews; the same site, built as it should be,
    # goes where it belongs.
    assert desk.run("deploy", "previews").code == 0
    desk.notice(10)
    desk.build("--preview", "请支部委员看看")
    assert desk.run("deploy", "previews").code == 0
    desk.build()
    assert "E923" in desk.run("deploy", "previews").err
    assert desk.run("deploy", "target").code == 0


def test_only_a_site_is_deployed_and_only_to_a_target(desk: Desk) -> None:
    desk.build()
    assert "E910" in desk.run("deploy", "target", "--site", "content").err
    assert "E910" in desk.run("deploy", "target", "--site", "nowhere").err
    (desk.root / "mine").mkdir()
    (desk.root / "mine" / "letter.txt").write_text("x")
    assert "E920" in desk.run("deploy", "mine").err
    assert [each.name for each in (desk.root / "mine").iterdir()] == ["letter.txt"]
    desk.deployed()
    # Below the root that members see, or within a target, nothing may stand.
    for place in (
        "target/organisers",
        "target/current/o",
        f"target/releases/{desk.shown}/o",
        "site/o",
    ):
        assert "E920" in desk.run("deploy", place).err, place


def test_a_second_deployer_is_told_who_is_at_it(desk: Desk) -> None:
    first = desk.deployed()
    lock = desk.target / ".lock"
    lock.write_text("zhang@desk 2026-11-25 09:30:00 1 aa\n")
    with subprocess.Popen(["flock", lock, "cat"], stdin=subprocess.PIPE) as holder:
        while subprocess.run(["flock", "-n", lock, "true"], check=False).returncode == 0:
            time.sleep(0.01)
        desk.notice(9)
        ran = desk.deploy("--wait", "0")
        assert holder.stdin
        holder.stdin.close()
    assert ran.code == 1
    assert "E918" in ran.err
    assert "zhang@desk 2026-11-25 09:30:00" in ran.err
    assert desk.shown == first
    # What is left of a lock holds nobody.
    desk.deployed("--wait", "0")


def test_who_is_not_heard_of_loses_the_lock(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from generator.deploy import target
    from generator.deploy.hosts import host
    from generator.problems.problem import ProblemsFound

    desk.deployed()
    lock = desk.target / ".lock"
    monkeypatch.setattr(target, "_SILENCE", 0.5)
    one = target.Target(host(str(desk.target)), "target")
    # Who says a word now and then keeps it, however long it takes.
    monkeypatch.setattr(target, "_HEARTBEAT", 0.05)
    with one.held(0):
        time.sleep(1.5)
        assert subprocess.run(["flock", "-n", lock, "true"], check=False).returncode == 1
    # Who does not, as on a broken line, changes nothing any more.
    monkeypatch.setattr(target, "_HEARTBEAT", 60.0)
    with one.held(0):
        assert subprocess.run(["flock", "-w", "20", lock, "true"], check=False).returncode == 0
        while lock.read_text():
            time.sleep(0.01)
        current = one.survey().current
        assert current
        with pytest.raises(ProblemsFound) as found:
            one.swap(current)
    assert found.value.problems[0].code == "E918"


def test_a_corrupted_upload_is_found(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from generator.deploy.hosts import Local

    first = desk.deployed()
    send = Local.send

    def corrupt(self: Local, folder: Path, paths: list[str], to: str) -> None:
        send(self, folder, paths, to)
        if "index.html" in paths:
            page = Path(to, "index.html")
            data = bytearray(page.read_bytes())
            data[100] ^= 1
            page.write_bytes(bytes(data))

    desk.notice(9)
    monkeypatch.setattr(Local, "send", corrupt)
    ran = desk.deploy()
    assert ran.code == 1
    assert "E915" in ran.err
    assert "index.html" in ran.err
    assert desk.shown == first
    assert desk.names == [first]
    assert list((desk.target / "incoming").iterdir()) == []


def test_verify_finds_what_was_changed_added_or_lost(desk: Desk) -> None:
    desk.deployed()
    page = desk.current / "index.html"
    whole = page.read_bytes()
    page.write_bytes(whole + b" ")
    assert "E915" in desk.run("verify", "target").err
    page.write_bytes(whole)
    assert desk.run("verify", "target").code == 0
    (desk.current / "more.html").write_text("x")
    assert "more.html" in desk.run("verify", "target").err
    (desk.current / "more.html").unlink()
    (desk.current / "search/index.html").rename(desk.root / "away")
    assert "search/index.html" in desk.run("verify", "target").err
    (desk.root / "away").rename(desk.current / "search/index.html")
    (desk.current / "link").symlink_to("/etc/hostname")
    assert desk.run("verify", "target", desk.shown).code == 1


def test_what_is_broken_at_the_target_is_not_shared(desk: Desk) -> None:
    """A release that was spoilt, or has lost its manifest, does not keep the next one from coming."""
    first = desk.deployed()
    spoilt = desk.current / "notices/kangqiao/2026/0002/index.html"
    whole = spoilt.read_bytes()
    spoilt.write_bytes(whole[:-9])
    (desk.current / "search/reader.js").unlink()
    (desk.current / "more.html").write_text("x")
    desk.notice(9)
    second = desk.deployed()
    assert second != first
    assert (desk.current / "notices/kangqiao/2026/0002/index.html").read_bytes() == whole
    assert desk.run("verify", "target").code == 0
    assert desk.run("verify", "target", first).code == 1
    (desk.target / "ledger" / f"{second}.sha256").unlink()
    desk.notice(10)
    desk.deployed()
    assert desk.run("verify", "target").code == 0
