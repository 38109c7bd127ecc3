"""The picture that readers hand on: painted in the browser, under the strictest policy."""

import base64
import functools
import http.server
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zxingcpp
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import Served, Watched, watch
from tests.browser.test_search_nginx import policy
from tests.site import Site

pytestmark = pytest.mark.browser
NOTICE = "notices/kangqiao-1/2026/0005/"
LESSON = "lessons/2026/0017/"
# What is written on a canvas: the text, where it ends, and the size of its letters.
_LISTEN = """
window.said = [];
const write = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
  const right = this.textAlign === "right" ? x : x + this.measureText(text).width;
  said.push([text, right, parseFloat(this.font.match(/([0-9.]+)px/)[1]), y]);
  write.call(this, text, x, y);
};
"""


@pytest.fixture(scope="module")
def strict(served: Served) -> Iterator[str]:
    """The sample site where images may come from the site alone, not even from `data:`."""
    allowed = policy(served.folder).replace("img-src 'self' data:", "img-src 'self'")

    class Strict(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", allowed)
            super().end_headers()

    handler = functools.partial(Strict, directory=str(served.folder.parent))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/dangjian/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(
    params=[(360, "light"), (1280, "dark")],
    ids=lambda found: f"{found[0]}px-{found[1]}",
)
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 740},
        color_scheme=scheme,
        locale="zh-CN",
        has_touch=width < 500,
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.add_init_script(_LISTEN)
    yield context
    context.close()


@pytest.fixture
def there(context: BrowserContext, strict: str) -> Iterator[Watched]:
    found = watch(context, strict)
    yield found
    assert found.wrong == []


def _opened(page: Page) -> Locator:
    page.get_by_role("button", name="生成分享图").click()
    dialog = page.get_by_role("dialog", name="分享图")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="保存图片")).to_be_enabled()
    return dialog


def _pixels(page: Page) -> Any:
    """The picture in grey."""
    width, height, raw = page.evaluate("""() => {
      const canvas = document.querySelector("dialog canvas"), { width, height } = canvas;
      const found = canvas.getContext("2d").getImageData(0, 0, width, height).data;
      let text = "";
      for (let place = 0; place < found.length; place += 4) text += String.fromCharCode(found[place + 1]);
      return [width, height, btoa(text)];
    }""")
    return np.frombuffer(base64.b64decode(raw), np.uint8).reshape(height, width)


def _codes(page: Page) -> list[str]:
    return [each.text for each in zxingcpp.read_barcodes(_pixels(page))]


def _said(page: Page) -> list[tuple[str, float, float, float]]:
    """What is on the picture. It is painted twice, at first to learn how high it is."""
    said = page.evaluate("window.said")
    last = max(place for place, each in enumerate(said) if each == said[0])
    return [tuple(each) for each in said[last:]]


def _texts(page: Page) -> str:
    return "\n".join(each[0] for each in _said(page))


def test_by_keyboard_and_back(there: Watched) -> None:
    page = there.open(f"{NOTICE}#content")
    page.wait_for_load_state("networkidle")
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    button = page.get_by_role("button", name="生成分享图")
    button.focus()
    assert loaded == []
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="分享图")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="保存图片")).to_be_focused()
    names = [url.removeprefix(f"{there.address}javascripts/") for url in loaded]
    assert sorted(names) == ["handout.js", "vendor/lean-qr.js"]
    picture = dialog.get_by_role("img")
    expect(picture).to_have_accessible_name(
        re.compile("分享图：【公示】关于拟接收两名同志为预备党员的公示")
    )
    # Round and round, in both directions, and never out.
    for key in ("Tab", "Shift+Tab"):
        seen = set()
        for _ in range(7):
            page.keyboard.press(key)
            seen.add(page.evaluate("document.activeElement.textContent"))
            assert page.evaluate("!!document.activeElement.closest('dialog')")
        assert seen == {"关闭", "", "保存图片", "复制图片", "复制文字"}
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()
    # A second time nothing is loaded, and the other ways out lead back as well.
    _opened(page).get_by_role("button", name="关闭").click()
    expect(button).to_be_focused()
    assert page.locator("dialog").count() == 0
    assert len(loaded) == 2


