"""The organisers' edition in Chromium: the calendar, lists by urgency, chips, print, no script."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator import texts
from generator.cli import main
from tests.browser.conftest import ROOT, Watched, watch
from tests.search.serving import serving

pytestmark = pytest.mark.browser
# A day by which plans of the sample are over and nobody has written what came of them.
LATE = "2026-12-10"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    folder = tmp_path_factory.mktemp("organisers") / "site"
    arguments = ["--content", str(ROOT / "content"), "--site", str(folder)]
    assert main(["build", *arguments, "--edition", "organisers", "--today", LATE]) == 0
    with serving(folder) as address:
        yield folder, address


@pytest.fixture(params=[360, 1280], ids=["360px", "1280px"])
def watched(
    request: pytest.FixtureRequest, browser: Browser, site: tuple[Path, str]
) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": request.param, "height": 800})
    found = watch(context, site[1])
    yield found
    context.close()
    assert found.wrong == []


def _one_of(folder: Path, url: str) -> str:
    """A page below an overview whose addresses are digests."""
    return f"{url}{sorted(each.name for each in (folder / url).iterdir() if each.is_dir())[0]}/"


def test_every_sort_of_page_fits_and_says_for_whom_it_is(
    watched: Watched, site: tuple[Path, str]
) -> None:
    schedule = "visits/schedule/"
    urls = [
        "elders/", "elders/kq1-001/", "elders/branches/kangqiao-1/", "elders/grids/",
        _one_of(site[0], "elders/grids/"), "elders/left/", schedule, f"{schedule}2026/",
        f"{schedule}2026/12/", f"{schedule}2026/02/", f"{schedule}visitors/",
        _one_of(site[0], f"{schedule}visitors/"), f"{schedule}branches/",
        f"{schedule}branches/kangqiao-1/", f"{schedule}grids/", "visits/funds/",
        "visits/funds/2026/", "visits/followups/", "visits/", "branches/kangqiao-1/",
        "search/", "404.html",
    ]  # fmt: skip
    for url in urls:
        page = watched.open(url)
        expect(page.locator(".dw-banner")).to_have_text(texts.BANNER_ORGANISERS)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), url


def test_from_the_visits_to_a_member(watched: Watched) -> None:
    page = watched.open("visits/")
    page.locator(".dw-aside").get_by_role("link", name="走访安排").click()
    expect(page.locator("h1")).to_have_text("走访安排")
    # What is overdue comes before all that is ahead.
    expect(page.locator("#dw-visits > section h2").first).to_contain_text("已经超期")
    page.locator(".dw-visit--late .dw-visit__who a").first.click()
    expect(page.get_by_text("先补结果：")).to_be_visible()
    above = page.get_by_role("region", name="下一次走访").bounding_box()
    below = page.get_by_role("heading", name="历次走访").bounding_box()
    assert above is not None
    assert below is not None
    assert above["y"] < below["y"]


def test_a_month_is_a_table_where_there_is_room_and_a_list_on_phones(watched: Watched) -> None:
    page = watched.open("visits/schedule/2026/12/")
    wide = page.evaluate("innerWidth") > 800
    assert page.get_by_role("table").is_visible() == wide
    expect(page.locator(".dw-days").first).to_be_visible()
    if wide:
        first = page.get_by_role("columnheader").first
        expect(first).to_have_text("周一")
        day = page.locator("td", has=page.locator("time[datetime='2026-12-22']"))
        expect(day).to_contain_text("汪德明")
    page.get_by_role("link", name="2027 年 1 月").click()
    expect(page).to_have_url(re.compile(r"/visits/schedule/2027/01/$"))
    expect(page.get_by_text("走访期").first).to_be_visible()
    page.get_by_role("link", name="2026 年 12 月").click()
    expect(page).to_have_url(re.compile(r"/visits/schedule/2026/12/$"))


def test_today_is_marked_and_moves_on(watched: Watched) -> None:
    """The page is of the demo's day; on another one the mark is where that day is."""
    page = watched.open("visits/schedule/2026/11/")
    marked = page.locator("td[aria-current='date']")
    assert marked.get_attribute("data-day") == "2026-11-23"
    page.evaluate("document.querySelector('meta[name=dangwu-today]').content = '2026-11-25'")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert marked.get_attribute("data-day") == "2026-11-25"


def test_chips_narrow_list_and_calendar_alike(watched: Watched) -> None:
    page = watched.open("visits/schedule/2026/12/")
    count = page.locator("[data-filter-count]")
    everything = page.locator(".dw-visit").count()
    expect(count).to_have_text(f"共 {everything} 项")
    page.locator(".dw-chip", has_text="胡家村党支部").click()
    own = page.locator(".dw-visit[data-branch='胡家村党支部']").count()
    assert 0 < own < everything
    expect(count).to_have_text(f"符合条件的有 {own} 项")
    assert page.locator(".dw-visit:visible").count() == own
    others = page.locator(".dw-month__visit:not([data-branch='胡家村党支部']):visible")
    assert others.count() == 0


def test_the_register_by_state(watched: Watched) -> None:
    page = watched.open("elders/")
    headings = page.locator("#dw-people h2").all_inner_texts()
    assert [each.split("\n")[0].strip(" 0123456789人") for each in headings][:2] == [
        "超期",
        "即将到期",
    ]
    page.locator(".dw-chip", has_text="即将列入").click()
    rows = page.locator(".dw-person:visible")
    assert rows.count() == page.locator(".dw-person[data-status='即将列入']").count() > 0
    expect(rows.first).to_contain_text("起列入走访范围")


def test_it_all_reads_without_a_script(browser: Browser, site: tuple[Path, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site[1]}elders/")
    expect(page.locator(".dw-filter")).to_be_hidden()
    page.locator(".dw-split__aside").get_by_role("link", name="康桥第一支部").click()
    expect(page.locator(".dw-person").first).to_be_visible()
    page.get_by_role("link", name="康桥第一支部的走访").click()
    expect(page.locator("h1")).to_have_text("康桥第一支部的走访")
    page.get_by_text("今年做了").last.click()
    expect(page.locator(".dw-fold .dw-visit").first).to_be_visible()
    context.close()


def test_paper_says_that_it_is_confidential(watched: Watched) -> None:
    page: Page = watched.open("visits/schedule/2026/12/")
    expect(page.locator(".dw-confined")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".dw-confined")).to_be_visible()
    expect(page.locator(".dw-turn")).to_be_hidden()
    expect(page.locator(".dw-banner")).to_be_hidden()
