"""What the crew reads is what one process reads: the same records, the same problems."""

import os
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest

from generator.crew import Alone, crew
from generator.kinds.kind import all_kinds
from generator.problems.problem import Problem
from generator.records import ahead, gathering
from generator.records.fields import Record
from generator.settings import read as read_settings
from tests.site import Site

ROOT = Path(__file__).parents[2]
LESSON = """\
title: 第一课
date: 2026-07-01
topic: 政治理论
form: 图文
branch: kangqiao
summary: 一句话。
"""
# Some that are sound, and every way in which a file is not one sound record.
FILES = {
    "lessons/2026/0001.yaml": LESSON,
    "lessons/2026/0002.yaml": LESSON + "id: '0002'\n",
    "lessons/2026/0003.yaml": LESSON + "id: other\n",
    "lessons/2026/0004.yaml": LESSON,
    "lessons/2026/0004/lesson.yaml": LESSON,
    "lessons/2026/0005.yaml": LESSON.replace("2026-07-01", "2026-13-01"),
    "lessons/2026/0006.yaml": LESSON + "colour: red\n",
    "lessons/2026/0007.yaml": "- title: 一\n",
    "lessons/2026/0008.yaml": "title: [",
    "lessons/2026/0009.yaml": "",
    "lessons/2026/0010.yaml": "[]",
    "lessons/2026/0011.yaml": LESSON.replace("政治理论", "没有这一类"),
    "elders/kangqiao.yaml": "[]\n",
}


def _read(content: Path, executor: Executor | None) -> tuple[list[Record], list[Problem]]:
    declarations = [each.declaration for each in all_kinds()]
    tables, _ = read_settings(content, "content")
    library, problems = gathering.read(content, "content", declarations, tables, crew=executor)
    found = [library.record(*name) for name in library.fresh()]
    assert [each.key for each in found]
    return found, problems


def _facts(records: Sequence[Record]) -> list[tuple[object, ...]]:
    return [(type(each), each.key, each.origin, each.model_dump()) for each in records]


@pytest.fixture
def executors() -> list[Executor]:
    return [Alone(), ThreadPoolExecutor(1), crew(2)]


@pytest.mark.parametrize("place", ["sample", "mixed"])
@pytest.mark.parametrize("chunk", [1, 7, 1000])
def test_the_same_is_read(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    executors: list[Executor],
    place: str,
    chunk: int,
) -> None:
    content = ROOT / "content"
    if place == "mixed":
        site = Site(tmp_path)
        for path, text in FILES.items():
            site.write(f"content/{path}", text)
        content = tmp_path / "content"
    expected, problems = _read(content, None)
    monkeypatch.setattr(ahead, "_FEW", 0)
    monkeypatch.setattr(ahead, "_CHUNK", chunk)
    for executor in executors:
        with executor:
            found, said = _read(content, executor)
        assert _facts(found) == _facts(expected)
        assert said == problems


def test_a_file_that_cannot_be_read_is_reported_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Site(tmp_path)
    site.write("content/lessons/2026/0001.yaml", LESSON)
    monkeypatch.setattr(ahead, "_FEW", 0)
    if os.geteuid() == 0:
        # The administrator may read everything: the file goes between the walk and the reading.
        read = ahead.read

        def gone(*given: object) -> object:
            (tmp_path / "content/lessons/2026/0001.yaml").unlink()
            return read(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(ahead, "read", gone)
    else:
        (tmp_path / "content/lessons/2026/0001.yaml").chmod(0)
    _, problems = _read(tmp_path / "content", Alone())
    assert [each.code for each in problems] == ["E115"]
