"""A push to a bare repository, with the hooks that the help tells to put there, changes the site."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import Struct

from tests.deploy.desk import NOTICE, Desk
from tests.deploy.servers import Server, free_port, nginx

HELP = Path(__file__).parents[2] / "content/pages/help/deploying.md"
WHO = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "wang"), ("EMAIL", "wang@example.org"))
}


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return subprocess.run(
        ["git", *arguments], cwd=folder, env={**clean, **WHO}, capture_output=True, text=True, check=False
    )  # fmt: skip


class Intranet(Struct, frozen=True):
    root: Path
    server: Server

    def clone(self, name: str) -> Path:
        assert git(self.root, "clone", "-q", "site.git", name).returncode == 0
        return self.root / name

    def notice(self, clone: Path, number: int, title: str, more: str = "") -> None:
        """Write and commit a notice."""
        path = clone / f"content/notices/kangqiao/2026/{number:04}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = NOTICE.format(title=title, day="2026-11-20", summary="摘要。", body="正文。")
        path.write_text(text + more, encoding="utf-8")
        git(clone, "add", "-A")
        assert git(clone, "commit", "-q", "-m", title).returncode == 0

    def page(self, number: int) -> tuple[int, str]:
        answer = self.server.get(f"/notices/kangqiao/2026/{number:04}/")
        return answer.status, answer.body.decode()


def hooks() -> dict[str, str]:
    """Name → script, as the help has them."""
    text = HELP.read_text("utf-8")
    found = re.findall(r"`hooks/([a-z-]+)`.*?```sh\n(.*?)```", text, re.DOTALL)
    assert [name for name, _ in found] == ["pre-receive", "post-receive"]
    return dict(found)


@pytest.fixture(scope="module")
def intranet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Intranet]:
    root = tmp_path_factory.mktemp("intranet")
    assert git(root, "init", "-q", "--bare", "-b", "main", "site.git").returncode == 0
    ours = {
        "/srv/dangwu/program/.venv/bin": str(Path(sys.executable).parent),
        "/srv/dangwu/": f"{root}/",
    }
    for name, script in hooks().items():
        for theirs, own in ours.items():
            script = script.replace(theirs, own)
        (root / "site.git/hooks" / name).write_text(script, encoding="utf-8")
        (root / "site.git/hooks" / name).chmod(0o755)
    desk = Desk(root / "first")
    assert git(desk.root, "init", "-q", "-b", "main").returncode == 0
    desk.notice(1)
    git(desk.root, "add", "-A")
    git(desk.root, "commit", "-q", "-m", "first")
    pushed = git(desk.root, "push", "-q", str(root / "site.git"), "main")
    assert pushed.returncode == 0, pushed.stderr
    desk.build()
    port = free_port()
    text = desk.run(
        "server-config", "nginx", str(root / "members"), "--listen", f"127.0.0.1:{port}"
    ).out
    with nginx(root / "nginx", text, port) as server:
        yield Intranet(root, server)


def test_a_good_notice_is_on_the_site_when_the_push_is_done(intranet: Intranet) -> None:
    clone = intranet.clone("good")
    assert intranet.page(2)[0] == 404
    intranet.notice(clone, 2, "二号公示")
    pushed = git(clone, "push")
    assert pushed.returncode == 0, pushed.stderr
    assert "部署完毕" in pushed.stderr
    status, html = intranet.page(2)
    assert status == 200
    assert "二号公示" in html


def test_a_bad_one_is_refused_with_file_and_line(intranet: Intranet) -> None:
    clone = intranet.clone("bad")
    head = git(clone, "rev-parse", "HEAD").stdout
    intranet.notice(clone, 3, "三号公示", "corrects: notices/nothing\nscop: 本单位\n")
    pushed = git(clone, "push")
    assert pushed.returncode != 0
    assert "content/notices/kangqiao/2026/0003.yaml:11:1" in pushed.stderr
    assert "E201" in pushed.stderr
    assert "您要写的是不是" in pushed.stderr
    assert git(intranet.root / "site.git", "rev-parse", "main").stdout == head
    assert intranet.page(3)[0] == 404
    assert intranet.page(1)[0] == 200


def test_two_pushes_at_once(intranet: Intranet) -> None:
    """Both get in, the later one after a pull, and the site ends with what both have written."""
    one, other = intranet.clone("one"), intranet.clone("other")
    intranet.notice(one, 4, "四号公示")
    intranet.notice(other, 5, "五号公示")
    with subprocess.Popen(
        ["git", "push", "-q"], cwd=one, stderr=subprocess.PIPE, text=True
    ) as first:
        bare = intranet.root / "site.git"
        head = git(one, "rev-parse", "HEAD").stdout
        # The second one comes when the first is in, and its site is not yet made.
        while git(bare, "rev-parse", "main").stdout != head:
            assert first.poll() is None
            time.sleep(0.005)
        assert git(other, "push").returncode != 0
        assert git(other, "pull", "-q", "--rebase").returncode == 0
        second = git(other, "push")
        assert second.returncode == 0, second.stderr
        assert first.wait() == 0
    assert intranet.page(4)[0] == 200
    assert intranet.page(5)[0] == 200
    assert len(list((intranet.root / "members/releases").iterdir())) <= 5
