"""Covers: a motif by topic and title, and a title in lines."""

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.kinds.lesson.cover import TINTS, Poster, art, phrases, poster, wrapped
from tests.browser.conftest import ROOT

TITLES = [
    "组织生活在手机上怎么开：视频同步学习五步",
    "持活动证报到，三件事别忘了",
    "一座自行车棚里的九十六场电影",
    "入党之日和转正之日：两个日子别记混",
]


@pytest.mark.parametrize("tint", range(7))
def test_topics_have_motifs_and_titles_vary_them(tint: int) -> None:
    drawn = {art(tint, title) for title in TITLES}
    assert len(drawn) == len(TITLES)
    assert drawn.isdisjoint(art((tint + 1) % 7, title) for title in TITLES)
    for each in drawn:
        assert art(tint, TITLES[0]) == art(tint, TITLES[0])
        assert len(each) < 600
        shapes = ET.fromstring(f"<svg>{each}</svg>")  # noqa: S314 - our own
        assert {child.tag for child in shapes.iter()} <= {"svg", "g", "path", "circle"}


def test_the_colours_are_those_of_the_style_sheet() -> None:
    sheet = (ROOT / "generator/shell/theme/stylesheets/dangwu.css").read_text(encoding="utf-8")
    for number, (first, last) in enumerate(TINTS):
        assert f".dw-tint-{number} {{ --c1: {first}; --c2: {last}; }}" in sheet


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", [each for pair in TINTS for each in pair])
def test_white_is_legible_on_every_cover_and_motif(colour: str) -> None:
    for share in (0, 0.13):
        parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
        under = "#" + "".join(f"{round(each + (255 - each) * share):02x}" for each in parts)
        contrast = 1.05 / (_luminance(under) + 0.05)
        assert contrast >= (4.5 if share == 0 else 3.5), (colour, share, contrast)


def test_titles_break_where_they_pause() -> None:
    assert wrapped(TITLES[3], 11) == ["入党之日和转正之日：", "两个日子别记混"]
    assert wrapped("陌生链接不点，验证码不给：四分钟守住钱袋子", 8) == [
        "陌生链接不点，", "验证码不给：", "四分钟守住钱袋子",
    ]  # fmt: skip
    assert wrapped("照 GB/T 9704-2012 排版", 6)[0].startswith("照")
    assert any("GB/T" in each for each in wrapped("照 GB/T 9704-2012 排版", 6))
    assert wrapped("", 8) == []


@settings(deadline=None, derandomize=True)
@given(st.text("党员学习，。：（）《》“”GB12", min_size=1, max_size=60), st.integers(6, 20))
def test_no_title_loses_anything_in_lines(title: str, wide: int) -> None:
    lines = wrapped(title, wide)
    assert "".join("".join(lines).split()) == "".join(title.split())
    for line in lines[1:]:
        assert line[0] not in "，。：）》”"
    for line in lines[:-1]:
        assert line[-1] not in "（《“" or len(line) == 1


@settings(deadline=None, derandomize=True)
@given(st.text("党员学习，。：（）“”G1 ", max_size=40))
def test_phrases_are_the_title(title: str) -> None:
    assert "".join(phrases(title)) == title


@pytest.mark.parametrize("title", [*TITLES, "长" * 120, "<b>&\"'</b>：标记"])
def test_a_poster_is_a_picture_with_the_title(title: str) -> None:
    drawn = poster(Poster(title, "革命传统", 4, "视频 · 30 分钟")).decode()
    tree = ET.fromstring(drawn)  # noqa: S314 - our own
    name = "{http://www.w3.org/2000/svg}"
    assert tree.findtext(f"{name}title") == title
    lines = [each.text or "" for each in tree.iter(f"{name}text")]
    assert lines[0] == "革命传统"
    assert lines[-1] == "视频 · 30 分钟"
    assert title.startswith("".join(lines[1:-1]).rstrip("…")[:20])
    for each in tree.iter(f"{name}text"):
        letters = sum(0.6 if sign.isascii() else 1 for sign in each.text or "")
        wide = letters * int(each.attrib["font-size"])
        assert wide <= 1190
    # It brings nothing along and asks for nothing.
    assert not re.search(r"@font-face|href=|url\((?!#g)", drawn)
    assert len(drawn) < 4000
