"""The digest as a secretary uses it: read, copy, paste into a group."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Served, Watched, watch

pytestmark = pytest.mark.browser


def test_it_is_found_and_copied(watched: Watched) -> None:
    page = watched.open("")
    page.locator("footer").get_by_role("link", name="简报").click()
    expect(page.locator("h1")).to_have_text("近 7 天简报")
    expect(page.get_by_role("heading", name="接下来的同步学习")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="复制文字").click()
    expect(page.get_by_text("已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n")
    assert copied.startswith("【康桥社区党组织】近 7 天简报\n11月17日至11月23日\n")
    assert copied.endswith(f"\n在网页上看：{page.url}")
    with page.expect_download() as download:
        page.get_by_role("link", name="存成文本文件").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert copied.startswith(text.strip())
    facets = page.locator(".dw-facets")
    if not facets.get_by_role("link").first.is_visible():
        facets.locator("summary").click()
    page.get_by_role("link", name="近 30 天简报").click()
    expect(page.locator("h1")).to_have_text("近 30 天简报")


def test_without_a_script_the_text_is_there(browser: Browser, served: Served) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    watched = watch(context, served.address)
    page = watched.open("digest/")
    expect(page.get_by_role("button", name="复制文字")).to_be_hidden()
    page.locator("summary", has_text="贴到群里的文字").click()
    expect(page.locator(".dw-digest__text")).to_contain_text("四、接下来的同步学习")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert watched.wrong == []
    context.close()
