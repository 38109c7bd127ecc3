"""`dangwu check --owners`: nobody changes what is not his, whatever way he takes."""

import json
from pathlib import Path

import pytest

from tests.review.clone import Clone, refused

OWNERS = """owners:
  - {name: 管理网站的同志, emails: [admin@example.org], admin: 是}
  - {name: 甲支部, emails: [Jia@example.org, jia2@example.org], branches: [jia]}
  - {name: 乙支部, emails: [yi@example.org], branches: [yi]}
  - {name: 总支, emails: [zong@example.org], branches: [kangqiao], below: 是}
"""
BRANCH = "name: 中共{name}支部委员会\ntype: 党支部\ncode: '{code}'\nparent: kangqiao\n"
NOTICE = """title: 关于一件事的公开
heading: 发展党员
doc: 公开
scope: 本单位
branch: {branch}
issued: 2026-11-20
"""
LESSON = """title: 课
date: 2026-01-05
topic: theory
form: 图文
summary: 课
branch: {branch}
"""
MEMBER = ("- {{id: {branch}-1, name: 某甲, born: 1940-01, joined: 1966-07, branch: {branch},"
          " member_here: 是, lives_here: 是, status: 在册}}\n")  # fmt: skip
VISIT = ("- {{elder: {branch}-1, date: 2026-05-{day}, occasion: 日常, way: 入户, visitors: [某甲],"
         " status: 已完成}}\n")  # fmt: skip
JIA, YI, ZONG, ADMIN = (f"{name}@example.org" for name in ("jia", "yi", "zong", "admin"))


class Shared(Clone):
    """A clone of several organisations' records; `base` is what had been accepted."""

    def notice(self, branch: str, number: int, folder: str = "", more: str = "") -> None:
        path = f"content/notices/{folder or branch}/2026/{number:04}.yaml"
        self.write(path, NOTICE.format(branch=branch) + more)

    def lesson(self, branch: str, number: int, more: str = "") -> None:
        self.write(f"content/lessons/2026/{number:04}.yaml", LESSON.format(branch=branch) + more)

    @property
    def base(self) -> str:
        return (self.root / "base").read_text("utf-8").strip()

    def judged(self, *more: str) -> list[tuple[str, str]]:
        """What is wrong with the commits since; (code, file)."""
        owners = ("E953", "E954", "E955", "E957", "E958")
        found = self.found("--owners", f"{self.base}..HEAD", *more)
        return [each for each in found if each[0] in owners]


@pytest.fixture
def shared(tmp_path: Path) -> Shared:
    site = Shared(tmp_path)
    site.write("content/settings/owners.yaml", OWNERS)
    for name, code in (("jia", "210000012"), ("yi", "210000013")):
        site.write(f"content/branches/{name}.yaml", BRANCH.format(name=name, code=code))
        site.notice(name, 1)
        site.write(f"content/elders/{name}.yaml", MEMBER.format(branch=name))
        site.write(f"content/visits/{name}/2026.yaml", VISIT.format(branch=name, day=11))
    site.lesson("jia", 1)
    site.lesson("yi", 2, "attachments: [{file: yi.txt, title: 表}]\n")
    site.write("content/lessons/2026/yi.txt", "乙")
    site.write(".gitignore", "/base\n")
    site.init()
    site.write("base", site.git("rev-parse", "HEAD"))
    return site


def test_ones_own_files_of_every_kind(shared: Shared) -> None:
    shared.notice("jia", 2, more="attachments: [{file: form.txt, title: 表}]\n")
    shared.write("content/notices/jia/2026/form.txt", "表")
    shared.lesson("jia", 3, "attachments: [{file: 讲义.txt, title: 讲义}]\n")
    shared.write("content/lessons/2026/讲义.txt", "讲")
    shared.write("content/elders/jia.yaml", MEMBER.format(branch="jia").replace("某甲", "某乙"))
    shared.write("content/visits/jia/2027.yaml", VISIT.format(branch="jia", day=12))
    shared.write("content/branches/jia.yaml", BRANCH.format(name="甲", code="210000012"))
    (shared.root / "content/lessons/2026/0001.yaml").unlink()
    shared.commit(JIA)
    assert shared.judged() == []
    assert [code for code, _ in shared.judged("--as", YI)] == ["E953"] * 8
    assert shared.judged("--as", "JIA2@example.org") == []
    assert shared.judged("--as", ZONG) == []
    assert shared.judged("--as", ADMIN) == []
    assert [code for code, _ in shared.judged("--as", "x@example.org")] == ["E954"]


