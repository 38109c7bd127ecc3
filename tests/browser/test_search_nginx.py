"""A site below a sub-path of nginx, under a Content-Security-Policy that allows next to nothing."""

import base64
import hashlib
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.cli import main
from tests.browser.conftest import ROOT, watch
from tests.search.corpus import Witness

pytestmark = pytest.mark.browser
PATH = "nei/dang-jian"
_INLINE = re.compile(r"<script([^>]*)>(.*?)</script>", re.DOTALL)
_CONFIG = """
daemon off;
{user}worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 128; }}
http {{
  access_log {folder}/access.log;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  types {{
    text/html html; text/css css; text/javascript js; application/json json;
    image/svg+xml svg; image/png png; image/jpeg jpg; video/mp4 mp4; audio/mpeg mp3; text/vtt vtt;
  }}
  default_type application/octet-stream;
  charset utf-8;
  gzip on;
  gzip_types text/css text/javascript application/json;
  server {{
    listen 127.0.0.1:{port};
    root {folder}/root;
    absolute_redirect off;
    add_header Content-Security-Policy "{policy}" always;
    add_header X-Content-Type-Options nosniff always;
  }}
}}
"""


def policy(site: Path) -> str:
    """The strictest one that the pages are known to bear: the inline scripts by their hashes."""
    hashes = set()
    for page in site.rglob("*.html"):
        for attributes, text in _INLINE.findall(page.read_text(encoding="utf-8")):
            # Data is no script, whatever the policy says of scripts.
            if " src=" not in attributes and 'type="application/' not in attributes:
                digest = hashlib.sha256(text.encode()).digest()
                hashes.add(f"'sha256-{base64.b64encode(digest).decode()}'")
    # One for a page would be no policy at all.
    assert 0 < len(hashes) < 10
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {' '.join(sorted(hashes))}",
            "style-src 'self'",
            "img-src 'self' data:",
            "media-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _listening(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the sample site, served by nginx for as long as this module runs."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    assert program, "nginx is missing: run scripts/servers"
    folder = tmp_path_factory.mktemp("nginx")
    site = folder / "root" / PATH
    site.parent.mkdir(parents=True)
    assert main(["build", "--content", str(ROOT / "content"), "--site", str(site)]) == 0
    port = _free_port()
    # The worker of a root's nginx would be another user, who may not look into this folder.
    user = "user root;\n" if os.geteuid() == 0 else ""
    config = folder / "nginx.conf"
    config.write_text(
        _CONFIG.format(folder=folder, port=port, policy=policy(site), user=user), encoding="utf-8"
    )
    started = subprocess.Popen(
        [program, "-p", str(folder), "-e", f"{folder}/error.log", "-c", str(config)]
    )
    try:
        while not _listening(port):
            assert started.poll() is None, (folder / "error.log").read_text()
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}/{PATH}/"
    finally:
        started.terminate()
        started.wait()


_LISTEN = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push([event.effectiveDirective, event.blockedURI, event.sourceFile, event.lineNumber]);
});
"""


@pytest.fixture
def guarded(browser: Browser, nginx: str) -> Iterator[Page]:
    """A page that must end with nothing forbidden, nothing missing and nothing from elsewhere."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    context.add_init_script(_LISTEN)
    watched = watch(context, nginx)
    yield watched.page
    context.close()
    assert watched.wrong == []


def _violations(page: Page) -> list[Any]:
    found: list[Any] = page.evaluate("window.violations")
    return found


@pytest.mark.parametrize(
    "url",
    [
        "",
        "notices/kangqiao-1/2026/0005/",
        "lessons/2026/0017/",
        "lessons/2026/0003/",
        "search/?q=党员",
    ],
)
def test_no_page_breaks_the_policy(guarded: Page, nginx: str, url: str) -> None:
    answer = guarded.goto(nginx + url)
    assert answer
    assert answer.headers["content-security-policy"].startswith(
        "default-src 'none'; script-src 'self' 'sha256-"
    )
    guarded.wait_for_load_state("networkidle")
    # Scripts have run: what the page says of itself has been read and written.
    expect(guarded.locator("html")).to_have_attribute("data-dw-scheme", re.compile("light|dark"))
    assert _violations(guarded) == []


def test_the_policy_is_watched(browser: Browser, nginx: str) -> None:
    """What is forbidden is seen by the listener, so that silence means that there is nothing."""
    context = browser.new_context()
    context.add_init_script(_LISTEN)
    page = context.new_page()
    page.goto(nginx)
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.wait_for_function("window.violations.length > 0")
    assert _violations(page)[0][0] == "style-src-attr"
    context.close()


def test_the_search_works_in_a_worker(guarded: Page, nginx: str) -> None:
    witness = Witness(ROOT / "content")
    page = guarded
    workers: list[str] = []
    page.on("worker", lambda worker: workers.append(worker.url))
    parts: list[int] = []
    page.on("response", lambda r: parts.append(r.status) if ".bin?" in r.url else None)
    page.goto(nginx)
    box = page.locator("form[role=search] input[name=q]:visible").first
    box.click()
    box.press_sequentially("党费")
    expect(page.locator("[role=option]:visible").first).to_be_visible()
    assert workers == [f"{nginx}search/worker.js"]
    assert _violations(page) == []
    box.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(f"{nginx}search/?q=")))
    expect(page.locator("[data-search-done]")).to_have_count(1)
    wanted = witness.holding("党费")
    expect(page.locator("[data-result-count]")).to_have_text(str(len(wanted)))
    urls = page.locator("[data-result]").evaluate_all("rows => rows.map((row) => row.dataset.url)")
    assert set(urls) <= wanted
    assert len(urls) == min(20, len(wanted))
    # Of the index parts alone are loaded, some of them several at once.
    assert set(parts) == {206}
    assert workers[1:] == [f"{nginx}search/worker.js"]
    page.locator('[data-search-facets] [data-facet="kind lesson"]').click()
    expect(page).to_have_url(re.compile("kind=lesson"))
    expect(page.locator("[data-search-done]")).to_have_count(1)
    assert _violations(page) == []
    page.locator("[data-result] a").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert _violations(page) == []
