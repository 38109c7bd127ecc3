"""What the head of a notice's page says of it."""

from collections.abc import Sequence

from generator.audience.shown import Link
from generator.kinds.notice.view import NoticeView
from generator.pages.head import Address, Head, media, organisation, thing


def head(notice: NoticeView, crumbs: Sequence[Link], site: str) -> Head:
    """`site` is the name of the site, which publishes what a branch has written."""
    entry = notice.entry
    branch = entry.branch.text if entry.branch else ""
    period = notice.period
    ends = period.ends.isoformat() if period.ends else ".."
    keywords = (*entry.tags, notice.heading.text, notice.doc)
    article = thing(
        "Article",
        {
            "headline": entry.title,
            "description": notice.summary,
            "datePublished": notice.issued,
            "dateModified": entry.updated,
            "inLanguage": "zh-CN",
            "genre": notice.doc,
            "identifier": notice.index,
            "articleSection": notice.heading.text,
            "keywords": tuple(dict.fromkeys(keywords)),
            "temporalCoverage": f"{period.starts.isoformat()}/{ends}",
            "author": organisation(entry.branch),
            "publisher": organisation(Link(site, "")),
            # Where it has been put right, or what it puts right.
            "correction": tuple(Address(each.url) for each in notice.corrected_by),
            "isBasedOn": Address(notice.corrects.url) if notice.corrects else None,
            "associatedMedia": media(notice.attachments),
        },
    )
    source = notice.source or branch
    return Head(tuple(crumbs), article, notice.issued, source, branch, keywords)
