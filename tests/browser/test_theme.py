"""What the frame and the hand-written pages do without Material's script, and with it."""

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator import minify
from generator.shell import engine
from tests.browser.conftest import ROOT, Served, Watched, watch
from tests.search.serving import serving
from tests.site import Site

pytestmark = pytest.mark.browser
SHELL = ROOT / "generator" / "shell"
CELLS = "|".join(f" 第{number}列的内容很长 " for number in range(12))
LONG = f"""---
title: 长页
section: help
---

# 长页

## 第一节

{"一段文字。" * 300}

|{CELLS}|
|{"---|" * 12}
|{CELLS}|

```text
{"一行很长的代码" * 60}
```

```text
短
```

??? note "折起来的"

    ### 里面的

    藏着的一句话。

## 第二节

{"一段文字。" * 1200}
"""


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small site with a long hand-written page at `help/long/`."""
    folder = tmp_path_factory.mktemp("long")
    site = Site(folder)
    site.write("content/pages/help/long.md", LONG)
    built = site.build()
    assert not list((built / "assets").rglob("*.js"))
    with serving(built) as address:
        yield address


@pytest.fixture(params=[360, 1280], ids=["360px", "1280px"])
def page(request: pytest.FixtureRequest, browser: Browser, long: str) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": request.param, "height": 800}, reduced_motion="reduce"
    )
    watched = watch(context, long)
    yield watched.page
    context.close()
    assert watched.wrong == []


def test_light_and_dark_stay_over_pages(browser: Browser, served: Served) -> None:
    for system, other in (("light", "dark"), ("dark", "light")):
        context = browser.new_context(
            viewport={"width": 360, "height": 800},
            color_scheme="dark" if system == "dark" else "light",
        )
        watched = watch(context, served.address)
        page = watched.open("")
        html, body = page.locator("html"), page.locator("body")
        expect(html).to_have_attribute("data-dw-scheme", system)
        paper = body.evaluate("node => getComputedStyle(node).backgroundColor")
        # By the keyboard, as by a finger.
        page.locator("[data-scheme-switch]").focus()
        page.keyboard.press("Enter")
        expect(html).to_have_attribute("data-dw-scheme", other)
        page = watched.open("notices/kangqiao-1/2026/0005/")
        expect(html).to_have_attribute("data-dw-scheme", other)
        assert body.evaluate("node => getComputedStyle(node).backgroundColor") != paper
        page.reload()
        expect(html).to_have_attribute("data-dw-scheme", other)
        assert watched.wrong == []
        context.close()


def test_a_heading_is_not_hidden_by_the_header(page: Page, long: str) -> None:
    page.goto(f"{long}help/long/")
    link = page.get_by_role("navigation", name="本页内容").get_by_role("link", name="第二节")
    if link.is_visible():
        link.focus()
        page.keyboard.press("Enter")
    else:
        page.goto(f"{long}help/long/#第二节")
    heading = page.get_by_role("heading", name="第二节")
    expect(heading).to_be_in_viewport()
    header = page.locator(".dw-header")
    below = heading.evaluate("node => node.getBoundingClientRect().top")
    edge = header.evaluate("node => Math.max(0, node.getBoundingClientRect().bottom)")
    assert edge <= below < 200


def test_the_contents_stay_beside_a_long_page(page: Page, long: str) -> None:
    page.goto(f"{long}help/long/")
    contents = page.get_by_role("navigation", name="本页内容")
    page.evaluate("scrollTo(0, 2000)")
    if page.evaluate("innerWidth") > 1000:
        expect(contents).to_be_in_viewport()
    else:
        expect(contents).to_be_hidden()


def test_what_is_wide_scrolls_by_itself_and_by_keyboard(page: Page, long: str) -> None:
    page.goto(f"{long}help/long/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for box in (page.locator("article table"), page.locator("article pre > code").first):
        box.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("box => box.scrollLeft > 0", arg=box.element_handle())
    # What fits is no stop on the way through the page.
    assert page.locator("article pre > code").nth(1).get_attribute("tabindex") is None


def test_a_link_into_a_fold_opens_it(page: Page, long: str) -> None:
    page.goto(f"{long}help/long/#里面的")
    expect(page.get_by_text("藏着的一句话")).to_be_in_viewport()
    page.goto(f"{long}help/long/")
    summary = page.locator("summary")
    expect(page.get_by_text("藏着的一句话")).to_be_hidden()
    page.evaluate("location.hash = '里面的'")
    expect(page.get_by_text("藏着的一句话")).to_be_in_viewport()
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("藏着的一句话")).to_be_hidden()


def test_paper_has_what_is_folded(page: Page, long: str) -> None:
    page.goto(f"{long}help/long/")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.get_by_text("藏着的一句话")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.get_by_text("藏着的一句话")).to_be_hidden()


def test_the_focus_is_seen(page: Page, long: str) -> None:
    page.goto(f"{long}help/long/")
    for selector in ("summary", "article pre > code"):
        # Focus that follows a key is shown; focus by a script alone need not be.
        page.keyboard.press("Tab")
        page.locator(selector).first.focus()
        style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert style == "solid", selector


def test_up_leads_to_the_top(watched: Watched) -> None:
    page = watched.open("help/settings/")
    up = page.locator("[data-up]")
    expect(up).to_be_hidden()
    page.evaluate("scrollTo(0, 3000)")
    expect(up).to_be_visible()
    up.click()
    page.wait_for_function("scrollY === 0")


def test_nothing_of_materials_script_is_left(served: Served) -> None:
    for path in served.folder.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "bundle." not in text, path
        assert "__md_" not in text, path
        assert "__config" not in text, path
    assert not list((served.folder / "assets").rglob("*.js"))


@pytest.mark.parametrize(
    "asked",
    ["theme: {features: [content.code.copy]}", "extra: {material_script: true}"],
    ids=["by-a-feature", "by-name"],
)
def test_materials_script_comes_back_by_itself(
    browser: Browser, tmp_path: Path, asked: str
) -> None:
    site = Site(tmp_path)
    site.write("mkdocs.yml", f"INHERIT: {SHELL}/mkdocs.yml\nsite_name: 测试\n{asked}\n")
    site.write("content/pages/help/long.md", LONG)
    with serving(site.build()) as address:
        context = browser.new_context()
        watched = watch(context, address)
        page = watched.open("help/long/")
        expect(page.locator("html")).to_have_class(re.compile(r"\bjs\b"))
        if "copy" in asked:
            expect(page.locator(".md-code__button").first).to_be_attached()
        page = watched.open("branches/kangqiao/")
        expect(page.locator("html")).to_have_class(re.compile(r"\bjs\b"))
        assert watched.wrong == []
        context.close()


def test_the_help_names_what_brings_materials_script_back() -> None:
    template = (SHELL / "theme/main.html").read_text(encoding="utf-8")
    lists = re.findall(r"set by_\w+ = \[(.*?)\]", template, re.DOTALL)
    asked = re.findall(r'"([\w.]+)"', "".join(lists))
    assert len(asked) > 15
    help_page = (ROOT / "content/pages/help/commands.md").read_text(encoding="utf-8")
    for each in asked:
        assert each in help_page or each.startswith("navigation.instant."), each


def test_the_names_that_materials_script_needs_are_those_it_brings() -> None:
    """Our copy of the line before Material's script defines what Material's own line defines."""
    material = find_spec("material")
    assert material
    assert material.origin
    own = (SHELL / "theme/partials/javascripts/base.html").read_text(encoding="utf-8")
    theirs = Path(material.origin).parent / "templates/partials/javascripts/base.html"
    names = set(re.findall(r"(__md_\w+)=", theirs.read_text(encoding="utf-8")))
    assert names == set(re.findall(r"var (__md_\w+) =", own))


def test_the_shorter_style_sheet_has_the_same_rules(page: Page, long: str) -> None:
    sheets = [SHELL / "theme/stylesheets" / name for name in (engine.STYLES, *engine.BEHIND)]
    source = "".join(each.read_text(encoding="utf-8") for each in sheets)
    page.goto(long)
    found = page.evaluate(
        """texts => texts.map((text) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(text);
          return [...sheet.cssRules].map((rule) => rule.cssText.replace(/\\s*([,:])\\s*|\\s+/g, "$1"));
        })""",
        [source, minify.styles(source)],
    )
    assert len(found[0]) > 300
    assert found[0] == found[1]
