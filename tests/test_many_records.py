"""What is done otherwise where there are many records leads to the same site."""

from pathlib import Path

import pytest

from generator import survey
from generator.build import Order, build
from generator.press import underway, writing
from generator.records import ahead, packed
from generator.shell.engine import DEFAULT_CONFIG
from tests.test_incremental import tree

CONTENT = Path(__file__).parents[1] / "content"


def _built(site: Path, jobs: int) -> dict[str, bytes]:
    build(Order(CONTENT, "content", site, DEFAULT_CONFIG, jobs=jobs))
    return tree(site)


@pytest.mark.parametrize("jobs", [1, 2])
def test_many_records_give_the_same_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    plain = _built(tmp_path / "plain", jobs)
    monkeypatch.setattr(ahead, "_FEW", 0)
    monkeypatch.setattr(packed, "_AT_HAND", 3)
    monkeypatch.setattr(survey, "_MANY", 0)
    monkeypatch.setattr(underway, "_AT_ONCE", 0)
    monkeypatch.setattr(writing, "_LARGE", 0)
    monkeypatch.setattr(writing, "_CHUNK", 7)
    monkeypatch.setattr(writing, "_AHEAD", 1)
    assert _built(tmp_path / "many", jobs) == plain
