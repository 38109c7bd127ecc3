"""Going back: at once, and never to what was withdrawn."""

import re
from pathlib import Path

import pytest

from tests.deploy.desk import Desk, tells

CANARIES = (
    "白鹭洲三号事项",
    "只在摘要里的红豆杉",
    "正文里的紫荆关",
    "210000011/2026-00003",
    "附件里的石榴",
)
GONE = "notices/kangqiao/2026/0003/"
WITHDRAWN = "withdrawn: {on: 2026-11-21, reason: 数字有误}\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    for number in (1, 2, 4, 5):
        made.notice(number)
    _canary(made)
    made.write("content/notices/kangqiao/2026/0004.yaml", _more(4, f"  见[那一件](/{GONE})。\n"))
    return made


def _more(number: int, body: str) -> str:
    return (
        f"title: 第{number}号公开事项\nheading: 发展党员\ndoc: 公开\nscope: 本单位\n"
        f"branch: kangqiao\nissued: 2026-11-20\nbody: |\n  一切照常。\n\n{body}"
    )


def _canary(desk: Desk, more: str = "") -> None:
    desk.write("content/notices/kangqiao/2026/0003/list.csv", "附件里的石榴,1\n")
    desk.write(
        "content/notices/kangqiao/2026/0003/notice.yaml",
        "title: 白鹭洲三号事项\nindex: 210000011/2026-00003\nheading: 发展党员\ndoc: 公开\n"
        "scope: 本单位\nbranch: kangqiao\nissued: 2026-11-20\nsummary: 只在摘要里的红豆杉。\n"
        "tags: [白鹭]\nredirects: [old/three/]\n"
        "body: 正文里的紫荆关。\nattachments: [{file: list.csv, title: 清单}]\n" + more,
    )


def _mended(desk: Desk) -> None:
    """The canary is withdrawn, and what referred to it says so no more."""
    _canary(desk, WITHDRAWN)
    desk.notice(4)


def _files(desk: Desk) -> dict[str, tuple[int, int, int]]:
    """What tells each file of the releases from another one of the same content."""
    facts = {}
    for each in (desk.target / "releases").rglob("*"):
        found = each.lstat()
        facts[str(each)] = (found.st_ino, found.st_size, found.st_mtime_ns)
    return facts


def test_back_is_one_command_and_quick(desk: Desk) -> None:
    first = desk.deployed()
    desk.notice(6, "新的一件。")
    second = desk.deployed()
    before = _files(desk)
    ran = desk.run("rollback", "target")
    assert ran.code == 0
    assert first in ran.out
    assert desk.shown == first
    assert not (desk.current / "notices/kangqiao/2026/0006").exists()
    # It is quick because no file of any release is written, copied or moved.
    assert _files(desk) == before
    assert desk.run("verify", "target").code == 0
    # And forward again, by the first signs that tell it from others.
    assert desk.run("rollback", "target", second.split("-")[1][:6]).code == 0
    assert desk.shown == second
    assert "E919" in desk.run("rollback", "target", "2020").err
    assert "E919" in desk.run("rollback", "target", "2").err


def test_the_first_release_has_none_before_it(desk: Desk) -> None:
    desk.deployed()
    ran = desk.run("rollback", "target")
    assert ran.code == 1
    assert "E919" in ran.err


def test_what_was_withdrawn_stays_withdrawn_in_every_byte(desk: Desk) -> None:
    first = desk.deployed()
    assert len(tells(desk.current, *CANARIES)) > 20
    desk.notice(5, "五号改过。")
    second = desk.deployed()
    _mended(desk)
    desk.notice(6, "六号是后来的。")
    desk.deployed()
    # On the whole target, no byte is left of it: not in older releases, not in what was carried.
    assert tells(desk.target, *CANARIES) == []
    assert first not in desk.names
    assert second not in desk.names
    assert len(desk.names) == 3
    shown = (desk.current / GONE / "index.html").read_bytes()
    for expected in (second, first):
        assert desk.run("rollback", "target").code == 0
        assert desk.shown.split("-")[0] == expected.split("-")[0]
        assert desk.run("verify", "target").code == 0
        assert (desk.current / GONE / "index.html").read_bytes() == shown
        assert "数字有误" in shown.decode()
        # What is of that release alone is there as it was; what came later is not.
        five = (desk.current / "notices/kangqiao/2026/0005/index.html").read_text("utf-8")
        assert ("五号改过" in five) == (expected == second)
        assert not (desk.current / "notices/kangqiao/2026/0006").exists()
        home = (desk.current / "index.html").read_text("utf-8")
        assert "第5号公开事项" in home
        assert "第6号公开事项" not in home
        # The page that referred to it is there without the reference.
        four = (desk.current / "notices/kangqiao/2026/0004/index.html").read_text("utf-8")
        assert "<p>见。</p>" in four
        # The search is one whole: its root names files that are there.
        root = (desk.current / "search/data/root.json").read_text("utf-8")
        for file in re.findall(r'"file": ?"([^"]+)"', root):
            assert (desk.current / "search/data" / f"{file}.bin").is_file()
    # By the name that it had before it was cleaned.
    assert desk.run("rollback", "target", second).code == 0
    assert desk.shown.split("-")[0] == second.split("-")[0]
    assert f"由 {second} 清除" in desk.run("releases", "target").out


