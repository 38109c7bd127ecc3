"""No violation that axe-core finds, on every kind of page of the sample, in both editions, light and
dark, on a phone and at a desk. What only opens or answers is looked at too.
"""

import functools
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from generator import inspection
from generator.audience.view import Edition
from generator.cli import main
from tests.browser.conftest import ROOT, Watched, watch
from tests.browser.ranges import serving

pytestmark = pytest.mark.browser
CONTENT = ROOT / "content"
EDITIONS: tuple[Edition, ...] = ("members", "organisers")
WIDTHS = (360, 1280)
# What takes long on a page of a thousand elements, and says the same of all that look the same.
CONTRAST = "color-contrast"
# What may differ in the dark besides.
LINKS = "link-in-text-block"
# The elements with a text of their own that is seen: of those that look the same, whatever makes
# them so, and stand in what looks the same, the first three and the last.
PICK = """() => {
  const facts = ["color", "backgroundColor", "backgroundImage", "opacity", "filter", "mixBlendMode", "textShadow",
    "fontSize", "fontWeight", "position", "webkitTextStroke"];
  const known = new Map([[null, ""]]);
  const look = (each) => {
    if (!known.has(each)) {
      const style = getComputedStyle(each);
      const own = [each.tagName, each.className, ...facts.map((fact) => style[fact])].join("|");
      known.set(each, `${look(each.parentElement)} ${own}`);
    }
    return known.get(each);
  };
  const looks = new Map();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const each = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !each.checkVisibility()) continue;
    const key = look(each);
    if (!looks.has(key)) looks.set(key, new Set());
    looks.get(key).add(each);
  }
  const some = (all) => all.length > 4 ? [...all.slice(0, 3), all.at(-1)] : all;
  return [...looks.values()].flatMap((all) => some([...all]));
}"""
ASK = """(where, options) => axe.run(where, {resultTypes: ["violations"], ...options})
  .then((found) => found.violations)"""
RECORD = {
    "version": 1,
    "lessons": {
        "lessons/2026/0017/": {"title": "课", "finished": "2026-11-20", "hours": 1.5, "by": "watched"},
        "lessons/2025/0001/": {"title": "课", "finished": "2025-11-20", "hours": 0, "by": "read"},
    },
}  # fmt: skip


@functools.cache
def _kinds_of_page(edition: Edition) -> Mapping[tuple[object, ...], str]:
    """An address for each template of each section, and every hand-written page."""
    plan = inspection.inspect(inspection.begin(CONTENT, "content", None), edition)
    found: dict[tuple[object, ...], str] = {}
    for page in plan.pages():
        panels = tuple(each.template for each in page.panels)
        found.setdefault((page.drawing.template, page.section, panels), page.url)
        badge = getattr(getattr(page.drawing.context.get("view"), "entry", None), "badge", None)
        if badge is not None:
            found.setdefault((page.drawing.template, badge.tone), page.url)
        if page.drawing.template == "lesson/lesson.html":
            # With a film, a recording, questions: each has parts of its own.
            view = page.drawing.context["view"]
            parts = [each.sort for each in view.media], bool(view.quiz)  # type: ignore[attr-defined]
            found.setdefault(("lesson", str(parts)), page.url)
    return found | {("hand-written", each): each for each in plan.hand_written}


def _pages(edition: Edition) -> list[str]:
    """Of the organisers' pages those kinds that they alone have, and some with their banner."""
    found, members = _kinds_of_page(edition), _kinds_of_page("members")
    return list(dict.fromkeys(
        url for kind, url in found.items()
        if edition == "members" or kind not in members or url in ("", "search/", "404.html")
    ))  # fmt: skip


@pytest.fixture(scope="module", params=EDITIONS)
def edition(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Edition, str]]:
    folder = tmp_path_factory.mktemp("axe") / "site"
    built = ["build", "--content", str(CONTENT), "--site", str(folder), "--edition", request.param]
    assert main(built) == 0
    with serving(folder) as asked:
        yield request.param, asked.address


@pytest.fixture
def watched(browser: Browser, edition: tuple[Edition, str]) -> Iterator[Watched]:
    context = browser.new_context(reduced_motion="reduce", color_scheme="light")
    found = watch(context, edition[1])
    yield found
    context.close()


