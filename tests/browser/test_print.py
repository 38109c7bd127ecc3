"""On paper: a notice as an official document, a lesson to read, and nothing of the screen."""

import re
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Served, watch
from tests.search.serving import serving
from tests.site import Site

pytestmark = pytest.mark.browser
NOTICE = "notices/kangqiao-1/2026/0005/"
# The type area of A4, 156 mm, in the pixels of CSS.
WIDE = 590
SCREEN_ALONE = (
    ".dw-header", ".dw-footer", ".dw-bar", ".dw-crumbs", ".dw-split__aside", ".dw-state",
    ".dw-pager", ".dw-tools", ".dw-meta",
)  # fmt: skip


def _style(page: Page, selector: str, *names: str) -> list[Any]:
    style = page.locator(selector).first.evaluate(
        "(node, names) => names.map((name) => getComputedStyle(node)[name])", list(names)
    )
    assert isinstance(style, list)
    return style


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_notice_is_an_official_document(
    browser: Browser, served: Served, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(viewport={"width": WIDE, "height": 850}, color_scheme=scheme)
    watched = watch(context, served.address)
    page = watched.open(NOTICE)
    for name in (".dw-issuer", ".dw-ruled", ".dw-imprint"):
        expect(page.locator(name)).to_be_hidden()
    page.wait_for_load_state("networkidle")
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.emulate_media(media="print")
    for name in SCREEN_ALONE:
        for each in page.locator(name).all():
            expect(each).to_be_hidden()
    expect(page.locator(".dw-issuer")).to_have_text("中共康桥社区第一支部委员会")
    assert _style(page, ".dw-issuer", "color", "textAlign") == ["rgb(216, 0, 15)", "center"]
    line = page.locator(".dw-issuer").evaluate(
        "node => node.getClientRects().length === 1 && node.scrollHeight < 100"
    )
    assert line, "the issuer stands on one line"
    expect(page.locator(".dw-ruled")).to_contain_text("索引号：210000012/2026-00005")
    assert _style(page, ".dw-ruled", "borderBottomColor") == ["rgb(216, 0, 15)"]
    assert _style(page, "h1", "textAlign", "fontSize") == ["center", "29.3333px"]
    family, size, leading, indent, ink = _style(
        page, ".dw-prose > p", "fontFamily", "fontSize", "lineHeight", "textIndent", "color"
    )
    assert family.startswith("FangSong_GB2312")
    assert (size, leading, indent, ink) == ("21px", "38.5333px", "42px", "rgb(0, 0, 0)")
    sign = page.locator(".dw-sign")
    expect(sign).to_have_text(re.compile("中共康桥社区第一支部委员会.*2026年11月20日", re.DOTALL))
    expect(page.locator(".dw-imprint")).to_contain_text("2026年11月20日至2026年11月27日")
    assert "还剩" not in page.locator("body").inner_text()
    # What is wider than the paper would be shrunk, and the letters with it.
    assert page.evaluate("document.documentElement.scrollWidth") == WIDE
    margins = page.evaluate("""() => [...document.styleSheets].flatMap((each) => [...each.cssRules])
      .filter((each) => each instanceof CSSPageRule && !each.selectorText).map((each) => each.style.margin)""")
    # The last word is ours.
    assert margins[-1:] == ["37mm 26mm 35mm 28mm"]
    raw = page.pdf(prefer_css_page_size=True)
    assert set(re.findall(rb"/MediaBox \[([^\]]+)\]", raw)) == {b"0 0 594.95996 841.91998"}
    assert loaded == []
    assert watched.wrong == []
    context.close()


def test_a_lesson_is_read_on_paper(browser: Browser, served: Served) -> None:
    context = browser.new_context(viewport={"width": WIDE, "height": 850})
    watched = watch(context, served.address)
    page = watched.open("lessons/2026/0017/")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    # What is said in the film stands folded on the screen.
    expect(page.locator(".dw-fold").get_by_text("各位在外的党员同志，您好").first).to_be_visible()
    for name in (*SCREEN_ALONE, ".dw-media", ".dw-cues", ".dw-quiz"):
        for each in page.locator(name).all():
            expect(each).to_be_hidden()
    assert _style(page, ".dw-prose > p", "fontSize", "lineHeight") == ["21px", "38.5333px"]
    assert page.evaluate("document.documentElement.scrollWidth") == WIDE
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".dw-fold").get_attribute("open") is None
    context.close()


_NOTICE = """\
title: 清单
heading: 发展党员
doc: 公开
scope: 本单位
branch: kangqiao
issued: 2026-11-20
body: |
  ## {first}

  ### 范围

  ### 办法

  文字。

  ## {second}

  文字。

  |{cells}|
  |{rule}|
  |{cells}|
attachments: [{{file: a.csv, title: 名单}}, {{file: b.csv, title: 汇总表}}]
"""


def test_headings_annexes_and_wide_tables(browser: Browser, tmp_path: Any) -> None:
    site = Site(tmp_path)
    cells = "|".join(["一格里有好几个字"] * 14)
    rule = "|".join(["---"] * 14)
    for number, (first, second) in enumerate(
        [("总的要求", "组织保障"), ("一、总的要求", "二、组织保障")], 1
    ):
        folder = f"content/notices/kangqiao/2026/000{number}"
        text = _NOTICE.format(first=first, second=second, cells=cells, rule=rule)
        site.write(f"{folder}/notice.yaml", text)
        for name in ("a.csv", "b.csv"):
            site.write(f"{folder}/{name}", "x\n")
    with serving(site.build()) as address:
        context = browser.new_context(viewport={"width": WIDE, "height": 850})
        page = context.new_page()
        page.emulate_media(media="print")
        page.goto(f"{address}notices/kangqiao/2026/0001/")
        before = "node => getComputedStyle(node, '::before').content"
        numbers = page.locator(".dw-prose :is(h2, h3)").evaluate_all(f"all => all.map({before})")
        assert "simp-chinese-informal" in numbers[0]
        assert numbers[0] == numbers[3]
        assert numbers[1] == numbers[2]
        annex = page.locator(".dw-annex")
        expect(annex).to_be_visible()
        assert annex.inner_text().split() == ["附件：", "1.", "名单", "2.", "汇总表"]
        expect(page.locator(".dw-files")).to_be_hidden()
        assert page.evaluate("document.documentElement.scrollWidth") == WIDE
        # What a writer has numbered is not numbered twice.
        page.goto(f"{address}notices/kangqiao/2026/0002/")
        own = page.locator(".dw-prose :is(h2, h3)").evaluate_all(f"all => all.map({before})")
        assert set(own) == {"none"}
        context.close()
