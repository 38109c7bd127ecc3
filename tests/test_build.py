"""The build as a whole: the same bytes by every way, nothing half-written, nothing foreign lost."""

import hashlib
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.site import Site

ROOT = Path(__file__).parents[1]
NOTICE = """
-- content/notices/kangqiao/2026/0001.yaml --
title: {title}
heading: 发展党员
doc: 公示
scope: 本单位
branch: kangqiao
issued: 2026-11-20
days: 5
unit: 工作日
tags: [发展党员]
body: |
  正文，见[党组织](/branches/kangqiao/)。
"""


def tree(folder: Path) -> dict[str, str]:
    """Every file below a folder with the hash of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def dangwu(root: Path, *arguments: str, seed: str = "random") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=root, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_same_content_and_day_give_the_same_bytes(tmp_path: Path) -> None:
    Site(tmp_path, NOTICE.format(title="一"))
    trees = []
    for seed in ("1", "2"):
        made = dangwu(tmp_path, "build", "--site", f"site-{seed}", seed=seed)
        assert made.returncode == 0, made.stderr
        trees.append(tree(tmp_path / f"site-{seed}"))
    assert trees[0] == trees[1]


def test_another_day_gives_another_state(tmp_path: Path) -> None:
    site = Site(tmp_path, NOTICE.format(title="一"))
    states = {
        "2026-11-19": "待公布",
        "2026-11-20": "还剩 5 个工作日",
        "2026-11-26": "还剩 1 个工作日",
        "2026-11-27": "今天截止",
        "2026-11-28": "已结束",
    }
    for day, state in states.items():
        site.build("--today", day)
        assert state in site.page("notices/kangqiao/2026/0001/")
        assert state in site.page("notices/")


def test_source_date_epoch_is_the_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(tmp_path, NOTICE.format(title="一"))
    # 2026-11-27 at 16:30 UTC is already the 28th in Shanghai.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795797000")
    site.build()
    assert "2026年11月28日" in site.page("")


def test_mkdocs_gives_the_same_bytes(tmp_path: Path) -> None:
    site = Site(tmp_path, NOTICE.format(title="一"))
    site.build("--site", "by-dangwu")
    _config(site)
    _engine(tmp_path, "mkdocs")
    assert tree(tmp_path / "site") == tree(tmp_path / "by-dangwu")


def test_properdocs_gives_the_same_but_for_its_name(tmp_path: Path) -> None:
    site = Site(tmp_path, NOTICE.format(title="一"))
    site.build("--site", "by-dangwu")
    _config(site)
    _engine(tmp_path, "properdocs")
    ours, theirs = tree(tmp_path / "by-dangwu"), tree(tmp_path / "site")
    assert list(ours) == list(theirs)
    for path in ours:
        if ours[path] != theirs[path]:
            one = (tmp_path / "by-dangwu" / path).read_text(encoding="utf-8")
            other = (tmp_path / "site" / path).read_text(encoding="utf-8")
            generator = '<meta name="generator" content="mkdocs-'
            lines = zip(one.splitlines(), other.splitlines(), strict=True)
            for a, b in lines:
                assert a == b or (generator in a and generator in b), path


def _config(site: Site) -> None:
    inherit = ROOT / "generator" / "shell" / "mkdocs.yml"
    site.write(
        "mkdocs.yml",
        f"INHERIT: {inherit}\nsite_name: 测试\ndocs_dir: content/pages\nplugins: [dangwu]\n",
    )
    (site.root / "content" / "pages").mkdir(exist_ok=True)


def _engine(root: Path, name: str) -> None:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    made = subprocess.run(
        [sys.executable, "-m", name, "build", "-q"],
        cwd=root, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr


def test_mkdocs_refuses_a_bad_record_and_leaves_the_site(tmp_path: Path) -> None:
    site = Site(tmp_path, NOTICE.format(title="一"))
    before = tree(site.build())
    _config(site)
    site.write("content/notices/kangqiao/2026/0002.yaml", "title: 只有标题\n")
    made = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode != 0
    assert "E202" in made.stderr + made.stdout
    assert tree(tmp_path / "site") == before


def test_a_failed_build_leaves_the_old_site(tmp_path: Path) -> None:
    site = Site(tmp_path, NOTICE.format(title="一"))
    before = tree(site.build())
    site.write("content/notices/kangqiao/2026/0002.yaml", "title: 只有标题\n")
    ran = site.run("build")
    assert ran.code == 1
    assert "E202" in ran.err
    assert "原来的网站没有动" in ran.err
    assert tree(tmp_path / "site") == before
    assert not list(tmp_path.glob(".site.new")) + list(tmp_path.glob(".site.work"))


def test_what_is_no_longer_produced_is_gone(tmp_path: Path) -> None:
    site = Site(tmp_path, NOTICE.format(title="一"))
    site.build()
    (tmp_path / "content/notices/kangqiao/2026/0001.yaml").unlink()
    built = site.build()
    assert not (built / "notices/kangqiao/2026/0001").exists()


def test_a_folder_that_is_not_a_site_is_not_replaced(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write("site/letters.txt", "不要删我\n")
    ran = site.run("build")
    assert ran.code == 1
    assert "E903" in ran.err
    assert (tmp_path / "site/letters.txt").read_text(encoding="utf-8") == "不要删我\n"


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    site = Site(tmp_path)
    (tmp_path / "site").mkdir()
    assert (site.build() / "index.html").is_file()


def test_two_builds_at_once_do_not_mix(tmp_path: Path) -> None:
    site = Site(tmp_path, NOTICE.format(title="一"))
    site.build()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "generator", "build"],
            cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(3)
    ]  # fmt: skip
    codes = []
    for each in running:
        _, err = each.communicate()
        codes.append(each.returncode)
        assert each.returncode == 0 or "E905" in err
    assert 0 in codes
    assert (tmp_path / "site/notices/kangqiao/2026/0001/index.html").is_file()


def test_killed_at_any_moment_the_site_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    site = Site(tmp_path)
    path = "content/notices/kangqiao/2026/0001.yaml"
    bodies = [NOTICE.format(title=title).split("--\n", 1)[1] for title in ("甲", "乙")]
    wanted = []
    for body in bodies:
        site.write(path, body)
        started = time.monotonic()
        wanted.append(tree(site.build("--site", "site")))
        length = time.monotonic() - started
    chance = random.Random(20261123)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    killed = 0
    for turn in range(24):
        site.write(path, bodies[turn % 2])
        # The swap comes last: every other moment is drawn from the end of the build.
        share = chance.uniform(0.6, 1.6) if turn % 2 else chance.uniform(0, 1)
        build = subprocess.Popen(
            [sys.executable, "-m", "generator", "build"],
            cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(share * (length + 0.4))
        build.kill()
        killed += build.wait() < 0
        assert tree(tmp_path / "site") in wanted
    assert killed >= 12
    site.write(path, bodies[0])
    assert tree(site.build()) == wanted[0]
    left = {each.name for each in tmp_path.iterdir()}
    assert left - {".site.spare"} == {"content", "site", ".site.lock", ".cache"}


def test_where_folders_cannot_be_exchanged_the_build_still_arrives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.release.staging._exchange", lambda one, other: False)
    site = Site(tmp_path, NOTICE.format(title="一"))
    site.build()
    site.write(
        "content/notices/kangqiao/2026/0001.yaml", NOTICE.format(title="二").split("--\n", 1)[1]
    )
    site.build()
    assert "二" in site.page("notices/kangqiao/2026/0001/")


def test_a_site_left_aside_by_a_killed_build_is_put_back(tmp_path: Path) -> None:
    site = Site(tmp_path, NOTICE.format(title="一"))
    before = tree(site.build())
    (tmp_path / "site").rename(tmp_path / ".site.old")
    site.write("content/notices/kangqiao/2026/0002.yaml", "title: 只有标题\n")
    assert site.run("build").code == 1
    site.write("content/notices/kangqiao/2026/0002.yaml", "(removed)\n")
    assert tree(site.build()) == before