def _findings(page: Page, *, colours_alone: bool = False) -> list[str]:
    """Each in a line."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    others = {"runOnly": [LINKS]} if colours_alone else {"rules": {CONTRAST: {"enabled": False}}}
    found = page.evaluate(f"(options) => ({ASK})(document, options)", others)
    found += page.evaluate(
        f"(options) => ({ASK})({{include: ({PICK})()}}, options)", {"runOnly": [CONTRAST]}
    )
    return [
        f"{each['id']} {node['target']} {node['failureSummary']}"
        for each in found
        for node in each["nodes"]
    ]


def _violations(page: Page) -> list[str]:
    """At both widths, light and dark; what may differ in the dark are colours."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.evaluate(
                """(scheme) => { document.documentElement.setAttribute('data-dw-scheme', scheme);
                document.body.setAttribute('data-md-color-scheme', scheme === 'dark' ? 'slate' : 'default'); }""",
                scheme,
            )
            some = _findings(page, colours_alone=scheme == "dark")
            found += [f"{page.url} {width} {scheme}: {each}" for each in some]
    return found


def test_what_is_wrong_is_found(watched: Watched) -> None:
    page = watched.open("help/settings/")
    assert _violations(page) == []
    page.evaluate("""() => {
      const all = document.querySelectorAll("main p");
      all[all.length >> 1].style.color = "#999";
      document.querySelector("main h1").outerHTML = "<h4>设置</h4>";
    }""")
    found = _violations(page)
    assert {each.split(": ", 1)[1].split(" ")[0] for each in found} >= {
        "color-contrast",
        "page-has-heading-one",
    }
    assert len([each for each in found if "color-contrast" in each]) >= len(WIDTHS)


def test_there_are_enough_kinds_of_page() -> None:
    members, organisers = (set(_pages(each)) for each in EDITIONS)
    assert len(members) > 34
    assert len(organisers) > 14
    assert {"", "study/", "search/", "404.html", "help/errors/"} <= members


def test_every_kind_of_page(watched: Watched, edition: tuple[Edition, str]) -> None:
    found = []
    for url in _pages(edition[0]):
        page = watched.open(url)
        page.wait_for_load_state("networkidle")
        found += _violations(page)
    assert found == []


def test_what_opens_and_answers(watched: Watched) -> None:
    found = []
    page = watched.open("lessons/2026/0017/")
    page.evaluate("text => localStorage.setItem('dangwu:study', text)", json.dumps(RECORD))
    page.locator(".dw-cues button").nth(1).click()
    expect(page.locator(".dw-cues [aria-current]")).to_have_count(1)
    page.evaluate("document.querySelector('video').pause()")
    found += _violations(page)
    page.get_by_role("button", name="生成分享图").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found += _violations(page)
    page = watched.open("study/")
    expect(page.locator(".dw-mystudy__item")).to_have_count(2)
    page.get_by_role("button", name="删除《课》").first.click()
    found += _violations(page)
    quiz = next(url for url in _pages("members") if _has_quiz(url))
    page = watched.open(quiz)
    for question in page.locator(".dw-question").all():
        question.locator("input").first.check()
    page.get_by_role("button", name="看看对不对").click()
    found += _violations(page)
    page = watched.open("search/?q=党费")
    expect(page.locator("mark").first).to_be_visible()
    found += _violations(page)
    assert found == []


def _has_quiz(url: str) -> bool:
    folder = CONTENT / url.rstrip("/")
    files = [folder.with_suffix(".yaml"), folder / "lesson.yaml"]
    return any(each.is_file() and "quiz:" in each.read_text(encoding="utf-8") for each in files)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_packed_folder(browser: Browser, tmp_path: Path, width: int) -> None:
    out = tmp_path / "stick"
    packed = ["pack", "2026/0017", "2026/0016", "2026/0010", "--content", str(CONTENT), "--out", str(out)]  # fmt: skip
    assert main(packed) == 0
    page = browser.new_page(viewport={"width": width, "height": 900})
    for path in sorted(out.rglob("*.html")):
        page.goto(path.as_uri())
        assert _findings(page) == []
    page.close()
