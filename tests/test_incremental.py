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
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator.build import Order, build
from generator.problems.problem import ProblemsFound
from generator.shell.engine import DEFAULT_CONFIG
from tests.site import Site

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
START = date(2026, 11, 23)
BRANCHES = ("kangqiao", "kangqiao-1", "xincun", "gone-branch")
NOTICES = tuple(f"{branch}/{year}/{n:04d}" for branch in BRANCHES[:3]
                for year in (2025, 2026) for n in (1, 2))  # fmt: skip
LESSONS = tuple(f"{year}/{n:04d}" for year in (2025, 2026) for n in (1, 2, 3))
WORDS = ("走访", "党员", "学习", "第一", "公示", "社区", "80周岁", "活动证")


@dataclass(frozen=True)
class Known:
    """What there is to refer to; now and then something is chosen that there is not."""

    branches: tuple[str, ...] = BRANCHES[:1]
    notices: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    slips: bool = True

    def branch(self, draw: random.Random) -> str:
        return draw.choice(BRANCHES if self.slips and draw.random() < 0.02 else self.branches)

    def notice(self, draw: random.Random) -> str:
        return draw.choice(NOTICES if self.slips and draw.random() < 0.05 else self.notices)


def _notice(draw: random.Random, known: Known, key: str) -> str:
    lines = [
        f"title: {_words(draw)}",
        f"heading: {draw.choice(('发展党员', '党费管理'))}",
        f"doc: {draw.choice(('公示', '通知', '公开'))}",
        "scope: 本单位",
        f"branch: {known.branch(draw)}",
        f"issued: 2026-{draw.randint(1, 11):02d}-{draw.randint(1, 28):02d}",
        f"tags: [{draw.choice(WORDS)}, {draw.choice(WORDS)}一]",
    ]
    if draw.random() < 0.4:
        lines += [f"days: {draw.randint(1, 9)}", "unit: 工作日"]
    if draw.random() < 0.2:
        lines.append("draft: 是")
    if draw.random() < 0.2:
        lines.append(f"publish_on: 2026-11-{draw.randint(20, 28)}")
    if known.notices and draw.random() < 0.25:
        lines.append(f"corrects: {known.notice(draw)}")
    if draw.random() < 0.25:
        lines.append(f"index: 210000011/2026-{draw.randint(1, 99):05d}")
    if draw.random() < 0.2:
        lines.append(f"withdrawn: {{on: 2026-11-{draw.randint(20, 28)}, reason: 写错了}}")
    if draw.random() < 0.2:
        lines.append(f"redirects: [/old/{draw.randint(1, 99)}.html]")
    if draw.random() < 0.3:
        year, month = draw.choice((2025, 2026)), draw.randint(1, 9)
        lines.append(f"replies: [{{received: {year}-0{month}-11, opinion: {_words(draw)}}}]")
    lines += ["body: |", f"  {_words(draw)}。"]
    if known.notices and draw.random() < 0.4:
        lines.append(f"  见[那件](/notices/{known.notice(draw)}/)。")
    if draw.random() < (0.5 if key.rpartition("/")[0] in known.forms else 0.02 * known.slips):
        lines.append("  看[附件](form.txt)。")
    return "\n".join(lines) + "\n"


def _lesson(draw: random.Random, known: Known) -> str:
    lines = [
        f"title: {_words(draw)}",
        f"date: {draw.choice((2025, 2026))}-{draw.randint(1, 11):02d}-05",
        f"topic: {draw.choice(('政治理论', '知识技能'))}",
        "form: 图文",
        f"summary: {_words(draw)}",
        f"branch: {known.branch(draw)}",
        f"tags: [{draw.choice(WORDS)}]",
        f"body: {_words(draw)}",
    ]
    if draw.random() < 0.3:
        lines.append(f"audience: [{draw.choice(('流动党员', '老年党员'))}]")
    if draw.random() < 0.3:
        lines.append(f"sessions: [{{starts: 2026-12-{draw.randint(10, 28)} 19:00}}]")
    if draw.random() < 0.6:
        lines.append(f"series: {draw.choice(('甲', '乙'))}")
    return "\n".join(lines) + "\n"


def _branch(draw: random.Random) -> str:
    parent = f"parent: {draw.choice(BRANCHES[:1])}\n" if draw.random() < 0.5 else ""
    return f"name: 中共{_words(draw)}支部委员会\nshort: {_words(draw)}支部\ntype: 党支部\ncode: '21{draw.randint(10, 99)}'\n{parent}"


def _words(draw: random.Random) -> str:
    return "".join(draw.sample(WORDS, 3)) + str(draw.randint(1, 99))


