"""A packed folder as it is opened from a stick: no server, large print, with and without a script."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.cli import main
from tests.browser.conftest import ROOT
from tests.browser.lessons import lessons

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("packed")
    site = lessons(folder)
    assert site.run("pack", "2026/0001", "2026/0002", "2026/0003", "--out", "stick").code == 0
    return (folder / "stick" / "index.html").as_uri()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_opens_from_a_folder(browser: Browser, stick: str, width: int, script: bool) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=script
    )
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda request: wrong.append(request.url))
    page.goto(stick)
    tile = page.get_by_role("link", name="听的课")
    box = tile.bounding_box()
    assert box
    assert box["height"] >= 120
    assert box["width"] >= 280
    # By the keyboard alone.
    page.keyboard.press("Tab")
    expect(tile).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("听的课")
    expect(page.locator("audio")).to_be_visible()
    expect(page.locator(".dw-cues li")).to_have_count(12)
    if script:
        page.locator(".dw-cues button").nth(3).click()
        page.wait_for_function("document.querySelector('audio').currentTime > 3")
    else:
        expect(page.locator(".dw-js")).to_be_hidden()
    page.get_by_role("link", name="下一节：问的课").click()
    expect(page.get_by_text("每半年审核一次")).to_be_hidden()
    page.get_by_text("第 1 题的答案").click()
    expect(page.get_by_text("每半年审核一次")).to_be_visible()
    page.get_by_role("link", name="下一节：读的课").click()
    expect(page.get_by_text("读一读。")).to_be_visible()
    page.get_by_role("link", name="全部课程").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("送学上门")
    assert wrong == []
    context.close()


def _letters(page: Page, selector: str) -> float:
    size = page.locator(selector).first.evaluate(
        "node => parseFloat(getComputedStyle(node).fontSize)"
    )
    assert isinstance(size, int | float)
    return size


def test_the_print_is_large(browser: Browser, tmp_path: Path) -> None:
    """18 points and more for the text, 60 px and more for what is pressed (domain of elders)."""
    content = str(ROOT / "content")
    out = tmp_path / "stick"
    assert main(["pack", "2026/0017", "2026/0010", "--content", content, "--out", str(out)]) == 0
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto((out / "lessons/2026/0017/index.html").as_uri())
    assert _letters(page, ".prose p") >= 24
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for link in page.locator("nav a").all():
        box = link.bounding_box()
        assert box
        assert box["height"] >= 60
    # A film with its captions, whose file no browser would load from a folder.
    page.locator("video").evaluate("node => node.play()")
    page.wait_for_function("document.querySelector('video').currentTime > 0.5")
    assert page.locator("video").evaluate("node => node.textTracks[0].activeCues.length") == 1
    page.close()
