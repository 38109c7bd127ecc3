"""The procedure that comes before a notice is shown: 提出 → 审核 → 审批 → 公布.

《中国共产党党务公开条例（试行）》(2017), Art. 15: what is in the catalogue is proposed, reviewed
(for secrecy first of all), approved within the authority to do so, and carried out as approved. The
last step is called 实施 there, and 公布 on the site.
"""

from collections.abc import Iterator
from datetime import date

from generator.catalogue import Item
from generator.ground import Ground
from generator.kinds.notice.fields import STEPS, Notice, Review
from generator.problems import codes
from generator.records.library import Fault, fault

REFUSED = "不通过"


def procedure(notice: Notice, ground: Ground) -> Iterator[Fault]:
    """The steps follow each other (E511), nothing is published before it is approved (E520), the
    approver is the catalogue's (E515). Where the procedure is not complete (E513) or secrecy was
    not confirmed (E514), a warning says that the notice is not shown yet.
    """
    yield from _in_order(notice)
    yield from _approved_first(notice)
    if notice.item is not None:
        yield from _approver(notice, ground.settings.items[notice.item][0])
    held = notice.draft or (notice.publish_on is not None and ground.day < notice.publish_on)
    if ground.settings.catalogue.procedure.required and not held and not notice.withdrawn:
        yield from _complete(notice, ground.settings.catalogue.procedure.source)


def _in_order(notice: Notice) -> Iterator[Fault]:
    before: tuple[date, str] | None = None
    for name, label in STEPS:
        step = getattr(notice.steps, name, None)
        if step is None or step.on is None:
            continue
        if before is not None and step.on < before[0]:
            yield fault(
                codes.E511, "steps", name, "on",
                label=label, value=step.on, other=before[1], start=before[0],
            )  # fmt: skip
        before = (step.on, label)


def _approved_first(notice: Notice) -> Iterator[Fault]:
    approved = getattr(notice.steps, "approved", None)
    if approved is None or approved.on is None:
        return
    for name, day in (("issued", notice.issued), ("starts", notice.starts)):
        if day is not None and day < approved.on:
            yield fault(codes.E520, name, value=day, approved=approved.on)


def _approver(notice: Notice, item: Item) -> Iterator[Fault]:
    approved = getattr(notice.steps, "approved", None)
    if approved is None or not approved.by or not item.approver:
        return
    if not any(each and each in approved.by for each in item.approver.split("、")):
        yield fault(
            codes.E515, "steps", "approved", "by", source=item.source,
            by=approved.by, item=item.name, approver=item.approver,
        )  # fmt: skip


def _complete(notice: Notice, source: str) -> Iterator[Fault]:
    """What is missing until the notice can be shown. A step that is planned for a day to come is
    not missing: the notice is shown from that day on.
    """
    reviewed = getattr(notice.steps, "reviewed", None)
    if isinstance(reviewed, Review) and reviewed.secrecy == REFUSED:
        yield fault(codes.E514, "steps", "reviewed", "secrecy")
        return
    missing = list(_missing(notice))
    if missing:
        path = ("steps",) if notice.steps is not None else ()
        yield fault(codes.E513, *path, source=source, missing="、".join(missing))


def _missing(notice: Notice) -> Iterator[str]:
    for name, label in STEPS:
        step = getattr(notice.steps, name, None)
        if step is None:
            yield f"“{label}”"
            continue
        if not step.by:
            yield f"“{label}”的经办"
        if step.on is None:
            yield f"“{label}”的日期"
        if isinstance(step, Review) and step.secrecy is None:
            yield "保密审查的结论"
