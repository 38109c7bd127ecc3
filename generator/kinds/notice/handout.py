"""What readers hand on of a notice."""

from generator.kinds.notice.view import CORRECTED, NoticeView
from generator.pages.handout import Handout
from generator.pages.studio import long_day, short_day


def handout(notice: NoticeView) -> Handout:
    entry = notice.entry
    facts = [
        ("发布单位", entry.branch.text if entry.branch else ""),
        ("公示期" if notice.period.ends else "发布日期", _days(notice)),
        # Whoever hands it on sees to whom it is addressed.
        ("公开范围", notice.scope),
        ("状态", "已更正，请以更正后的为准" if notice.state == CORRECTED else ""),
    ]
    return Handout(
        label=notice.doc,
        title=entry.title,
        facts=tuple(each for each in facts if each[1]),
        summary=notice.summary,
        answers=_answers(notice),
        countdown=entry.countdown,
    )


def _days(notice: NoticeView) -> str:
    period = notice.period
    if period.ends is None:
        return long_day(notice.issued)
    length = f"（{period.length}）" if period.length else ""
    tentative = "（暂算）" if period.tentative else ""
    same = period.starts.year == period.ends.year
    ends = short_day(period.ends) if same else long_day(period.ends)
    return f"{long_day(period.starts)}至{ends}{length}{tentative}"


def _answers(notice: NoticeView) -> tuple[tuple[str, str], ...]:
    """Where opinions are taken: in person and by telephone, or else by letter."""
    given = notice.feedback
    if given is None:
        return ()
    found = [
        ("反映意见", given.office or given.address),
        ("电话", given.phone),
        ("邮箱", "" if given.phone else given.email),
    ]
    return tuple(each for each in found if each[1])
