"""Questions after a lesson, by the keyboard and by what is read out; and without a script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import watch
from tests.browser.lessons import ASKED, lessons
from tests.browser.ranges import Asked, serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    with serving(lessons(tmp_path_factory.mktemp("lessons")).build()) as found:
        yield found


@pytest.fixture(params=[360, 1280], ids=["360px", "1280px"])
def page(request: pytest.FixtureRequest, browser: Browser, asked: Asked) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 800})
    watched = watch(context, asked.address)
    page = watched.open(ASKED)
    page.get_by_role("button", name="看看对不对").wait_for()
    asked.paths.clear()
    yield page
    # What was answered has been sent to nobody.
    assert [path for path in asked.paths if not path.startswith(f"/{ASKED}")] == []
    context.close()
    assert watched.wrong == []


def _answer(page: Page, first: str, *second: str) -> None:
    page.get_by_role("group", name="1. 活动证多久审核一次？").get_by_label(first).check()
    for each in second:
        page.get_by_role("group", name="2. 报到时带什么？").get_by_label(each).check()


def test_by_keyboard_alone(page: Page) -> None:
    score = page.locator("[data-quiz-score]")
    once = page.get_by_role("group", name="1. 活动证多久审核一次？")
    many = page.get_by_role("group", name="2. 报到时带什么？（多选）")
    once.get_by_label("每月").focus()
    page.keyboard.press("Space")
    # Going on with the arrows is choosing, not answering.
    page.keyboard.press("ArrowDown")
    expect(once.get_by_label("每半年")).to_be_checked()
    expect(once.locator("details")).to_be_hidden()
    # What is not answered yet is said, and the way leads there.
    page.get_by_role("button", name="看看对不对").focus()
    page.keyboard.press("Enter")
    expect(score).to_have_text("还有 1 题没有选：第 2 题。")
    expect(many.get_by_label("活动证")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(many.get_by_label("介绍信")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="看看对不对")).to_be_focused()
    page.keyboard.press("Enter")
    expect(score).to_have_text("答对 2 题，共 2 题。都学明白了！")
    expect(score).to_be_focused()
    expect(score).to_have_attribute("role", "status")
    expect(once.locator("details")).to_have_attribute("open", "")
    expect(once).to_contain_text("发证的党组织每半年审核一次。")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="再做一次")).to_be_focused()
    page.keyboard.press("Enter")
    expect(score).to_be_empty()
    expect(once.get_by_label("每月")).to_be_focused()
    expect(page.locator("input:checked")).to_have_count(0)
    expect(once.locator("details")).to_be_hidden()


def test_what_is_wrong_is_said_in_words(page: Page) -> None:
    _answer(page, "每两年", "活动证", "房产证")
    page.get_by_role("button", name="看看对不对").click()
    expect(page.locator("[data-quiz-score]")).to_have_text(
        "答对 0 题，共 2 题。答对 1 题算通过。看看解释，再做一次。"
    )
    once = page.get_by_role("group", name="1. 活动证多久审核一次？")
    many = page.get_by_role("group", name="2. 报到时带什么？")
    expect(once.locator("label", has_text="每两年")).to_contain_text("✗ 不对")
    expect(once.locator("label", has_text="每半年")).to_contain_text("✓ 应选")
    expect(once).to_contain_text("没答对。")
    expect(many.locator("label", has_text="活动证")).to_contain_text("✓ 对")
    expect(many.locator("label", has_text="房产证")).to_contain_text("✗ 不对")
    expect(many.locator("label", has_text="介绍信")).to_contain_text("✓ 应选")
    expect(many.locator("details")).to_contain_text("活动证；介绍信")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # Half of the answers are enough, as the settings say.
    page.get_by_role("button", name="再做一次").click()
    _answer(page, "每半年", "房产证")
    page.keyboard.press("Enter")
    expect(page.locator("[data-quiz-score]")).to_contain_text("答对 1 题，共 2 题。通过了")


def test_without_a_script_answers_are_folded(browser: Browser, asked: Asked) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(asked.address + ASKED)
    why = page.get_by_text("发证的党组织每半年审核一次。")
    expect(why).to_be_hidden()
    page.get_by_text("第 1 题的答案").click()
    expect(why).to_be_visible()
    expect(page.get_by_role("button", name="看看对不对")).to_have_count(0)
    expect(page.locator(".dw-quiz input:visible")).to_have_count(6)
    context.close()
