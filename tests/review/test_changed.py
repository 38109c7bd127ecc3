"""`dangwu check --changed`: what a change touches, and what depends on it; nothing else."""

from pathlib import Path

import pytest

from tests.review.clone import Clone, git, refused

NOTICE = """title: 关于一件事的公开
heading: 发展党员
doc: 公开
scope: 本单位
branch: kangqiao
issued: 2026-11-20
"""
# Somebody else's mistake, which stood there before.
OLD = NOTICE.replace("2026-11-20", "2026-02-30")


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    site = Clone(tmp_path)
    site.write("content/notices/kangqiao/2026/0001.yaml", OLD)
    site.write("content/notices/kangqiao/2026/0002.yaml", NOTICE)
    site.write("content/notices/kangqiao/2026/0003.yaml", NOTICE)
    return site.init()


def test_the_mistakes_of_others_are_not_reported(clone: Clone) -> None:
    assert clone.found() == [("E206", "notices/kangqiao/2026/0001.yaml")]
    clone.write("content/notices/kangqiao/2026/0002.yaml", NOTICE.replace("公开\n", "公凯\n", 2))
    assert clone.found("--changed", "HEAD") == [("E204", "notices/kangqiao/2026/0002.yaml")]
    clone.write("content/notices/kangqiao/2026/0002.yaml", NOTICE + "summary: 好\n")
    ran = clone.run("check", "--changed", "HEAD")
    assert ran.code == 0
    assert "没有问题" in ran.out
    assert "改了 1 个" in ran.out


def test_what_is_new_and_not_yet_known_to_git(clone: Clone) -> None:
    clone.write("content/notices/kangqiao/2026/0009.yaml", NOTICE + "scop: 本单位\n")
    assert clone.found("--changed", "HEAD") == [("E201", "notices/kangqiao/2026/0009.yaml")]
    clone.git("add", "-A")
    assert clone.found("--changed", "HEAD") == [("E201", "notices/kangqiao/2026/0009.yaml")]


def test_a_range_passes_over_the_working_tree(clone: Clone) -> None:
    base = clone.git("rev-parse", "HEAD")
    clone.write("content/notices/kangqiao/2026/0002.yaml", NOTICE + "scop: 本单位\n")
    clone.commit()
    clone.write("content/notices/kangqiao/2026/0003.yaml", NOTICE + "scop: 本单位\n")
    two, three = (("E201", f"notices/kangqiao/2026/000{n}.yaml") for n in (2, 3))
    assert clone.found("--changed", f"{base}..HEAD") == [two]
    assert clone.found("--changed", f"{base}...HEAD") == [two]
    assert clone.found("--changed", base) == [two, three]
    assert clone.found("--changed", "HEAD") == [three]


def test_from_where_two_lines_of_work_part(clone: Clone) -> None:
    """What others have changed on main meanwhile is no part of the change."""
    clone.git("switch", "-q", "-c", "mine")
    clone.write("content/notices/kangqiao/2026/0002.yaml", NOTICE + "scop: 本单位\n")
    clone.commit()
    clone.git("switch", "-q", "main")
    clone.write("content/notices/kangqiao/2026/0003.yaml", NOTICE + "scop: 本单位\n")
    clone.commit()
    clone.git("switch", "-q", "mine")
    assert clone.found("--changed", "main") == [("E201", "notices/kangqiao/2026/0002.yaml")]


def test_who_refers_to_what_is_gone(clone: Clone) -> None:
    clone.write("content/notices/kangqiao/2026/0004.yaml", NOTICE.replace("doc: 公开", "doc: 更正")
                + "corrects: kangqiao/2026/0002\n")  # fmt: skip
    clone.write("content/lessons/2026/0001.yaml", "title: 课\ndate: 2026-01-05\ntopic: theory\n"
                "form: 图文\nsummary: 课\nbranch: kangqiao\n"
                "body: 见[那件](/notices/kangqiao/2026/0002/)。\n")  # fmt: skip
    clone.commit()
    (clone.root / "content/notices/kangqiao/2026/0002.yaml").unlink()
    wanted = [("E401", "lessons/2026/0001.yaml"), ("E301", "notices/kangqiao/2026/0004.yaml")]
    assert clone.found("--changed", "HEAD") == wanted
    clone.commit()
    assert clone.found("--changed", "HEAD~1..HEAD") == wanted
    assert clone.found("--changed", "HEAD") == []


def test_who_refers_to_a_member_of_a_list_that_is_gone(clone: Clone) -> None:
    member = ("- {{id: kq-00{n}, name: 某{n}, born: 1940-01, joined: 1966-07, branch: kangqiao,"
              " member_here: 是, lives_here: 是, status: 在册}}\n")  # fmt: skip
    visit = ("- {{elder: kq-00{n}, date: 2026-05-11, occasion: 日常, way: 入户, visitors: [某甲],"
             " status: 已完成}}\n")  # fmt: skip
    clone.write("content/settings/occasions.yaml", "occasions: [{id: daily, name: 日常}]\n")
    clone.write("content/elders/kangqiao.yaml", member.format(n=1) + member.format(n=2))
    clone.write("content/visits/kangqiao/2026.yaml", visit.format(n=1))
    clone.write("content/visits/kangqiao/2025.yaml", visit.format(n=2).replace("2026", "2025"))
    clone.commit()
    clone.write("content/elders/kangqiao.yaml", member.format(n=1))
    found = clone.found("--changed", "HEAD")
    assert ("E301", "visits/kangqiao/2025.yaml") in found
    assert {file for _, file in found} == {"visits/kangqiao/2025.yaml"}


