"""Studying together: the next sessions on the home page, and what a script makes of them later."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Served, Watched, watch

pytestmark = pytest.mark.browser
TODAY = 'name="dangwu-today" content="2026-11-23"'


def test_from_home_to_a_session_and_its_lesson(watched: Watched) -> None:
    page = watched.open("")
    block = page.locator("[data-session-block]")
    expect(block.get_by_text("今天")).to_be_visible()
    block.get_by_role("link", name="秋收之后同步学").first.click()
    expect(page.locator("h1")).to_contain_text("秋收之后同步学")
    expect(page.locator(".dw-meeting")).to_contain_text("2026年12月5日 周六 19:00–20:00")
    expect(page.get_by_role("link", name="进入同步学习")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="加到日历").click()
    assert download.value.path().read_bytes().startswith(b"BEGIN:VCALENDAR")
    page.get_by_role("link", name="这节课的全部内容").click()
    expect(page.get_by_role("heading", name="一起学习")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".dw-sessions a").first.click()
    page.locator(".dw-crumbs").get_by_role("link", name="同步学习").click()
    expect(page.get_by_role("heading", name="接下来")).to_be_visible()


def _on(page: Page, served: Served, address: str, day: str) -> None:
    """The page of the build's day, as a reader has it on another day."""

    def answer(route: Route) -> None:
        html = (served.folder / address / "index.html").read_text(encoding="utf-8")
        assert TODAY in html
        body = html.replace(TODAY, f'name="dangwu-today" content="{day}"')
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    page.route(f"{served.address}{address}", answer)
    page.goto(served.address + address)


def test_what_is_over_by_then_goes_from_the_home_page(browser: Browser, served: Served) -> None:
    for day, left in (("2026-11-23", 3), ("2026-11-24", 2), ("2026-12-01", 1), ("2026-12-06", 0)):
        context = browser.new_context()
        watched = watch(context, served.address)
        _on(watched.page, served, "", day)
        expect(watched.page.locator("[data-session]:visible")).to_have_count(left)
        heading = watched.page.get_by_role("heading", name="同步学习", exact=True)
        expect(heading).to_have_count(1 if left else 0)
        assert watched.wrong == []
        context.close()


def test_a_session_page_turns_to_the_recording(browser: Browser, served: Served) -> None:
    address = "lessons/2026/0016/session-2/"
    for day, badge, before in (
        ("2026-11-26", "后天", True),
        ("2026-11-27", "明天", True),
        ("2026-11-29", "已结束", False),
    ):
        context = browser.new_context(viewport={"width": 360, "height": 800})
        watched = watch(context, served.address)
        _on(watched.page, served, address, day)
        expect(watched.page.locator(".dw-meeting__time")).to_contain_text(badge)
        recording = watched.page.get_by_role("link", name="听录音")
        calendar = watched.page.get_by_role("link", name="加到日历")
        if before:
            expect(calendar).to_be_visible()
            expect(recording).to_be_hidden()
        else:
            expect(calendar).to_be_hidden()
            recording.click()
            expect(watched.page.locator("audio").first).to_be_visible()
        assert watched.wrong == []
        context.close()


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        ("2026-12-05T10:59:00Z", "今天"),
        ("2026-12-05T11:00:00Z", "正在进行"),
        ("2026-12-05T12:00:00Z", "正在进行"),
        ("2026-12-05T12:01:00Z", "已结束"),
        # Late in London it is another day in Shanghai.
        ("2026-12-04T16:30:00Z", "今天"),
        ("2026-12-04T15:30:00Z", "明天"),
    ],
)
def test_the_hour_is_that_of_shanghai(
    browser: Browser, served: Served, moment: str, text: str
) -> None:
    context = browser.new_context(timezone_id="Europe/London")
    page = context.new_page()
    page.clock.set_fixed_time(moment)
    address = "lessons/2026/0014/session-1/"

    def answer(route: Route) -> None:
        html = (served.folder / address / "index.html").read_text(encoding="utf-8")
        body = html.replace(TODAY, 'name="dangwu-today" content=""')
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    page.route(f"**/{address}", answer)
    page.goto(served.address + address)
    expect(page.locator(".dw-meeting__time [data-session-when]")).to_have_text(text)
    context.close()


def test_without_a_script_the_day_of_the_build_holds(browser: Browser, served: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.address}lessons/sessions/")
    expect(page.get_by_text("12 天后")).to_be_visible()
    expect(page.get_by_text("已结束").first).to_be_visible()
    page.goto(f"{served.address}lessons/2026/0011/session-1/")
    expect(page.get_by_text("这一场已经结束")).to_be_visible()
    expect(page.get_by_role("link", name="进入同步学习")).to_be_hidden()
    context.close()
