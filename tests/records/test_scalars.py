"""Text → typed value: every form that the contract names, and nothing else."""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from generator.problems.codes import CODES
from generator.records import scalars
from generator.records.scalars import DayOrMonth

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


def wide(text: str) -> str:
    """`text` as a Chinese keyboard in full-width mode would type it."""
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


def code_of(convert: Callable[[Any], Any], typed: Any) -> str:
    with pytest.raises(PydanticCustomError) as caught:
        convert(typed)
    return caught.value.type


@pytest.mark.parametrize(
    "typed",
    [
        "2026-07-01",
        "2026-7-1",
        "2026/7/1",
        "2026/07/01",
        "2026.7.1",
        "2026年7月1日",
        "2026 年 7 月 1 日",
        " 2026-07-01　",
        "２０２６－０７－０１",
        "２０２６．７．１",
        "２０２６年７月１日",
        "2026-07-01\u200b",
    ],
)
def test_forms_of_a_day(typed: str) -> None:
    assert scalars.day(typed) == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("26-7-1", "E205"),
        ("2026-07", "E205"),
        ("2026", "E205"),
        ("20260701", "E205"),
        ("2026-7/1", "E205"),
        ("2026年7月1号", "E205"),
        ("7月1日", "E205"),
        ("二〇二六年七月一日", "E205"),
        ("2026-07-01 19:00", "E205"),
        ("今天", "E205"),
        ("", "E205"),
        ("2026-02-30", "E206"),
        ("2026-13-01", "E206"),
        ("2026-00-10", "E206"),
        ("2025-02-29", "E206"),
        ("9999-12-31", "E211"),
        ("0000-01-01", "E211"),
        ("1899-12-31", "E211"),
    ],
)
def test_what_is_no_day(typed: str, code: str) -> None:
    assert code_of(scalars.day, typed) == code


@pytest.mark.parametrize("typed", ["1941-03", "1941/3", "1941.3", "1941年3月", "１９４１－０３"])
def test_forms_of_a_month(typed: str) -> None:
    assert scalars.day_or_month(typed) == DayOrMonth(1941, 3)
    assert scalars.day_or_month(typed).first == date(1941, 3, 1)
    assert str(scalars.day_or_month(typed)) == "1941年3月"


def test_a_day_where_a_month_will_do() -> None:
    assert scalars.day_or_month("1941-03-09") == DayOrMonth(1941, 3, 9)
    assert str(scalars.day_or_month("1941-03-09")) == "1941年3月9日"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("1941", "E205"), ("41-03", "E205"), ("1941-13", "E206"), ("1941-00", "E206"),
     ("1941-02-30", "E206"), ("1841-03", "E211")],
)  # fmt: skip
def test_what_is_neither_day_nor_month(typed: str, code: str) -> None:
    assert code_of(scalars.day_or_month, typed) == code


@pytest.mark.parametrize(
    "typed",
    [
        "2026-12-05 19:00",
        "2026/12/5 19:00",
        "2026年12月5日 19:00",
        "2026-12-05T19:00",
        "2026-12-05　19：00",
        "２０２６－１２－０５　１９：００",
    ],
)
def test_forms_of_a_moment(typed: str) -> None:
    assert scalars.moment(typed) == datetime(2026, 12, 5, 19, 0)  # noqa: DTZ001 - local time


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2026-12-05 25:00", "E212"),
        ("2026-12-05 19:60", "E212"),
        ("2026-12-05 19", "E212"),
        ("2026-12-05", "E212"),
        ("19:00", "E212"),
        ("12-05 19:00", "E212"),
        ("2026-12-05 晚上7点", "E212"),
        ("2026-02-30 19:00", "E206"),
        ("2206-12-05 19:00", "E211"),
    ],
)
def test_what_is_no_moment(typed: str, code: str) -> None:
    assert code_of(scalars.moment, typed) == code


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12", 12), ("０１２", 12), (" 7 ", 7), ("-3", -3), ("－３", -3), ("0", 0)],
)
def test_forms_of_a_whole_number(typed: str, number: int) -> None:
    assert scalars.whole(typed) == number


@pytest.mark.parametrize(
    "typed", ["12分钟", "1.0", "1,000", "1e3", "0x1F", "1_000", "十二", "", "+5", "1" * 16]
)
def test_what_is_no_whole_number(typed: str) -> None:
    assert code_of(scalars.whole, typed) == "E207"


@pytest.mark.parametrize(
    ("typed", "number"), [("0.5", "0.5"), ("０．５", "0.5"), ("500", "500"), ("-1.25", "-1.25")]
)
def test_forms_of_a_number(typed: str, number: str) -> None:
    assert scalars.decimal(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["半个", "1,000", "500元", "1e3", "nan", "inf", ".5", "1.", ""])
def test_what_is_no_number(typed: str) -> None:
    assert code_of(scalars.decimal, typed) == "E208"


@pytest.mark.parametrize("typed", ["是", "true", "True", "TRUE", " 是 ", "ｔｒｕｅ"])
def test_yes(typed: str) -> None:
    assert scalars.yes_no(typed) is True


@pytest.mark.parametrize("typed", ["否", "false", "False", "FALSE"])
def test_no(typed: str) -> None:
    assert scalars.yes_no(typed) is False


@pytest.mark.parametrize("typed", ["对", "yes", "no", "on", "1", "0", "有", "不是", ""])
def test_neither_yes_nor_no(typed: str) -> None:
    assert code_of(scalars.yes_no, typed) == "E209"


