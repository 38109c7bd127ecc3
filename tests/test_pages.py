"""Pages as values: everything on them is data, and their keys tell whether it has changed."""

import random
import sys
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment
from markupsafe import escape
from msgspec import Struct
from msgspec.structs import replace

from generator import inspection, prose
from generator.audience.digests import Digests
from generator.audience.shown import Entry, Link
from generator.audience.view import Edition
from generator.inspection import Plan
from generator.kinds.kind import all_kinds
from generator.kinds.lesson.pages import pages as lesson_pages
from generator.kinds.lesson.view import LessonView
from generator.pages.drawing import Drawing
from generator.pages.paper import Paper
from generator.pages.studio import Studio

CONTENT = Path(__file__).parents[1] / "content"
ENTRY = Entry("lesson", "党课", "lessons/2026/0001/", "第一课", date(2026, 3, 5), tags=("学习",))


def _sample(edition: Edition) -> Plan:
    return inspection.inspect(inspection.begin(CONTENT, "content", None), edition)


@pytest.fixture(scope="module", params=["members", "organisers"])
def plan(request: pytest.FixtureRequest) -> Plan:
    return _sample(request.param)


def _data(value: Any) -> bool:
    if isinstance(value, Struct):
        return not hasattr(value, "__dict__") and all(
            _data(getattr(value, name)) for name in value.__struct_fields__
        )
    if isinstance(value, Mapping):
        return all(isinstance(key, str) and _data(each) for key, each in value.items())
    if isinstance(value, list | tuple):
        return all(map(_data, value))
    return value is None or isinstance(value, str | int | date)


def test_every_page_and_block_is_data(plan: Plan) -> None:
    drawings = {page.url: page.drawing for page in plan.pages()}
    for kind in all_kinds():
        for name, block in kind.blocks.items():
            drawings[f"{kind.name}/{name}"] = block(plan.view)
    assert len(drawings) > 280
    assert [url for url, each in drawings.items() if not _data(each.context)] == []
    assert {len(each.key()) for each in drawings.values()} == {16}
    assert [page.url for page in plan.pages() if not _data(page.head)] == []


def test_the_same_records_give_the_same_keys(plan: Plan) -> None:
    again = _sample(plan.view.edition)
    assert [(page.url, page.key()) for page in plan.pages()] == [
        (page.url, page.key()) for page in again.pages()
    ]


def test_equal_contexts_have_equal_keys() -> None:
    one = Drawing("pages/a.html", {"title": "甲", "entries": [ENTRY], "facts": {"a": 1, "b": None}})
    two = Drawing(
        "pages/a.html", {"facts": {"b": None, "a": 1}, "entries": (replace(ENTRY),), "title": "甲"}
    )
    assert one.key() == two.key()


@pytest.mark.parametrize(
    "other",
    [
        Drawing("pages/b.html", {"groups": [("三月", [ENTRY])]}),
        Drawing("pages/a.html", {"groups": [("四月", [ENTRY])]}),
        Drawing("pages/a.html", {"groups": [("三月", [ENTRY, ENTRY])]}),
        Drawing("pages/a.html", {"groups": [("三月", [ENTRY])], "more": None}),
        Drawing("pages/a.html", {"groups": [("三月", [replace(ENTRY, tags=("学习", "会议"))])]}),
        Drawing("pages/a.html", {"groups": [("三月", [replace(ENTRY, branch=Link("", ""))])]}),
        Drawing("pages/a.html", {"groups": [("三月", [replace(ENTRY, day=date(2026, 3, 6))])]}),
        Drawing("pages/a.html", {"groups": [("三月", [replace(ENTRY, facts=("",))])]}),
    ],
)
def test_any_change_changes_the_key(other: Drawing) -> None:
    assert Drawing("pages/a.html", {"groups": [("三月", [ENTRY])]}).key() != other.key()


@pytest.mark.parametrize("value", [lambda: "", iter([ENTRY]), object(), date.today])
def test_what_is_not_data_has_no_key(value: object) -> None:
    with pytest.raises(TypeError):
        Drawing("pages/a.html", {"groups": [value]}).key()


@pytest.fixture(scope="module")
def lesson(plan: Plan) -> LessonView:
    return plan.view.of(LessonView)[0]


