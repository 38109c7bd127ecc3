"""`dangwu new`: what it asks for, what it proposes, what it writes, what it refuses."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.desk import new as desk_new
from generator.desk import staging
from generator.desk.asking import Talk
from generator.desk.opened import kind_named, opened
from tests.site import Ran, Site

NOTICE = {
    "标题": "第四季度党费收缴情况",
    "类别": "党费管理",
    "doc": "公开",
    "公开范围": "全体党员",
    "发布单位": "康桥社区党总支",
    "发布日期": "2026年11月23日",
}
ELDERS = """\
-- content/elders/kangqiao.yaml --
# 康桥的名册，每季度核对一次

- 编号: kq-007
  姓名: 赵守田（示例）
  出生年月: 1938-04   # 以档案为准
  入党时间: 1960-06
  所在支部: kangqiao
  组织关系在本区: 是
  常住本区: 是
  状态: 在册
# 名册到此为止
"""
ELDER = {
    "姓名": "钱玉兰（示例）",
    "出生年月": "1941.9",
    "入党时间": "1966-03-12",
    "所在支部": "kangqiao",
    "组织关系在本区": "是",
    "常住本区": "否",
    "状态": "在册",
}


def run(site: Site, kind: str, fields: dict[str, str], *more: str) -> Ran:
    pairs = [part for key, text in fields.items() for part in ("--set", f"{key}={text}")]
    return site.run("new", kind, *pairs, *more)


def test_a_notice_gets_its_number_and_its_file(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write(
        "content/notices/kangqiao/2026/0012.yaml",
        "title: 旧的\nindex: 210000011/2026-00031\nheading: dues\ndoc: 公开\n"
        "scope: 全体党员\nbranch: kangqiao\nissued: 2026-10-01\n",
    )
    (tmp_path / "content/notices/kangqiao/2026/0014").mkdir()
    ran = run(site, "notice", NOTICE)
    assert ran.code == 0, ran.err
    assert "content/notices/kangqiao/2026/0015.yaml" in ran.out
    text = site.page("content/notices/kangqiao/2026/0015.yaml", ".")
    assert "\nindex: 210000011/2026-00032\n" in text
    assert "\nissued: 2026-11-23\n" in text
    assert "\nbranch: kangqiao\n" in text
    assert "# 截止日：公示到哪天为止。\n# ends:\n" in text
    assert site.check() == []


def test_a_lesson_gets_the_next_number_of_its_year(tmp_path: Path) -> None:
    site = Site(tmp_path)
    fields = {
        "题目": "第一课", "日期": "2026-11-23", "类别": "政治理论", "形式": "图文",
        "主办支部": "kangqiao", "简介": "一课", "主讲人": "社区党校", "面向": "流动党员、老年党员",
    }  # fmt: skip
    assert run(site, "党课", fields).code == 0
    assert run(site, "lesson", fields).code == 0
    text = site.page("content/lessons/2026/0002.yaml", ".")
    assert "\nnumber: 2026-2\n" in text
    assert "\nspeaker: {name: 社区党校}\n" in text
    assert "\naudience: [流动党员, 老年党员]\n" in text
    assert site.check() == []


def test_a_branch_is_named_after_its_name(tmp_path: Path) -> None:
    site = Site(tmp_path)
    fields = {"名称": "中共胡家村第三支部委员会", "类型": "党支部", "机构代码": "007"}
    ran = run(site, "branch", fields)
    assert "content/branches/hujiacun-3.yaml" in ran.out
    assert 'code: "007"' in site.page("content/branches/hujiacun-3.yaml", ".")
    assert site.check() == []


def test_every_comment_of_a_new_file_can_be_written_in(tmp_path: Path) -> None:
    """Whoever takes away the `# ` before every field gets the same record."""
    site = Site(tmp_path)
    run(site, "notice", NOTICE)
    path = tmp_path / "content/notices/kangqiao/2026/0001.yaml"
    lines = path.read_text("utf-8").splitlines()[1:]
    keyed = [
        each.removeprefix("# ") if each.partition(":")[0].removeprefix("# ").isascii() else each
        for each in lines
    ]
    assert sum(a != b for a, b in zip(lines, keyed, strict=True)) > 20
    path.write_text("\n".join(keyed), "utf-8")
    codes = {each["code"] for each in site.check()}
    # Only what a group must have is missing now.
    assert codes == {"E202"}


def test_a_list_keeps_what_stands(tmp_path: Path) -> None:
    site = Site(tmp_path, ELDERS)
    before = site.page("content/elders/kangqiao.yaml", ".")
    ran = run(site, "elder", ELDER)
    assert ran.code == 0, ran.err
    assert "content/elders/kangqiao.yaml 第 13 行起" in ran.out
    after = site.page("content/elders/kangqiao.yaml", ".")
    assert after.startswith(before)
    # The keys are those that the file has.
    assert "- 编号: kq-008\n  姓名: 钱玉兰（示例）\n  出生年月: 1941-09\n" in after
    assert after.splitlines()[12] == "- 编号: kq-008"
    assert site.check() == []


def test_the_first_of_a_list_makes_the_file(tmp_path: Path) -> None:
    site = Site(tmp_path, ELDERS)
    visit = {
        "走访对象": "赵守田（示例）", "日期": "2026-11-20", "节点": "日常", "方式": "入户",
        "走访人": "孟凡，陶然", "状态": "已完成", "慰问金": "200",
    }  # fmt: skip
    assert run(site, "visit", visit).code == 0
    text = site.page("content/visits/kangqiao/2026.yaml", ".")
    assert text.startswith("- id: kangqiao-2026-001\n  elder: kq-007\n")
    assert "visitors: [孟凡, 陶然]" in text
    assert "    - {amount: 200}\n" in text
    assert site.check() == []


@pytest.mark.parametrize(
    ("old", "why"),
    [
        ("[{编号: kq-1}]\n", "E932"),
        ("姓名: 一个人\n", "E932"),
        ("- 编号: [\n", "E103"),
    ],
)
def test_a_list_that_cannot_be_added_to(tmp_path: Path, old: str, why: str) -> None:
    site = Site(tmp_path)
    site.write("content/elders/kangqiao.yaml", old)
    ran = run(site, "elder", ELDER)
    assert ran.code == 1
    assert why in ran.err
    assert site.page("content/elders/kangqiao.yaml", ".") == old


def test_an_encrypted_file_has_to_be_opened_first(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write("content/elders/kangqiao.yaml.age", "age-encryption.org/v1\n")
    ran = run(site, "elder", ELDER)
    assert ran.code == 1
    assert "E933" in ran.err
    assert not (tmp_path / "content/elders/kangqiao.yaml").exists()


def test_without_a_terminal_what_is_missing_is_named(tmp_path: Path) -> None:
    site = Site(tmp_path)
    ran = run(site, "notice", {"标题": "x", "撤下·日期": "2026-11-23"})
    assert ran.code == 1
    assert "还缺少：公开类别、文种、公开范围、发布单位、发布日期、撤下·理由" in ran.err
    assert not (tmp_path / "content/notices").exists()


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("类别", "党费管里", "您要写的是不是“党费管理”"),
        ("doc", "公事", "您要写的是不是“公示”"),
        ("发布日期", "2026-02-30", "E206"),
        ("发布单位", "康桥社区党总", "您要写的是不是“康桥社区党总支”"),
        ("摘要", "长" * 101, "E210"),
    ],
)
def test_a_wrong_field_is_refused(tmp_path: Path, field: str, text: str, said: str) -> None:
    site = Site(tmp_path)
    ran = run(site, "notice", {**NOTICE, field: text})
    assert ran.code == 1
    assert said in ran.err
    assert not (tmp_path / "content/notices").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("notise",), "没有“notise”这种记录。可选：lesson（党课）"),
        (("notice", "--set", "标题"), "字段=内容"),
        (("notice", "--set", "发布日=1"), "您要写的是不是“发布日期”"),
        (("notice", "--content", "nowhere"), "找不到记录文件夹"),
    ],
)
def test_a_misused_command(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    ran = Site(tmp_path).run("new", *arguments)
    assert ran.code == 2
    assert said in ran.err


def test_a_name_that_two_have(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write(
        "content/branches/other.yaml", "name: 中共康桥社区总支部委员会\ntype: 党支部\ncode: a1\n"
    )
    ran = run(site, "notice", {**NOTICE, "发布单位": "中共康桥社区总支部委员会"})
    assert ran.code == 1
    assert "E937" in ran.err
    assert "kangqiao、other" in ran.err


def talked(site: Site, kind: str, answers: list[str]) -> tuple[str, str]:
    """(what was said, the text that would be written) when somebody answers."""
    said: list[str] = []
    left: Iterator[str] = iter(answers)

    def hear(prompt: str) -> str:
        said.append(prompt)
        return next(left)

    found = kind_named(kind)
    assert found is not None
    desk = opened(site.root / "content", "content", None)
    written = desk_new.new(found, {}, desk, Talk(said.append, hear))
    assert list(left) == []
    return "\n".join(said), written.change.after.decode()


def test_answers_are_checked_at_once_and_asked_for_again(tmp_path: Path) -> None:
    site = Site(tmp_path)
    said, text = talked(
        site,
        "notice",
        ["党费", "", "党费管里", "2", "1", "全体党员", "康桥", "1", "昨天", "", ""],
    )
    assert "这一项必须写。" in said
    assert "“公开类别”没有这一项：党费管里" in said
    assert "所指的党组织不存在：康桥" in said
    assert "“发布日期”不是日期：昨天" in said
    assert "直接按回车就用：2026-11-23" in said
    assert "直接按回车就用：210000011/2026-00001" in said
    assert "heading: 党费管理\n" in text
    assert "index: 210000011/2026-00001\n" in text


def test_an_id_is_asked_for_where_it_is_chosen(tmp_path: Path) -> None:
    said, text = talked(
        Site(tmp_path),
        "branch",
        ["中共某某支部委员会", "党支部", "x1", "某某", "kangqiao", "mou-1"],
    )
    assert "只能用英文字母、数字和短横线" in said
    assert "编号“kangqiao”已经用过" in said
    assert "name: 中共某某支部委员会" in text


def test_the_editor_gets_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(tmp_path)
    editor = tmp_path / "my editor.sh"
    editor.write_text('#!/bin/sh\necho "summary: 一句话" >> "$2"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", f"'{editor}' --wait")
    assert run(site, "notice", NOTICE, "--edit").code == 0
    text = site.page("content/notices/kangqiao/2026/0001.yaml", ".")
    assert text.endswith("summary: 一句话\n")
    monkeypatch.delenv("VISUAL")
    monkeypatch.delenv("EDITOR", raising=False)
    assert "没有设置编辑器" in run(site, "notice", NOTICE, "--edit").out


def test_what_is_still_missing_is_told(tmp_path: Path) -> None:
    site = Site(tmp_path)
    ran = run(site, "notice", {**NOTICE, "期限": "5"})
    assert ran.code == 0
    assert "还要补上或改正" in ran.out
    assert "E503" in ran.out


def test_nothing_is_written_over_and_nothing_stays_half(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "a").mkdir(parents=True)
    (content / "a/old.yaml").write_text("old")
    (content / "a/old.yaml").chmod(0o640)
    changes = [
        staging.Change("a/old.yaml", b"old", b"new"),
        staging.Change("b/c/first.yaml", None, b"1"),
        staging.Change("a/there.yaml", None, b"2"),
    ]
    (content / "a/there.yaml").write_text("somebody's")
    with pytest.raises(staging.MovedError):
        staging.carry_out(content, changes)
    assert (content / "a/old.yaml").read_text() == "old"
    assert sorted(each.name for each in content.rglob("*")) == ["a", "old.yaml", "there.yaml"]
    (content / "a/there.yaml").unlink()
    staging.carry_out(content, changes)
    assert (content / "a/old.yaml").read_text() == "new"
    assert stat.S_IMODE((content / "a/old.yaml").stat().st_mode) == 0o640
    assert (content / "b/c/first.yaml").read_text() == "1"


def test_a_disk_that_fails_midway_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = tmp_path / "content"
    content.mkdir()
    for name in "abc":
        (content / name).write_text(name)
    changes = [staging.Change(name, name.encode(), b"new") for name in "abc"]
    changes.append(staging.Change("d/e", None, b"new"))
    real = Path.replace

    def failing(self: Path, target: str | os.PathLike[str]) -> Path:
        if Path(target).name == "c" and self.name.endswith(".new"):
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OSError, match="No space"):
        staging.carry_out(content, changes)
    assert {each.name: each.read_text() for each in content.iterdir()} == {n: n for n in "abc"}