def test_it_fits_and_fingers_find_its_buttons(there: Watched) -> None:
    page = there.open(NOTICE)
    dialog = _opened(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for button in dialog.get_by_role("button").all():
        expect(button).to_be_in_viewport(ratio=1)
        box = button.bounding_box()
        assert box
        assert box["width"] >= 44
        assert box["height"] >= 44
    # The picture is for others: it is the same whichever colours the reader has chosen.
    assert _pixels(page)[-4, 4] == 0xF8


@pytest.mark.parametrize("url", [NOTICE, LESSON])
def test_its_code_leads_to_the_page(there: Watched, url: str) -> None:
    page = there.open(f"{url}#content")
    _opened(page)
    assert _codes(page) == [f"{there.address}{url}"]


def test_what_is_on_it(there: Watched) -> None:
    page = there.open(NOTICE)
    _opened(page)
    texts = _texts(page)
    for each in (
        "康桥社区党组织", "公示", "公示中", "还剩 4 个工作日", "截至11月23日", "康桥第一支部",
        "2026年11月20日至11月27日（5 个工作日）", "本单位", "0427-2000012", "长按识别或扫码",
        "制图日期：2026年11月23日",
    ):  # fmt: skip
        assert each in texts
    page = there.open(LESSON)
    _opened(page)
    texts = _texts(page)
    for each in ("党课", "持活动证报到，", "林老师（示例）", "微视频 5 分钟"):
        assert each in texts
    assert "还剩" not in texts


@pytest.mark.parametrize(
    ("day", "text"),
    [("2026-11-19", "11月20日起公示"), ("2026-11-27", "今天截止"), ("2026-11-30", "已结束")],
)
def test_it_tells_the_day_on_which_it_is_made(there: Watched, day: str, text: str) -> None:
    page = there.open(NOTICE)
    page.evaluate(f"document.querySelector('meta[name=dangwu-today]').content = '{day}'")
    _opened(page)
    assert text in _texts(page)
    month, date = day.split("-")[1:]
    assert f"截至{int(month)}月{int(date)}日" in _texts(page)


def test_it_is_saved(there: Watched, tmp_path: Path) -> None:
    page = there.open(NOTICE)
    dialog = _opened(page)
    with page.expect_download() as waiting:
        dialog.get_by_role("button", name="保存图片").click()
    found = waiting.value
    assert found.suggested_filename == "公示 关于拟接收两名同志为预备党员的公示.png"
    found.save_as(tmp_path / "picture.png")
    raw = (tmp_path / "picture.png").read_bytes()
    assert raw.startswith(b"\x89PNG\r\n")
    size = [int.from_bytes(raw[place : place + 4], "big") for place in (16, 20)]
    assert size == list(reversed(_pixels(page).shape))
    assert size[0] == 1080
    expect(dialog.get_by_role("status")).to_have_text(re.compile("已交给浏览器保存"))


def test_it_is_copied_and_so_is_the_text(there: Watched) -> None:
    page = there.open(f"{NOTICE}#content")
    page.get_by_role("button", name="复制文字").click()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.split("\n") == [
        "【公示】关于拟接收两名同志为预备党员的公示",
        "发布单位：康桥第一支部",
        "公示期：2026年11月20日至11月27日（5 个工作日）",
        "公开范围：本单位",
        "支部拟于近期召开党员大会，讨论接收两名发展对象为预备党员，公示五个工作日，反映情况请实事求是。",
        "反映意见：康桥第一支部（党群服务中心 102 室）",
        "电话：0427-2000012",
        f"{there.address}{NOTICE}",
    ]
    dialog = _opened(page)
    dialog.get_by_role("button", name="复制图片").click()
    expect(dialog.get_by_role("status")).to_have_text("已复制图片，可以粘贴给别人了")
    kinds = "navigator.clipboard.read().then((items) => items[0].types)"
    assert page.evaluate(kinds) == ["image/png"]
    dialog.get_by_role("button", name="复制文字").click()
    expect(dialog.get_by_role("status")).to_have_text("已复制，可以粘贴给别人了")
    assert page.evaluate("navigator.clipboard.readText()") == text


def test_where_the_clipboard_is_closed(there: Watched) -> None:
    """On plain http, which many intranets still use, nothing is promised that does not work."""
    there.page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    page = there.open(NOTICE)
    dialog = _opened(page)
    expect(dialog.get_by_role("button", name="复制图片")).to_have_count(0)
    expect(dialog.get_by_text("浏览器只许 https 开头的网址直接复制图片")).to_be_visible()
    dialog.get_by_role("button", name="复制文字").click()
    expect(dialog.get_by_role("status")).to_have_text("已复制，可以粘贴给别人了")
    assert "【公示】" in page.evaluate("navigator.clipboard.readText()")


def test_what_does_not_load_is_said(context: BrowserContext, strict: str) -> None:
    page = context.new_page()
    page.route("**/lean-qr.js", lambda route: route.abort())
    page.goto(strict + NOTICE)
    _opened(page)
    assert _codes(page) == []
    assert "打开网址，查看全文" in _texts(page)
    page.route("**/handout.js", lambda route: route.abort())
    page.goto(strict + NOTICE)
    page.get_by_role("button", name="生成分享图").click()
    expect(page.locator(".dw-toast")).to_have_text("没能打开分享图，请看看网络，再试一次")


TITLES = [
    "短",
    "关于“两学一做”学习教育常态化制度化、党员先锋岗创建及流动党员“空中党课”学习情况的通报（第三季度，含补课名单以外的全部汇总数据）",
    "Notice on https://intranet.example.com/a/very/long/address/that/has/no/end/at/all/and-goes-on-and-on-for-ever",
    '引号"尖括号</script><b>，和 & 号',
    "，。、；：？！）》」』”’…—％，。、；：？！）》」』”’…—％，。、；：？！）》」』",
    "很长的标题" * 60,
]


@pytest.fixture(scope="module")
def titled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site on a stick, with a notice for each title."""
    site = Site(tmp_path_factory.mktemp("titled"))
    for number, title in enumerate(TITLES, 1):
        doubled = title.replace("'", "''")
        site.write(
            f"content/notices/kangqiao/2026/{number:04d}.yaml",
            f"title: '{doubled}'\nheading: 发展党员\ndoc: 公示\nscope: 本单位\nbranch: kangqiao\n"
            f"issued: 2026-11-20\ndays: 5\nunit: 工作日\nsummary: '{doubled[:60]}'\n",
        )
    return site.build("--portable")


@pytest.mark.parametrize("number", range(1, len(TITLES) + 1))
def test_any_title_finds_room_from_a_stick(browser: Browser, titled: Path, number: int) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, accept_downloads=True)
    context.add_init_script(_LISTEN)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"file://{titled}/notices/kangqiao/2026/{number:04d}/index.html")
    dialog = _opened(page)
    said = _said(page)
    assert max(right for _, right, _, _ in said) <= 540 - 36 + 0.5
    head = said[: [each[0] for each in said].index("公示中")]
    big = max(size for _, _, size, _ in head)
    title = [text for text, _, size, _ in head if size == big]
    assert 1 <= len(title) <= 6
    joined = "".join(title)
    wanted = TITLES[number - 1]
    assert joined.replace(" ", "") == wanted.replace(" ", "") or (
        joined.endswith("…") and wanted.startswith(joined[:-1])
    )
    if number != 5:
        assert not [line for line in title if re.match("[，。、；：？！）》」』”’]", line)]
    # A file's address leads nowhere for others: the picture says so, and has no code.
    assert _codes(page) == []
    texts = _texts(page)
    assert "没有网址" in texts
    assert "file:" not in texts
    # Nothing has tainted it.
    with page.expect_download() as waiting:
        dialog.get_by_role("button", name="保存图片").click()
    assert waiting.value.suggested_filename.endswith(".png")
    assert wrong == []
    context.close()


def test_a_stick_that_knows_where_the_site_is(browser: Browser, tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write(
        "content/settings/site.yaml",
        "name: 测试社区\ndemo_today: 2026-11-23\nurl: http://10.0.0.8/dangjian\n",
    )
    site.write(
        "content/lessons/2026/0001.yaml",
        "title: 一课\ndate: 2026-11-01\ntopic: 政治理论\nform: 图文\nbranch: kangqiao\nsummary: 简介\n",
    )
    folder = site.build("--portable")
    context = browser.new_context()
    context.add_init_script(_LISTEN)
    page = context.new_page()
    page.goto(f"file://{folder}/lessons/2026/0001/index.html")
    _opened(page)
    assert _codes(page) == ["http://10.0.0.8/dangjian/lessons/2026/0001/"]
    context.close()