def test_done_on() -> None:
    assert scalars.done_on("是") is True
    assert scalars.done_on("false") is False
    assert scalars.done_on("2026年10月20日") == date(2026, 10, 20)
    assert code_of(scalars.done_on, "快了") == "E205"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("1", (1,)), ("1, 3", (1, 3)), ("3，1", (1, 3)), ("1、2", (1, 2)), (["2", "2"], (2,))],
)
def test_positions(typed: Any, expected: tuple[int, ...]) -> None:
    assert scalars.positions(typed) == expected


@pytest.mark.parametrize(
    ("typed", "code"), [("A", "E207"), ([], "E213"), (["甲"], "E207"), ("1,", "E207")]
)
def test_what_is_no_position(typed: Any, code: str) -> None:
    assert code_of(scalars.positions, typed) == code


@pytest.mark.parametrize("typed", ["007", "09:00", "NO", "1e3", "null", "~", "yes", "2026-07-01"])
def test_a_text_stays_what_was_typed(typed: str) -> None:
    assert scalars.text(f"  {typed}\n") == typed


def test_a_text_hides_nothing() -> None:
    assert code_of(scalars.text, "第一\x07课") == "E215"
    assert code_of(scalars.text, "第一\ufdd0课") == "E215"


def test_prose_keeps_the_lines_before_its_first_word() -> None:
    assert scalars.prose("\n\n  第一段。\n\n") == "\n\n第一段。"
    assert scalars.prose(" \n ") == ""


@given(DAYS, st.sampled_from(["{0.year}-{0.month}-{0.day}", "{0:%Y-%m-%d}", "{0:%Y/%m/%d}",
                              "{0.year}.{0.month}.{0.day}", "{0.year}年{0.month}月{0.day}日"]),
       st.booleans())  # fmt: skip
@settings(max_examples=200, derandomize=True, deadline=None)
def test_a_day_comes_back(day: date, form: str, full_width: bool) -> None:
    typed = form.format(day)
    assert scalars.day(wide(typed) if full_width else typed) == day
    assert scalars.day_or_month(typed) == DayOrMonth(day.year, day.month, day.day)


@given(DAYS)
@settings(max_examples=100, derandomize=True, deadline=None)
def test_a_month_comes_back(day: date) -> None:
    month = DayOrMonth(day.year, day.month)
    assert scalars.day_or_month(str(month)) == month
    assert month.first <= day


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.booleans())
@settings(max_examples=100, derandomize=True, deadline=None)
def test_a_whole_number_comes_back(number: int, full_width: bool) -> None:
    assert scalars.whole(wide(str(number)) if full_width else str(number)) == number


@given(st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=2))
@settings(max_examples=100, derandomize=True, deadline=None)
def test_an_amount_comes_back_exactly(amount: Decimal) -> None:
    assert scalars.decimal(f"{amount:f}") == amount


@given(st.lists(st.integers(1, 99), min_size=1))
@settings(max_examples=50, derandomize=True, deadline=None)
def test_positions_come_back_sorted_and_once(numbers: list[int]) -> None:
    typed = [str(each) for each in numbers]
    assert (
        scalars.positions(typed)
        == scalars.positions("、".join(typed))
        == tuple(sorted(set(numbers)))
    )


DECLARED: dict[Callable[[Any], Any], set[str]] = {
    scalars.text: {"E215"},
    scalars.prose: {"E215"},
    scalars.day: {"E205", "E206", "E211", "E215"},
    scalars.day_or_month: {"E205", "E206", "E211", "E215"},
    scalars.moment: {"E206", "E211", "E212", "E215"},
    scalars.whole: {"E207", "E215"},
    scalars.decimal: {"E208", "E215"},
    scalars.yes_no: {"E209", "E215"},
    scalars.done_on: {"E205", "E206", "E211", "E215"},
    scalars.positions: {"E207", "E213", "E215"},
}
SHAPE = {"string_type", "list_type"}
ALPHABET = st.one_of(
    st.characters(),
    st.sampled_from("0123456789０１２３-/.年月日：: T是否,，、٢²①"),
)
TYPED = st.one_of(
    st.text(ALPHABET, max_size=24),
    st.builds("{}-{}-{}".format, st.integers(0, 99999), st.integers(0, 99), st.integers(0, 99)),
    st.builds("2026-12-05 {}:{}".format, st.integers(0, 99), st.integers(0, 99)),
)
TREE = st.recursive(
    TYPED, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TYPED, inner, max_size=2)
)


def outcome(convert: Callable[[Any], Any], value: Any) -> str:
    try:
        convert(value)
    except PydanticCustomError as error:
        return error.type
    return ""


@pytest.mark.parametrize("convert", DECLARED, ids=lambda each: str(each.__name__))
@given(value=TREE)
@settings(max_examples=150, derandomize=True, deadline=None)
def test_never_anything_but_the_declared_errors(convert: Callable[[Any], Any], value: Any) -> None:
    raised = outcome(convert, value)
    allowed = DECLARED[convert] | (set() if isinstance(value, str) else SHAPE)
    assert raised == "" or raised in allowed
    assert raised in {"", *SHAPE, *CODES}


@given(st.text(max_size=40))
@settings(max_examples=100, derandomize=True, deadline=None)
def test_folding_twice_is_folding_once(text: str) -> None:
    once = scalars.folded(text)
    assert scalars.folded(once) == once
    assert unicodedata.is_normalized("NFKC", once)
