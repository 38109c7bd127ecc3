"""Text → typed value, by the declared type of the field and never by YAML's guess.

Each function takes what was typed and raises `PydanticCustomError` with the number of an error code
as its type, so that the reader can place the finding at the field.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from msgspec import Struct
from pydantic_core import PydanticCustomError

from generator.problems import codes
from generator.problems.codes import Code

_DAY = re.compile(
    r"(?P<year>\d{4})(?:-(?P<m1>\d{1,2})-(?P<d1>\d{1,2})|/(?P<m2>\d{1,2})/(?P<d2>\d{1,2})"
    r"|\.(?P<m3>\d{1,2})\.(?P<d3>\d{1,2})|年(?P<m4>\d{1,2})月(?P<d4>\d{1,2})日)"
)
_MONTH = re.compile(
    r"(?P<year>\d{4})(?:-(?P<m1>\d{1,2})|/(?P<m2>\d{1,2})|\.(?P<m3>\d{1,2})|年(?P<m4>\d{1,2})月)"
)
_TIME = re.compile(r"(?P<hour>\d{1,2}):(?P<minute>\d{2})")
# What a double-quoted scalar may smuggle in by an escape, and what is pasted without being seen.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
_YEARS = range(1900, 2201)
_YES, _NO = frozenset({"true", "是"}), frozenset({"false", "否"})


def wrong(code: Code, **facts: object) -> PydanticCustomError:
    """The error of a field's value; `label` is added by the reader, who knows the field."""
    # pydantic fills `{name}` in the template itself; the reader formats anew with the label.
    return PydanticCustomError(code.code, "{code}", {"code": code.code, **facts})


def folded(text: str) -> str:
    """`text` with full-width digits, signs and spaces made half-width (NFKC) and edges trimmed."""
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).strip()


def bare(text: str) -> str:
    """A name without spaces, its signs of one width: for comparing what is typed in many ways."""
    return "".join(folded(text).split())


def text(value: Any) -> str:
    """A scalar as typed, without the white space around it (E215 for what nobody can see)."""
    if not isinstance(value, str):
        raise PydanticCustomError("string_type", "text expected")
    if _CONTROL.search(value):
        shown = _CONTROL.sub("□", value).strip()
        raise wrong(codes.E215, value=shown, expected="不含看不见的控制字符（□ 处）")
    return value.strip()


def prose(value: Any) -> str:
    """As `text`, but lines before the first word stay: what is found in it has a line to show."""
    typed = text(value)
    before = value[: len(value) - len(value.lstrip())]
    return "\n" * before.count("\n") + typed if typed else ""


class DayOrMonth(Struct, frozen=True, order=True):
    """A date that may be known to the month alone (`day` is None)."""

    year: int
    month: int
    day: int | None = None

    def __str__(self) -> str:
        month = f"{self.year}年{self.month}月"
        return month if self.day is None else f"{month}{self.day}日"

    @property
    def first(self) -> date:
        """The earliest day that is meant."""
        return date(self.year, self.month, self.day or 1)


def _numbers(match: re.Match[str], prefix: str) -> int:
    return int(next(v for k, v in match.groupdict().items() if k.startswith(prefix) and v))


def _year(match: re.Match[str], typed: str) -> int:
    year = int(match["year"])
    if year not in _YEARS:
        expected = f"在 {_YEARS[0]} 年到 {_YEARS[-1]} 年之间"
        raise wrong(codes.E211, value=typed, expected=expected)
    return year


def day(value: Any) -> date:
    """`2026-07-01`, `2026/7/1`, `2026.7.1` or `2026年7月1日` → date (E205, E206, E211)."""
    if isinstance(value, date):
        return value
    typed = text(value)
    match = _DAY.fullmatch(re.sub(r"\s", "", folded(typed)))
    if not match:
        raise wrong(codes.E205, value=typed)
    year = _year(match, typed)
    try:
        return date(year, _numbers(match, "m"), _numbers(match, "d"))
    except ValueError:
        raise wrong(codes.E206, value=typed) from None


def day_or_month(value: Any) -> DayOrMonth:
    """As `day`, or a month alone: `2026-07`, `2026年7月` (E205, E206, E211)."""
    if isinstance(value, DayOrMonth):
        return value
    typed = text(value)
    match = _MONTH.fullmatch(re.sub(r"\s", "", folded(typed)))
    if not match:
        whole = day(value)
        return DayOrMonth(whole.year, whole.month, whole.day)
    year, month = _year(match, typed), _numbers(match, "m")
    if not 1 <= month <= 12:
        raise wrong(codes.E206, value=typed)
    return DayOrMonth(year, month)


def moment(value: Any) -> datetime:
    """A date and a time of day, in Asia/Shanghai: `2026-12-05 19:00` (E206, E211, E212)."""
    if isinstance(value, datetime):
        return value
    typed = text(value)
    before, _, after = folded(typed).replace("T", " ").rpartition(" ")
    match = _TIME.fullmatch(after)
    if not match or not before:
        raise wrong(codes.E212, value=typed)
    try:
        clock = time(int(match["hour"]), int(match["minute"]))
        return datetime.combine(day(before), clock)
    except (ValueError, PydanticCustomError) as error:
        # A day that is none is said to be so; whatever else is wrong, it is no time.
        if isinstance(error, PydanticCustomError) and error.type == codes.E206.code:
            raise wrong(codes.E206, value=typed) from None
        if isinstance(error, PydanticCustomError) and error.type == codes.E211.code:
            raise
        raise wrong(codes.E212, value=typed) from None


def whole(value: Any) -> int:
    """A whole number (E207)."""
    if isinstance(value, int):
        return value
    typed = folded(text(value))
    if not re.fullmatch(r"-?\d{1,15}", typed):
        raise wrong(codes.E207, value=text(value))
    return int(typed)


def decimal(value: Any) -> Decimal:
    """A number with or without decimals (E208). Never a float: amounts stay exact."""
    if isinstance(value, Decimal):
        return value
    typed = folded(text(value))
    try:
        if not re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", typed):
            raise InvalidOperation
        return Decimal(typed)
    except InvalidOperation:
        raise wrong(codes.E208, value=text(value)) from None


def yes_no(value: Any) -> bool:
    """`true`, `false`, `是` or `否` (E209)."""
    if isinstance(value, bool):
        return value
    typed = folded(text(value)).lower()
    if typed in _YES:
        return True
    if typed in _NO:
        return False
    raise wrong(codes.E209, value=text(value))


def done_on(value: Any) -> date | bool:
    """`是`, `否`, or the day on which it was done (E205, E206, E211)."""
    if isinstance(value, (bool, date)):
        return value
    typed = folded(text(value)).lower()
    return typed in _YES if typed in _YES | _NO else day(value)


def positions(value: Any) -> tuple[int, ...]:
    """A 1-based position, or a list of them, as a sorted tuple (E207, E213 for none)."""
    if isinstance(value, str):
        parts: Iterable[Any] = re.split(r"[,，、\s]+", value.strip())
    elif isinstance(value, (list, tuple)):
        parts = value
    else:
        raise PydanticCustomError("list_type", "list expected")
    if not parts:
        raise wrong(codes.E213)
    return tuple(sorted({whole(each) for each in parts}))
