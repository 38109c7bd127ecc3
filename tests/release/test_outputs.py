"""A build writes what changed and nothing else, and the site is whole at every moment."""

import errno
import multiprocessing
import os
import shutil
import sqlite3
import tempfile
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.problems.problem import ProblemsFound
from generator.release import tree
from generator.release.outputs import Outputs
from generator.release.staging import MARK, staged
from tests.release.sites import Content, build, build_with, connect, content, files, keys, stopped

# Everything that can happen to a path: changed, gone, new, a folder for a file and the reverse.
OLD = content(
    {"index.html": "一", "a": "文件", "b/c/index.html": "二", "b/d.pdf": "三", "e.pdf": "四"}
)
NEW = content(
    {"index.html": "改", "a/index.html": "夹", "b/c": "file", "b/d.pdf": "三", "e.pdf": "改"}
)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for the disk: a test of many builds would do little else."""
    monkeypatch.setattr(tree, "settle", lambda folder, paths: None)


def inodes(folder: Path) -> dict[str, int]:
    """Path → number of its file, but for the mark, of which each tree has its own."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_ino
        for path in folder.rglob("*")
        if path.is_file() and path.name != MARK
    }


def assert_whole(root: Path, wanted: Content) -> None:
    """The site is the one wanted, the spare tree is the same by links, nothing else is left."""
    assert files(root / "site") == wanted
    assert files(root / ".site.spare") == wanted
    assert inodes(root / "site") == inodes(root / ".site.spare")
    left = {path.name for path in root.iterdir()}
    assert left == {"site", ".site.spare", ".site.lock", "ledger.db"}


def test_what_changed_is_written_and_nothing_else(tmp_path: Path) -> None:
    assert build(tmp_path, OLD).write == OLD.keys()
    assert_whole(tmp_path, OLD)
    before = inodes(tmp_path / "site")
    changes = build(tmp_path, NEW)
    assert changes.write == {"index.html", "a/index.html", "b/c", "e.pdf"}
    assert changes.removed == {"a", "b/c/index.html"}
    assert_whole(tmp_path, NEW)
    after = inodes(tmp_path / "site")
    assert {path for path in after if after[path] == before.get(path)} == {"b/d.pdf"}
    build(tmp_path, OLD)
    assert_whole(tmp_path, OLD)


def test_a_path_that_only_went_is_a_change(tmp_path: Path) -> None:
    build(tmp_path, OLD)
    less = {path: text for path, text in OLD.items() if not path.startswith("b/")}
    changes = build(tmp_path, less)
    assert not changes.write
    assert not changes.current
    assert_whole(tmp_path, less)


def test_where_nothing_changed_nothing_is_touched(tmp_path: Path) -> None:
    build(tmp_path, OLD)
    trees = [(tmp_path / name).stat() for name in ("site", ".site.spare")]
    assert build(tmp_path, OLD).current
    for name, before in zip(("site", ".site.spare"), trees, strict=True):
        after = (tmp_path / name).stat()
        assert (after.st_ino, after.st_ctime_ns) == (before.st_ino, before.st_ctime_ns)


@pytest.mark.usefixtures("quick")
def test_the_work_does_not_grow_with_the_site(tmp_path: Path) -> None:
    texts = {f"notices/{number}/index.html": "正文" for number in range(300)}
    build(tmp_path, content(texts))
    # Enough for one page and a removal, in a site of any size.
    changed = content({**texts, "notices/7/index.html": "改"})
    del changed["notices/8/index.html"]
    assert not stopped(tmp_path, changed, 90)
    assert_whole(tmp_path, changed)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("error", [False, True], ids=["killed", "failed"])
@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "renames"])
def test_stopped_at_every_step_the_site_is_the_old_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool, error: bool
) -> None:
    if not exchange:
        monkeypatch.setattr("generator.release.staging._exchange", lambda one, other: False)
    build(tmp_path, OLD)
    point = 1
    seen = set()
    while stopped(tmp_path, NEW, point, error):
        found = files(tmp_path / "site")
        if not exchange and found is None:
            found = files(tmp_path / ".site.old")
        assert found is not None
        assert found in (OLD, NEW), point
        seen.add(found == NEW)
        # What is left leads to the next site, be it the same or another.
        last = found if point % 2 else content({"index.html": "三"})
        build(tmp_path, last)
        assert files(tmp_path / "site") == last
        build(tmp_path, content({}))
        assert_whole(tmp_path, content({}))
        build(tmp_path, OLD)
        assert_whole(tmp_path, OLD)
        point += 1
    assert seen == {True, False}
    assert point > 30


