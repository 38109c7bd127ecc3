"""What organisers print: a page for each visit, the register with its head on every page."""

import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.papers.sites import REGISTER
from tests.search.serving import serving
from tests.site import Site

pytestmark = pytest.mark.browser
_MEMBER = """\
- id: kq-{number}
  name: 吴永{number}
  born: 1940-05-{day:02}
  joined: 1965-05-05
  branch: kangqiao
  grid: 第二网格
  address: 示例路{number}号
  family: 老两口同住，儿女都在本市，周末轮流回来
  member_here: 是
  lives_here: 是
  status: 在册
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root: Path = tmp_path_factory.mktemp("papers")
    site = Site(root, REGISTER)
    file = root / "content/elders/kangqiao.yaml"
    more = "".join(_MEMBER.format(number=number, day=number - 99) for number in range(100, 128))
    file.write_text(file.read_text("utf-8") + more, "utf-8")
    with serving(site.build("--edition", "organisers")) as served:
        yield served


def _printed(page: Page) -> list[tuple[float, float, str]]:
    """(width, height, text) of each sheet of paper, in millimetres."""
    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    return [
        (float(each.mediabox.width) / 72 * 25.4, float(each.mediabox.height) / 72 * 25.4,
         _plain(each.extract_text()))
        for each in reader.pages
    ]  # fmt: skip


def _plain(text: str) -> str:
    """Chromium writes characters that are radicals as such: their usual form, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _sheet(page: Page, address: str) -> None:
    page.goto(f"{address}visits/sheets/2026-12/")
    page.get_by_role("link", name="甲连生").click()
    expect(page.locator("h1")).to_have_text("走访单")


def test_a_visit_is_a_page(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    _sheet(page, address)
    printed = _printed(page)
    assert [(round(wide), round(high)) for wide, high, _ in printed] == [(210, 297)] * 2
    for (_, _, text), name in zip(printed, ("欧阳守田", "孙桂珍"), strict=True):
        for each in ("高龄党员走访单", name, "走访情况", "受访人签字", "仅限走访组织者使用"):
            assert each in text
    page.emulate_media(media="print")
    for name in (".dw-header", ".dw-footer", ".dw-banner", "h1", ".dw-tools"):
        for found in page.locator(name).all():
            expect(found).to_be_hidden()
    page.close()


def test_the_head_of_the_register_is_on_every_page(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}elders/register/kangqiao/")
    printed = _printed(page)
    assert len(printed) > 1
    assert {(round(wide), round(high)) for wide, high, _ in printed} == {(297, 210)}
    for number, (_, _, text) in enumerate(printed, 1):
        for each in ("高龄党员登记表", "出生年月", "最近摸底", "吴永", "仅限走访组织者使用"):
            assert each in text
        assert f"第{number}" in text
        assert f",共{len(printed)}" in text
    page.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_sheet_is_read_on_a_telephone(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    _sheet(page, address)
    for name in (".dw-form__blank", ".dw-sheet__title"):
        for each in page.locator(name).all():
            expect(each).to_be_hidden()
    expect(page.get_by_text("示例路12号3单元501室")).to_be_visible()
    for url in ("", "visits/papers/", "visits/sheets/", "elders/register/kangqiao/"):
        if url:
            page.goto(address + url)
        assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()
