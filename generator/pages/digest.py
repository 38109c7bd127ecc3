"""What there is to tell of the last days: a page, and a plain text to paste into a group.

It tells of the day of the build; what is open, and how far off a session is, a script brings up to
date on the page. The text says of which day it is.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from urllib.parse import quote

from msgspec import Struct

from generator.audience.shown import Appointment, Entry, Link, Shown
from generator.audience.view import View
from generator.pages.drawing import Drawing
from generator.pages.listing import HOME, Facet, newest_first
from generator.pages.page import Page
from generator.pages.paper import Paper

BASE = "digest/"
_MORE = "more"
_WEEKDAYS = "一二三四五六日"
_NUMBERS = "一二三四五六七八九"


class Span(Struct, frozen=True):
    """A digest of so many days back, the day of the build included, and so many ahead."""

    days: int
    ahead: int
    url: str
    file: str

    @property
    def title(self) -> str:
        return f"近 {self.days} 天简报"


SPANS = (
    Span(7, 14, BASE, f"{BASE}7-days.txt"),
    Span(30, 31, f"{BASE}30-days/", f"{BASE}30-days.txt"),
)


class Digest(Struct, frozen=True):
    """What is told. `new` are the entries of each kind that appeared, with the kind's label; `open`
    those whose period is running; `ahead` what is to come. `told` are texts for whom an entry is
    meant, by its address. `site` is the name of the site, `root` its whole address or empty.
    """

    site: str
    root: str
    title: str
    first: date
    day: date
    new: tuple[tuple[str, tuple[Entry, ...]], ...]
    open: tuple[Entry, ...]
    ahead: tuple[Appointment, ...]
    told: dict[str, str]

    @property
    def size(self) -> int:
        """How much it tells of."""
        return sum(len(some) for _, some in self.new) + len(self.open) + len(self.ahead)


def pages(view: View) -> Iterator[Page]:
    """A page for each span, with the other beside it."""
    made = digests(view)
    for span, found in made.items():
        others = [(Link(each.title, each.url), made[each].size, each == span) for each in SPANS]
        facets: list[Facet] = [("看多久的", others)]
        context = {
            "title": found.title,
            "crumbs": [HOME],
            "facets": facets,
            "first": found.first,
            "day": found.day,
            "new": found.new,
            "open": found.open,
            "ahead": [(each, weekday(each.starts), each.url) for each in found.ahead],
            "text": text(found),
            "file": Link("存成文本文件", span.file),
            "empty": not found.size,
        }
        about = "新党课、新公开事项、正在公示的、接下来的同步学习"
        yield Page(span.url, found.title, _MORE, Drawing("pages/digest.html", context), about)


def papers(view: View) -> Iterator[Paper]:
    for span, found in digests(view).items():
        yield Paper(span.file, plain, found)


def digests(view: View) -> dict[Span, Digest]:
    """The digest of each span, in one walk over everything that may be in any of them."""
    first = view.day - timedelta(days=max(span.days for span in SPANS) - 1)
    until = view.day + timedelta(days=max(span.ahead for span in SPANS))
    recent = [each for each in view.everything() if _recent(each, view.day, first, until)]
    return {span: _digest(view, recent, span) for span in SPANS}


def _recent(shown: Shown, day: date, first: date, until: date) -> bool:
    entry = shown.entry
    appeared = entry.appeared or entry.day
    return (
        (appeared is not None and first <= appeared <= day)
        or _open(entry, day)
        or any(day <= one.starts.date() <= until for one in shown.appointments())
    )


def _digest(view: View, recent: Sequence[Shown], span: Span) -> Digest:
    first = view.day - timedelta(days=span.days - 1)
    entries: dict[str, list[Entry]] = {}
    running: list[Entry] = []
    ahead: list[Appointment] = []
    told: dict[str, str] = {}
    until = view.day + timedelta(days=span.ahead)
    for each in recent:
        entry = each.entry
        if _open(entry, view.day):
            running.append(entry)
            _tell(told, each)
        elif (appeared := entry.appeared or entry.day) and first <= appeared <= view.day:
            entries.setdefault(entry.kind_label, []).append(entry)
            _tell(told, each)
        ahead += [one for one in each.appointments() if view.day <= one.starts.date() <= until]
    site = view.settings.site
    return Digest(
        site=site.name,
        root=site.url,
        title=span.title,
        first=first,
        day=view.day,
        new=tuple((label, tuple(newest_first(some))) for label, some in entries.items()),
        open=tuple(sorted(running, key=_last)),
        ahead=tuple(sorted(ahead, key=lambda one: (one.starts, one.url))),
        told=told,
    )


def _tell(told: dict[str, str], shown: Shown) -> None:
    if reach := shown.reach():
        told[shown.entry.url] = reach


def _open(entry: Entry, day: date) -> bool:
    run, badge = entry.countdown, entry.badge
    return run is not None and badge is not None and badge.tone == "open" and run.ends >= day


def _last(entry: Entry) -> tuple[date, str]:
    return (entry.countdown.ends if entry.countdown else date.max, entry.url)


def weekday(moment: datetime) -> str:
    return f"周{_WEEKDAYS[moment.weekday()]}"


def plain(found: Digest) -> bytes:
    """The text as a file: with a mark of UTF-8 at its head, by which old editors know it."""
    return b"\xef\xbb\xbf" + text(found).replace("\n", "\r\n").encode()


def text(found: Digest) -> str:
    """The text, ready to be pasted. Addresses are in it where the site's own is known."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Digest) -> Iterator[str]:
    yield f"【{found.site}】{found.title}"
    yield f"{_day(found.first)}至{_day(found.day)}"
    parts: list[tuple[str, list[list[str]]]] = [
        (f"新的{label}", [_entry(found, each) for each in some]) for label, some in found.new
    ]
    parts.append(("正在公示", [_entry(found, each) for each in found.open]))
    parts.append(("接下来的同步学习", [_appointment(found, each) for each in found.ahead]))
    told = [(name, items) for name, items in parts if items]
    for number, (name, items) in zip(_NUMBERS, told, strict=False):
        yield ""
        yield f"{number}、{name}（{len(items)}）"
        for place, (first, *rest) in enumerate(items, 1):
            yield f"{place}. {first}"
            yield from rest
    yield ""
    if not told:
        yield "这几天没有新内容。"
    elif found.told:
        yield "写明公开范围的，请不要转到范围以外。"


def _entry(found: Digest, entry: Entry) -> list[str]:
    facts = [entry.branch.text] if entry.branch else []
    if entry.countdown and _open(entry, found.day):
        facts.append(f"{_day(entry.countdown.starts)}至{_day(entry.countdown.ends)}")
    else:
        facts += entry.facts
    if reach := found.told.get(entry.url):
        facts.append(f"公开范围：{reach}")
    said = f"（{'，'.join(facts)}）" if facts else ""
    return [f"{entry.title}{said}", *_address(found, entry.url)]


def _appointment(found: Digest, each: Appointment) -> list[str]:
    starts = each.starts
    at = f"{_day(starts.date())} {weekday(starts)} {starts:%H:%M}"
    lines = [f"{at}　{each.title}"]
    if each.place:
        lines.append(f"地点：{each.place}")
    if each.link:
        lines.append(f"进入：{each.link}")
    return [*lines, *_address(found, each.url)]


def _address(found: Digest, url: str) -> list[str]:
    return [f"{found.root}{quote(url, safe='/%')}"] if found.root else []


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
