"""A mended text changes its own page and the search; nothing else is planned, let alone drawn."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.structs import replace

from generator import build as building
from generator import layout
from generator.audience.personal.published import Gate
from generator.audience.shown import Shown
from generator.audience.view import Edition
from generator.build import Order, Report, build
from generator.inspection import begin, inspect
from generator.kinds.kind import all_kinds
from generator.memory import codec
from generator.memory.recollection import Recollection
from generator.problems.problem import Problem
from generator.registers import parting
from generator.shell.engine import DEFAULT_CONFIG
from tests.site import Site
from tests.test_incremental import tree

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 23)
NOTICE = """title: 第{n}件
heading: 党费管理
doc: 公开
scope: 本单位
branch: kangqiao
issued: 2026-11-{n:02d}
body: |
  {text}
"""
OWN = "content/notices/kangqiao/2026/0003.yaml"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    # What was written within the last tick before a build is looked at again: here, everything.
    monkeypatch.setattr("generator.memory.memory._TICK", 0)
    found = Site(tmp_path)
    for n in range(1, 6):
        text = NOTICE.format(n=n, text=f"第{n}件的正文。")
        found.write(f"content/notices/kangqiao/2026/{n:04d}.yaml", text)
    return found


def _built(
    site: Site,
    name: str = "site",
    cache: str | None = ".cache",
    at_hand: Recollection | None = None,
) -> Report:
    root = site.root
    order = Order(
        content=root / "content", shown="content", site=root / name, config=DEFAULT_CONFIG,
        today=TODAY, jobs=1, cache=root / cache if cache else None,
    )  # fmt: skip
    return build(order, at_hand=at_hand)


def _inodes(root: Path) -> Mapping[str, int]:
    return {
        path.relative_to(root / "site").as_posix(): path.stat().st_ino
        for path in (root / "site").rglob("*")
        if path.is_file()
    }


def _same_as_clean(site: Site) -> None:
    _built(site, "clean", None)
    assert tree(site.root / "site") == tree(site.root / "clean")


@pytest.fixture
def whole_way(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was planned whole."""
    gone: list[str] = []

    def planned(*given: object, **named: object) -> object:
        gone.append("planned")
        return inspect(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(building, "inspect", planned)
    return gone


def test_a_mended_text_changes_its_page_and_the_search(site: Site, whole_way: list[str]) -> None:
    _built(site)
    before = _inodes(site.root)
    whole_way.clear()
    site.write(
        OWN, NOTICE.format(n=3, text="改过的正文，见[第一件](/notices/kangqiao/2026/0001/)。")
    )
    # A link more leads somewhere: that is for the whole way to follow.
    _built(site)
    assert whole_way == ["planned"]
    before = _inodes(site.root)
    whole_way.clear()
    site.write(
        OWN, NOTICE.format(n=3, text="再改的正文，见[第一件](/notices/kangqiao/2026/0001/)。")
    )
    report = _built(site)
    assert (whole_way, report.anew) == ([], 1)
    after = _inodes(site.root)
    assert {path for path in after if after[path] != before.get(path) and "search/" not in path} == {
        "notices/data/2026.json", "notices/kangqiao/2026/0003/index.html", "site.json",
    }  # fmt: skip
    assert "再改的正文" in site.page("notices/kangqiao/2026/0003/")
    _same_as_clean(site)
    # The same again has nothing to do.
    assert (_built(site).written.made, whole_way) == (0, ["planned"])


def test_the_gate_reads_what_is_new_alone(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A year's data has passed it with the site that stands, but for the text that was mended."""
    _built(site)
    site.write(OWN, NOTICE.format(n=3, text="改过的正文。"))
    read: dict[str, list[str]] = {}
    look = Gate.paper

    def looked(gate: Gate, path: str, said: Iterable[str]) -> Iterator[Problem]:
        read[path] = list(said)
        return look(gate, path, read[path])

    monkeypatch.setattr(Gate, "paper", looked)
    _built(site)
    assert read.keys() == {"notices/data/2026.json"}
    assert [each for each in read["notices/data/2026.json"] if "改过的正文" in each]
    assert "第3件" in read["notices/data/2026.json"]
    assert not [each for each in read["notices/data/2026.json"] if "第2件" in each]


def test_who_builds_again_and_again_has_it_at_hand(
    site: Site, whole_way: list[str], spied: Callable[[object, str], list[bytes]]
) -> None:
    """What others build in between is not missed; what was made or decoded once is not again."""
    at_hand = Recollection()
    decoded = spied(codec, "made")
    _built(site, at_hand=at_hand)
    whole_way.clear()
    for number, mine in enumerate((True, True, False, True, True)):
        site.write(OWN, NOTICE.format(n=3, text=f"第{number}次改过的正文。"))
        decoded.clear()
        _built(site, at_hand=at_hand if mine else None)
        assert bool(decoded) == (number in (2, 3))
    assert whole_way == []
    _same_as_clean(site)
    site.write(
        OWN.replace("0003", "0004"), NOTICE.format(n=4, text="正文。").replace("第4件", "别的")
    )
    _built(site, at_hand=at_hand)
    site.write(OWN, NOTICE.format(n=3, text="最后一次。"))
    _built(site, at_hand=at_hand)
    _same_as_clean(site)


def test_registers_that_are_not_there_are_not_counted_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    _built(site)
    _built(site)
    monkeypatch.setattr(parting, "_counted", _stopped)
    site.write(OWN, NOTICE.format(n=3, text="改过的正文。"))
    _built(site)
    monkeypatch.undo()
    _same_as_clean(site)


@pytest.mark.parametrize("edition", ["members", "organisers"])
def test_papers_without_what_is_sought_are_left_out(edition: Edition) -> None:
    """What is planned is planned as among all; what is left out holds nothing of it."""
    plan = inspect(begin(ROOT / "content", "content", None), edition)
    every = {each.url: each for each in layout.papers(plan.view, all_kinds())}
    mended = [each for each in plan.view.everything() if each.own]
    assert {type(each).__name__ for each in mended} == {"NoticeView", "LessonView"}
    for value in mended:
        view = replace(plan.view, sought=frozenset([value.entry.url]))
        found = {each.url: each for each in layout.papers(view, all_kinds())}
        assert all(every[url] == each for url, each in found.items())
        for url in every.keys() - found.keys():
            assert all(each is not value for each in _values(every[url].data))
            assert value.entry.url not in every[url].strings()
        assert len(found) < len(every)


def test_the_page_that_is_sought_is_planned_as_among_all() -> None:
    plan = inspect(begin(ROOT / "content", "content", None), "members")
    for kind in all_kinds():
        every = {each.url: each for each in kind.pages(plan.view)}
        for url in [url for url in every if url.count("/") == 4]:
            view = replace(plan.view, sought=frozenset([url]))
            assert next(each for each in kind.pages(view) if each.url == url) == every[url]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: 第3件", "title: 另一件"),
        ("doc: 公开", "doc: 通知"),
        ("issued: 2026-11-03", "issued: 2026-10-03"),
        ("  第3件的正文。\n", "  看[附件](form.txt)。\n"),
        ("scope: 本单位", "scope: 本单位\ntags: [党费]"),
        ("scope: 本单位", "scope: 本单位\nredirects: [/old/3.html]"),
        ("scope: 本单位", "scope: 本单位\ndraft: 是"),
        ("scope: 本单位", "scope: 本单位\ncorrects: kangqiao/2026/0001"),
    ],
)
def test_whatever_else_changes_goes_the_whole_way(
    site: Site, whole_way: list[str], old: str, new: str
) -> None:
    site.write("content/notices/kangqiao/2026/form.txt", "表")
    _built(site)
    whole_way.clear()
    text = site.root.joinpath(OWN).read_text(encoding="utf-8")
    assert old in text
    site.write(OWN, text.replace(old, new))
    _built(site)
    assert whole_way == ["planned"]
    _same_as_clean(site)


