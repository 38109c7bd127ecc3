"""Markdown of records: CommonMark with tables → safe HTML; and the links that it holds."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import escape, unescape
from typing import Any
from urllib.parse import unquote, urlsplit

import nh3
import pyromark
from msgspec import Struct

# Stands for the root of the site in rendered HTML until a page's depth is known. A noncharacter
# (Unicode 16.0, 23.7): no text for interchange may hold it.
ROOT = "\ufdd0"

_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH
_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "details", "div", "dl",
    "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins",
    "kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "small", "span", "strong",
    "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
    "ol": {"start"},
    "details": {"open"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_DROPPED = {"script", "style", "iframe", "object", "embed", "form", "svg", "math", "template"}
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    clean_content_tags=_DROPPED,
    url_schemes=_SCHEMES,
    link_rel="noopener noreferrer",
)
_BARE = nh3.Cleaner(tags=_TAGS, attributes={}, clean_content_tags=_DROPPED)
_TARGET = re.compile(r'<(a|img)\b([^>]*?)\s(href|src)="([^"]*)"([^>]*)>')
_STYLE = re.compile(r' style="text-align: ?(left|right|center)"')
_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
_ANCHORED = re.compile(r'<h([2-6]) id="([^"]*)">(.*?)</h\1>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_SIGN = "，。、；：？！）】》」』”’…（【《「『“‘—"
_MISSED = re.compile(rf"[{_SIGN}]\*\*[^\s{_SIGN}*]|[^\s{_SIGN}*]\*\*[{_SIGN}]")
_STARS = re.compile(r"(?<![*\\])\*\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*\*(?!\*)")
# Tags that do not part the words around them.
_INLINE = re.compile(
    r"</?(?:a|abbr|b|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u)\b[^>]*>"
)
_WORD = re.compile(r"[^\w-]+")
_HTML_TARGET = re.compile(
    r"""<(a|img)\b[^>]*?\s(?:href|src)\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE
)
_HTML_DANGER = re.compile(
    r"<\s*(script|style|iframe|object|embed|form|svg|math)\b|\son\w+\s*=", re.IGNORECASE
)

Resolve = Callable[[str], str | None]


class Use(Struct, frozen=True):
    """A link or picture in a text: its target, and the line (from 0) on which it stands."""

    target: str
    picture: bool
    line: int


class Danger(Struct, frozen=True):
    """Raw HTML that will not be published, and the line (from 0) on which it stands."""

    what: str
    line: int


class Heading(Struct, frozen=True):
    """A heading of a text: its level from 2, the anchor that leads to it, its words."""

    level: int
    anchor: str
    text: str


def scheme(target: str) -> str:
    """The scheme of an address, in lower case, or nothing. White space does not hide it."""
    clean = re.sub(r"[\x00-\x20]", "", unescape(target))
    match = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", clean)
    return match[1].lower() if match else ""


def allowed(target: str) -> bool:
    """Whether a link may lead there: within the site, or http, https, mailto, tel."""
    return scheme(target) in ("", *_SCHEMES)


def beside(target: str) -> str:
    """The name of the file beside the record that a link or picture means, or nothing.

    `%E5%9B%BE.png` means 图.png, `form.pdf#page=2` means form.pdf.
    """
    if target.startswith(("/", "#")) or scheme(target):
        return ""
    try:
        return unquote(urlsplit(target).path)
    except ValueError:
        return ""


def html(text: str, resolve: Resolve) -> str:
    """Safe HTML of a Markdown text.

    `resolve` gives the address for a link's or picture's target, or None to leave the words without
    the link. Headings begin at level two (the page has its own title) and get ids.
    """
    if not text:
        return ""
    raw = _STYLE.sub(r' align="\1"', _rendered(text))
    clean = _CLEANER.clean(raw)
    if "<a " in clean or "<img " in clean:
        clean = _resolved(clean, resolve)
    clean = clean.replace("<table>", '<div class="dw-table"><table>').replace(
        "</table>", "</table></div>"
    )
    return _headed(clean)


def _rendered(text: str) -> str:
    """CommonMark's HTML of a text, Chinese emphasis included."""
    return pyromark.html(_emphasised(text), options=_OPTIONS)


