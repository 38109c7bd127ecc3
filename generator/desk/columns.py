"""What a column is called → the field that it means: labels, keys, and what ledgers say besides.

A field inside a group is called by the way to it (办理程序·审核·经办) or the end of it (审核人); an
item of a list by its number (慰问2·金额).
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import product

from msgspec import Struct
from pydantic import BaseModel

from generator.records.fields import FieldPath, FieldShape, shapes
from generator.records.scalars import folded

SEPARATOR = "·"
_BRACKETS = re.compile(r"[(（\[【〔].*?[)）\]】〕]")
_SIGNS = re.compile(r"[\s*＊·.．・:：/／\\、,，_—–\-“”\"']+")
_NUMBER = re.compile(r"第?([0-9]+|[一二三四五六七八九十])(?:项|次|条)?")
_CHINESE = {each: number for number, each in enumerate("一二三四五六七八九十", 1)}


class Leaf(Struct, frozen=True):
    """A field that a cell can hold: the shapes on the way to it, outermost first."""

    way: tuple[FieldShape, ...]

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.way)

    @property
    def shape(self) -> FieldShape:
        return self.way[-1]

    @property
    def title(self) -> str:
        """What its column is called in full, without numbers."""
        return SEPARATOR.join(each.label for each in self.way)


@cache
def leaves(model: type[BaseModel]) -> tuple[Leaf, ...]:
    """Every field of a model that a cell can hold, in order."""
    return tuple(_leaves(model, ()))


def _leaves(model: type[BaseModel], way: tuple[FieldShape, ...]) -> Iterator[Leaf]:
    for shape in shapes(model).values():
        if shape.nested is None:
            yield Leaf((*way, shape))
        else:
            yield from _leaves(shape.nested, (*way, shape))


def plain(name: str) -> str:
    """A column's name without what does not matter: spaces, signs, case."""
    return _SIGNS.sub("", folded(name)).lower()


def _called(shape: FieldShape) -> tuple[str, ...]:
    return tuple(dict.fromkeys(plain(each) for each in (shape.label, shape.name, *shape.aliases)))


@cache
def _names(model: type[BaseModel]) -> dict[str, Leaf]:
    """Name → field. What is said in full goes before its end, and an end that two share is none."""
    found: dict[str, Leaf] = {}
    every = leaves(model)
    for leaf in every:
        for names in product(*(_called(each) for each in leaf.way)):
            found.setdefault("".join(names), leaf)
    # A group alone means its first field: 主讲人 is who it is.
    for leaf in every:
        way = leaf.way
        for depth in range(len(way) - 1, 0, -1):
            if way[depth].name != next(iter(shapes(way[depth - 1].group))):
                break
            for names in product(*(_called(each) for each in way[:depth])):
                found.setdefault("".join(names), leaf)
    ends: dict[str, list[Leaf]] = {}
    for leaf in every:
        for cut in range(1, len(leaf.way)):
            ways = [leaf.way[cut:]]
            if cut + 1 < len(leaf.way) and _first(leaf):
                ways.append(leaf.way[cut:-1])
            for names in (each for way in ways for each in product(*map(_called, way))):
                ends.setdefault("".join(names), []).append(leaf)
    for name, those in ends.items():
        if len({each.path for each in those}) == 1 and len(name) > 1:
            found.setdefault(name, those[0])
    return found


def _first(leaf: Leaf) -> bool:
    """Whether it is the first field of its group."""
    return leaf.way[-1].name == next(iter(shapes(leaf.way[-2].group)))


def meant(model: type[BaseModel], name: str) -> FieldPath | None:
    """The path of the field that a column of that name holds, with the numbers of items from 0;
    None for none.
    """
    for each in (name, _BRACKETS.sub("", name)):
        if not plain(each):
            continue
        leaf = _names(model).get(plain(each))
        if leaf is not None:
            return _numbered(leaf, [])
        numbers = [_CHINESE.get(found) or int(found) for found in _NUMBER.findall(each)]
        leaf = _names(model).get(plain(_NUMBER.sub("", each))) if numbers else None
        lists = sum(shape.many for shape in leaf.way) if leaf else 0
        if leaf is not None and 0 < len(numbers) <= lists and all(0 < n <= 99 for n in numbers):
            return _numbered(leaf, numbers)
    return None


def _numbered(leaf: Leaf, numbers: list[int]) -> FieldPath:
    """The path with an index behind each list of groups; a list of texts has one if it is given."""
    path: list[str | int] = []
    left = list(numbers)
    for shape in leaf.way:
        path.append(shape.name)
        if shape.many and (shape.nested is not None or left):
            path.append(left.pop(0) - 1 if left else 0)
    return tuple(path)


def within(model: type[BaseModel], path: FieldPath | None, group: str) -> bool:
    """Whether the field of a path lies in a group of that name."""
    keys = tuple(each for each in path or () if isinstance(each, str))
    way = next((each.way for each in leaves(model) if each.path == keys), ())
    return any(plain(group) in _called(each) for each in way[:-1])


def title(model: type[BaseModel], path: FieldPath) -> str:
    """What the column of a path is called in full: 慰问2·金额."""
    parts: list[str] = []
    shape: FieldShape | None = None
    for part in path:
        if isinstance(part, int):
            parts[-1] += str(part + 1)
        else:
            shape = shapes(shape.group if shape else model)[part]
            parts.append(shape.label)
    return SEPARATOR.join(parts)