def test_the_files_of_others(shared: Shared) -> None:
    shared.notice("yi", 1, more="summary: 改了\n")
    shared.notice("yi", 2)
    shared.lesson("yi", 2)
    shared.write("content/lessons/2026/yi.txt", "改了")
    shared.write("content/elders/yi.yaml", MEMBER.format(branch="yi").replace("某甲", "某乙"))
    shared.write("content/visits/yi/2026.yaml", VISIT.format(branch="yi", day=12))
    shared.write("content/branches/yi.yaml", BRANCH.format(name="乙", code="210000013"))
    shared.commit(JIA)
    assert shared.judged() == [
        ("E953", "branches/yi.yaml"),
        ("E953", "elders/yi.yaml"),
        ("E953", "lessons/2026/0002.yaml"),
        ("E953", "lessons/2026/yi.txt"),
        ("E953", "notices/yi/2026/0001.yaml"),
        ("E953", "notices/yi/2026/0002.yaml"),
        ("E953", "visits/yi/2026.yaml"),
    ]
    ran = shared.run("check", "--owners", f"{shared.base}..HEAD", "--changed", shared.base)
    said = refused(ran)
    assert "content/lessons/2026/0002.yaml:6:9  错误 E953" in said
    assert "jia@example.org 不能改这个文件，它归 yi" in said
    assert "请它的负责人来改" in said


def test_nobody_takes_over_or_speaks_for_another(shared: Shared) -> None:
    shared.lesson("jia", 2)
    shared.lesson("yi", 1)
    shared.notice("yi", 7, folder="jia")
    shared.notice("jia", 8, folder="yi")
    shared.write("content/visits/jia/2026.yaml",
                 VISIT.format(branch="jia", day=11) + VISIT.format(branch="yi", day=13))  # fmt: skip
    shared.commit(JIA)
    assert shared.judged() == [
        ("E953", "lessons/2026/0001.yaml"),
        ("E953", "lessons/2026/0002.yaml"),
        ("E953", "notices/jia/2026/0007.yaml"),
        ("E953", "notices/yi/2026/0008.yaml"),
        ("E953", "visits/jia/2026.yaml"),
    ]


def test_what_is_undone_in_the_same_push_was_done(shared: Shared) -> None:
    (shared.root / "content/notices/yi/2026/0001.yaml").rename(
        shared.root / "content/notices/jia/2026/0009.yaml"
    )
    shared.commit(JIA)
    shared.git("revert", "--no-edit", "HEAD", who=JIA)
    assert shared.judged() == [
        ("E953", "notices/jia/2026/0009.yaml"), ("E953", "notices/yi/2026/0001.yaml"),
    ]  # fmt: skip


def test_nobody_makes_himself_an_owner(shared: Shared) -> None:
    shared.write("content/settings/owners.yaml", OWNERS.replace("[jia]", "[jia, yi]"))
    shared.commit(JIA)
    shared.notice("yi", 1, more="summary: 改了\n")
    shared.commit(JIA)
    shared.write("content/branches/jia.yaml", BRANCH.format(name="jia", code="210000012")
                 .replace("parent: kangqiao", "parent: yi"))  # fmt: skip
    shared.commit(JIA)
    assert shared.judged() == [
        ("E953", "notices/yi/2026/0001.yaml"), ("E957", "settings/owners.yaml"),
    ]  # fmt: skip
    (shared.root / "content/settings/owners.yaml").unlink()
    shared.commit(JIA)
    assert ("E957", "settings/owners.yaml") in shared.judged()
    assert [file for _, file in shared.judged("--as", ADMIN)] == []


def test_what_is_for_administrators(shared: Shared) -> None:
    shared.write("content/pages/about.md", "# 关于\n")
    shared.write("content/settings/privacy.yaml", "source: 本社区\n")
    shared.write("content/lessons/2026/nobody.txt", "没有记录用到它")
    shared.write("hooks/pre-receive", "exit 0\n")
    shared.write("content/branches/new.yaml", BRANCH.format(name="新", code="210000014"))
    shared.commit(ZONG)
    assert shared.judged() == [
        ("E953", "branches/new.yaml"),
        ("E958", "lessons/2026/nobody.txt"),
        ("E957", "pages/about.md"),
        ("E957", "settings/privacy.yaml"),
        ("E957", "hooks/pre-receive"),
    ]


