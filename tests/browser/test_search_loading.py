"""How the page loads its index: from servers with and without ranges, and while a site is renewed."""

import contextlib
import functools
import http.server
import os
import re
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from msgspec import Struct, field
from playwright.sync_api import Browser, Page, expect

from generator.search import publish
from tests.browser.conftest import ROOT, Served
from tests.search.corpus import Witness
from tests.search.test_recall import ORDER
from tests.site import Site

pytestmark = pytest.mark.browser
QUERIES = (
    "党员",
    "流动党员",
    "六个月",
    "党费 -收缴",
    '"中央组织部"',
    "党员 -流动党员",
    "支部委员会",
)


class Loading(Struct):
    """A folder on loopback. `ranges`: how many of them in one request the server knows.

    `answers`: status, file and bytes of each answer for a segment's file, in the order of the requests.
    `short`: bytes that are missing at the end of each range. `open`: while it is not set, segments' files
    are not answered.
    """

    ranges: int
    short: int = 0
    address: str = ""
    answers: list[tuple[int, str, int]] = field(default_factory=list)
    open: threading.Event = field(default_factory=threading.Event)

    def whole(self) -> Counter[str]:
        """How often each file was sent as a whole."""
        return Counter(name for status, name, _ in self.answers if status == 200)


class _Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *given: object, loading: Loading, directory: str) -> None:
        self.loading = loading
        super().__init__(*given, directory=directory)  # type: ignore[arg-type]

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.suffix != ".bin" or not path.is_file():
            if path.suffix == ".bin":
                self.loading.answers.append((404, path.name, 0))
            super().do_GET()
            return
        content = path.read_bytes()
        wanted = re.findall(r"(\d+)-(\d+)", self.headers.get("Range", ""))
        if not 0 < len(wanted) <= self.loading.ranges:
            self._answer(200, path.name, "application/octet-stream", content)
            return
        cuts = []
        for first, last in wanted:
            cut = content[int(first) : int(last) + 1 - self.loading.short]
            cuts.append((f"bytes {first}-{int(first) + len(cut) - 1}/{len(content)}", cut))
        if len(cuts) == 1:
            where, cut = cuts[0]
            self._answer(206, path.name, "application/octet-stream", cut, where)
            return
        # RFC 9110, § 14.6.
        parts = (
            f"\r\n--cut\r\nContent-Range: {where}\r\n\r\n".encode() + cut for where, cut in cuts
        )
        body = b"".join(parts) + b"\r\n--cut--\r\n"
        self._answer(206, path.name, "multipart/byteranges; boundary=cut", body)

    def _answer(self, status: int, name: str, kind: str, body: bytes, where: str = "") -> None:
        self.loading.open.wait(30)
        self.loading.answers.append((status, name, len(body)))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if where:
            self.send_header("Content-Range", where)
        self.end_headers()
        # A page that has no use for a whole file hangs up.
        with contextlib.suppress(ConnectionError):
            self.wfile.write(body)


@contextlib.contextmanager
def loading(folder: Path, ranges: int, short: int = 0) -> Iterator[Loading]:
    found = Loading(ranges, short)
    found.open.set()
    handler = functools.partial(_Handler, loading=found, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    found.address = f"http://127.0.0.1:{server.server_port}/"
    try:
        yield found
    finally:
        found.open.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def witness() -> Witness:
    return Witness(ROOT / "content")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN")
    yield context.new_page()
    context.close()


def _ask(page: Page, query: str) -> list[str]:
    """The addresses that the open search page shows for a query that is typed there."""
    box = page.locator("form[role=search] input[name=q]:visible").first
    box.fill(query)
    box.press("Enter")
    page.wait_for_function(
        "(q) => new URLSearchParams(location.search).get('q') === q"
        " && document.querySelector('[data-search-done]') !== null",
        arg=query,
    )
    rows = page.locator("[data-result]")
    return cast("list[str]", rows.evaluate_all("rows => rows.map((row) => row.dataset.url)"))


def _count(page: Page) -> int:
    return int(page.locator("[data-result-count]").text_content() or "")


@pytest.mark.parametrize("ranges", [0, 1, 100], ids=["no ranges", "one range", "ranges"])
def test_every_server_gives_the_same(
    page: Page, served: Served, witness: Witness, ranges: int
) -> None:
    data = served.folder / "search" / "data"
    sizes = {path.name: path.stat().st_size for path in data.glob("*.bin")}
    assert len(sizes) > 2
    with loading(served.folder, ranges) as server:
        page.goto(f"{server.address}search/")
        for query in QUERIES:
            urls = _ask(page, query)
            wanted = witness.holding(query)
            assert _count(page) == len(wanted), query
            assert set(urls) <= wanted, query
            assert len(urls) == min(20, len(wanted)), query
        if ranges == 0:
            # A whole file is loaded once, whatever is asked for side by side.
            assert server.whole() == dict.fromkeys(sizes, 1)
            assert len(server.answers) == len(sizes)
        elif ranges == 1:
            # That there are no several is seen in one turn, and not tried again.
            tried = server.whole()
            for query in ("困难帮扶", "入党积极分子", "老党员坐火箭走访"):
                _ask(page, query)
            assert server.whole() == tried
        else:
            assert {status for status, _, _ in server.answers} == {206}
            loaded = Counter[str]()
            for _, name, size in server.answers:
                loaded[name] += size
            largest = max(sizes, key=lambda name: sizes[name])
            assert loaded[largest] < sizes[largest] / 2


def test_no_more_than_five_ranges_are_asked_for_at_once(page: Page, served: Served) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.headers.get("range", "")))
    with loading(served.folder, 100) as server:
        page.goto(f"{server.address}search/")
        # Nothing holds it: all of its pairs are looked up.
        _ask(page, "老党员坐火箭走访困难群众家庭")
    numbers = [each.count(",") + 1 for each in asked if each.startswith("bytes=")]
    assert numbers
    assert max(numbers) <= 5


