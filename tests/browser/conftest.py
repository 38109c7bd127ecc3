"""The sample site in Chromium, served on loopback; every page is watched for errors and requests."""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from msgspec import Struct, field
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from generator.cli import main

ROOT = Path(__file__).parents[2]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


class Served(Struct):
    """A built site on a free port, under a sub-path, as an intranet may have it."""

    folder: Path
    address: str


class Watched(Struct):
    """A page, and what went wrong on it: console errors, failed loads, requests to other hosts."""

    page: Page
    address: str
    wrong: list[str] = field(default_factory=list)

    def open(self, url: str) -> Page:
        self.page.goto(self.address + url)
        return self.page


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = tmp_path_factory.mktemp("served")
    folder = root / "dangjian"
    content = ROOT / "content"
    assert main(["build", "--content", str(content), "--site", str(folder)]) == 0
    handler = functools.partial(_Quiet, directory=str(root))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Served(folder, f"http://127.0.0.1:{server.server_port}/dangjian/")
    server.shutdown()
    server.server_close()
    thread.join()


def watch(context: BrowserContext, address: str) -> Watched:
    watched = Watched(context.new_page(), address)
    host = urlsplit(address).netloc
    wrong = watched.wrong
    page = watched.page
    page.on("console", lambda m: wrong.append(_said(m)) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda r: wrong.append(f"failed {r.url}") if _counts(r) else None)
    page.on("response", lambda r: wrong.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    page.on(
        "request",
        lambda r: (
            wrong.append(f"foreign {r.url}")
            if urlsplit(r.url).netloc != host and not r.url.startswith(("data:", "blob:"))
            else None
        ),
    )
    return watched


def _said(message: ConsoleMessage) -> str:
    # What a browser loads by itself, such as an icon, is in none of the other events.
    return f"{message.text} {message.location['url']}"


def _counts(request: Request) -> bool:
    # What is still on its way when a reader goes on to the next page is given up, not broken.
    return request.failure != "net::ERR_ABORTED"


@pytest.fixture(params=[360, 1280], ids=["360px", "1280px"])
def watched(request: pytest.FixtureRequest, browser: Browser, served: Served) -> Iterator[Watched]:
    """A page at a phone's and at a desk's width, which must end without anything wrong."""
    context = browser.new_context(
        viewport={"width": request.param, "height": 800},
        locale="zh-CN",
        has_touch=request.param < 500,
    )
    found = watch(context, served.address)
    yield found
    context.close()
    assert found.wrong == []
