"""The members' edition without a key: counts that organisers signed off, and nothing to learn."""

import re
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site import Site
from tests.test_editions import CANARIES, ELDER
from tests.test_locks import Keyed

COUNTS = "content/visits/counts.yaml"


def _register(people: int, visits: int) -> str:
    elders = "".join(
        f"- {{id: kq-{n:03d}, name: 某, born: 1940-01, joined: 1966-07, branch: kangqiao,"
        " member_here: 是, lives_here: 是, status: 在册}\n"
        for n in range(people)
    )
    done = "".join(
        f"- {{elder: kq-{n % people:03d}, date: 2026-0{n % 9 + 1}-11, occasion: 日常, way: 入户,"
        " visitors: [孟凡], status: 已完成,"
        " gifts: [{what: 慰问金, amount: 500, fund: 区管党费}]}\n"
        for n in range(visits)
    )
    return (
        f"-- content/elders/kangqiao.yaml --\n{elders}"
        f"-- content/visits/kangqiao/2026.yaml --\n{done}"
    )


def _pages(folder: Path) -> dict[str, bytes]:
    found = {path.relative_to(folder).as_posix(): path.read_bytes()
             for path in folder.rglob("*.html")}  # fmt: skip
    shutil.rmtree(folder)
    return found


@pytest.mark.parametrize("left", ["locked", "absent"])
def test_members_are_served_without_a_key(tmp_path: Path, left: str) -> None:
    site = Keyed(tmp_path, _register(12, 33))
    plain = _pages(site.build())
    assert "30" in plain["visits/2026/index.html"].decode()
    assert site.run("counts").code == 0
    site.run("lock")
    Path(site.key).unlink()
    if left == "absent":
        shutil.rmtree(site.root / "content/elders")
        shutil.rmtree(site.root / "content/visits/kangqiao")
    assert site.check() == []
    ran = site.run("build", "--strict")
    assert ran.code == 0, ran.err
    assert _pages(site.root / "site") == plain
    # A later build shows the same numbers, and says of which day they are.
    page = (site.build("--today", "2026-12-20") / "visits/index.html").read_text("utf-8")
    assert '<time datetime="2026-10-31">' in page
    assert "30" in page


def test_counts_hold_what_may_be_published_and_nothing_else(tmp_path: Path) -> None:
    site = Keyed(tmp_path, _register(12, 33))
    site.run("lock")
    refused = site.run("counts")
    assert (refused.code, "E907" in refused.err) == (1, True)
    assert not (site.root / COUNTS).exists()
    assert site.run("counts", "--key", site.key).code == 0
    first = site.raw(COUNTS)
    assert "没有变化" in site.run("counts", "--key", site.key).out
    assert site.raw(COUNTS) == first
    text = first.decode()
    numbers = re.findall(r"(?:value|done|open|covered|amount): (\d+)", text)
    assert numbers
    assert all(int(each) % 5 == 0 for each in numbers)
    assert "day: 2026-10-31\nk: 5\n" in text
    assert "33" not in text
    assert site.check("--key", site.key) == []


def test_what_is_wrong_with_counts_is_told(tmp_path: Path) -> None:
    site = Keyed(tmp_path, _register(12, 33))
    site.run("counts")
    text = site.raw(COUNTS).decode()
    site.write(COUNTS, text.replace("value: 30", "value: 35"))
    assert [each["code"] for each in site.check()] == ["E554"]
    site.write(COUNTS, "day: [")
    assert [each["code"] for each in site.check()] == ["E554"]
    site.write(COUNTS, text)
    # What was counted since is not in it; the register has a sheet of its own.
    found = site.check("--today", "2026-12-01")
    assert [each["code"] for each in found] == ["E553", "E553"]
    assert {each["file"] for each in found} == {COUNTS, "content/elders/counts.yaml"}
    assert "E553" in site.run("build", "--today", "2026-12-01").err
    site.write("content/settings/site.yaml",
               "name: 测试社区\ndemo_today: 2026-11-23\nsmall_numbers: {k: 6}\n")  # fmt: skip
    site.run("lock")
    assert [each["code"] for each in site.check()] == ["E555", "E555"]
    assert site.run("build").code == 1


