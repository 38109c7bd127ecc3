"""What must hold of a notice."""

from collections.abc import Iterator
from datetime import timedelta
from typing import get_args

from generator.catalogue import Item, Scope
from generator.ground import Ground
from generator.kinds.branch.fields import Branch
from generator.kinds.notice.fields import Notice
from generator.kinds.notice.period import earliest_end, period
from generator.kinds.notice.procedure import procedure
from generator.kinds.notice.view import length
from generator.problems import codes
from generator.records.library import Fault, fault

# From the widest scope to the narrowest.
_SCOPES = get_args(Scope)


def rules(notice: Notice, ground: Ground) -> Iterator[Fault]:
    """A notice is well-formed, goes through its procedure, keeps to the catalogue, and its answers
    come in time.
    """
    yield from _period(notice)
    yield from _relations(notice, ground)
    yield from procedure(notice, ground)
    yield from _catalogue(notice, ground)
    yield from _feedback(notice, ground)
    yield from _replies(notice, ground)


def _period(notice: Notice) -> Iterator[Fault]:
    """The period makes sense (E501–E503)."""
    if notice.ends is not None and notice.ends < notice.from_day:
        other = "起始日" if notice.starts else "发布日期"
        yield fault(codes.E501, "ends", value=notice.ends, other=other, start=notice.from_day)
    if notice.ends is not None and (notice.days is not None or notice.unit is not None):
        yield fault(codes.E502, "days" if notice.days is not None else "unit")
    elif notice.days is not None and notice.unit is None:
        yield fault(codes.E503, "days", other="单位")
    elif notice.unit is not None and notice.days is None:
        yield fault(codes.E503, "unit", other="期限")


def _relations(notice: Notice, ground: Ground) -> Iterator[Fault]:
    """A correction says what it corrects (E505, E303); the index is unique (E304) and its branch's
    own (E519).
    """
    if notice.doc == "更正" and notice.corrects is None:
        yield fault(codes.E505, "doc")
    if notice.corrects == notice.key:
        yield fault(codes.E303, "corrects")
    if notice.index is None:
        return
    first = ground.library.holding(Notice, "index", notice.index)[0]
    if first.key != notice.key:
        other = f"{ground.library.shown}/{first.origin.file}"
        yield fault(codes.E304, "index", value=notice.index, other=other)
    branch = ground.library.get(Branch, notice.branch)
    if branch is not None and notice.index.partition("/")[0] != branch.code:
        yield fault(codes.E519, "index", value=notice.index, branch=branch.title, own=branch.code)


def _catalogue(notice: Notice, ground: Ground) -> Iterator[Fault]:
    """The item is of the heading (E504), and the notice goes no wider (E516) and ends no sooner
    (E517) than the catalogue says.
    """
    if notice.item is None:
        return
    item, right = ground.settings.items[notice.item]
    if right.id != notice.heading:
        heading = ground.settings.headings[notice.heading].name
        yield fault(codes.E504, "item", item=item.name, heading=heading, right=right.name)
        return
    if item.scope is not None and _SCOPES.index(notice.scope) < _SCOPES.index(item.scope):
        yield fault(
            codes.E516, "scope", source=item.source,
            value=notice.scope, item=item.name, widest=item.scope,
        )  # fmt: skip
    yield from _long_enough(notice, item, ground)


def _long_enough(notice: Notice, item: Item, ground: Ground) -> Iterator[Fault]:
    ends = period(notice, ground.calendar).ends
    if item.minimum is None or ends is None or ends < notice.from_day:
        return
    earliest = earliest_end(notice, item.minimum, ground.calendar)
    if ends < earliest:
        yield fault(
            codes.E517, "ends" if notice.ends is not None else "days",
            source=item.source, item=item.name, start=notice.from_day, value=ends,
            minimum=length(item.minimum.days, item.minimum.unit), earliest=earliest,
        )  # fmt: skip


def _feedback(notice: Notice, ground: Ground) -> Iterator[Fault]:
    """Who is asked for an opinion is told where to give it (E518)."""
    rule = ground.settings.catalogue.feedback
    if notice.doc not in rule.docs:
        return
    given = notice.feedback
    if given is None or not (given.office or given.address or given.phone or given.email):
        path = "doc" if given is None else "feedback"
        yield fault(codes.E518, path, source=rule.source, doc=notice.doc)


def _replies(notice: Notice, ground: Ground) -> Iterator[Fault]:
    """No answer comes before the opinion (E501), or later than it should (E521)."""
    limit = ground.settings.catalogue.replies
    for number, reply in enumerate(notice.replies):
        if reply.received is None:
            continue
        if reply.on is not None and reply.on < reply.received:
            yield fault(
                codes.E501, "replies", number, "on",
                value=reply.on, other="收到日期", start=reply.received,
            )  # fmt: skip
        if reply.on is None and limit is not None:
            last = ground.calendar.after(reply.received, limit.days, limit.unit).day
            if ground.day > last:
                yield fault(
                    codes.E521, "replies", number, "received", source=limit.source,
                    received=reply.received, last=last, days=(ground.day - last) // timedelta(1),
                )  # fmt: skip
