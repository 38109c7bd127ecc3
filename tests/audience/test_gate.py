"""The second look: nothing is released that tells of a person, and what was allowed passes."""

import json
import random
import shutil
from pathlib import Path

import pytest

from generator.audience.personal import examining
from generator.audience.personal.guard import Guard
from generator.audience.personal.published import Gate
from generator.press import heads, underway
from generator.privacy import Privacy
from tests.audience import made, seeds
from tests.site import Site

NOTICE = "content/notices/kangqiao/2026/0012.yaml"
HEAD = "title: 公示\nheading: 发展党员\ndoc: 公示\nscope: 本单位\nbranch: kangqiao\nissued: 2026-11-20\n"
DRAW = random.Random(11)
NUMBER, PHONE, HOME = seeds.identity(DRAW), seeds.mobile(DRAW), "康桥路12号3号楼2单元501室"


def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first look sees nothing."""
    monkeypatch.setattr(examining, "record", lambda *_: ())
    monkeypatch.setattr(examining, "attached", lambda *_: ())
    monkeypatch.setattr(examining, "page", lambda *_: ())
    monkeypatch.setattr(examining, "settings", lambda *_: ())


ONE_OF_EACH = {each.code: each for each in seeds.seeds(random.Random(12))}.values()


@pytest.mark.parametrize("seed", ONE_OF_EACH, ids=lambda each: each.code)
def test_a_build_with_a_leak_releases_nothing(
    seed: seeds.Seed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Site(tmp_path)
    site.write(NOTICE, HEAD)
    site.build()
    before = {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()}
    blind(monkeypatch)
    site.write("content/settings/privacy.yaml", "severity: {birth: 错误}\n")
    site.write(NOTICE, f"{HEAD}body: |\n  {seed.text}\n")
    for _ in range(2):
        ran = site.run("build")
        assert ran.code == 1
        assert "E906" in ran.err
        assert "notices/kangqiao/2026/0012/" in ran.err
    after = {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()}
    assert before == after


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("content/notices/kangqiao/2026/0012/a.xlsx", made.xlsx(hidden=NUMBER)),
        ("content/notices/kangqiao/2026/0012/a.xlsx", made.packed({"a.txt": NUMBER})),
        ("content/pages/about.md", f"# 关于\n\n{NUMBER}\n".encode()),
        ("content/pages/list.csv", f"1,{NUMBER}\n".encode()),
        (
            "content/settings/site.yaml",
            f"name: 测试\ndemo_today: 2026-11-23\nfooter: 主办 {NUMBER}\n".encode(),
        ),
    ],
    ids=["sheet", "archive", "page", "beside a page", "frame"],
)
def test_nor_from_a_file_or_the_frame(
    path: str, content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blind(monkeypatch)
    monkeypatch.setattr(examining, "file", lambda *_: ())
    site = Site(tmp_path)
    site.write(
        "content/notices/kangqiao/2026/0012/notice.yaml", f"{HEAD}attachments:\n  - file: a.xlsx\n"
    )
    site.write("content/notices/kangqiao/2026/0012/a.xlsx", "一\n")
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_bytes(content)
    ran = site.run("build")
    assert ran.code == 1
    assert "E906" in ran.err
    assert NUMBER not in ran.err
    assert not (tmp_path / "site").exists()


def test_what_goes_into_the_index_is_looked_at() -> None:
    gate = Gate(Guard(Privacy()))
    assert [each.code for each in gate.indexed("a/", ("标题", f"电话 {PHONE}"))] == ["E906"]


def allowed(site: Site) -> None:
    site.write(
        "content/branches/kangqiao.yaml",
        f'name: 党总支\ntype: 党总支\ncode: "210000011"\nphone: "{PHONE}"\naddress: 辽宁省{HOME}\n',
    )
    site.write(NOTICE, f"{HEAD}summary: 请打 {PHONE}\nbody: 到{HOME}。另 {seeds.wide(NUMBER)}\n")
    site.write(
        "content/settings/privacy.yaml",
        f'allow:\n  - {{what: "{NUMBER}", reason: 虚构的号码}}\n',
    )


def test_what_the_first_look_allowed_passes(tmp_path: Path) -> None:
    site = Site(tmp_path)
    allowed(site)
    assert site.check() == []
    site.build()
    # Built from memory, and with a page drawn anew beside what is remembered.
    site.write(NOTICE.replace("0012", "0013"), f"{HEAD}summary: 又，{PHONE}\n")
    site.build()
    # Without the contact the notices are looked at again.
    site.write("content/branches/kangqiao.yaml", 'name: 党总支\ntype: 党总支\ncode: "210000011"\n')
    assert site.run("build").code == 1


ELDER = f"""\
- id: kq-001
  name: 赵守田
  born: 1941-03
  joined: 1965-07
  branch: kangqiao
  phone: "{PHONE}"
  address: {HOME}
  health: 高血压，住院
  member_here: 是
  lives_here: 是
  status: 在册