class World:
    """A content folder that things are done to, and the sites built of it."""

    def __init__(self, root: Path) -> None:
        self.site = Site(root)
        self.content = root / "content"
        self.day = START
        for number, key in enumerate(NOTICES[::2]):
            self.write(
                f"notices/{key}.yaml",
                _notice(random.Random(number), replace(self.known(), slips=False), key),
            )

    def known(self) -> Known:
        def keys(kind: str, pattern: str = "*.yaml") -> tuple[str, ...]:
            folder = self.content / kind
            found = (path.relative_to(folder) for path in folder.rglob(pattern))
            return tuple(sorted(path.with_suffix("").as_posix() for path in found))

        forms = (each.rpartition("/")[0] for each in keys("notices", "form.txt"))
        return Known(keys("branches"), keys("notices"), tuple(forms))

    def free(self, draw: random.Random) -> list[Path]:
        """Records that no other one names; now and then all of them."""
        found = sorted(self.content.glob("[nl]*/**/*.yaml"))
        if draw.random() < 0.1:
            return found
        said = "".join(path.read_text(encoding="utf-8") for path in found)
        return [path for path in found if f"{path.parent.name}/{path.stem}" not in said]

    def write(self, path: str, text: str) -> None:
        self.site.write(f"content/{path}", text)

    def mend(self, draw: random.Random) -> None:
        """The text of a record is another, now and then an empty one; nothing else of it is."""
        found = sorted(self.content.glob("[nl]*/**/*.yaml"))
        if found:
            one = draw.choice(found)
            head, body, _ = one.read_text(encoding="utf-8").partition("body:")
            empty = draw.random() < 0.1 and "lessons" in one.parts
            said = "''" if empty else f"{_words(draw)}。"
            one.write_text(f"{head}{body} {said}\n", encoding="utf-8")

    def do(self, what: str, seed: int) -> None:
        """One thing that somebody does. What makes no sense at the moment does nothing."""
        draw = random.Random(seed)
        if what == "notice":
            key = draw.choice(NOTICES)
            self.write(f"notices/{key}.yaml", _notice(draw, self.known(), key))
        elif what == "lesson":
            self.write(f"lessons/{draw.choice(LESSONS)}.yaml", _lesson(draw, self.known()))
        elif what == "branch":
            self.write(f"branches/{draw.choice(BRANCHES[1:])}.yaml", _branch(draw))
        elif what == "text":
            self.mend(draw)
        elif what == "remove":
            found = self.free(draw)
            if found:
                draw.choice(found).unlink()
        elif what == "rename":
            found = [each for each in self.free(draw) if "notices" in each.parts]
            if found:
                one = draw.choice(found)
                other = self.content / f"notices/{draw.choice(NOTICES)}.yaml"
                other.parent.mkdir(parents=True, exist_ok=True)
                one.rename(other)
        elif what == "attachment":
            name = self.content / f"notices/{draw.choice(BRANCHES[:3])}/2026/form.txt"
            if name.exists() and draw.random() < 0.2:
                name.unlink()
            else:
                self.write(name.relative_to(self.content).as_posix(), _words(draw))
        elif what == "settings":
            day = f"demo_today: {self.day}\n"
            url = f"url: http://10.0.0.{draw.randint(1, 9)}/\n" if draw.random() < 0.5 else ""
            self.write("settings/site.yaml", f"name: {_words(draw)}\n{day}{url}")
        elif what == "page":
            self.write(f"pages/{draw.choice(('about', 'guide', 'guide/more'))}.md",
                       f"# {_words(draw)}\n\n[党组织](/branches/)\n")  # fmt: skip
        elif what == "register":
            self.write("elders/kangqiao.yaml", _register(draw))
            self.write("visits/kangqiao/2026.yaml", _visits(draw))
        elif what == "touch":
            for path in self.content.rglob("*.yaml"):
                os.utime(path)
        elif what == "night":
            self.day += timedelta(days=draw.randint(1, 3))


def _register(draw: random.Random) -> str:
    return "".join(
        f"- {{id: kq-{n:03d}, name: 某{_words(draw)}, born: 1940-0{draw.randint(1, 9)},"
        f" joined: 1966-07, branch: kangqiao, member_here: 是, lives_here: 是, status: 在册}}\n"
        for n in range(1, 3)
    )


def _visits(draw: random.Random) -> str:
    return "".join(
        f"- {{elder: kq-{draw.randint(1, 2):03d}, date: 2026-0{draw.randint(1, 9)}-11,"
        f" occasion: 日常, way: 入户, visitors: [某甲], status: 已完成}}\n"
        for _ in range(draw.randint(1, 9))
    )


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
        + ["settings", "page", "register", "touch", "night", "killed"]
    ),
    st.integers(0, 10_000),
)
EXAMPLES = int(os.environ.get("DANGWU_EXAMPLES", "12"))


@pytest.mark.parametrize("edition", ["members", "organisers"])
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(steps=st.lists(st.lists(STEP, min_size=1, max_size=3), min_size=2, max_size=5))
def test_what_is_remembered_is_what_would_be_made(
    tmp_path_factory: pytest.TempPathFactory, edition: str, steps: list[list[tuple[str, int]]]
) -> None:
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
        world.write(f"notices/{key}.yaml", _notice(random.Random(seed), known, key))
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
