"""Finding a lesson: chips that combine, the address that keeps them, series as paths."""

import json
import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Served, Watched, watch

pytestmark = pytest.mark.browser


def _shown(page: Page) -> list[str]:
    return page.locator(".dw-lesson:visible h2").all_inner_texts()


def _chip(page: Page, name: str) -> None:
    chip = page.locator(".dw-filter").get_by_role("button", name=name, exact=True)
    if not chip.is_visible():
        page.get_by_text("更多条件").click()
    chip.click()


def test_chips_combine_and_the_count_is_announced(watched: Watched) -> None:
    page = watched.open("lessons/")
    status = page.get_by_role("status").filter(has_text="节")
    expect(status).to_have_text("共 24 节")
    _chip(page, "老年党员")
    expect(status).to_have_text("符合条件的有 8 节")
    _chip(page, "30 分钟以内")
    expect(status).to_have_text("符合条件的有 6 节")
    _chip(page, "微视频")
    assert _shown(page) == ["陌生链接不点，验证码不给：四分钟守住钱袋子"]
    # Values of one fact add up.
    _chip(page, "视频")
    assert len(_shown(page)) == 2
    pressed = page.locator(".dw-filter [aria-pressed=true]")
    assert sorted(pressed.all_inner_texts()) == ["30 分钟以内", "微视频", "老年党员", "视频"]


def test_the_address_keeps_what_is_chosen(watched: Watched) -> None:
    page = watched.open("lessons/")
    _chip(page, "5 分钟以内")
    _chip(page, "流动党员")
    found = _shown(page)
    assert len(found) == 2
    assert unquote(page.url).endswith("#length=5 分钟以内&audience=流动党员")
    # The way back and forth, to a lesson and back, and a new visit by the address.
    page.go_back()
    assert len(_shown(page)) == 4
    page.go_forward()
    assert _shown(page) == found
    page.get_by_role("link", name=found[0]).click()
    expect(page.locator("h1")).to_have_text(found[0])
    page.go_back()
    expect(page.locator(".dw-lesson:visible")).to_have_count(2)
    page.reload()
    assert _shown(page) == found
    page.get_by_role("button", name="清除条件").click()
    assert len(_shown(page)) == 24
    assert "#" not in page.url
    page.go_back()
    assert _shown(page) == found


def test_by_keyboard_alone(watched: Watched) -> None:
    page = watched.open("lessons/")
    page.locator(".dw-filter button").first.focus()
    page.keyboard.press("Space")
    assert len(_shown(page)) == 4
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert len(_shown(page)) > 4
    clear = page.get_by_role("button", name="清除条件")
    clear.focus()
    page.keyboard.press("Enter")
    expect(clear).to_be_hidden()
    # Focus does not fall to the top of the page with the button that went.
    expect(page.locator(".dw-filter button").first).to_be_focused()


def test_an_organisation_is_chosen_from_a_list(watched: Watched) -> None:
    page = watched.open("lessons/")
    choice = page.get_by_label("党组织")
    if not choice.is_visible():
        page.get_by_text("更多条件").click()
    choice.select_option("胡家村党支部")
    assert len(_shown(page)) == 4
    _chip(page, "微视频")
    assert _shown(page) == ["出门之前，说清四件事"]
    choice.select_option("全部")
    assert len(_shown(page)) == 3


def test_what_nobody_knows_in_the_address_is_passed_over(watched: Watched) -> None:
    for hash_ in ("#form=没有", "#form=%E0%A4%A", "#=", "#dw-lessons", "#form"):
        page = watched.open(f"lessons/{hash_}")
        page.reload()
        assert len(_shown(page)) == 24, hash_


def test_nothing_fits_and_says_so(watched: Watched) -> None:
    page = watched.open("lessons/#form=音频&audience=入党积极分子&length=5 分钟以内")
    expect(page.get_by_text("没有符合条件的党课")).to_be_visible()
    assert _shown(page) == []


