"""What must hold of elderly members."""

from collections.abc import Iterator

from generator.ground import Ground
from generator.kinds.elder.fields import Elder
from generator.problems import codes
from generator.records.library import Fault, fault


def rules(elder: Elder, ground: Ground) -> Iterator[Fault]:
    """Birth, joining and 转正 follow each other, and a consent ends after it begins (E501)."""
    if elder.joined.first <= elder.born.first:
        yield fault(codes.E501, "joined", value=elder.joined, other="出生年月", start=elder.born)
    if elder.regular is not None and elder.regular.first < elder.joined.first:
        yield fault(
            codes.E501, "regular", value=elder.regular, other="入党时间", start=elder.joined
        )
    for number, each in enumerate(elder.consents):
        if each.until is not None and each.until < each.on:
            yield fault(
                codes.E501, "consents", number, "until",
                value=each.until, other="同意日期", start=each.on,
            )  # fmt: skip
