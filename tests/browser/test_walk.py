"""As readers go: from home to a lesson, a notice, a branch and the visits."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.cli import main
from tests.browser.conftest import ROOT, Served, Watched, watch

pytestmark = pytest.mark.browser


def _no_sideways(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_from_home_to_a_notice_that_is_open(watched: Watched) -> None:
    page = watched.open("")
    expect(page.locator("h1")).to_have_text("离乡不离党，学习在身边")
    _no_sideways(page)
    page.get_by_role("link", name="关于拟接收两名同志为预备党员的公示").first.click()
    expect(page.locator("h1")).to_have_text("关于拟接收两名同志为预备党员的公示")
    expect(page.get_by_text("公示中").first).to_be_visible()
    expect(page.get_by_text("还剩 4 个工作日").first).to_be_visible()
    expect(page.locator("dl.dw-meta")).to_contain_text("210000012/2026-00005")
    expect(page.get_by_role("heading", name="怎样反映意见")).to_be_visible()
    _no_sideways(page)
    page.get_by_role("link", name="上一篇").click()
    expect(page).to_have_url(re.compile(r"/notices/kangqiao-1/2026/0004/$"))


def test_from_home_to_a_lesson_with_a_film(watched: Watched) -> None:
    page = watched.open("")
    page.get_by_role("link", name="持活动证报到").first.click()
    expect(page.locator("video")).to_be_visible()
    # Loaded when it is played, with its captions.
    page.wait_for_function("document.querySelector('video').textTracks.length === 1")
    page.locator("video").evaluate("node => node.play()")
    page.wait_for_function("document.querySelector('video').readyState >= 1")
    assert page.evaluate("document.querySelector('video').duration") > 5
    _no_sideways(page)
    page.locator(".dw-crumbs").get_by_role("link", name="空中党课").click()
    expect(page.locator("h1")).to_contain_text("空中党课")
    _no_sideways(page)


def test_from_home_to_a_branch(watched: Watched) -> None:
    page = watched.open("")
    page.get_by_role("link", name="康桥社区党总支").first.click()
    expect(page.locator("h1")).to_have_text("康桥社区党总支")
    expect(page.get_by_text("开放时间").first).to_be_visible()
    _no_sideways(page)


def test_from_home_to_the_visits(watched: Watched) -> None:
    page = watched.open("")
    page.get_by_role("link", name="走访情况").click()
    expect(page.locator("h1")).to_contain_text("2026 年老党员走访")
    expect(page.get_by_role("heading", name="按党组织")).to_be_visible()
    _no_sideways(page)


def test_the_search_box_leads_to_the_search(watched: Watched) -> None:
    page = watched.open("")
    page.get_by_role("combobox").first.fill("发展党员")
    page.get_by_role("combobox").first.press("Enter")
    expect(page).to_have_url(re.compile(r"/dangjian/search/\?q="))


def test_every_section_from_the_help_and_the_footer(watched: Watched) -> None:
    page = watched.open("help/")
    page.locator("footer").get_by_role("link", name="站点地图").click()
    expect(page.locator("h1")).to_contain_text("站点地图")
    page.locator("footer").get_by_role("link", name="标签").click()
    expect(page.locator("h1")).to_contain_text("标签")
    page.locator("footer").get_by_role("link", name="关于").click()
    expect(page.locator("h1")).to_contain_text("关于")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_font_size_stays(browser: Browser, served: Served, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    watched = watch(context, served.address)
    page = watched.open("notices/kangqiao-1/2026/0005/")
    before = page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('article p')).fontSize)"
    )
    # On a phone the header has one button that steps through the sizes.
    page.locator("[data-size='3']:visible, [data-size='next']:visible").first.click()
    page.goto(served.address + "lessons/")
    after = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    page.goto(served.address + "notices/kangqiao-1/2026/0005/")
    now = page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('article p')).fontSize)"
    )
    assert now > before
    assert after > 0
    assert watched.wrong == []
    context.close()


def test_without_scripts_everything_is_there(browser: Browser, served: Served) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    watched = watch(context, served.address)
    page = watched.open("notices/kangqiao-1/2026/0005/")
    expect(page.get_by_text("还剩 4 个工作日").first).to_be_visible()
    page = watched.open("lessons/2026/0003/")
    answers = page.locator("details", has_text="答案").first
    answers.locator("summary").click()
    assert answers.get_attribute("open") is not None
    page = watched.open("lessons/")
    assert page.locator(".dw-lesson").count() >= 24
    assert watched.wrong == []
    context.close()


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("2026-11-19", "待公布"),
        ("2026-11-26", "还剩 1 个工作日"),
        ("2026-11-27", "今天截止"),
        ("2026-11-30", "已结束"),
    ],
)
def test_time_passes_between_builds(browser: Browser, served: Served, day: str, text: str) -> None:
    """The page was built on 2026-11-23; the reader comes on another day."""
    context = browser.new_context()
    watched = watch(context, served.address)
    address = "notices/kangqiao-1/2026/0005/"

    def on_that_day(route: object) -> None:
        html = (served.folder / address / "index.html").read_text(encoding="utf-8")
        assert 'name="dangwu-today" content="2026-11-23"' in html
        html = html.replace(
            'name="dangwu-today" content="2026-11-23"', f'name="dangwu-today" content="{day}"'
        )
        route.fulfill(body=html, content_type="text/html; charset=utf-8")  # type: ignore[attr-defined]

    watched.page.route(f"**/{address}", on_that_day)
    page = watched.open(address)
    expect(page.locator(".dw-state").get_by_text(text).first).to_be_visible()
    assert watched.wrong == []
    context.close()


def test_a_page_that_is_not_there(browser: Browser, served: Served) -> None:
    html = (served.folder / "404.html").read_text(encoding="utf-8")
    assert 'href="/lessons/"' in html
    assert 'action="/search/"' in html


def test_from_a_stick_every_link_opens(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:

    folder = tmp_path_factory.mktemp("stick") / "site"
    content = str(ROOT / "content")
    assert main(["build", "--portable", "--content", content, "--site", str(folder)]) == 0
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.goto(f"file://{folder}/index.html")
    page.get_by_role("link", name="全部党课").click()
    page.locator(".dw-lesson a").first.click()
    page.locator(".dw-crumbs a").first.click()
    expect(page.locator("h1")).to_have_text("离乡不离党，学习在身边")
    page.get_by_role("combobox").first.fill("党费")
    page.get_by_role("combobox").first.press("Enter")
    assert page.url.startswith(f"file://{folder}/search/index.html?q=")
    assert failed == []
    context.close()
