"""Tables in texts: each row read with the words of its head, as somebody reads it.

The rows of a table have their cells between upright strokes (Markdown) or tabs.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from generator.audience.personal.normal import written

# What parts cells, in a text as it was written.
TABLE = re.compile(f"[{written('|')}\t]")
_LINE = re.compile(r"[^\n]+")
_RULE = re.compile(r"[\s|:-]*-{2,}[\s|:-]*")
# Words in a head by which a cell can be told to be somebody's.
_HEAD = re.compile(
    "姓名|名字|党员|老人|户主|对象|出生|生日|住址|地址|健康|身体|病|残疾|家庭|证件|身份证"
)
_NAMES = re.compile("姓名|名字|^党员$|^老人$|户主|^对象$|^人员$")
_WORD = re.compile("[\u4e00-\u9fff]{1,12}")
# Rows that may stand above the one with the words: a title, who made the list and when.
_TITLES = 4


class Row(Struct, frozen=True):
    """A row as a sentence, and for each of its characters the spot in the text (or -1)."""

    text: str
    origin: tuple[int, ...]

    def spot(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a part of the sentence stands in the text."""
        spots = [each for each in self.origin[start:end] if each >= 0]
        return (spots[0], spots[-1] + 1) if spots else None


def rows(text: str) -> Iterator[Row]:
    """The rows of the tables in a text in its normal form."""
    if "\t" not in text and "|" not in text:
        return
    head: list[str] = []
    above = 0
    for line in _LINE.finditer(text):
        mark = "\t" if "\t" in line[0] else "|"
        if mark not in line[0]:
            # Titles of a sheet have one cell; a paragraph ends a table.
            head = head if "\t" in text else []
            continue
        if mark == "|" and _RULE.fullmatch(line[0]):
            continue
        cells = _cells(line, mark)
        words = [cell.strip() for _, cell in cells]
        if sum(bool(_WORD.search(each)) and not re.search("[0-9]{4}", each) for each in words) and (
            (not head or above < _TITLES)
            and any(_HEAD.search(each) for each in words if len(each) <= 12)
        ):
            head, above = words, above + 1
            continue
        if head:
            yield _sentence(head, cells)


def _cells(line: "re.Match[str]", mark: str) -> list[tuple[int, str]]:
    found, at = [], line.start()
    for cell in line[0].split(mark):
        found.append((at, cell))
        at += len(cell) + 1
    return found


def _sentence(head: list[str], cells: list[tuple[int, str]]) -> Row:
    text: list[str] = []
    origin: list[int] = []
    for number, (start, cell) in enumerate(cells):
        plain = cell.strip()
        if not plain:
            continue
        label = head[number] if number < len(head) else ""
        label = "姓名" if _NAMES.search(label) else label
        before = f"{',' if text else ''}{label}{':' if label else ''}"
        text += before
        origin += [-1] * len(before)
        first = start + cell.index(plain)
        text += plain
        origin += range(first, first + len(plain))
    return Row("".join(text), tuple(origin))
