"""Feeds of notices: all, by heading, by organisation."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter

from generator.audience.shown import File
from generator.audience.view import View
from generator.feeds import pair
from generator.feeds.item import Enclosure, Feed, Item
from generator.feeds.mimes import mime
from generator.kinds.notice.view import NoticeView
from generator.pages.listing import NEWEST, grouped, of_branch
from generator.pages.paper import Paper
from generator.pages.studio import long_day

TITLE, BASE = "党务公开", "notices/"


def papers(view: View) -> Iterator[Paper]:
    notices = view.of(NoticeView)
    written = Written(notices)
    for base, title, some in lists(notices):
        newest = some[:NEWEST]
        if view.concerns(newest):
            items = tuple(map(written.item, newest))
            feed = Feed(pair.source(view), pair.stem(base), base, title, items, view.day)
            yield from pair.papers(feed)


def lists(notices: Sequence[NoticeView]) -> Iterator[tuple[str, str, Sequence[NoticeView]]]:
    """(address, title, notices) of each list that has a feed; all come newest first."""
    yield BASE, TITLE, notices
    for link, group in grouped(notices, attrgetter("heading")):
        yield link.url, link.text, group
    for link, group in grouped(notices, attrgetter("entry.branch")):
        yield of_branch("notices", link).url, f"{link.text}的公开事项", group


class Written:
    """The items of notices, each made once for all the feeds that hold it."""

    def __init__(self, notices: Sequence[NoticeView]) -> None:
        self._issued = {each.entry.url: each.issued for each in notices}
        self._made: dict[str, Item] = {}

    def item(self, notice: NoticeView) -> Item:
        found = self._made.get(notice.key)
        if found is None:
            found = self._made[notice.key] = _item(notice, changed(notice, self._issued))
        return found


def changed(notice: NoticeView, issued: Mapping[str, date]) -> date:
    """When the record changed last: it was published, revised, answered or corrected.

    `issued`: address of a notice → its day.
    """
    days = [notice.issued, notice.entry.updated]
    days += [day for each in notice.replies for day in (each.received, each.on)]
    days += [issued.get(each.url) for each in notice.corrected_by]
    return max(day for day in days if day is not None)


def _item(notice: NoticeView, updated: date) -> Item:
    entry = notice.entry
    return Item(
        url=entry.url,
        title=entry.title,
        published=notice.issued,
        updated=updated,
        summary=notice.summary,
        lines=tuple(_lines(notice)),
        author=entry.branch.text if entry.branch else "",
        author_url=entry.branch.url if entry.branch else "",
        categories=tuple(dict.fromkeys((notice.heading.text, notice.doc, *entry.tags))),
        enclosures=tuple(map(_enclosure, notice.attachments)),
    )


def _lines(notice: NoticeView) -> Iterator[str]:
    if notice.summary:
        yield notice.summary
    period = notice.period
    if period.ends is None:
        yield f"长期公开，{long_day(period.starts)}起"
    else:
        length = f"（{period.length}）" if period.length else ""
        tentative = "，截止日为暂算" if period.tentative else ""
        yield f"公示期：{long_day(period.starts)}至 {long_day(period.ends)}{length}{tentative}"
    if notice.corrects is not None:
        yield f"本件更正：{notice.corrects.text}"
    for link in notice.corrected_by:
        yield f"本件已经更正，请以更正后的为准：{link.text}"
    if notice.outcome:
        yield f"公示结果：{notice.outcome}"
    if notice.feedback is not None:
        ways = (notice.feedback.office, notice.feedback.phone, notice.feedback.email)
        told = "，".join(each for each in ways if each)
        if told:
            yield f"反映意见：{told}"


def _enclosure(file: File) -> Enclosure:
    return Enclosure(file.url, file.title, mime(file.ending), file.size)