def test_a_list_of_one_fact_is_narrowed_by_the_others(watched: Watched) -> None:
    page = watched.open("lessons/forms/text/")
    _chip(page, "老年党员")
    expect(page.get_by_role("status").filter(has_text="节")).to_contain_text("符合条件的有")
    assert 0 < len(_shown(page)) < 11
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_a_script_chips_lead_to_lists(browser: Browser, served: Served) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    watched = watch(context, served.address)
    page = watched.open("lessons/")
    expect(page.get_by_label("党组织")).to_be_hidden()
    for name, title, count in [
        ("5 分钟以内", "5 分钟以内", 4),
        ("老年党员", "适合老年党员", 8),
        ("直播回放", "直播回放", 3),
        ("革命传统", "革命传统", 3),
    ]:
        page = watched.open("lessons/")
        page.locator(".dw-filter").get_by_role("link", name=name, exact=True).click()
        expect(page.locator("h1")).to_have_text(title)
        expect(page.locator(".dw-lesson")).to_have_count(count)
    assert watched.wrong == []
    context.close()


def test_a_series_is_walked_from_end_to_end(watched: Watched) -> None:
    page = watched.open("lessons/series/")
    page.get_by_role("link", name="流动党员一课一事").click()
    expect(page.locator("main, .dw-page").first).to_contain_text("共 5 节")
    steps = page.locator(".dw-path__step h2 a").all_inner_texts()
    page.locator(".dw-path__step h2 a").first.click()
    seen = []
    for number in range(1, 6):
        expect(page.locator(".dw-path__place")).to_contain_text(f"第 {number} 节，共 5 节")
        seen.append(page.locator("h1").inner_text().replace("\n", ""))
        if number < 5:
            page.get_by_role("link", name=re.compile(r"^下一节")).click()
    assert seen == [each.replace("\n", "") for each in steps]
    expect(page.get_by_role("link", name=re.compile(r"^下一节"))).to_have_count(0)
    page.get_by_role("link", name=re.compile(r"^上一节")).click()
    expect(page.locator(".dw-path__place")).to_contain_text("第 4 节")


def test_what_is_finished_is_marked(watched: Watched) -> None:
    """As the reader's own record marks it, on a path and beside a lesson."""
    for address in ("lessons/series/2025-0004/", "lessons/2026/0003/", "lessons/"):
        page = watched.open(address)
        mark = page.locator('[data-study="lessons/2025/0004/"]').first
        before = mark.inner_text()
        mark.evaluate("node => node.setAttribute('data-finished', '2026-11-20')")
        look = (
            "node => [node, ...node.querySelectorAll('*')].flatMap(each => ['::before', '::after']"
        )
        contents = mark.evaluate(f"{look}.map(part => getComputedStyle(each, part).content))")
        assert any("✓" in each for each in contents), address
        assert mark.inner_text() == before


def test_the_contents_lead_into_a_long_text(watched: Watched) -> None:
    page = watched.open("lessons/2026/0003/")
    contents = page.get_by_role("navigation", name="目录")
    assert contents.get_by_role("link").count() == 10
    contents.get_by_role("link", name="六个月，是一道坎").click()
    heading = page.get_by_role("heading", name="六个月，是一道坎")
    expect(heading).to_be_in_viewport()
    header = page.locator(".dw-header").bounding_box()
    box = heading.bounding_box()
    assert header
    assert box
    sticks = page.locator(".dw-header").evaluate("node => getComputedStyle(node).position")
    assert box["y"] >= (header["height"] if sticks == "sticky" else 0)
    page = watched.open("lessons/2026/0017/")
    expect(page.get_by_role("navigation", name="目录")).to_have_count(0)


def test_a_list_is_light(served: Served) -> None:
    page = (served.folder / "lessons/index.html").read_bytes()
    assert len(page) / 24 < 2600, "bytes a card, the frame included"
    feed = json.loads((served.folder / "lessons/feed.json").read_text(encoding="utf-8"))
    pictures = [each["image"] for each in feed["items"] if "image" in each]
    assert len(pictures) == 2
    assert all(each.endswith("/cover.svg") for each in pictures)
