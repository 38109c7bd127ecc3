"""The limits of reading: size, aliases, depth, length. What is beyond gets an error, never a crash."""

import time
from pathlib import Path

import pytest

from tests.site import Site

LESSON = """\
title: 第一课
date: 2026-07-01
topic: 政治理论
form: 图文
branch: kangqiao
summary: 一句话。
"""
FILE = "content/lessons/2026/0001.yaml"
MIB = 1 << 20


def found(root: Path, text: str) -> list[tuple[int, int, str, str]]:
    """(line, column, code, message) of all that is wrong with one lesson."""
    site = Site(root)
    site.write(FILE, text)
    problems = site.check()
    assert all(each["file"] == FILE for each in problems)
    return [(each["line"], each["column"], each["code"], each["message"]) for each in problems]


def padded(size: int) -> str:
    """A lesson of exactly `size` bytes."""
    head = LESSON + "body: |\n"
    rest = size - len(head.encode())
    lines = "  " + "x" * 97 + "\n"
    return head + lines * (rest // len(lines)) + "#" * (rest % len(lines))


def test_a_file_of_one_mebibyte_is_read(tmp_path: Path) -> None:
    assert len(padded(MIB).encode()) == MIB
    assert found(tmp_path, padded(MIB)) == []


def test_a_file_of_one_byte_more_is_refused(tmp_path: Path) -> None:
    [(line, column, code, message)] = found(tmp_path, padded(MIB + 1))
    assert (line, column, code) == (1, 1, "E102")
    assert "1048577" in message


def aliased(count: int) -> str:
    points = "".join("  - *a\n" for _ in range(count))
    return f"{LESSON}points:\n  - &a 学习\n{points}"


def test_fifty_aliases_are_read(tmp_path: Path) -> None:
    assert found(tmp_path, aliased(50)) == []


def test_the_fifty_first_alias_is_refused_where_it_stands(tmp_path: Path) -> None:
    [(line, column, code, message)] = found(tmp_path, aliased(51))
    assert (line, column, code) == (8 + 51, 5, "E105")
    assert "50" in message


def test_asterisks_in_a_text_are_no_aliases(tmp_path: Path) -> None:
    assert found(tmp_path, LESSON + "body: |\n" + "  - *重点* **强调**\n" * 200) == []


def test_few_aliases_that_grow_beyond_measure_are_refused(tmp_path: Path) -> None:
    levels = "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(5)
    )
    problems = found(tmp_path, f"{LESSON}a: &a [x]\n{levels}")
    assert [each[2] for each in problems] == ["E201"] * 6
    deeper = "g: [*f, *f, *f, *f]\n"
    [(line, column, code, _)] = found(tmp_path, f"{LESSON}a: &a [x]\n{levels}{deeper}")
    assert (line, column, code) == (8, 8, "E105")


def test_aliases_that_nest_too_deeply_are_refused(tmp_path: Path) -> None:
    chain = "".join(
        f"k{n}: &k{n} {'[' * 50}{f'*k{n - 1} ' if n else 'x'}{']' * 50}\n" for n in range(50)
    )
    [(line, column, code, _)] = found(tmp_path, f"{LESSON}{chain}tags: *k49\n")
    assert (line, column, code) == (8, 59, "E105")


DEEP = {
    "brackets": "tags: {}\n".format("[" * 100_000 + "]" * 100_000),
    "never closed": "tags: " + "[" * 300_000 + "\n",
    "braces": "speaker: " + "{name: " * 100_000 + "\n",
    "dashes": "tags:\n  " + "- " * 200_000 + "x\n",
    "questions": "tags:\n  " + "? " * 200_000 + "x\n",
    "indentation": "speaker:\n" + "".join(f"{' ' * n}name:\n" for n in range(1, 1000)),
}


@pytest.mark.parametrize("name", DEEP)
def test_what_is_nested_too_deeply_is_refused(tmp_path: Path, name: str) -> None:
    [(line, _, code, message)] = found(tmp_path, LESSON + DEEP[name])
    assert code == "E103"
    assert line >= 7
    assert "太深" in message


def test_what_is_nested_within_measure_is_judged_by_its_field(tmp_path: Path) -> None:
    deep = "[" * 60 + "x" + "]" * 60
    [(line, column, code, _)] = found(tmp_path, f"{LESSON}tags: {deep}\n")
    assert (line, column, code) == (7, 8, "E203")


def test_a_body_of_ten_thousand_lines_is_read_to_its_last(tmp_path: Path) -> None:
    lines = "".join(f"  第 {n} 行，见[首页](/)。\n\n" for n in range(4999))
    body = f"body: |\n{lines}  先看一行。\n  见[第七课](/lessons/2026/0007/)。\n"
    assert body.count("\n") == 10_001
    [(line, column, code, _)] = found(tmp_path, LESSON + body)
    assert (line, column, code) == (7 + 10_000, 10, "E401")


def test_many_problems_in_one_file_take_no_more_each_than_few(tmp_path: Path) -> None:
    def takes(count: int) -> float:
        links = "".join("  [x](/lessons/2026/0007/)\n\n" for _ in range(count))
        began = time.process_time()
        problems = found(tmp_path, f"{LESSON}body: |\n{links}")
        took = time.process_time() - began
        assert [each[0] for each in problems] == list(range(8, 8 + 2 * count, 2))
        return took

    takes(10)
    few, many = (min(takes(count) for _ in range(3)) for count in (250, 2000))
    # Eight times as many; were each to look at all the others, it would be sixty-four times.
    assert many < 24 * few