PATHS = ["index.html", "a", "a/index.html", "a/b", "a/b/index.html", "党课/1/index.html", "c.pdf"]


def _apart(chosen: list[str]) -> list[str]:
    """Those of which none is a folder of another."""
    return [one for one in chosen if not any(other.startswith(f"{one}/") for other in chosen)]


CONTENTS = (
    st.lists(st.sampled_from(PATHS), unique=True)
    .map(_apart)
    .flatmap(lambda paths: st.fixed_dictionaries({path: st.sampled_from("甲乙") for path in paths}))
    .flatmap(
        lambda texts: st.sampled_from("一二").map(lambda day: {**content(texts), MARK: day})
    )
)  # fmt: skip
MISHAPS = ["no spare", "no site", "no database", "foreign spare", "other build"]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("build"), CONTENTS),
        st.tuples(st.integers(1, 90), CONTENTS),
        st.tuples(st.integers(-50, -1), CONTENTS),
        st.tuples(st.sampled_from(MISHAPS), CONTENTS),
    ),
    min_size=2,
    max_size=7,
)


@settings(
    max_examples=70,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS, last=CONTENTS)
@pytest.mark.usefixtures("quick")
def test_whatever_happened_a_build_gives_its_site(
    steps: list[tuple[str | int, Content]], last: Content
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        now: Content | None = None
        for step, wanted in steps:
            now = _happen(root, step, wanted, now)
            assert files(root / "site") == now
        build(root, last)
        assert files(root / "site") == last
        # Where nothing was to do, a spare tree that is missing is not made.
        if build(root, {**last, MARK: "三"}):
            assert_whole(root, {**last, MARK: "三"})


def _happen(root: Path, step: str | int, wanted: Content, now: Content | None) -> Content | None:
    """Let one thing happen; what the site must be after it."""
    site, spare = root / "site", root / ".site.spare"
    if step == "build":
        build(root, wanted)
        return wanted
    if isinstance(step, int):
        stopped(root, wanted, abs(step), error=step < 0)
        found = files(site)
        assert found in (now, wanted)
        return found
    if step == "no site":
        shutil.rmtree(site, ignore_errors=True)
        return None
    if step == "no spare":
        shutil.rmtree(spare, ignore_errors=True)
    elif step == "no database":
        (root / "ledger.db").unlink(missing_ok=True)
    elif step == "foreign spare":
        shutil.rmtree(spare, ignore_errors=True)
        spare.mkdir(parents=True)
        (spare / "letters.txt").write_text("不要删我", encoding="utf-8")
        with pytest.raises(ProblemsFound):
            build(root, wanted)
        assert files(spare) == {"letters.txt": "不要删我"}
        shutil.rmtree(spare)
    else:
        # Twice, so that the file system may give the folder the number of one that it knows.
        for _ in range(2):
            with staged(site) as stage:
                for path, text in wanted.items():
                    tree.put(str(stage.path), path, text.encode())
                stage.release()
        return wanted
    return now


def test_pages_may_be_written_by_several_processes(tmp_path: Path) -> None:
    wanted = content({f"notices/{number % 5}/{number}.html": str(number) for number in range(200)})
    connection = connect(tmp_path)
    with staged(tmp_path / "site") as stage:
        outputs = Outputs(connection, stage)
        paths = sorted(outputs.begin(keys(wanted)).write)
        workers = [
            multiprocessing.get_context("fork").Process(
                target=partial(_write, str(outputs.folder), paths[number::3], wanted)
            )
            for number in range(3)
        ]
        for each in workers:
            each.start()
        for each in workers:
            each.join()
            assert each.exitcode == 0
        outputs.finish()
    connection.close()
    assert_whole(tmp_path, wanted)


def _write(folder: str, paths: list[str], wanted: Content) -> None:
    for path in paths:
        tree.put(folder, path, wanted[path].encode())


@pytest.mark.usefixtures("quick")
def test_where_there_are_no_hard_links_files_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(source: str, target: str) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), source)

    monkeypatch.setattr(os, "link", refused)
    for wanted in (OLD, NEW, OLD):
        build(tmp_path, wanted)
        site, spare = tmp_path / "site", tmp_path / ".site.spare"
        assert files(site) == files(spare) == wanted
        assert not set(inodes(site).values()) & set(inodes(spare).values())
        assert all(
            (site / path).stat().st_mtime_ns == (spare / path).stat().st_mtime_ns
            for path in inodes(site)
        )


