"""A build that remembers the last one gives, byte for byte, what a build without memory gives.

Sites go through sequences of what people do to them: write, change, rename and remove records,
files, hand-written pages and settings, let days pass, and have builds killed.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.build import Order, build
from generator.problems.problem import ProblemsFound
from generator.shell.engine import DEFAULT_CONFIG
from tests.site import Site
from tests.world import NOTICES, World, notice

ROOT = Path(__file__).parents[1]
NOTICE = """-- content/notices/kangqiao/2026/0001.yaml --
title: 党费收缴情况
heading: 党费管理
doc: 公开
scope: 本单位
branch: kangqiao
issued: 2026-11-20
body: 二季度党费已经上缴。
"""


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _order(world: World, site: str, cache: str | None, edition: str) -> Order:
    root = world.site.root
    return Order(
        content=world.content, shown="content", site=root / site, config=DEFAULT_CONFIG,
        edition="organisers" if edition == "organisers" else "members",
        today=world.day, jobs=1, cache=root / cache if cache else None,
    )  # fmt: skip


def _built(order: Order) -> list[str] | None:
    """None where the site was built, else what was wrong."""
    try:
        build(order)
    except ProblemsFound as found:
        return sorted(f"{each.place.file}:{each.place.line} {each.code}" for each in found.problems)
    return None


def _killed(order: Order, after: float) -> None:
    """A build that is killed after so many seconds, unless it was faster."""
    child = os.fork()
    if not child:
        try:
            _built(order)
        finally:
            os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


STEP = st.tuples(
    st.sampled_from(
        ["notice"] * 5
        + ["text"] * 4
        + ["lesson"] * 3
        + ["remove", "rename", "branch", "attachment"] * 2
        + ["settings", "catalogue", "page", "register", "touch", "night", "killed"]
    ),
    st.integers(0, 10_000),
)
# What a build does the short way, unless it must not.
TEXT = st.tuples(st.just("text"), st.integers(0, 10_000))
DONE = st.one_of(
    st.lists(STEP, min_size=1, max_size=3),
    st.lists(TEXT, min_size=1, max_size=2),
)
EXAMPLES = int(os.environ.get("DANGWU_EXAMPLES", "12"))


@pytest.mark.parametrize("edition", ["members", "organisers"])
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)
@given(steps=st.lists(DONE, min_size=2, max_size=5))
def test_what_is_remembered_is_what_would_be_made(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    edition: str,
    steps: list[list[tuple[str, int]]],
) -> None:
    # Things are done one after the other here, and not within a tick of the clock.
    monkeypatch.setattr("generator.memory.memory._TICK", 10**7)
    world = World(tmp_path_factory.mktemp("world"))
    remembering = _order(world, "site", ".cache", edition)
    _built(remembering)
    for some in steps:
        for what, seed in some:
            if what == "killed":
                order = _order(world, "site", ".cache", edition)
                _killed(order, random.Random(seed).random() * 0.5)
            else:
                world.do(what, seed)
        found = _built(_order(world, "site", ".cache", edition))
        expected = _built(_order(world, "clean", None, edition))
        assert found == expected, some
        if found is None:
            assert tree(world.site.root / "site") == tree(world.site.root / "clean"), some
        shutil.rmtree(world.site.root / "clean", ignore_errors=True)
    shutil.rmtree(world.site.root)


@pytest.mark.parametrize("jobs", [2, 5])
def test_the_site_is_the_same_however_many_share_the_work(tmp_path: Path, jobs: int) -> None:
    world = World(tmp_path)
    for seed, key in enumerate(NOTICES):
        known = replace(world.known(), slips=False)
        world.write(f"notices/{key}.yaml", notice(random.Random(seed), known, key))
    for seed in range(6):
        world.do("lesson", seed)
    alone = replace(_order(world, "alone", None, "members"), site=tmp_path / "alone")
    assert _built(alone) is None
    assert _built(replace(alone, site=tmp_path / "shared", jobs=jobs)) is None
    assert tree(tmp_path / "alone") == tree(tmp_path / "shared")


def test_a_changed_template_is_drawn(tmp_path: Path) -> None:
    """The program is part of what is remembered: here a copy of it, in which a template changes."""
    house = tmp_path / "house"
    shutil.copytree(ROOT / "generator", house / "generator")
    site = Site(tmp_path / "project", NOTICE)
    environment = {**os.environ, "PYTHONPATH": str(house)}

    def built() -> str:
        subprocess.run(
            [sys.executable, "-m", "generator", "build"],
            cwd=site.root, env=environment, check=True, capture_output=True,
        )  # fmt: skip
        return site.page("notices/kangqiao/2026/0001/")

    before = built()
    assert built() == before
    template = house / "generator/kinds/notice/templates/notice.html"
    text = template.read_text(encoding="utf-8")
    template.write_text(text.replace("<article", "<article data-anew", 1), encoding="utf-8")
    assert "data-anew" not in before
    assert "data-anew" in built()


def test_a_damaged_memory_is_thrown_away(tmp_path: Path) -> None:
    world = World(tmp_path)
    assert _built(_order(world, "site", ".cache", "members")) is None
    expected = tree(tmp_path / "site")
    (kept,) = (tmp_path / ".cache").iterdir()
    for path in kept.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    world.do("touch", 0)
    assert _built(_order(world, "site", ".cache", "members")) is None
    assert tree(tmp_path / "site") == expected