def test_the_committer_counts_and_the_author_of_what_a_platform_commits(shared: Shared) -> None:
    shared.notice("yi", 3)
    shared.commit(YI, author=JIA)
    shared.notice("yi", 4)
    shared.commit("noreply@platform.example", author=YI)
    assert shared.judged() == []
    shared.notice("yi", 5)
    shared.commit(JIA, author=YI)
    shared.notice("yi", 6)
    shared.commit("noreply@platform.example", author="guest@example.org")
    assert shared.judged() == [
        ("E953", "notices/yi/2026/0005.yaml"), ("E954", "notices/yi/2026/0006.yaml"),
    ]  # fmt: skip


def test_merging_is_no_change_and_hides_none(shared: Shared) -> None:
    shared.git("switch", "-q", "-c", "yi")
    shared.notice("yi", 1, more="summary: 乙改的\n")
    shared.commit(YI)
    shared.git("switch", "-q", "main")
    shared.notice("jia", 2)
    shared.commit(JIA)
    shared.git("merge", "-q", "--no-edit", "yi", who=JIA)
    assert shared.judged() == []
    # What the other side has done is thrown away, or something slipped in.
    for how in (("-s", "ours"), ("--no-commit",)):
        shared.git("reset", "-q", "--hard", "HEAD~1")
        shared.git("merge", "-q", "--no-ff", "--no-edit", *how, "yi", who=JIA)
        wanted = "0001"
        if how == ("--no-commit",):
            shared.notice("yi", 9)
            wanted = "0009"
            shared.commit(JIA)
        assert shared.judged() == [("E953", f"notices/yi/2026/{wanted}.yaml")]


def test_a_member_who_moved_leaves_his_old_visits_to_their_keeper(shared: Shared) -> None:
    moved = MEMBER.format(branch="jia").replace("branch: jia", "branch: yi")
    shared.write("content/elders/jia.yaml", moved)
    shared.commit(JIA)
    assert shared.judged() == [("E953", "elders/jia.yaml")]
    shared.write("base", shared.git("rev-parse", "HEAD"))
    shared.write("content/elders/jia.yaml", moved + MEMBER.format(branch="jia").replace("-1", "-2"))
    shared.write("content/visits/jia/2026.yaml", VISIT.format(branch="jia", day=11)
                 + VISIT.format(branch="jia", day=18).replace("jia-1", "jia-2"))  # fmt: skip
    shared.commit(JIA)
    assert shared.judged() == []


def test_records_that_cannot_be_read(shared: Shared) -> None:
    """An error on the way is no way round."""
    shared.write("content/lessons/2026/0002.yaml", "title: [课\n")
    shared.write("content/lessons/2026/0008.yaml", "title: [课\n")
    shared.write("content/lessons/2026/0009.yaml", LESSON.format(branch="jia") + "主办支部: yi\n")
    shared.commit(JIA)
    assert shared.judged() == [
        ("E953", "lessons/2026/0002.yaml"),
        ("E958", "lessons/2026/0008.yaml"),
        ("E953", "lessons/2026/0009.yaml"),
    ]


def test_without_a_list_there_is_nothing_to_hold_against(shared: Shared) -> None:
    (shared.root / "content/settings/owners.yaml").unlink()
    base = shared.commit(ADMIN)
    shared.notice("yi", 2)
    shared.commit("anybody@example.org")
    ran = shared.run("check", "--owners", f"{base}..HEAD")
    assert ran.code == 0
    assert "没有核对" in ran.err
    assert shared.run("check", "--as", YI).code == 2


def test_a_list_that_cannot_be_read_lets_nobody_in(shared: Shared) -> None:
    shared.write("content/settings/owners.yaml", "owners: 大家\n")
    base = shared.commit(ADMIN)
    shared.write("content/settings/owners.yaml", OWNERS)
    shared.commit(ADMIN)
    said = refused(shared.run("check", "--owners", f"{base}..HEAD"))
    assert "E955" in said
    assert "E203" in said


def test_the_list_is_checked_as_records_are(shared: Shared) -> None:
    wrong = OWNERS.replace("[yi]", "[yii]").replace(", admin: 是", "").replace("yi@", "yi#")
    shared.write("content/settings/owners.yaml", wrong)
    assert {code for code, _ in shared.found()} == {"E215"}
    shared.write("content/settings/owners.yaml", wrong.replace("yi#", "yi@"))
    found = json.loads(shared.run("check", "--format", "json").out)
    assert [(each["code"], each["line"]) for each in found] == [("E956", 2), ("E301", 4)]
    assert "“yi”" in found[1]["hint"]