def test_a_number_that_two_use(clone: Clone) -> None:
    """The problem stands in the file that nobody touched."""
    clone.write("content/notices/kangqiao/2026/0003.yaml", NOTICE + "index: 210000011/2026-00007\n")
    clone.commit()
    clone.write("content/notices/kangqiao/2026/0002.yaml", NOTICE + "index: 210000011/2026-00007\n")
    assert ("E304", "notices/kangqiao/2026/0003.yaml") in clone.found("--changed", "HEAD")


def test_a_setting_concerns_everybody(clone: Clone) -> None:
    clone.write("content/settings/privacy.yaml", "source: 本社区\n")
    ran = clone.run("check", "--changed", "HEAD")
    assert "E206" in refused(ran)
    assert "改动了设置" in ran.out


def test_an_attachment_that_is_gone(clone: Clone) -> None:
    # A record that cannot be read might name any file beside it.
    clone.write("content/notices/kangqiao/2026/0001.yaml", NOTICE)
    clone.write("content/notices/kangqiao/2026/form.txt", "表")
    clone.write("content/notices/kangqiao/2026/0003.yaml",
                NOTICE + "attachments: [{file: form.txt, title: 表}]\n")  # fmt: skip
    clone.commit()
    (clone.root / "content/notices/kangqiao/2026/form.txt").unlink()
    assert clone.found("--changed", "HEAD") == [("E403", "notices/kangqiao/2026/0003.yaml")]
    clone.git("checkout", "-q", ".")
    clone.write("content/notices/kangqiao/2026/0003.yaml", NOTICE)
    assert clone.found("--changed", "HEAD") == [("E116", "notices/kangqiao/2026/form.txt")]


def test_names_that_git_would_quote(clone: Clone) -> None:
    clone.write("content/notices/kangqiao/2026/0001.yaml", NOTICE)
    clone.write("content/notices/kangqiao/2026/表 格\t一.txt", "表")
    assert clone.found("--changed", "HEAD") == [
        ("E116", "notices/kangqiao/2026/表 格\t一.txt")
    ]  # fmt: skip
    clone.commit()
    assert len(clone.found("--changed", "HEAD~1..HEAD")) == 1


def test_content_below_the_top_and_elsewhere(tmp_path: Path) -> None:
    clone = Clone(tmp_path / "deep" / "er")
    git(tmp_path, "init", "-q")
    clone.write("content/notices/kangqiao/2026/0001.yaml", OLD)
    clone.write("content/notices/kangqiao/2026/0002.yaml", NOTICE)
    clone.commit()
    clone.write("content/notices/kangqiao/2026/0002.yaml", NOTICE + "scop: 本单位\n")
    wanted = [("E201", "notices/kangqiao/2026/0002.yaml")]
    assert clone.found("--changed", "HEAD") == wanted
    out = Clone(tmp_path / "elsewhere")
    ran = out.run("check", "--changed", "HEAD", "--content", str(tmp_path / "deep/er/content"))
    assert "0002.yaml" in ran.out
    assert "0001.yaml" not in ran.out


def test_what_keeps_git_from_an_answer(clone: Clone, tmp_path: Path) -> None:
    for name in ("nowhere", "nowhere..HEAD", "HEAD..nowhere", "--output=x", "HEAD:content"):
        said = refused(clone.run("check", f"--changed={name}"))
        assert "E951" in said
        assert "git fetch" in said
    assert not (clone.root / "x").exists()
    alone = Clone(tmp_path / "alone")
    alone.git("init", "-q")
    assert "E951" in refused(alone.run("check", "--changed", "HEAD"))


def test_outside_of_any_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    said = refused(Clone(tmp_path).run("check", "--changed", "HEAD"))
    assert "E950" in said
    assert "not a git repository" in said
    monkeypatch.setenv("PATH", "")
    assert "没有 git" in refused(Clone(tmp_path).run("check", "--changed", "HEAD"))


def test_a_clone_of_the_newest_commits_alone(clone: Clone, tmp_path: Path) -> None:
    first = clone.git("rev-parse", "HEAD")
    for number in (2, 3):
        clone.write(f"content/notices/kangqiao/2026/000{number}.yaml", NOTICE + "summary: 好\n")
        clone.commit()
    assert git(tmp_path, "clone", "-q", "--depth=1", f"file://{clone.root}", "low").returncode == 0
    low = Clone(tmp_path / "low")
    said = refused(low.run("check", "--changed", f"{first}..HEAD"))
    assert "E952" in said
    assert "--unshallow" in said


def test_commits_without_a_common_one(clone: Clone) -> None:
    clone.git("switch", "-q", "--orphan", "other")
    clone.write("content/settings/site.yaml", "name: 示例\n")
    clone.commit()
    assert clone.run("check", "--changed", "main..HEAD").code == 0
