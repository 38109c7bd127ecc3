"""What readers hand on of a record, and what it costs the pages."""

import gzip
import hashlib
import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from generator.cli import main
from generator.shell.engine import THEME
from tests.site import HERE, Site

CONTENT = HERE.parent / "content"
_NOTICE = """\
title: 党费公示
heading: 发展党员
doc: 公示
scope: 本单位
branch: kangqiao
issued: 2026-11-20
{more}
"""


def _handout(html: str) -> tuple[dict[str, Any], str]:
    """What the picture is painted from, and the text."""
    (data,) = re.findall(r'data-handout="([^"]*)"', html)
    (text,) = re.findall(r'data-copy-text="([^"]*)"', html)
    found: dict[str, Any] = json.loads(unescape(data))
    return found, unescape(text)


def _of(tmp_path: Path, more: str) -> tuple[dict[str, Any], str]:
    site = Site(tmp_path)
    site.write("content/notices/kangqiao/2026/0001.yaml", _NOTICE.format(more=more))
    site.build()
    return _handout(site.page("notices/kangqiao/2026/0001/"))


def test_a_notice_with_little(tmp_path: Path) -> None:
    data, text = _of(tmp_path, "")
    assert text.split("\n") == [
        "【公示】党费公示",
        "发布单位：康桥社区党总支",
        "发布日期：2026年11月20日",
        "公开范围：本单位",
    ]
    assert data == {
        "label": "公示",
        "title": "党费公示",
        "summary": "",
        "facts": [["发布单位", "康桥社区党总支"], ["发布日期", "2026年11月20日"], ["公开范围", "本单位"]],
    }  # fmt: skip


def test_a_period_over_new_year_and_letters_alone(tmp_path: Path) -> None:
    data, text = _of(
        tmp_path,
        "ends: 2027-01-05\nfeedback: {address: 示例路 1 号, email: a@example.com}\nsummary: 摘要",
    )
    assert text.split("\n")[2:] == [
        "公示期：2026年11月20日至2027年1月5日",
        "公开范围：本单位",
        "摘要",
        "反映意见：示例路 1 号",
        "邮箱：a@example.com",
    ]
    assert data["facts"][-1] == ["邮箱", "a@example.com"]


def test_a_corrected_notice_says_so(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write("content/notices/kangqiao/2026/0001.yaml", _NOTICE.format(more=""))
    site.write(
        "content/notices/kangqiao/2026/0002.yaml",
        _NOTICE.format(more="corrects: kangqiao/2026/0001").replace("公示\nscope", "更正\nscope"),
    )
    site.build()
    _, text = _handout(site.page("notices/kangqiao/2026/0001/"))
    assert "状态：已更正，请以更正后的为准" in text
    _, text = _handout(site.page("notices/kangqiao/2026/0002/"))
    assert "【更正】" in text
    assert "已更正" not in text


def test_nothing_of_what_has_been_taken_down(tmp_path: Path) -> None:
    site = Site(tmp_path)
    more = "withdrawn: {on: 2026-11-21, reason: 发错了}"
    site.write("content/notices/kangqiao/2026/0001.yaml", _NOTICE.format(more=more))
    site.build()
    html = site.page("notices/kangqiao/2026/0001/")
    assert "data-handout" not in html
    assert "党费公示" not in html


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("handout") / "site"
    assert main(["build", "--content", str(CONTENT), "--site", str(folder)]) == 0
    return folder


def _packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))


def test_pages_stay_small_and_ask_for_no_more_files(sample: Path) -> None:
    for kind in ("notices", "lessons", "branches"):
        for path in sample.glob(f"{kind}/**/index.html"):
            assert _packed(path) <= 12 * 1024, path
            html = path.read_text(encoding="utf-8")
            # Loaded when they are asked for; the other style sheets stand in the first.
            for name in ("handout.js", "lean-qr.js", "handout.css", "print.css"):
                assert name not in html
    assert [each.name for each in (sample / "stylesheets").iterdir()] == ["dangwu.css"]
    html = (sample / "notices/kangqiao-1/2026/0005/index.html").read_text(encoding="utf-8")
    base = sample / "notices/kangqiao-1/2026/0005"
    named = re.findall(r'<(?:script|link)[^>]* (?:src|href)="([^"]+\.(?:js|css))"', html)
    assert len(named) >= 3
    assert sum(_packed(base / each) for each in named) <= 120 * 1024
    assert _packed(sample / "javascripts/handout.js") <= 6 * 1024


def test_the_maker_of_codes_is_as_published(sample: Path) -> None:
    """lean-qr 2.7.4, `index.js` of the npm package, between two lines of ours; with its licence."""
    own = (THEME / "javascripts/vendor/lean-qr.js").read_bytes()
    assert (sample / "javascripts/vendor/lean-qr.js").read_bytes() == own
    comment, _, code = own.partition(b"*/\n(function (exports) {\n")
    assert b"MIT License" in comment
    assert b"Copyright (c) 2021-2025 David Evans" in comment
    assert b"Lean QR 2.7.4" in comment
    published = code.removesuffix(b"\n})(window.dangwuQr = {});\n") + b"\n"
    assert (
        hashlib.sha256(published).hexdigest()
        == "1aaa80f2ea87616a47e9ad358bb11b37ae55358ecf0c8086d2ad2a912cb183ad"
    )
