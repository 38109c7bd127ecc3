"""Notices → their views, newest first."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from sys import intern

from generator.audience.shown import Badge, Countdown, Entry, Link
from generator.audience.sight import Sight
from generator.kinds.branch.fields import Branch
from generator.kinds.branch.show import branch_link
from generator.kinds.notice import fields
from generator.kinds.notice.fields import STEPS, Notice, Review
from generator.kinds.notice.period import Period, period
from generator.kinds.notice.view import (
    COMING,
    CORRECTED,
    DAYS,
    ENDED,
    LASTING,
    OPEN,
    Feedback,
    NoticeView,
    PeriodView,
    Reply,
    Step,
    length,
)


def show(notice: Notice, sight: Sight) -> Iterator[NoticeView]:
    """What is shown of a notice."""
    yield _view(sight, notice, sight.holding(Notice, "corrects", notice.key))


def in_order(views: Iterable[NoticeView]) -> list[NoticeView]:
    """The newest first."""
    return sorted(views, key=lambda each: (each.issued, each.key), reverse=True)


def _view(sight: Sight, notice: Notice, corrections: list[Notice]) -> NoticeView:
    run = period(notice, sight.calendar)
    state = CORRECTED if corrections else run.state(sight.day)
    heading = sight.settings.headings[notice.heading]
    category = Link(heading.name, intern(f"notices/headings/{heading.id}/"))
    counting = (
        tuple(sight.calendar.days(run.starts, run.ends, run.unit))
        if run.ends is not None and state in (OPEN, COMING)
        else ()
    )
    countdown = (
        Countdown(run.starts, run.ends, run.unit, counting)
        if run.ends is not None and counting
        else None
    )
    corrected = sight.get(Notice, notice.corrects)
    issuer = sight.get(Branch, notice.branch)
    return NoticeView(
        entry=Entry(
            kind="notice",
            kind_label="公开事项",
            url=sight.address(notice),
            title=notice.title,
            day=notice.issued,
            summary=notice.summary,
            branch=branch_link(sight, notice.branch),
            category=category,
            facts=(notice.doc,),
            tags=tuple(notice.tags),
            badge=_badge(state, run, counting, sight.day),
            countdown=countdown,
            updated=notice.updated,
            appeared=_appeared(notice),
        ),
        key=notice.key,
        index=notice.index or "",
        heading=category,
        item=sight.settings.items[notice.item][0].name if notice.item else "",
        item_id=notice.item or "",
        nature=notice.nature or "",
        doc=notice.doc,
        scope=notice.scope,
        issuer=issuer.name if issuer else "",
        issued=notice.issued,
        state=state,
        period=_period(notice, run, sight.day),
        steps=_steps(notice),
        feedback=_feedback(notice),
        replies=tuple(_reply(sight, each) for each in notice.replies),
        outcome=notice.outcome,
        corrects=sight.link(corrected, corrected.title) if corrected else None,
        corrected_by=tuple(Link(each.title, sight.address(each)) for each in corrections),
        summary=notice.summary,
        body=notice.body,
        attachments=tuple(sight.file(notice, each.file, each.title) for each in notice.attachments),
        source=notice.source,
    )


def _appeared(notice: Notice) -> date:
    """It is shown when it is issued, when its day has come, and when its last step is done."""
    step = notice.steps.published if notice.steps else None
    days = [notice.issued, notice.publish_on, step.on if step else None]
    return max(each for each in days if each is not None)


def _badge(state: str, run: Period, counting: tuple[date, ...], day: date) -> Badge | None:
    if state == OPEN:
        left = sum(1 for each in counting if each > day)
        return Badge(f"还剩 {length(left, run.unit)}" if left else "今天截止", "open")
    if state == COMING:
        return Badge(COMING, "soon")
    if state == ENDED:
        return Badge(ENDED, "ended")
    if state == CORRECTED:
        return Badge(CORRECTED, "changed")
    return None


def _period(notice: Notice, run: Period, day: date) -> PeriodView:
    length = f"{notice.days} 个{notice.unit}" if notice.days and notice.unit else ""
    if run.ends is None:
        return PeriodView(run.starts, None, LASTING, False, 0)
    whole = max((run.ends - run.starts).days, 1)
    passed = min(max((day - run.starts).days, 0), whole)
    return PeriodView(run.starts, run.ends, length, run.tentative, 100 * passed // whole)


def _steps(notice: Notice) -> tuple[Step, ...]:
    steps = []
    for name, label in STEPS:
        step = getattr(notice.steps, name, None)
        if step is not None:
            secrecy = step.secrecy if isinstance(step, Review) else None
            steps.append(Step(label, step.by, step.on, f"保密审查{secrecy}" if secrecy else ""))
    return tuple(steps)


def _reply(sight: Sight, given: fields.Reply) -> Reply:
    limit = sight.settings.catalogue.replies
    unit = limit.unit if limit is not None else DAYS
    took, late = "", False
    if given.received is not None:
        until = given.on or sight.day
        if given.on is not None:
            counted = sight.calendar.days(given.received + timedelta(days=1), given.on, unit)
            took = length(sum(1 for _ in counted), unit)
        if limit is not None:
            late = until > sight.calendar.after(given.received, limit.days, unit).day
    return Reply(given.received, given.opinion, given.result, given.on, took, late)


def _feedback(notice: Notice) -> Feedback | None:
    given = notice.feedback
    if given is None:
        return None
    return Feedback(given.office, given.address, given.phone, given.email)
