"""Real pushes to a bare repository with the hook of the help, and commits with that for a desk."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.review.clone import Clone, git
from tests.review.test_owners import ADMIN, BRANCH, JIA, NOTICE, OWNERS, YI

HELP = Path(__file__).parents[2] / "content/pages/help"
PROGRAM = str(Path(sys.executable).parent)


def script(page: str, name: str) -> str:
    """A hook as a page of the help has it, with the place of the program on this machine."""
    text = (HELP / page).read_text("utf-8")
    found = re.search(rf"`[a-z./]*hooks/{name}`.*?```sh\n(.*?)```", text, re.DOTALL)
    assert found is not None
    return found[1].replace("/srv/dangwu/program/.venv/bin", PROGRAM)


def install(hooks: Path, name: str, text: str) -> None:
    hooks.mkdir(exist_ok=True)
    (hooks / name).write_text(text, encoding="utf-8")
    (hooks / name).chmod(0o755)


class Bare(Clone):
    """A clone of a bare repository that has the hook."""

    def push(self, who: str = "", *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Push; `who` is what the server knows of who does it."""
        more = {"DANGWU_PUSHER": who} if who else {}
        return git(self.root, "push", "-q", *arguments, "origin", "main", **more)

    @property
    def accepted(self) -> str:
        return git(self.root.parent / "site.git", "rev-parse", "main").stdout.strip()


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Bare]:
    assert git(tmp_path, "init", "-q", "--bare", "site.git").returncode == 0
    install(tmp_path / "site.git/hooks", "pre-receive", script("deploying.md", "pre-receive"))
    site = Bare(tmp_path / "clone")
    site.write("content/settings/owners.yaml", OWNERS)
    for name, code in (("jia", "210000012"), ("yi", "210000013")):
        site.write(f"content/branches/{name}.yaml", BRANCH.format(name=name, code=code))
    site.init()
    site.git("remote", "add", "origin", str(tmp_path / "site.git"))
    first = site.push()
    assert first.returncode == 0, first.stderr
    yield site
    # Nothing that was refused is left, nor what the hook has checked.
    assert not list((tmp_path / "site.git/objects").glob("*incoming*"))


def test_what_is_accepted_and_what_is_refused(bare: Bare) -> None:
    mine, base = "content/notices/jia/2026/0001.yaml", bare.accepted
    bare.write(mine, NOTICE.format(branch="jia") + "scop: 本单位\n")
    bare.commit(JIA)
    said = bare.push()
    assert said.returncode != 0
    assert "content/notices/jia/2026/0001.yaml:7:1  错误 E201" in said.stderr
    assert "您要写的是不是" in said.stderr
    assert bare.accepted == base
    bare.write(mine, NOTICE.format(branch="jia"))
    head = bare.commit(JIA)
    said = bare.push()
    assert said.returncode == 0, said.stderr
    assert bare.accepted == head
    # Outside of one's own folder: by what the commit says, and by what the server knows.
    bare.write("content/notices/yi/2026/0001.yaml", NOTICE.format(branch="yi"))
    bare.commit(JIA)
    said = bare.push()
    assert said.returncode != 0
    assert "content/notices/yi/2026/0001.yaml" in said.stderr
    assert "E953" in said.stderr
    bare.git("commit", "-q", "--amend", "--no-edit", "--reset-author", who=YI)
    assert "E953" in bare.push(JIA).stderr
    assert bare.accepted == head
    said = bare.push(YI)
    assert said.returncode == 0, said.stderr
    # Nobody makes himself an owner, nor goes back behind what was accepted.
    head = bare.accepted
    bare.write("content/settings/owners.yaml", OWNERS.replace("[jia]", "[jia, yi]"))
    bare.commit(JIA)
    said = bare.push()
    assert said.returncode != 0
    assert "content/settings/owners.yaml" in said.stderr
    assert "E957" in said.stderr
    assert bare.accepted == head
    bare.git("reset", "-q", "--hard", "HEAD~2")
    assert "只能往前走" in bare.push("", "--force").stderr
    assert "不能删除" in git(bare.root, "push", "-q", "origin", ":main").stderr
    assert bare.accepted == head


def test_nothing_hides_from_the_check(bare: Bare) -> None:
    """Attributes of the tree do not leave a file out, and another branch is not looked at."""
    bare.write("content/notices/jia/2026/.gitattributes", "*.yaml export-ignore\n")
    bare.write("content/notices/jia/2026/0001.yaml", NOTICE.format(branch="jia") + "scop: 一\n")
    bare.commit(JIA)
    assert "E201" in bare.push().stderr
    assert git(bare.root, "push", "-q", "origin", "main:draft").returncode == 0
    assert bare.push(ADMIN).returncode != 0


def test_a_commit_at_the_desk_is_checked_as_it_is_staged(tmp_path: Path) -> None:
    clone = Clone(tmp_path)
    clone.init()
    install(tmp_path / ".git/hooks", "pre-commit", script("reviewing.md", "pre-commit"))
    path = "content/notices/kangqiao/2026/0001.yaml"
    good, bad = NOTICE.format(branch="kangqiao"), NOTICE.format(branch="nobody")
    places = {"PATH": f"{PROGRAM}{os.pathsep}{os.environ['PATH']}"}
    clone.write(path, bad)
    clone.git("add", "-A")
    said = git(tmp_path, "commit", "-q", "-m", "bad", **places)
    assert said.returncode != 0
    assert f"{path}:5:9  错误 E301" in said.stderr
    # What is mended but not staged is not what is committed; and the other way round.
    clone.write(path, good)
    assert git(tmp_path, "commit", "-q", "-m", "bad", **places).returncode != 0
    clone.git("add", "-A")
    clone.write(path, bad)
    said = git(tmp_path, "commit", "-q", "-m", "good", **places)
    assert said.returncode == 0, said.stderr
    # The first commit of a repository has nothing to be held against.
    fresh = Clone(tmp_path / "fresh")
    fresh.git("init", "-q")
    install(fresh.root / ".git/hooks", "pre-commit", script("reviewing.md", "pre-commit"))
    fresh.git("add", "-A")
    said = git(fresh.root, "commit", "-q", "-m", "first", **places)
    assert said.returncode == 0, said.stderr