def test_a_range_that_is_short_is_not_taken(page: Page, served: Served) -> None:
    with loading(served.folder, 100, short=1) as server:
        page.goto(f"{server.address}search/?q=党员")
        expect(page.locator("[data-search-line]")).to_contain_text("检索没有成功")
        assert page.locator("[data-result]").count() == 0


def test_a_new_release_while_a_page_is_open(page: Page, tmp_path: Path) -> None:
    """Its files have other names, and those that the page knows are gone.

    The new root is of the same second as the old one, by which servers tell files apart.
    """
    site = Site(tmp_path, ORDER)
    folder = site.build()
    with loading(folder, 100) as server:
        before = {path.name for path in (folder / "search" / "data").glob("*.bin")}
        made = (folder / publish.ROOT).stat()
        page.goto(f"{server.address}search/")
        # It knows the root and the heads by now, and of the rest nothing.
        page.wait_for_load_state("networkidle")
        assert Counter(name for _, name, _ in server.answers) == dict.fromkeys(before, 1)
        for record in (site.root / "content").rglob("*.yaml"):
            text = record.read_text(encoding="utf-8")
            record.write_text(text.replace("终点站", "枢纽站"), encoding="utf-8")
        assert site.build() == folder
        os.utime(folder / publish.ROOT, ns=(made.st_atime_ns, made.st_mtime_ns))
        after = {path.name for path in (folder / "search" / "data").glob("*.bin")}
        assert after - before
        assert before - after
        found = _ask(page, "枢纽站")
        assert set(found) == Witness(site.root / "content").holding("枢纽站")
        assert found
        assert 404 in {status for status, _, _ in server.answers}
        assert _ask(page, "终点站") == [] or _count(page) == 0


@contextlib.contextmanager
def _after(page: Page, served: Served, *queries: str) -> Iterator[Loading]:
    """The search page of a server, on which some queries have been asked and answered."""
    with loading(served.folder, 100) as server:
        page.goto(f"{server.address}search/")
        for query in queries:
            _ask(page, query)
        yield server


def test_the_address_does_not_wait_for_the_results(
    page: Page, served: Served, witness: Witness
) -> None:
    """Who goes back before they have come is where they were."""
    with _after(page, served, "党费") as server:
        server.open.clear()
        box = page.locator("form[role=search] input[name=q]:visible").first
        box.fill("流动党员")
        box.press("Enter")
        page.wait_for_function("new URLSearchParams(location.search).get('q') === '流动党员'")
        assert page.title().startswith("流动党员 - ")
        assert page.locator("[data-result]").count() == 0
        page.go_back()
        server.open.set()
        expect(box).to_have_value("党费")
        expect(page.locator("[data-search-done]")).to_be_attached()
        assert _count(page) == len(witness.holding("党费"))
        assert page.title().startswith("党费 - ")


# Two queries, or one and a step back, before anything has been answered.
_AT_ONCE = """([queries, back]) => {
  const { form } = document.querySelector("main form[role=search] input, .dw-find form input");
  for (const q of queries) {
    form.elements.q.value = q;
    form.requestSubmit();
  }
  if (back) history.back();
}"""
_ASKED = "(q) => new URLSearchParams(location.search).get('q') === q"


def test_a_query_that_is_overtaken_can_be_gone_back_to(
    page: Page, served: Served, witness: Witness
) -> None:
    with _after(page, served, "党费") as server:
        server.open.clear()
        page.evaluate(_AT_ONCE, [["流动党员", "六个月"], False])
        page.wait_for_function(_ASKED, arg="六个月")
        page.go_back()
        server.open.set()
        page.wait_for_function(_ASKED, arg="流动党员")
        expect(page.locator("[data-search-done]")).to_be_attached()
        assert _count(page) == len(witness.holding("流动党员"))


def test_who_goes_back_at_once_is_not_moved_on(
    page: Page, served: Served, witness: Witness
) -> None:
    """The address of a query comes with its results, or soon: not over that of another."""
    with _after(page, served, "党费", "六个月"):
        page.evaluate(_AT_ONCE, [["流动党员"], True])
        page.wait_for_function(_ASKED, arg="党费")
        page.wait_for_timeout(500)
        assert page.evaluate(_ASKED, "党费")
        assert page.title().startswith("党费 - ")
        assert _count(page) == len(witness.holding("党费"))
