"""The sample site: as large and as varied as it says, and right on any day."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from generator import inspection, settings
from generator.audience.view import OrganisersView
from generator.kinds.elder.view import ElderSheet
from generator.kinds.kind import all_kinds
from generator.kinds.lesson.view import LessonView
from generator.kinds.notice.view import OPEN, NoticeView
from generator.kinds.visit.view import VisitSheet
from generator.records import gathering

CONTENT = Path(__file__).parents[1] / "content"


@pytest.fixture(scope="module")
def view() -> OrganisersView:
    found = inspection.inspect(inspection.begin(CONTENT, "content", None), "organisers")
    assert found.problems == []
    assert isinstance(found.view, OrganisersView)
    return found.view


def test_there_is_enough_of_everything() -> None:
    known, problems = settings.read(CONTENT, "content")
    assert not problems
    assert known is not None
    records, _ = gathering.read(
        CONTENT, "content", [each.declaration for each in all_kinds()], known
    )
    counts = {each.name: len(records.named(each.name)) for each in all_kinds()}
    least = {"branch": 8, "lesson": 24, "notice": 60, "elder": 40, "visit": 160}
    assert all(counts[name] >= number for name, number in least.items()), counts


def test_lessons_cover_the_seven_topics(view: OrganisersView) -> None:
    lessons = view.of(LessonView)
    assert len({each.topic.text for each in lessons}) == 7
    assert any(each.quiz for each in lessons)
    assert any(each.sessions for each in lessons)
    captioned = [medium for each in lessons for medium in each.media if medium.captions]
    assert {each.sort for each in captioned} == {"audio", "video"}


def test_notices_cover_headings_and_types(view: OrganisersView) -> None:
    notices = view.of(NoticeView)
    assert {each.heading.text for each in notices} == {
        heading.name for heading in view.settings.catalogue.headings
    }
    assert {each.doc for each in notices} == {"公开", "公示", "通报", "决议", "通知", "更正"}
    assert Counter(each.state for each in notices)[OPEN] >= 5


def test_the_demo_day_holds_whatever_the_day(view: OrganisersView) -> None:
    assert view.day == date(2026, 11, 23)
    assert view.settings.site.demo_today == view.day


def test_everybody_in_the_registers_is_invented() -> None:
    """The people whom the newspaper names appear in no register, and registers say 示例."""
    for path in [*CONTENT.glob("elders/*.yaml"), *CONTENT.glob("visits/*/*.yaml")]:
        text = path.read_text(encoding="utf-8")
        assert "示例" in text.splitlines()[0], path
        for name in ("王维", "黄红芳", "张善巧", "秦祖胜"):
            assert name not in text, path


def test_organisers_have_the_register_and_the_schedule(view: OrganisersView) -> None:
    assert len(view.confined(ElderSheet)) >= 40
    assert len(view.confined(VisitSheet)) >= 160
