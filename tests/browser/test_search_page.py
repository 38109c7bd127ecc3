"""The box that suggests and the page of results, at a phone's and at a desk's width."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from generator.cli import main
from tests.browser.conftest import ROOT, Served, Watched
from tests.search.corpus import Witness

pytestmark = pytest.mark.browser
OPTIONS = "[role=option]:visible"


@pytest.fixture(scope="module")
def witness() -> Witness:
    return Witness(ROOT / "content")


def _box(page: Page) -> Locator:
    return page.locator("form[role=search] input[name=q]:visible").first


def _type(page: Page, text: str) -> Locator:
    box = _box(page)
    box.click()
    box.press_sequentially(text)
    expect(page.locator(OPTIONS).first).to_be_visible()
    return box


def _done(page: Page) -> None:
    expect(page.locator("[data-search-done]")).to_have_count(1)


def _urls(page: Page) -> list[str]:
    found: list[str] = page.locator("[data-result]").evaluate_all(
        "rows => rows.map((row) => row.dataset.url)"
    )
    return found


def _count(page: Page) -> int:
    return int(page.locator("[data-result-count]").text_content() or "")


def _asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def _no_sideways(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def _filters(page: Page) -> None:
    """On a phone the filters may be folded up."""
    summary = page.locator("[data-search-aside] summary")
    if summary.is_visible() and not page.locator("[data-search-facets]").is_visible():
        summary.click()


def test_typing_suggests_and_arrows_and_enter_lead_there(watched: Watched) -> None:
    page = watched.open("")
    box = _type(page, "党费")
    expect(box).to_have_attribute("role", "combobox")
    expect(box).to_have_attribute("aria-expanded", "true")
    options = page.locator(OPTIONS)
    assert options.count() > 2
    assert all("党费" in text for text in page.locator(f"{OPTIONS} mark").all_text_contents())
    _no_sideways(page)
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute(
        "aria-activedescendant", options.nth(1).get_attribute("id") or "-"
    )
    box.press("ArrowUp")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    url = options.nth(0).get_attribute("data-url")
    assert url
    box.press("Enter")
    expect(page).to_have_url(watched.address + url)
    expect(page.locator("h1")).to_be_visible()


def test_a_click_on_a_suggestion_leads_there(watched: Watched) -> None:
    page = watched.open("")
    _type(page, "dangke")
    option = page.locator(OPTIONS).first
    url = option.get_attribute("data-url") or "-"
    option.click()
    expect(page).to_have_url(watched.address + url)


def test_escape_closes_and_enter_leads_to_the_results(watched: Watched) -> None:
    page = watched.open("")
    box = _type(page, "党费")
    box.press("Escape")
    expect(page.locator(OPTIONS)).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("党费")
    box.press_sequentially("收缴")
    expect(page.locator(OPTIONS).first).to_be_visible()
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/dangjian/search/\?q="))
    assert _asked(page) == {"q": ["党费收缴"]}
    _done(page)
    assert _urls(page)


def test_results_are_all_and_counted(watched: Watched, witness: Witness) -> None:
    for query in ("流动党员", "六个月", "党费 -收缴", '"中央组织部"', "2026年11月20日", "一"):
        wanted = witness.holding(query)
        assert wanted, query
        page = watched.open(f"search/?q={query}")
        _done(page)
        assert _count(page) == len(wanted), query
        more = page.locator("[data-search-more]")
        while more.is_visible():
            shown = len(_urls(page))
            more.click()
            page.wait_for_function(
                "before => document.querySelectorAll('[data-result]').length > before", arg=shown
            )
            _done(page)
        assert len(_urls(page)) == len(wanted), query
        assert set(_urls(page)) == wanted, query
        _no_sideways(page)


def test_a_result_shows_what_it_is_and_opens(watched: Watched) -> None:
    page = watched.open("search/?q=接收两名同志为预备党员")
    _done(page)
    row = page.locator("[data-result]").first
    assert row.get_attribute("data-url") == "notices/kangqiao-1/2026/0005/"
    for text in ("公开事项", "康桥第一支部", "2026年11月20日", "公示中"):
        expect(row).to_contain_text(text)
    expect(row.locator("mark").first).to_have_text("接收两名同志为预备党员")
    row.locator("a").first.click()
    expect(page).to_have_url(f"{watched.address}notices/kangqiao-1/2026/0005/")


def test_filters_change_the_address_and_the_list(watched: Watched, witness: Witness) -> None:
    wanted = {each.url: each for each in witness.records if each.url in witness.holding("党员")}
    page = watched.open("search/?q=党员")
    _done(page)
    everything = _count(page)
    assert everything == len(wanted)
    for name, value, of in (
        ("kind", "lesson", {url for url, each in wanted.items() if each.kind == "lesson"}),
        ("branch", "康桥社区党总支", {url for url, each in wanted.items() if each.branch == "康桥社区党总支"}),
        ("year", "2025", {url for url, each in wanted.items() if each.segment == "2025"}),
    ):  # fmt: skip
        _filters(page)
        link = page.locator(f'[data-search-facets] [data-facet="{name} {value}"]')
        expect(link).to_contain_text(str(len(of)))
        link.click()
        expect(page.locator("[data-result-count]")).to_have_text(str(len(of)))
        _done(page)
        assert _asked(page) == {"q": ["党员"], name: [value]}
        assert set(_urls(page)) <= of
        assert len(_urls(page)) == min(20, len(of))
        _no_sideways(page)
        page.go_back()
        expect(page.locator("[data-result-count]")).to_have_text(str(everything))
        assert _asked(page) == {"q": ["党员"]}
        page.go_forward()
        expect(page.locator("[data-result-count]")).to_have_text(str(len(of)))
        assert _asked(page) == {"q": ["党员"], name: [value]}
        page.go_back()
        expect(page.locator("[data-result-count]")).to_have_text(str(everything))
        _done(page)


def test_an_address_with_filters_opens_as_it_was_sent(watched: Watched, witness: Witness) -> None:
    held = witness.holding("党员")
    wanted = {
        each.url
        for each in witness.records
        if each.url in held
        and (each.kind, each.branch, each.segment) == ("notice", "康桥社区党总支", "2026")
    }
    page = watched.open("search/?q=党员&kind=notice&branch=康桥社区党总支&year=2026&sort=date")
    _done(page)
    assert _count(page) == len(wanted)
    assert set(_urls(page)) == wanted


def test_results_by_date(watched: Watched) -> None:
    page = watched.open("search/?q=党费")
    _done(page)
    before = _urls(page)
    page.locator("[data-search-sort] select").select_option("date")
    expect(page).to_have_url(re.compile(r"sort=date"))
    expect(page.locator("[data-result]").first).not_to_have_attribute("data-url", before[0])
    _done(page)
    days = page.locator("[data-result] time").evaluate_all(
        "all => all.map((each) => each.dateTime)"
    )
    assert len(days) > 5
    assert days == sorted(days, reverse=True)
    page.go_back()
    expect(page.locator("[data-result]").first).to_have_attribute("data-url", before[0])
    _done(page)
    assert _urls(page) == before


def test_another_query_on_the_page_and_back(watched: Watched, witness: Witness) -> None:
    page = watched.open("search/?q=党费")
    _done(page)
    box = _box(page)
    expect(box).to_have_value("党费")
    box.fill("流动党员")
    box.press("Enter")
    expect(page.locator("[data-result-count]")).to_have_text(str(len(witness.holding("流动党员"))))
    _done(page)
    page.go_back()
    expect(box).to_have_value("党费")
    expect(page.locator("[data-result-count]")).to_have_text(str(len(witness.holding("党费"))))
    assert _asked(page) == {"q": ["党费"]}


def test_nothing_found_says_so_and_offers_parts(watched: Watched) -> None:
    page = watched.open("search/?q=老党员坐火箭走访")
    _done(page)
    assert _count(page) == 0
    expect(page.locator("[data-search-line]")).to_contain_text("没有内容包含“老党员坐火箭走访”")
    expect(page.locator("[data-search-line]")).to_contain_text("其中一部分")
    rows = page.locator("[data-result=part]")
    assert rows.count() > 0
    assert rows.count() == page.locator("[data-result]").count()
    page = watched.open("search/?q=鑫焱淼")
    _done(page)
    expect(page.locator("[data-search-line]")).to_contain_text("没有内容包含“鑫焱淼”")
    assert _urls(page) == []
    _no_sideways(page)


def test_pinyin_finds_and_is_not_counted(watched: Watched, witness: Witness) -> None:
    for query in ("dangfei", "df"):
        page = watched.open(f"search/?q={query}")
        _done(page)
        assert _count(page) == len(witness.holding(query))
        groups = page.locator("[data-result]").evaluate_all(
            "rows => rows.map((row) => row.dataset.result)"
        )
        assert "pinyin" in groups
        assert groups == sorted(groups)
        assert set(_urls(page)) <= witness.holding(query) | witness.sounding(query)


def test_a_query_that_looks_like_a_page_is_text(watched: Watched) -> None:
    page = watched.open("search/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%20%26amp%3B")
    _done(page)
    expect(page.locator("[data-search-line]")).to_contain_text("<img src=x onerror=alert(1)> &amp;")
    assert page.locator("main img[src=x]").count() == 0


def test_by_keyboard_alone(watched: Watched) -> None:
    """From the top of the page to a record, with no pointer."""
    page = watched.open("search/")
    _done(page)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(
            "document.activeElement.name === 'q' && document.activeElement.closest('main') !== null"
        ):
            break
    else:
        pytest.fail("the box is not reached")
    page.keyboard.type("党费")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q="))
    expect(page.locator("[data-result]").first).to_be_visible()
    _done(page)
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('[data-result]') !== null"):
            break
    else:
        pytest.fail("no result is reached")
    outline = page.evaluate(
        "(({outlineStyle, outlineWidth, boxShadow}) => [outlineStyle, parseFloat(outlineWidth), boxShadow])"
        "(getComputedStyle(document.activeElement))"
    )
    assert (outline[0] != "none" and outline[1] > 0) or outline[2] != "none"
    url = _urls(page)[0]
    page.keyboard.press("Enter")
    expect(page).to_have_url(watched.address + url)


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("stick") / "党建 网站"
    arguments = ["build", "--portable", "--content", str(ROOT / "content"), "--site", str(folder)]
    assert main(arguments) == 0
    return Path(folder).as_uri()


@pytest.fixture(params=[360, 1280], ids=["360px", "1280px"])
def carried(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page that comes from a file, which must end without anything wrong."""
    context = browser.new_context(viewport={"width": request.param, "height": 800}, locale="zh-CN")
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "requestfailed",
        lambda r: wrong.append(r.url) if r.failure != "net::ERR_ABORTED" else None,
    )
    page.on(
        "request", lambda r: None if r.url.startswith(("file:", "data:")) else wrong.append(r.url)
    )
    yield page
    context.close()
    assert wrong == []


