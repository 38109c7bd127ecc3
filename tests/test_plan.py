"""`dangwu plan visits` by the front door."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.locks.files import put
from tests.site import Site
from tests.test_locks import Keyed

ROOT = Path(__file__).parents[1]
OCCASIONS = """
-- content/settings/occasions.yaml --
occasions:
  - {id: spring-festival, name: 春节, dates: [2026-02-17, 2027-02-06, 2028-01-26], before: 21, after: 15}
  - {id: july-first, name: 七一, fixed: 07-01, before: 15, after: 7}
  - {id: double-ninth, name: 重阳, dates: [2026-10-18, 2027-10-08], before: 10, after: 7}
  - {id: party-birthday, name: 政治生日, before: 7, after: 7}
  - {id: everyday, name: 日常}
"""
SITE = (
    OCCASIONS
    + """-- content/branches/hujia.yaml --
name: 胡家村党支部
code: "210000012"
type: 党支部
-- content/elders/kangqiao.yaml --
- {id: kq-1, name: 赵一, born: 1940-03, joined: 1965-07, branch: kangqiao, contact: 孟凡、陶然, member_here: 是, lives_here: 是, status: 在册}
- {id: kq-2, name: 钱二, born: 1941-03-05, joined: 1966-08-15, branch: kangqiao, contact: 孟凡, member_here: 是, lives_here: 是, status: 在册}
- {id: kq-3, name: 孙三, born: 1947-06-01, joined: 1970-08-15, branch: kangqiao, contact: 陶然, member_here: 是, lives_here: 是, status: 在册}
- {id: kq-4, name: 李四, born: 1940-06-01, joined: 1970-08-15, branch: kangqiao, contact: 陶然, member_here: 是, lives_here: 否, status: 在册}
- {id: kq-5, name: 周五, born: 1940-06-01, joined: 1970-08-15, branch: kangqiao, contact: 陶然, member_here: 是, lives_here: 是, status: 去世, since: 2026-10-01}
- {id: hj-1, name: 吴六, born: 1939-06-01, joined: 1970-08-15, branch: hujia, contact: 郝玉, member_here: 是, lives_here: 是, status: 在册}
"""
)
FILE = "content/visits/kangqiao/2027.yaml"


def planned(site: Site, *arguments: str, year: int = 2027) -> tuple[int, str]:
    ran = site.run("plan", "visits", "--year", str(year), *arguments)
    return ran.code, ran.out + ran.err


def read(site: Site, path: str = FILE) -> str:
    return (site.root / path).read_bytes().decode()


def test_a_year_is_planned_and_checks_clean(tmp_path: Path) -> None:
    site = Site(tmp_path, SITE)
    code, said = planned(site)
    assert code == 0, said
    assert "2027 年在走访范围的 4 人，其中 4 人还要排，这次排了 8 次。" in said
    assert f"写了 {FILE}" in said
    assert site.check() == []
    text = read(site)
    assert text.startswith("- id: v2027-kangqiao-001\n  elder: kq-")
    assert text.count("status: 计划") == 6
    # Covered from 2 June: both visits lie behind it. Who left or lives elsewhere has none.
    days = [
        part.split("date: ")[1][:10] for part in text.split("- id")[1:] if "elder: kq-3" in part
    ]
    assert len(days) == 2
    assert min(days) > "2027-06-01"
    assert "kq-4" not in text
    assert "kq-5" not in text
    assert "elder: hj-1" in read(site, "content/visits/hujia/2027.yaml")


def test_the_same_input_gives_the_same_bytes_and_nothing_twice(tmp_path: Path) -> None:
    one, two = Site(tmp_path / "one", SITE), Site(tmp_path / "two", SITE)
    planned(one)
    planned(two, "--branch", "kangqiao")
    assert read(one) == read(two)
    assert not (two.root / "content/visits/hujia").exists()
    before = read(one)
    code, said = planned(one)
    assert (code, read(one)) == (0, before)
    assert "都排好了" in said


def test_nothing_is_written_when_one_only_looks(tmp_path: Path) -> None:
    site = Site(tmp_path, SITE)
    code, said = planned(site, "--dry-run")
    assert code == 0
    assert f"会写 {FILE}" in said
    assert not (tmp_path / "content/visits").exists()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # Comments, labels, no empty lines, an indent, no line end at the end.
        (
            "# 示例\n  - 编号: x-7   # 说明\n    走访对象: kq-1\n    日期: 2027-02-03\n    节点: 春节\n"
            "    方式: 入户\n    走访人: [孟凡]\n    状态: 计划\n  - {编号: x-9, 走访对象: kq-1, "
            "日期: 2027.7.1, 节点: 七一, 方式: 入户, 走访人: [孟凡], 状态: 计划}",
            "\n  - 编号: x-010\n    走访对象: kq-2\n    日期: 2027-",
        ),
        # Windows' line ends, and empty lines between records.
        (
            "- id: v-001\r\n  elder: kq-1\r\n  date: 2027-02-03\r\n  occasion: 春节\r\n  way: 入户\r\n"
            "  visitors: [孟凡]\r\n  status: 计划\r\n\r\n- id: v-002\r\n  elder: kq-1\r\n"
            "  date: 2027-07-02\r\n  occasion: 七一\r\n  way: 入户\r\n  visitors: [孟凡]\r\n"
            "  status: 计划\r\n",
            "\r\n- id: v-003\r\n  elder: kq-2\r\n  date: 2027-",
        ),
    ],
)
def test_what_exists_stays_byte_for_byte_and_counts(tmp_path: Path, old: str, new: str) -> None:
    site = Site(tmp_path, SITE)
    (tmp_path / "content/visits/kangqiao").mkdir(parents=True)
    (tmp_path / FILE).write_bytes(old.encode())
    code, said = planned(site)
    assert code == 0, said
    text = read(site)
    assert text.startswith(old + new), text
    assert "kq-1" not in text[len(old) :]
    assert site.check() == []


def test_a_file_that_takes_no_more_gets_another_beside_it(tmp_path: Path) -> None:
    site = Site(tmp_path, SITE)
    one = "[{id: x-1, elder: kq-1, date: 2027-02-03, occasion: 春节, way: 入户, visitors: [孟凡], status: 计划}]\n"
    site.write(FILE, one)
    assert planned(site)[0] == 0
    assert read(site) == one
    assert read(site, "content/visits/kangqiao/2027-plan.yaml").count("- id: v2027-kangqiao-") == 5
    assert site.check() == []


def test_ids_go_on_from_the_year_before(tmp_path: Path) -> None:
    site = Site(tmp_path, SITE)
    site.write(
        "content/visits/kangqiao/2026.yaml",
        "- {id: v2026-kq1-044, elder: kq-1, date: 2026-02-03, occasion: 春节, way: 入户, visitors: [孟凡], status: 已完成}\n",
    )
    planned(site)
    assert "- id: v2027-kq1-001\n" in read(site)


def test_the_settings_exclude_days_and_bound_visitors(tmp_path: Path) -> None:
    site = Site(tmp_path, SITE)
    site.write(
        "content/settings/site.yaml",
        "name: 测试社区\ndemo_today: 2026-11-23\nvisits:\n  load: {day: 1, week: 1}\n"
        "  plan: {weekdays: [周一, 周二, 周三, 周五, 周六, 周日], dates: [2027-02-04, 2027-07-01]}\n",
    )
    assert planned(site)[0] == 0
    assert site.check() == []
    text = read(site) + read(site, "content/visits/hujia/2027.yaml")
    days = [line.split(": ")[1] for line in text.splitlines() if line.startswith("  date")]
    assert len(days) == 8
    import datetime

    assert {datetime.date.fromisoformat(day).weekday() for day in days} == {3}
    assert not {"2027-02-04", "2027-07-01"} & set(days)


def test_where_it_cannot_be_done_it_says_who_and_why(tmp_path: Path) -> None:
    site = Site(tmp_path, SITE.replace("contact: 郝玉, ", ""))
    site.write("content/settings/workdays.yaml", "years: [{year: 2027, off: [2027-07-02]}]\n")
    code, said = planned(site)
    assert code == 1
    assert "  hj-1 吴六，差 2 次：没有写包联人" in said
    assert "放假安排" not in said
    # The rest is planned all the same.
    assert read(site).count("status: 计划") == 6


def test_the_bottleneck_is_named(tmp_path: Path) -> None:
    site = Site(tmp_path, SITE)
    code, said = planned(site, "--today", "2026-12-30", "--branch", "hujia", year=2026)
    assert code == 1
    assert "hj-1 吴六，差 1 次：2026-12-31 到 2026-12-31 可以安排的日子不够" in said


def test_what_makes_no_sense_is_refused(tmp_path: Path) -> None:
    site = Site(tmp_path, SITE)
    assert planned(site, year=2025) == (2, "2025 年已经过去，不能再排\n")
    assert planned(site, "--branch", "nowhere") == (2, "没有这个党组织：nowhere\n")
    assert planned(site, "--content", "nowhere")[0] == 2
    site.write("content/branches/odd.yaml", "name: 无类型\n")
    code, said = planned(site)
    assert code == 1
    assert "E202" in said
    assert not (tmp_path / "content/visits").exists()


def test_a_locked_register_is_planned_with_the_key_and_stays_locked(tmp_path: Path) -> None:
    plain, locked = Keyed(tmp_path / "plain", SITE), Keyed(tmp_path / "locked", SITE)
    assert planned(plain)[0] == 0
    assert locked.run("lock").code == 0
    code, said = planned(locked)
    assert (code, "E907" in said) == (1, True)
    key = ("--key", locked.key)
    code, said = planned(locked, *key)
    assert (code, f"写了 {FILE}.age" in said) == (0, True), said
    assert not list((locked.root / "content/visits").rglob("*.yaml"))
    assert locked.check(*key) == []
    before = locked.raw(f"{FILE}.age")
    assert "这次排了 0 次" in planned(locked, *key)[1]
    assert locked.raw(f"{FILE}.age") == before
    # What is missing joins what is locked.
    locked.run("unlock", FILE, *key)
    assert read(locked) == read(plain)
    first = read(locked).split("\n\n")
    locked.write(FILE, "\n\n".join(first[:-1]) + "\n")
    locked.run("lock", *key)
    assert "这次排了 1 次" in planned(locked, *key)[1]
    locked.run("unlock", FILE, *key)
    assert read(locked).split("\n\n")[:-1] == first[:-1]
    assert len(read(locked).split("\n\n")) == len(first)


def test_a_plan_is_locked_for_somebody(tmp_path: Path) -> None:
    site = Keyed(tmp_path, SITE)
    site.run("lock")
    site.write("content/settings/recipients.txt", "(removed)\n")
    code, said = planned(site, "--key", site.key)
    assert (code, "还没有公钥" in said) == (2, True)
    assert not (site.root / "content/visits").exists()


def test_nothing_is_half_written_when_killed(tmp_path: Path) -> None:
    """A writer that is killed at any time leaves the old file or the new one, and no other record."""
    target = tmp_path / "visits" / "2027.yaml"
    target.parent.mkdir()
    target.write_text("old\n", encoding="utf-8")
    program = (
        "import sys; from pathlib import Path; from generator.locks.files import put\n"
        "while True: put(Path(sys.argv[1]) / 'visits/2027.yaml', b'new\\n' * 200000)"
    )
    for pause in (0.0, 0.02, 0.05):
        running = subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        while target.read_text(encoding="utf-8") == "old\n":
            time.sleep(0.01)
        time.sleep(pause)
        running.send_signal(signal.SIGKILL)
        running.wait()
        assert target.read_text(encoding="utf-8") == "new\n" * 200000
        assert {each.name[0] for each in target.parent.iterdir() if each != target} <= {"."}


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "no space")

    (tmp_path / "a.yaml").write_text("old\n", encoding="utf-8")
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        put(tmp_path / "a.yaml", b"new\n")
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("a.yaml", "old\n")]