def _emphasised(text: str) -> str:
    """The text with `**…**` as tags where CommonMark, made for Western spacing, would miss it.

    `**公开。**本计划` is no emphasis by CommonMark 0.31, 6.2: after a full stop it asks for white
    space, which Chinese does not write.
    """
    if "**" not in text or not _MISSED.search(text):
        return text
    raw = text.encode()
    code = [
        (span["start"], span["end"])
        for event, span in pyromark.events_with_range(text, options=_OPTIONS)
        if _first(event)[0] == "Code" or "CodeBlock" in str(event)
    ]
    pieces, at = [], 0
    for start, end in [*code, (len(raw), len(raw))]:
        if start >= at:
            pieces.append(_STARS.sub(r"<strong>\1</strong>", raw[at:start].decode()))
            pieces.append(raw[start:end].decode())
            at = end
    return "".join(pieces)


def plain(text: str) -> str:
    """The words of a Markdown text as they are read on the page, without its marks."""
    if not text:
        return ""
    raw = _rendered(text)
    if "<" in text:
        raw = _BARE.clean(raw)
    return unescape(_TAG.sub(" ", _INLINE.sub("", raw)))


def _resolved(clean: str, resolve: Resolve) -> str:
    def put(match: re.Match[str]) -> str:
        tag, before, name, target, after = match.groups()
        if target.startswith("#"):
            return match[0]
        if scheme(target):
            return match[0] if tag == "a" else ""
        address = resolve(unescape(target))
        if address is None:
            return "<a>" if tag == "a" else ""
        lazy = ' loading="lazy"' if tag == "img" else ""
        rest = (before + after).replace(' rel="noopener noreferrer"', "")
        return f'<{tag}{rest} {name}="{escape(address, quote=True)}"{lazy}>'

    return _TARGET.sub(put, clean)


def _headed(clean: str) -> str:
    used: dict[str, int] = {}

    def put(match: re.Match[str]) -> str:
        level = max(int(match[1]), 2)
        name = slug(_TAG.sub("", match[2]))
        used[name] = used.get(name, 0) + 1
        if used[name] > 1:
            name = f"{name}-{used[name]}"
        return f'<h{level} id="{name}">{match[2]}</h{level}>'

    return _HEADING.sub(put, clean)


def contents(text: str, least: int) -> list[Heading]:
    """The headings of the highest level that a Markdown text of `least` characters or more
    has, as `html` gives them; of a shorter one, or of one with fewer than three, none.
    """
    if len(text) < least or "#" not in text:
        return []
    found = [
        Heading(int(match[1]), unescape(match[2]), unescape(_TAG.sub("", match[3])).strip())
        for match in _ANCHORED.finditer(html(text, lambda target: target))
    ]
    highest = min((each.level for each in found), default=0)
    chief = [each for each in found if each.level == highest]
    return chief if len(chief) >= 3 else []


@lru_cache(maxsize=4096)
def slug(title: str) -> str:
    """The anchor of a heading: its words, Chinese kept, joined by hyphens."""
    return _WORD.sub("-", unescape(title).strip()).strip("-").lower() or "section"


def uses(text: str) -> Iterator[Use]:
    """Every link and picture of a text, those in raw HTML included."""
    if "](" not in text and "<" not in text and "]:" not in text:
        return
    raw = text.encode()
    for event, span in pyromark.events_with_range(text, options=_OPTIONS):
        kind, facts = _first(event)
        if kind == "Start" and isinstance(facts, dict):
            tag, link = _first(facts)
            if tag in ("Link", "Image"):
                line = raw.count(b"\n", 0, span["start"])
                yield Use(str(link["dest_url"]), tag == "Image", line)
        elif kind in ("Html", "InlineHtml"):
            for match in _HTML_TARGET.finditer(str(facts)):
                line = raw.count(b"\n", 0, span["start"])
                yield Use(unescape(match[2]), match[1].lower() == "img", line)


def dangers(text: str) -> Iterator[Danger]:
    """Scripts, handlers, frames and forms that the sanitiser will take out."""
    if "<" not in text:
        return
    raw = text.encode()
    for event, span in pyromark.events_with_range(text, options=_OPTIONS):
        kind, facts = _first(event)
        if kind in ("Html", "InlineHtml"):
            for match in _HTML_DANGER.finditer(str(facts)):
                yield Danger(match[0].strip(), raw.count(b"\n", 0, span["start"]))


def _first(event: Any) -> tuple[str, Any]:
    if isinstance(event, dict):
        return next(iter(event.items()))
    return str(event), None