def test_a_locked_register_without_counts_is_said_and_shown_as_nothing(tmp_path: Path) -> None:
    site = Keyed(tmp_path)
    site.run("lock")
    ran = site.run("build")
    assert (ran.code, "E557" in ran.err) == (0, True)
    assert "还没有公布走访的次数" in site.page("visits/")


def test_logs_of_a_build_for_members_quote_no_register(tmp_path: Path) -> None:
    # A warning (a plan without result) at first, then an error as well.
    site = Site(tmp_path, ELDER)
    late = site.run("build", "--today", "2027-03-01")
    again = site.run("build", "--today", "2027-03-01")
    assert late.code == again.code == 0
    assert "visits/kangqiao/2026.yaml:14:9" in late.err
    assert again.err == late.err
    assert site.run("build", "--today", "2027-03-01", "--strict").code == 1
    site.write("content/elders/more.yaml", "- {id: 金丝雀编号, name: 金丝雀, born: 金丝雀}\n")
    wrong = site.run("build")
    assert (wrong.code, "E205" in wrong.err) == (1, True)
    for said in (late.err, late.out, wrong.err, wrong.out):
        assert not [each for each in CANARIES if each in said]


def _everything(folder: Path) -> Iterator[bytes]:
    """Names, bytes, what SQLite says of its rows, and whatever in a file was compressed."""
    for path in sorted(folder.rglob("*")):
        yield path.relative_to(folder).as_posix().encode()
        if not path.is_file():
            continue
        raw = path.read_bytes()
        yield raw
        if path.suffix == ".db":
            with sqlite3.connect(path) as database:
                yield "\n".join(database.iterdump()).encode()
        for place in (match.start() for match in re.finditer(rb"x[\x01\x5e\x9c\xda]", raw)):
            yield _inflated(raw[place:], zlib.MAX_WBITS)
        if path.suffix == ".block":
            for place in range(len(raw)):
                yield _inflated(raw[place:], -zlib.MAX_WBITS)


def _inflated(raw: bytes, window: int) -> bytes:
    try:
        return zlib.decompressobj(window).decompress(raw)
    except zlib.error:
        return b""


NAMED = ELDER.replace("elders/kangqiao.yaml", "elders/canary-file.yaml").replace(
    "visits/kangqiao/2026.yaml", "visits/canary-folder/2026.yaml"
)


def test_what_members_builds_keep_may_be_shared(tmp_path: Path) -> None:
    site = Site(tmp_path, NAMED)
    for day in ("2026-09-18", "2026-11-23", "2026-11-23", "2027-03-01"):
        site.build("--today", day)
        cache = site.root / ".cache" / "dangwu"
        assert [each.name.partition("-")[0] for each in cache.iterdir()] == ["members"]
        for kept in _everything(cache):
            found = [each for each in CANARIES[:3] if each.encode() in kept]
            assert found == [], day
            assert b"1931-04" not in kept


def test_members_builds_remember_counts_until_a_register_changes(tmp_path: Path) -> None:
    site = Site(tmp_path, _register(12, 33))
    site.build()
    assert "写了 0 个" in site.run("build").out
    site.write("content/visits/kangqiao/2026.yaml", "(removed)\n")
    page = (site.build() / "visits/2026/index.html").read_text("utf-8")
    assert "还没有可以公布的次数" in page


def test_plans_for_who_left_count_until_the_day_of_the_figures(tmp_path: Path) -> None:
    site = Site(tmp_path, _register(10, 0))
    plans = "".join(
        f"- {{elder: kq-{n:03d}, date: 2026-10-20, occasion: 日常, way: 入户, visitors: [孟凡 {n}],"
        " status: 计划}\n"
        for n in range(10)
    )
    site.write("content/visits/kangqiao/2026.yaml", plans)
    elders = (tmp_path / "content/elders/kangqiao.yaml").read_text("utf-8")
    gone = elders.replace("status: 在册", "status: 去世, since: 2026-11-05", 1)
    for register, day, planned in (
        (elders, "2026-11-10", 10),
        (gone, "2026-11-10", 10),
        (elders, "2026-12-02", 10),
        (gone, "2026-12-02", 5),
    ):
        site.write("content/elders/kangqiao.yaml", register)
        site.build("--today", day)
        assert f"<dt>还在计划</dt><dd><b>{planned}</b>" in site.page("visits/2026/")
