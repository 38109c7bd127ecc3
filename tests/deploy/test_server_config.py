"""nginx and Caddy with the configuration that is printed for them: headers, caching, doors."""

import base64
import contextlib
import gzip
import re
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import brotli
import pytest
from msgspec import Struct
from playwright.sync_api import Browser, expect

from generator.cli import main
from tests.browser.conftest import ROOT, watch
from tests.deploy.servers import SERVERS, Server, free_port, program
from tests.site import Site

PROXY = "127.0.0.9"


class Served(Struct, frozen=True):
    """The sample site, deployed in both editions, and each by one server."""

    root: Path
    members: Server
    organisers: Server
    kind: str

    def tree(self, edition: str) -> Path:
        return self.root / edition / "current"


def printed(site: Site, *arguments: str) -> str:
    ran = site.run("server-config", *arguments)
    assert ran.code == 0, ran.err
    return ran.out


def password_line(kind: str, word: str) -> str:
    if kind == "caddy":
        command = [program("caddy"), "hash-password", "--plaintext", word]
        return f"wang {subprocess.check_output(command, text=True).strip()}\n"
    command = ["openssl", "passwd", "-6", word]
    return f"wang:{subprocess.check_output(command, text=True).strip()}\n"


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("deployed")
    for edition in ("members", "organisers"):
        with contextlib.chdir(root):
            site = f"site-{edition}"
            content = str(ROOT / "content")
            assert main(["build", "--content", content, "--edition", edition, "--site", site]) == 0
            assert main(["deploy", edition, "--site", site, "--content", content]) == 0
    return root


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def served(request: pytest.FixtureRequest, deployed: Path) -> Iterator[Served]:
    kind = request.param
    desk = Site(deployed, base="")
    passwords = deployed / f"{kind}.passwords"
    passwords.write_text(password_line(kind, "一个很长的口令"), encoding="utf-8")
    with contextlib.ExitStack() as stack:
        found = {}
        for edition in ("members", "organisers"):
            port = free_port()
            arguments = [
                kind,
                edition,
                "--site",
                f"site-{edition}",
                "--listen",
                f"127.0.0.1:{port}",
            ]
            if edition == "organisers":
                arguments += ["--passwords", str(passwords), "--proxy", PROXY]
            text = printed(desk, *arguments)
            found[edition] = stack.enter_context(
                SERVERS[kind](deployed / f"{kind}-{edition}", text, port)
            )
        yield Served(deployed, found["members"], found["organisers"], kind)


def paths(tree: Path) -> list[str]:
    return sorted(path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file())


def basic(user: str, word: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(f'{user}:{word}'.encode()).decode()}"}


def test_every_answer_has_the_headers(served: Served) -> None:
    for path in (
        "/",
        "/notices/",
        "/search/data/root.json",
        "/stylesheets/dangwu.css",
        "/nothing/",
    ):
        headers = served.members.get(path).headers
        assert headers["content-security-policy"].startswith(
            "default-src 'none'; script-src 'self' 'sha256-"
        )
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
        assert "cross-origin-opener-policy" not in headers
        assert not re.search(r"\d", headers.get("server", ""))


def test_every_file_is_answered_as_it_is_with_its_type(served: Served) -> None:
    tree = served.tree("members")
    texts = (".html", ".css", ".csv", ".ics", ".js", ".txt", ".vtt", ".xml")
    for path in paths(tree):
        # Packed forms are not asked for by name; an old address leads on.
        if path.endswith((".gz", ".br")) or path.startswith("news/"):
            continue
        url = "/" + quote(path).removesuffix("index.html")
        answer = served.members.get(url)
        assert answer.status == 200, url
        assert answer.body == (tree / path).read_bytes(), url
        assert "content-encoding" not in answer.headers
        kind = answer.headers["content-type"]
        if path.endswith(texts):
            assert "charset=utf-8" in kind.lower(), (url, kind)
        if path.endswith(".ics"):
            assert kind.startswith("text/calendar")