def test_a_page_without_a_trace_keeps_its_entries(desk: Desk) -> None:
    desk.deployed()
    before = (desk.current / "notices/index.html").read_text("utf-8")
    _mended(desk)
    desk.deployed()
    desk.run("rollback", "target")
    after = (desk.current / "notices/index.html").read_text("utf-8")
    entry = re.compile(r"<li class=\"dw-entry\">.*?</li>", re.DOTALL)
    left = [each for each in entry.findall(before) if GONE not in each]
    assert entry.findall(after) == left
    assert len(left) == 4
    assert before.split('<li class="dw-entry">')[0] == after.split('<li class="dw-entry">')[0]


def test_another_record_of_the_same_title_stays_as_it_was(desk: Desk) -> None:
    """党费收缴情况公示 is what a dozen notices are called: only the one is withdrawn."""
    desk.notice(5, "五号从前。", title=CANARIES[0])
    desk.deployed()
    before = (desk.current / "notices/kangqiao/index.html").read_text("utf-8")
    _mended(desk)
    desk.notice(5, "五号改过。", title=CANARIES[0])
    desk.notice(6)
    desk.deployed()
    assert desk.run("rollback", "target").code == 0
    five = (desk.current / "notices/kangqiao/2026/0005/index.html").read_text("utf-8")
    assert "五号从前" in five
    assert GONE not in five
    after = (desk.current / "notices/kangqiao/index.html").read_text("utf-8")
    assert before.count(CANARIES[0]) == 2 * after.count(CANARIES[0]) > 0
    assert "第6号公开事项" not in after
    assert tells(desk.target, *CANARIES[1:]) == []


def test_old_addresses_of_what_was_withdrawn_are_withdrawn_too(desk: Desk) -> None:
    """It stood elsewhere in an older release: there, too, nothing of it is left."""
    desk.deployed()
    desk.notice(8, more=f"redirects: [{GONE}, old/three/]\n", title=CANARIES[0])
    for name in ("notice.yaml", "list.csv"):
        (desk.root / "content/notices/kangqiao/2026/0003" / name).unlink()
    desk.notice(4)
    desk.deployed("--allow-vanished", "标签只有它用过")
    desk.notice(8, more=f"redirects: [{GONE}, old/three/]\n{WITHDRAWN}", title=CANARIES[0])
    desk.deployed()
    assert tells(desk.target, *CANARIES) == []


def test_a_release_that_cannot_be_cleaned_goes(desk: Desk) -> None:
    first = desk.deployed()
    desk.notice(5, "改过。")
    desk.deployed()
    (desk.target / "ledger" / f"{first}.sha256").write_text("?", encoding="utf-8")
    assert "E915" in desk.run("verify", "target", first).err
    _mended(desk)
    ran = desk.deploy()
    assert ran.code == 0, ran.err
    assert "1 个旧版本清除不了" in ran.err
    assert tells(desk.target, *CANARIES) == []
    assert len(desk.names) == 2


def test_going_back_lends_scripts_but_no_index(desk: Desk) -> None:
    desk.deployed()
    desk.notice(6)
    site = desk.build()
    (site / "javascripts").mkdir(exist_ok=True)
    (site / "javascripts" / "new.js").write_text("let a;")
    assert desk.run("deploy", "target").code == 0
    index = {path.name for path in (desk.current / "search/data").glob("2026-*")}
    assert desk.run("rollback", "target").code == 0
    assert (desk.current / "javascripts" / "new.js").read_text() == "let a;"
    assert len(index - {path.name for path in (desk.current / "search/data").iterdir()}) == 1
    assert desk.run("verify", "target").code == 0


def test_a_canary_that_the_server_does_not_answer_brings_the_old_one_back(desk: Desk) -> None:
    from tests.search.serving import serving

    with serving(desk.root) as address:
        first = desk.deployed("--url", f"{address}target/current/")
        desk.notice(6)
        second = desk.deployed("--url", f"{address}target/current/")
        assert second != first
        assert desk.deploy("--url", f"{address}target/current/").code == 0
        desk.notice(7)
        ran = desk.deploy("--url", f"{address}nowhere/")
    assert ran.code == 1
    assert "E917" in ran.err
    assert desk.shown == second
    # It is there already, and the server still answers wrongly.
    (desk.root / "content/notices/kangqiao/2026/0007.yaml").unlink()
    ran = desk.deploy("--url", "http://127.0.0.1:1/")
    assert ran.code == 1
    assert "E917" in ran.err
    assert desk.shown == second


def test_an_open_organisers_edition_is_taken_back(desk: Desk) -> None:
    from tests.search.serving import serving

    with serving(desk.root) as address:
        desk.build("--edition", "organisers")
        arguments = ("deploy", "inner", "--site", "site-organisers")
        assert desk.run(*arguments).code == 0
        desk.notice(6)
        desk.build("--edition", "organisers")
        ran = desk.run(*arguments, "--url", f"{address}inner/current/")
        assert ran.code == 1
        assert "E922" in ran.err
        # The one before would be as open: nothing is shown until somebody has looked after the door.
        assert not (desk.root / "inner/current").exists()
        assert desk.run("verify", "inner").code == 1
        assert desk.run("rollback", "inner").code == 0
        assert (desk.root / "inner/current/notices/kangqiao/2026/0006").is_dir()