"""


def test_a_register_is_for_organisers(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write("content/elders/kangqiao.yaml", ELDER)
    assert site.check() == []
    organisers = site.build("--edition", "organisers")
    assert PHONE in site.page("elders/kq-001/", organisers.name)
    site.build()
    assert site.run("scan", "site-organisers").code == 0


def test_scan_looks_through_any_folder(tmp_path: Path) -> None:
    site = Site(tmp_path)
    allowed(site)
    site.build()
    ran = site.run("scan")
    assert (ran.code, ran.out.count("\n")) == (0, 1), ran.out
    strange = tmp_path / "strange"
    strange.mkdir()
    (strange / "a.html").write_text(f"<p>{NUMBER[:6]}<b>{NUMBER[6:]}</b></p>")
    (strange / "b.docx").write_bytes(made.docx(comment=f"手机 {seeds.mobile(DRAW)}"))
    (strange / f"{seeds.identity(DRAW)}.txt").write_text("一")
    (strange / "c.rar").write_bytes(b"Rar!\x1a\x07\x01\x00")
    (strange / "d.txt").write_text("党费 1234.50 元，电话 0427-2000011")
    ran = site.run("scan", "strange", "--content", "none", "--format", "json")
    found = json.loads(ran.out)
    assert ran.code == 1
    assert sorted(each["code"] for each in found) == ["E707", "E906", "E906", "E906"]
    assert NUMBER not in ran.out
    assert site.run("scan", "nowhere").code == 2


def test_what_stands_in_the_head_of_a_page_alone_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Site(tmp_path)
    site.write(NOTICE, HEAD)
    told = heads.of_page
    more = f'<script type="application/ld+json">{{"identifier":"{NUMBER}"}}</script>'
    monkeypatch.setattr(heads, "of_page", lambda *about: told(*about) + more)
    ran = site.run("build")
    assert ran.code == 1
    assert "E906" in ran.err
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("many", [False, True], ids=["few", "many"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_the_index_alone_holds_is_found_in_time(
    jobs: str, many: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index is begun before pages are planned, and a month of it may be kept: no kept one lets
    a leak through, and what was refused is not kept. A year of many records is made month by month.
    """
    site = Site(tmp_path)
    site.write(NOTICE, f"{HEAD}body: 正文。\n")
    site.write(NOTICE.replace("0012", "0013"), HEAD.replace("2026-11-20", "2026-03-20"))
    site.build()
    if many:
        monkeypatch.setattr(underway, "_AT_ONCE", 0)
        shutil.rmtree(tmp_path / ".cache")
    before = site.page("notices/kangqiao/2026/0012/")
    blind(monkeypatch)
    monkeypatch.setattr(Gate, "page", lambda *_: ())
    monkeypatch.setattr(Gate, "paper", lambda *_: ())
    site.write(NOTICE, f"{HEAD}body: 电话 {PHONE}。\n")
    for _ in range(2):
        ran = site.run("build", "--jobs", jobs)
        assert ran.code == 1
        assert "E906" in ran.err
    assert site.page("notices/kangqiao/2026/0012/") == before


def test_a_mended_text_passes_the_gate_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However little a build does: a telephone passes as long as an office gives it."""
    monkeypatch.setattr("generator.memory.memory._TICK", 0)
    site = Site(tmp_path)
    feedback = f"feedback: {{phone: '{PHONE}'}}\n"
    site.write(NOTICE, f"{HEAD}{feedback}body: 正文。\n")
    site.build()
    site.write(NOTICE, f"{HEAD}{feedback}body: 电话 {PHONE}。\n")
    assert site.run("build").code == 0
    assert PHONE in site.page("notices/kangqiao/2026/0012/")
    before = site.page("notices/kangqiao/2026/0012/")
    blind(monkeypatch)
    site.write(NOTICE, f"{HEAD}{feedback}body: 证件 {NUMBER}。\n")
    ran = site.run("build")
    assert (ran.code, "E906" in ran.err) == (1, True)
    assert "notices/data/2026.json" in ran.err
    assert site.page("notices/kangqiao/2026/0012/") == before


LONG = "<p>三会一课按期召开。</p>\n" * 3


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (f"{LONG}<p>{NUMBER[:9]}\n{NUMBER[9:]}</p>\n{LONG}", ["E906"]),
        (f"{LONG}<p>{NUMBER[:9]}</p>\n<p>{NUMBER[9:]}</p>\n", []),
        (f"{LONG}<b class='a'>{PHONE[:3]}</b><i>{PHONE[3:]}</i>\n", ["E906"]),
        (f"{LONG}<small title='电话 {PHONE}'>一</small>\n", ["E906"]),
        (f"{LONG}<p>赵守田同志<b class='a'>住</b>院，病重。</p>\n", ["E906"]),
        (f"{LONG}<p>赵守田同志。\n因病请假。</p>\n", []),
        ("<table>\n<tr><th>姓名</th>\n<th>病情</th></tr>\n<tr><td>赵守田</td>\n<td>偏瘫</td></tr></table>", ["E906"]),
        (f"<p>家住{HOME}，<em data-a='b'>二</em>楼</p>", ["E906"]),
        (f"{LONG}<time>2026-11-20</time>{PHONE}\n", ["E906"]),
        (f"{LONG}<p>2026-11-20 {PHONE}</p>\n", ["E906"]),
    ],
)  # fmt: skip
def test_a_page_is_read_closely_where_something_may_be(page: str, found: list[str]) -> None:
    gate = Gate(Guard(Privacy()))
    for each in (page, f"{LONG}{page}", page):
        assert [one.code for one in gate.page("a/", each)] == found, each