def test_packed_files_are_sent_to_those_who_take_them(served: Served) -> None:
    whole = (served.tree("members") / "index.html").read_bytes()
    answer = served.members.get("/", {"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(answer.body) == whole
    assert "accept-encoding" in answer.headers["vary"].lower()
    assert answer.headers["content-type"].lower() == "text/html; charset=utf-8"
    if served.kind == "caddy":
        answer = served.members.get("/", {"Accept-Encoding": "gzip, br"})
        assert answer.headers["content-encoding"] == "br"
        assert brotli.decompress(answer.body) == whole


def test_the_index_is_sent_in_ranges_as_it_is(served: Served) -> None:
    file = next((served.tree("members") / "search/data").glob("2026-*.bin"))
    whole = file.read_bytes()
    wants = {"Range": "bytes=100-299,5000-5063", "Accept-Encoding": "gzip, br"}
    answer = served.members.get(f"/search/data/{file.name}?1", wants)
    assert answer.status == 206
    assert "content-encoding" not in answer.headers
    assert answer.headers["content-type"].startswith("multipart/byteranges")
    assert whole[100:300] in answer.body
    assert whole[5000:5064] in answer.body


def test_what_has_its_digest_in_its_name_is_kept_and_pages_are_asked_for(served: Served) -> None:
    tree = served.tree("members")
    hashed = [
        path
        for path in paths(tree)
        if re.search(r"-[0-9a-f]{12}\.bin$|\.[0-9a-f]{8}\.min\.css$", path)
    ]
    assert len(hashed) >= 3
    for path in hashed:
        assert (
            served.members.get(f"/{path}").headers["cache-control"]
            == "public, max-age=31536000, immutable"
        )
    gone = f"/search/data/2026-{'0' * 12}.bin"
    for path in (
        "/",
        "/notices/",
        "/search/data/root.json",
        "/search/reader.js",
        "/nothing/",
        gone,
    ):
        assert served.members.get(path).headers["cache-control"] == "no-cache", path
    first = served.members.get("/notices/")
    again = served.members.get("/notices/", {"If-None-Match": first.headers["etag"]})
    assert again.status == 304


def test_what_is_missing_gets_the_sites_own_page(served: Served) -> None:
    answer = served.members.get("/notices/nothing/here/")
    assert answer.status == 404
    assert "没有找到这个页面".encode() in answer.body
    assert answer.headers["content-type"].lower() == "text/html; charset=utf-8"


def test_old_addresses_lead_on(served: Served) -> None:
    for path in ("/news/night-opening/", "/news/night-opening"):
        answer = served.members.get(path)
        assert answer.status in (301, 308)
        assert answer.headers["location"] == "/notices/kangqiao/2026/0011/"
    assert served.members.get("/notices").headers["location"].endswith("/notices/")


def test_nothing_of_the_organisers_edition_opens_without_a_word(served: Served) -> None:
    tree = served.tree("organisers")
    asked = set()
    for path in paths(tree):
        asked |= {f"/{quote(path)}", f"/{quote(path).removesuffix('index.html')}"}
        asked.add(f"/{quote(path)}".removesuffix("/index.html") or "/")
    own = sorted(asked)
    elder = next(path for path in own if re.fullmatch(r"/elders/[^/]+/.*", path))
    encoded = "/" + "".join(f"%{ord(each):02x}" for each in elder[1:])
    odd = [
        encoded, elder.replace("/", "//"), f"/./{elder}", f"/x/..{elder}", f"/x/%2e%2e{elder}",
        f"/x/%2E%2E%2f{elder[1:]}", f"/x/..%2f{elder[1:]}", f"{elder}?x=1", f"{elder}%00", f"{elder}%20",
        elder.upper(), "/nothing/", "/404.html", "/news/night-opening/", "/.lock", "/releases/", "/ledger/",
        "/%5c..%5c", f"/{elder}#x",
    ]  # fmt: skip
    secrets = [b'class="dw-', "康桥".encode()]
    for path in own + odd:
        for headers in (
            {},
            basic("wang", "猜的"),
            {"X-Remote-User": "wang"},
            {"X-Forwarded-For": PROXY, "X-Remote-User": "w"},
        ):
            answer = served.organisers.get(path, headers)
            assert answer.status == 401 or (path in odd and answer.status == 400), (
                path,
                answer.status,
            )
            assert not any(secret in answer.body for secret in secrets), path
    # Out of the root there is no way at all.
    for path in (
        "/../ledger/",
        "/%2e%2e/ledger/",
        "/..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/members/current/",
    ):
        assert served.organisers.get(path).status in (400, 401), path
        assert served.organisers.get(path, basic("wang", "一个很长的口令")).status in (400, 404), (
            path
        )
        assert served.members.get(path).status in (400, 404), path


def test_the_door_opens_to_who_has_the_word_or_signed_on(served: Served) -> None:
    elder = next(path for path in paths(served.tree("organisers")) if path.startswith("elders/"))
    url = f"/{elder}".removesuffix("index.html")
    answer = served.organisers.get(url, basic("wang", "一个很长的口令"))
    assert answer.status == 200
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert served.organisers.get(url, {"X-Remote-User": "wang"}, source=PROXY).status == 200
    assert served.organisers.get(url, source=PROXY).status == 401
    assert served.organisers.get(url, {"X-Remote-User": ""}, source=PROXY).status == 401
    assert served.organisers.get(url, {"X-Remote-User": "wang"}, source="127.0.0.10").status == 401
    # The members' server knows nothing of it.
    assert served.members.get(url).status == 404


_LISTEN = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push([event.effectiveDirective, event.blockedURI, event.sourceFile, event.lineNumber]);
});
"""


def shapes(tree: Path) -> list[str]:
    """An address of each kind of page: of those whose paths differ in numbers and names alone, one."""
    found: dict[str, str] = {}
    for path in paths(tree):
        if path.endswith("index.html"):
            parts = path.split("/")[:-1]
            main_part = (tree / path).read_text("utf-8").partition("<main")[2]
            classes = sorted({*re.findall(r'class="(dw-[\w-]+)', main_part)})
            shape = f"{parts[:1]}{len(parts)}{zlib.crc32(' '.join(classes).encode()) % 7}"
            found.setdefault(shape, "/".join(parts) + "/" if parts else "")
    return sorted(found.values())


@pytest.mark.browser
@pytest.mark.parametrize("edition", ["members", "organisers"])
def test_no_kind_of_page_breaks_the_policy(served: Served, browser: Browser, edition: str) -> None:
    # Each edition by one of the servers: the policy is the same, and the time is not.
    if (served.kind, edition) in (("nginx", "organisers"), ("caddy", "members")):
        server = served.organisers if edition == "organisers" else served.members
        assert server.get("/").headers["content-security-policy"]
        return
    server = getattr(served, edition)
    context = browser.new_context(
        viewport={"width": 1280, "height": 800},
        locale="zh-CN",
        http_credentials={"username": "wang", "password": "一个很长的口令"},
    )
    context.add_init_script(_LISTEN)
    watched = watch(context, server.url)
    page = watched.page
    urls = shapes(served.tree(edition))
    assert len(urls) > 20
    for url in urls:
        page.goto(server.url + url)
        expect(page.locator("html")).to_have_attribute("data-dw-scheme", re.compile("light|dark"))
        assert _violations(page) == [], url
    workers: list[str] = []
    page.on("worker", lambda worker: workers.append(worker.url))
    page.goto(f"{server.url}search/?q=党员")
    expect(page.locator("[data-search-done]")).to_have_count(1)
    expect(page.locator("[data-result]").first).to_be_visible()
    assert workers
    assert _violations(page) == []
    assert watched.wrong == []
    # What is forbidden is seen by the listener, so that silence means that there is nothing.
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.wait_for_function("window.violations.length > 0")
    context.close()


def _violations(page: Any) -> list[Any]:
    found: list[Any] = page.evaluate("window.violations")
    return found


@pytest.mark.parametrize("kind", ["nginx", "caddy"])
def test_below_a_path(kind: str, deployed: Path) -> None:
    port = free_port()
    desk = Site(deployed, base="")
    text = printed(
        desk,
        kind,
        "members",
        "--site",
        "site-members",
        "--path",
        "/nei/dangjian/",
        "--listen",
        f"127.0.0.1:{port}",
    )
    with SERVERS[kind](deployed / f"{kind}-below", text, port) as server:
        whole = (deployed / "members/current/notices/index.html").read_bytes()
        answer = server.get("/nei/dangjian/notices/", {"Accept-Encoding": "gzip"})
        assert gzip.decompress(answer.body) == whole
        assert server.get("/nei/dangjian").headers["location"].endswith("/nei/dangjian/")
        assert (
            server.get("/nei/dangjian/notices")
            .headers["location"]
            .endswith("/nei/dangjian/notices/")
        )
        assert (
            server.get("/nei/dangjian/news/night-opening/")
            .headers["location"]
            .endswith("/nei/dangjian/notices/kangqiao/2026/0011/")
        )
        assert server.get("/nei/dangjian/nothing/").status == 404
        assert "没有找到这个页面".encode() in server.get("/nei/dangjian/nothing/").body
        for path in (
            "/",
            "/notices/",
            "/nei/dangjian/../../etc/passwd",
            "/nei/dangjian../releases/",
        ):
            assert server.get(path).status in (400, 404), path


def test_misuse(deployed: Path) -> None:
    desk = Site(deployed, base="")
    ran = desk.run("server-config", "nginx", "organisers", "--site", "site-organisers")
    assert ran.code == 2
    assert "--passwords" in ran.err
    assert desk.run("server-config", "nginx", "members", "--site", "nowhere").code == 1
    assert desk.run("server-config", "apache", "members").code == 2
    for option, value in (
        ("--listen", "80; }"),
        ("--path", "dangjian"),
        ("--name", "a b"),
        ("--proxy", "x;"),
    ):
        ran = desk.run("server-config", "nginx", "members", "--site", "site-members", option, value)
        assert ran.code == 2, option