def test_a_record_more_or_less_goes_the_whole_way(site: Site, whole_way: list[str]) -> None:
    _built(site)
    whole_way.clear()
    other = site.root / OWN.replace("0003", "0009")
    site.root.joinpath(OWN).rename(other)
    _built(site)
    assert whole_way == ["planned"]
    _same_as_clean(site)


def test_what_was_built_but_not_remembered_is_not_trusted(
    site: Site, whole_way: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build is stopped after the swap: the memory is of an older site than the one that stands."""
    _built(site)
    text = NOTICE.format(n=3, text="正文。")
    site.write(OWN, text.replace("第3件", "另一件"))
    with monkeypatch.context() as patched:
        patched.setattr("generator.memory.memory.Remembered.remember", _stopped)
        with pytest.raises(KeyboardInterrupt):
            _built(site)
    whole_way.clear()
    site.write(OWN, NOTICE.format(n=3, text="别的正文。"))
    _built(site)
    assert whole_way == ["planned"]
    _same_as_clean(site)


def _stopped(*given: object) -> None:
    raise KeyboardInterrupt


def test_files_that_somebody_took_away_are_made_again(site: Site, whole_way: list[str]) -> None:
    _built(site)
    (site.root / "site/notices/kangqiao/2026/0001/index.html").unlink()
    # Without the second tree, that of links finds what is missing.
    (site.root / ".site.spare/site.json").write_text("{}", encoding="utf-8")
    site.write(OWN, NOTICE.format(n=3, text="别的正文。"))
    whole_way.clear()
    _built(site)
    assert whole_way == ["planned"]
    _same_as_clean(site)


def test_a_note_that_is_damaged_leads_the_whole_way(site: Site, whole_way: list[str]) -> None:
    _built(site)
    (database,) = site.root.glob(".cache/*/memory.db")
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE notes SET note = x'00' WHERE key LIKE '%0001'")
    whole_way.clear()
    site.write(OWN, NOTICE.format(n=3, text="别的正文。"))
    _built(site)
    assert whole_way == ["planned"]
    _same_as_clean(site)


@pytest.mark.parametrize("edition", ["members", "organisers"])
def test_own_texts_stand_on_no_other_page(edition: Edition) -> None:
    plan = inspect(begin(ROOT / "content", "content", None), edition)
    found = set()
    for page in plan.pages():
        for value in _values(page.drawing.context):
            if isinstance(value, Shown) and value.own:
                assert value.entry.url == page.url
                found.add(type(value))
    for kept in (value for value in plan.view.everything() if value.own):
        assert type(kept) in found
        assert set(kept.__struct_fields__) >= set(kept.own)


def _values(value: object) -> Iterator[object]:
    yield value
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _values(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _values(each)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from _values(getattr(value, name))