def test_another_site_in_the_place_of_the_live_one_is_not_taken_for_it(tmp_path: Path) -> None:
    build(tmp_path, OLD)
    # At worst the file system gives it the number of the folder that it knows.
    mark = tmp_path / "site" / MARK
    mark.write_bytes(mark.read_bytes())
    assert not build(tmp_path, OLD).current
    assert_whole(tmp_path, OLD)
    # A copy that keeps the times is another folder.
    (tmp_path / "site").rename(tmp_path / "saved")
    shutil.copytree(tmp_path / "saved", tmp_path / "site")
    shutil.rmtree(tmp_path / "saved")
    shutil.rmtree(tmp_path / ".site.spare")
    assert build(tmp_path, OLD).write == OLD.keys()
    assert_whole(tmp_path, OLD)


def test_a_file_put_in_by_hand_does_not_come_back(tmp_path: Path) -> None:
    build(tmp_path, OLD)
    (tmp_path / "site/名单.xlsx").write_text("误放", encoding="utf-8")
    (tmp_path / "site/photos").mkdir()
    for wanted in (NEW, OLD, NEW):
        build(tmp_path, wanted)
        assert files(tmp_path / "site") == wanted


def test_a_file_taken_out_is_made_again_when_the_trees_are_linked(tmp_path: Path) -> None:
    build(tmp_path, OLD)
    (tmp_path / "site/b/d.pdf").unlink()
    shutil.rmtree(tmp_path / ".site.spare")
    assert build(tmp_path, NEW).write >= {"b/d.pdf"}
    assert_whole(tmp_path, NEW)


def test_a_locked_database_stops_the_build_before_the_swap(tmp_path: Path) -> None:
    build(tmp_path, OLD)
    other = connect(tmp_path)
    other.execute("BEGIN IMMEDIATE")
    connection = connect(tmp_path)
    connection.execute("PRAGMA busy_timeout = 0")
    with pytest.raises(sqlite3.OperationalError):
        build_with(connection, tmp_path, NEW)
    assert not connection.in_transaction
    assert files(tmp_path / "site") == OLD
    other.close()
    build_with(connection, tmp_path, NEW)
    connection.close()
    assert_whole(tmp_path, NEW)


def test_an_incomplete_site_is_not_released(tmp_path: Path) -> None:
    build(tmp_path, OLD)
    connection = connect(tmp_path)
    with staged(tmp_path / "site") as stage:
        outputs = Outputs(connection, stage)
        outputs.begin(keys(NEW))
        outputs.write("index.html", b"")
        with pytest.raises(FileNotFoundError, match=r"a/index\.html, b/c"):
            outputs.finish()
        with pytest.raises(ValueError, match=MARK):
            outputs.begin({"index.html": b""})
    connection.close()
    assert files(tmp_path / "site") == OLD


def test_a_foreign_spare_is_refused_and_an_unknown_one_replaced(tmp_path: Path) -> None:
    spare = tmp_path / ".site.spare"
    spare.mkdir()
    (spare / "letters.txt").write_text("不要删我", encoding="utf-8")
    with pytest.raises(ProblemsFound) as refused:
        build(tmp_path, OLD)
    assert [each.code for each in refused.value.problems] == ["E903"]
    assert (spare / "letters.txt").is_file()
    (spare / MARK).write_text("{}", encoding="utf-8")
    build(tmp_path, OLD)
    assert_whole(tmp_path, OLD)
