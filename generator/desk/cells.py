"""What stands in a cell → the text that somebody would have typed into a record."""

import re
from datetime import date, timedelta
from decimal import Decimal

from msgspec import Struct

from generator.audience.personal.numbers import numbers
from generator.desk import items
from generator.desk.sheet import Broken, Moment, Number, Value
from generator.problems import codes
from generator.problems.codes import Code
from generator.records.fields import Chosen, FieldShape, Refers, Sort
from generator.records.marks import Written
from generator.records.scalars import folded

_YES = frozenset({"√", "✓", "✔", "☑", "y", "yes", "有", "对"})
_NO = frozenset({"×", "✗", "✘", "☒", "x", "n", "no", "无", "不"})
_DAYS = {"日期", "日期或年月", "日期，或者 是/否"}
_MOMENT, _YES_NO = "日期和时间", {"是/否", "日期，或者 是/否"}
_NUMBERS = {"整数", "数"}
_PROSE = "正文（Markdown）"
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_MIDNIGHT = re.compile(r"[T ]0?0:00(:00)?$")
_UNIT = re.compile(r"(?<=\d)\s*(?:元|分钟|分|学时|天|日|次|年|个)$")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")
# Days are counted from here, as if 1900 had had a 29th of February.
_EPOCH = date(1899, 12, 30)
_SERIALS = range(366, 110_000)
_EXACT = 10**15


class Wrong(Struct, frozen=True):
    """What cannot be taken from a cell: the code and its facts, but for the label."""

    code: Code
    facts: dict[str, object]


def sort(shape: FieldShape) -> str:
    """The name of the field's type; empty for a choice or a reference."""
    mark = shape.mark(Sort)
    if shape.choices or shape.mark(Chosen) or shape.mark(Refers) or shape.mark(Written):
        return ""
    return mark.name if mark else ""


def prose(shape: FieldShape) -> bool:
    """Whether any text may stand in it, 无 among others."""
    return sort(shape) in ("文字", _PROSE) and not shape.many


def counts(shape: FieldShape) -> bool:
    """Whether it holds a number."""
    return sort(shape) in _NUMBERS and not shape.many


def nothing(text: str) -> bool:
    return text.strip() in items.NOTHING


def typed(value: Value, shape: FieldShape) -> str | Wrong:
    """The text for a field; empty where the cell says nothing."""
    kind = sort(shape)
    if isinstance(value, Broken):
        return Wrong(codes.E948, {"value": value.text})
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Moment):
        return _moment(value, kind)
    if isinstance(value, Number):
        return _number(value, kind)
    # A long text keeps the lines before its first word, as in a file.
    text = (value or "").rstrip() if kind == _PROSE else (value or "").strip()
    found = next((each for each in numbers(text) if each.sort == "id"), None)
    if found is not None:
        return Wrong(codes.E938, {"shown": found.masked})
    if kind in _YES_NO:
        plain = folded(text).lower()
        if plain in _YES or plain in _NO:
            return "是" if plain in _YES else "否"
    if nothing(text) and not prose(shape):
        return ""
    if kind in _DAYS or kind == _MOMENT:
        return _day(text)
    if kind in _NUMBERS:
        return _THOUSANDS.sub("", _UNIT.sub("", folded(text).lstrip("¥￥$ ")))
    return folded(text) if shape.mark(Written) else text


def _day(text: str) -> str:
    plain = _MIDNIGHT.sub("", folded(text)).rstrip(".。")
    if re.fullmatch(r"(19|20)\d{6}", plain):
        return f"{plain[:4]}-{plain[4:6]}-{plain[6:]}"
    return plain


def _moment(value: Moment, kind: str) -> str:
    shown = _QUOTED.sub("", value.format).lower()
    day = value.value
    if kind == _MOMENT or (kind not in _DAYS and "h" in shown):
        return day.strftime("%Y-%m-%d %H:%M")
    # What was typed as 2020年12月 is kept as its first day, and shown without.
    if "d" not in shown and "m" in shown and "h" not in shown and value.format:
        return day.strftime("%Y-%m")
    return day.strftime("%Y-%m-%d")


def _number(value: Number, kind: str) -> str | Wrong:
    number = value.value
    text = plain(number)
    if kind in _DAYS:
        return _dated(value, text)
    if abs(number) >= _EXACT:
        return Wrong(codes.E940, {"value": text})
    if re.fullmatch("0+", value.format) and text.isdigit():
        return text.zfill(len(value.format))
    return text


def plain(number: int | float) -> str:
    """A number as somebody reads it: 500, 0.5; the nearest of the 15 digits that a sheet shows."""
    if isinstance(number, float) and not number.is_integer():
        return f"{Decimal(f'{number:.15g}'):f}"
    return str(int(number))


def _dated(value: Number, text: str) -> str | Wrong:
    """A number in a column of dates: 2020.12, 20201201, 202012, or days since 1900."""
    decimals = re.fullmatch(r"0+\.(0+)", value.format)
    year, dot, month = text.partition(".")
    if dot and re.fullmatch(r"(19|20)\d\d", year):
        if decimals:
            month = month.ljust(len(decimals[1]), "0")
        if month == "1":
            return Wrong(codes.E939, {"value": text, "year": year})
        return f"{year}-{month.zfill(2)}" if month.isdigit() and len(month) <= 2 else text
    if re.fullmatch(r"(19|20)\d{4}", text) and 1 <= int(text[4:]) <= 12:
        return f"{text[:4]}-{text[4:]}"
    if re.fullmatch(r"(19|20)\d{6}", text):
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    # A year alone is no day since 1900, and no date.
    if text.isdigit() and int(text) in _SERIALS and not 1900 <= int(text) <= 2200:
        return (_EPOCH + timedelta(days=int(text))).isoformat()
    return text