def _lessons(lesson: LessonView, count: int, branches: int, series: int) -> list[LessonView]:
    """So many lessons, newest first, dealt out to branches, series, topics and tags."""
    dice = random.Random(7)
    topics = [Link(name, f"lessons/topics/{name}/") for name in "甲乙丙"]
    made = []
    for number in range(count):
        key = f"2026/{number:05d}"
        name = number % branches
        of = number % (2 * series) if series else 0
        topic = dice.choice(topics)
        entry = replace(
            lesson.entry, url=f"lessons/{key}/", title=key, category=topic,
            branch=Link(f"支部{name}", f"branches/b-{name}/"),
            tags=tuple(dice.choices("子丑寅卯辰", k=dice.randrange(4))),
        )  # fmt: skip
        made.append(replace(
            lesson, entry=entry, key=key, day=date(2020, 1, 1) + timedelta(number // 3), topic=topic,
            series=Link(f"专题{of}", f"lessons/series/{of}/") if of < series else None, order=number,
        ))  # fmt: skip
    return made[::-1]


def _drawings(plan: Plan, lessons: Sequence[LessonView]) -> dict[str, Drawing]:
    view = replace(plan.view, _shown={LessonView: tuple(lessons)})
    return {page.url: page.drawing for page in lesson_pages(view)}


def _told(drawing: Drawing, name: str) -> Any:
    return drawing.context[name]


def test_few_branches_are_named_beside_each_other(plan: Plan, lesson: LessonView) -> None:
    drawings = _drawings(plan, _lessons(lesson, 72, 36, 0))
    ((_, links),) = _told(drawings["lessons/b-3/"], "facets")
    assert len(links) == 36
    assert "lessons/branches/" not in drawings


def test_many_branches_have_a_page_of_their_own(plan: Plan, lesson: LessonView) -> None:
    drawings = _drawings(plan, _lessons(lesson, 400, 50, 40))
    ((heading, links),) = _told(drawings["lessons/b-3/"], "facets")
    assert heading == "党组织"
    assert [(link.url, current) for link, _, current in links] == [
        ("lessons/b-3/", True),
        ("lessons/branches/", False),
    ]
    ((_, named),) = _told(drawings["lessons/branches/"], "groups")
    assert "lessons/b-3/" in [link.url for link, _ in named]


def test_a_lesson_of_a_long_series_names_its_neighbours(plan: Plan, lesson: LessonView) -> None:
    drawings = _drawings(plan, _lessons(lesson, 100, 1, 1))
    long = _told(drawings["lessons/2026/00050/"], "place")
    keys = [f"2026/{number:05d}" for number in range(38, 64, 2)]
    assert [(number, link.text, current) for number, link, current in long.near] == [
        (place, key, key == "2026/00050") for place, key in enumerate(keys, 19)
    ]
    # Nor is its record asked for each of them on every page.
    assert (long.whole, long.path.urls, long.path.count) == (False, "", 50)
    short = _told(_drawings(plan, _lessons(lesson, 72, 1, 1))["lessons/2026/00050/"], "place")
    assert (len(short.near), short.whole) == (36, True)
    assert len(short.path.urls.split()) == 36


def test_a_lesson_changes_its_own_page_and_its_lists(plan: Plan, lesson: LessonView) -> None:
    """Its text is on its own page; its title also where it is listed, and beside it."""
    lessons = _lessons(lesson, 400, 50, 40)
    before = {url: each.key() for url, each in _drawings(plan, lessons).items()}

    def changed(other: LessonView) -> set[str]:
        after = _drawings(plan, [other if each.key == other.key else each for each in lessons])
        return {url for url, each in after.items() if each.key() != before[url]}

    one = lessons[200]
    assert one.entry.branch is not None
    assert changed(replace(one, body="换了一段")) == {one.entry.url}
    told = changed(replace(one, entry=replace(one.entry, title="换了题目")))
    branch = f"lessons/{one.entry.branch.url.split('/')[1]}/"
    # The lists of its year and its topic are long, and cut into months.
    month = f"{one.day.year}-{one.day.month:02d}/"
    lists = {f"lessons/{month}", f"{one.topic.url}{month}"}
    assert {one.entry.url, *lists, branch} <= told
    assert len([url for url in told if url.startswith("lessons/b-")]) == 1


def _studio() -> Studio:
    packages = {"pages": "generator.pages", **{each.name: each.package for each in all_kinds()}}
    return Studio(packages)


def _drawn(studio: Studio, drawing: Drawing) -> str:
    return studio.draw(drawing, "a/", lambda target, address: prose.ROOT + target)


def test_every_value_is_escaped() -> None:
    nasty = "<b title=\"x\" class='y'>&amp;"
    drawing = Drawing(
        "pages/directory.html",
        {
            "title": nasty,
            "intro": "",
            "crumbs": [Link(nasty, "a/")],
            "groups": [(nasty, [(Link(nasty, f"tags/{nasty}/"), 3)])],
            "downloads": [],
        },
    )
    html = _drawn(_studio(), drawing)
    assert html.count(escape(nasty)) == 5
    assert nasty not in html
    assert '<span class="dw-facet__count">3</span>' in html


def test_rows_are_told_apart_by_what_they_say_and_how() -> None:
    """A row that two lists share is drawn once, but not where it is drawn in another way."""
    studio = _studio()

    def drawn(entry: Entry, mixed: bool) -> str:
        context = {"title": "", "intro": "", "crumbs": [], "facets": [], "feeds": ()}
        groups = [("", [entry], mixed)]
        return _drawn(studio, Drawing("pages/listing.html", {**context, "groups": groups}))

    plain = drawn(ENTRY, mixed=False)
    assert drawn(ENTRY, mixed=True) != plain
    assert drawn(ENTRY, mixed=False) == plain
    assert "第二课" in drawn(replace(ENTRY, title="第二课"), mixed=False)
    assert drawn(ENTRY, mixed=False) == plain


def _plain(data: str) -> bytes:
    return data.encode()


def test_papers_are_data_and_named_functions(plan: Plan) -> None:
    assert [each.url for each in plan.filled() if not _data(each.data)] == []
    assert Paper("a.txt", _plain, "甲").key() == Paper("b.txt", _plain, "甲").key()
    assert Paper("a.txt", _plain, "甲").key() != Paper("a.txt", _plain, "乙").key()
    with pytest.raises(TypeError):
        Paper("a.txt", lambda data: b"", "甲").key()
    with pytest.raises(TypeError):
        Paper("a.txt", _plain, object()).key()


def test_a_digest_that_is_remembered_is_that_of_the_value() -> None:
    known = Digests()
    drawing = Drawing("pages/a.html", {"groups": [("三月", [ENTRY], True)], "entry": ENTRY})
    assert drawing.key(known) == drawing.key() == drawing.key(known)
    learned = Digests()
    learned.learn(ENTRY, known.of(replace(ENTRY)))
    assert drawing.key(learned) == drawing.key()
    learned = Digests()
    learned.learn(ENTRY, bytes(16))
    assert drawing.key(learned) != drawing.key()


def _toy(packages: Mapping[str, str]) -> str:
    drawing = Drawing("toy/toy.html", {"text": "<甲>"})
    return Studio(packages).draw(drawing, "", lambda target, at: None)


def test_templates_are_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    templates = tmp_path / "toys" / "templates"
    templates.mkdir(parents=True)
    (tmp_path / "toys" / "__init__.py").touch()
    template = templates / "toy.html"
    template.write_text("<p>{{ text }}</p>", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    assert _toy({"toy": "toys"}) == "<p>&lt;甲&gt;</p>"
    (kept,) = (templates / "__pycache__").iterdir()
    with monkeypatch.context() as patched:
        patched.setattr(Environment, "compile", None)
        assert _toy({"toy": "toys"}) == "<p>&lt;甲&gt;</p>"
    # What is damaged or of another template is compiled anew.
    for damage in (b"", kept.read_bytes()[:-20], b"x" * 100):
        kept.write_bytes(damage)
        assert _toy({"toy": "toys"}) == "<p>&lt;甲&gt;</p>"
    template.write_text("<b>{{ text }}</b>", encoding="utf-8")
    assert _toy({"toy": "toys"}) == "<b>&lt;甲&gt;</b>"