def test_from_a_stick_the_search_works_all_the_same(
    carried: Page, stick: str, witness: Witness
) -> None:
    page = carried
    page.goto(f"{stick}/index.html")
    box = _type(page, "党费")
    box.press("ArrowDown")
    url = page.locator(OPTIONS).first.get_attribute("data-url")
    box.press("Enter")
    expect(page).to_have_url(f"{stick}/{url}index.html")
    page.goto(f"{stick}/index.html")
    box = _box(page)
    box.fill("流动党员")
    box.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(f"{stick}/search/index.html?q=")))
    _done(page)
    assert _count(page) == len(witness.holding("流动党员"))
    assert set(_urls(page)) <= witness.holding("流动党员")
    assert len(_urls(page)) == min(20, _count(page))
    _filters(page)
    page.locator('[data-search-facets] [data-facet="year 2025"]').click()
    expect(page).to_have_url(re.compile("year=2025"))
    _done(page)
    _no_sideways(page)
    first = _urls(page)[0]
    page.locator("[data-result] a").first.click()
    expect(page).to_have_url(f"{stick}/{first}index.html")


def test_nothing_is_loaded_before_one_types(browser: Browser, served: Served) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(served.address)
    page.wait_for_load_state("networkidle")
    assert [path for path in asked if "/search/" in path] == ["/dangjian/search/suggest.js"]
    context.close()
