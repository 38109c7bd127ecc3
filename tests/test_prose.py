"""Markdown of records: nothing that runs comes through, everything that reads does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import prose


def plain(text: str) -> str:
    return prose.html(text, lambda target: prose.ROOT + target.strip("/") + "/")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
        '<img src="x" onerror="alert(1)">',
        '<a href="javascript:alert(1)">x</a>',
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        '<iframe src="https://evil.example"></iframe>',
        '<object data="x"></object><embed src="x">',
        '<form action="https://evil.example"><input name=a></form>',
        '<svg onload="alert(1)"></svg>',
        '<div style="background:url(javascript:alert(1))">x</div>',
        '<p onclick="alert(1)">x</p>',
        "<math><mtext></mtext></math>",
        '<base href="https://evil.example/">',
        '<meta http-equiv="refresh" content="0;url=https://evil.example">',
        '<link rel="stylesheet" href="https://evil.example/x.css">',
        "![x](https://evil.example/x.png)",
    ],
)
def test_nothing_that_runs_or_calls_out_comes_through(text: str) -> None:
    html = plain(text).lower()
    for bad in ("<script", "javascript:", "onerror", "onclick", "onload", "<iframe", "<object",
                "<embed", "<form", "<input", "<svg", "<math", "<base", "<meta", "<link", "style=",
                'src="https:', "data:text"):  # fmt: skip
        assert bad not in html


def test_tables_headings_and_links() -> None:
    html = plain(
        "# 一、总则\n\n## 一、总则\n\n| 甲 | 乙 |\n|:--|--:|\n| 1 | 2 |\n\n[看](/lessons/1/)\n"
    )
    assert '<h2 id="一-总则">一、总则</h2>' in html
    assert '<h2 id="一-总则-2">' in html
    assert '<div class="dw-table"><table>' in html
    assert '<td align="right">2</td>' in html
    assert f'<a href="{prose.ROOT}lessons/1/">看</a>' in html


def test_a_link_to_nothing_leaves_its_words() -> None:
    html = prose.html("见[那里](/nowhere/)。", lambda target: None)
    assert html == "<p>见<a>那里</a>。</p>\n"


def test_links_and_pictures_with_their_lines() -> None:
    text = "第一行\n\n[甲](/a/) 和 ![图](p.png)\n\n<a href='/b/'>乙</a>\n\n[丙][1]\n\n[1]: /c/\n"
    assert [(each.target, each.picture, each.line) for each in prose.uses(text)] == [
        ("/a/", False, 2),
        ("p.png", True, 2),
        ("/b/", False, 4),
        ("/c/", False, 6),
    ]


def test_emphasis_beside_chinese_punctuation() -> None:
    html = plain("**关于公开。**本计划，见**“附件”**一栏；`**代码**`不变。\n\n    **代码块**\n")
    assert "<strong>关于公开。</strong>本计划" in html
    assert "<strong>“附件”</strong>一栏" in html
    assert "<code>**代码**</code>" in html
    assert "**代码块**" in html
    assert prose.plain("**关于公开。**本计划").strip() == "关于公开。本计划"
    assert "**" in plain(r"\*\*不是强调\*\*")


@given(st.text(max_size=400))
@settings(max_examples=200, derandomize=True, deadline=None)
def test_no_text_breaks_it(text: str) -> None:
    html = plain(text).lower()
    assert "<script" not in html
    list(prose.uses(text))
    list(prose.dangers(text))
