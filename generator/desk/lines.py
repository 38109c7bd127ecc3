"""A record as the lines of a YAML file, in the order and with the keys of its declaration."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import yaml
from pydantic import BaseModel
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from generator.records.fields import FieldShape, Sort, shapes

Tree = Mapping[str, Any]
# A mapping or a list that fits stands on one line.
_WIDEST = 84
# Sorts whose values are read as text by their own rules, so that no quotes are needed.
_TYPED = {"日期", "日期或年月", "日期和时间", "整数", "数", "是/否", "日期，或者 是/否"}
_UNSEEN = re.compile("[\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff]")
_RESOLVER = yaml.resolver.Resolver()
_STRING = "tag:yaml.org,2002:str"


def lines(tree: Tree, model: type[BaseModel], *, labels: bool = False) -> list[str]:
    """`tree` is a record in keys and texts; `labels` writes Chinese labels for keys."""
    found: list[str] = []
    for shape in _ordered(tree, model):
        found += entry(shape, tree[shape.name], labels=labels)
    return found


def _ordered(tree: Tree, model: type[BaseModel]) -> list[FieldShape]:
    """The fields that the tree has; a number given to a record of a list comes first."""
    known = shapes(model)
    first = [known["id"]] if "id" in tree and "id" in known else []
    return [*first, *(each for name, each in known.items() if name in tree and name != "id")]


def entry(shape: FieldShape, value: Any, *, labels: bool = False) -> list[str]:
    """A field with its value."""
    key = shape.label if labels else shape.name
    if isinstance(value, str):
        return _scalar(f"{key}:", value, shape)
    short = _flow(value, shape, labels)
    if short is not None and len(key) + 2 + _width(short) <= _WIDEST:
        return [f"{key}: {short}"]
    if isinstance(value, Mapping):
        inner = lines(value, shape.group, labels=labels)
        return [f"{key}:", *(_indented(each) for each in inner)]
    found = [f"{key}:"]
    for item in value:
        found += [_indented(each) for each in _item(item, shape, labels)]
    return found


def _item(item: Any, shape: FieldShape, labels: bool) -> list[str]:
    if isinstance(item, str):
        return _scalar("-", item, shape)
    short = _flow(item, shape, labels)
    if short is not None and _width(short) <= _WIDEST - 4:
        return [f"- {short}"]
    return listed(lines(item, shape.group, labels=labels))


def listed(inner: list[str]) -> list[str]:
    """The lines of a mapping as an item of a list."""
    first, *rest = inner
    return [f"- {first}", *(_indented(each) for each in rest)]


def _indented(line: str) -> str:
    return f"  {line}" if line else line


def _width(text: str) -> int:
    return sum(2 if each > "\u2e80" else 1 for each in text)


def _scalar(head: str, text: str, shape: FieldShape) -> list[str]:
    if "\n" in text and not _UNSEEN.search(text.replace("\n", "")):
        block = [f"{head} |", *(_indented(each) for each in text.split("\n"))]
        if _read("\n".join(block).replace(head, "- ", 1) + "\n") == f"{text}\n":
            return block
    return [f"{head} {_styled(text, _typed(shape), False)}"]


def _typed(shape: FieldShape) -> bool:
    sort = shape.mark(Sort)
    return sort is not None and sort.name in _TYPED and not shape.choices


def _flow(value: Any, shape: FieldShape, labels: bool) -> str | None:
    """A list or a mapping on one line; None where that cannot be, or nobody could read it."""
    if isinstance(value, str):
        return None if "\n" in value else _styled(value, _typed(shape), True)
    if isinstance(value, Mapping):
        if shape.nested is None:
            return None
        pairs = []
        for each in _ordered(value, shape.nested):
            inner = value[each.name]
            short = _flow(inner, each, labels) if isinstance(inner, str) else None
            if short is None:
                return None
            pairs.append(f"{each.label if labels else each.name}: {short}")
        return f"{{{', '.join(pairs)}}}"
    if any(not isinstance(each, str) for each in value):
        return None
    items = [_flow(each, shape, labels) for each in value]
    if any(each is None or _width(each) > 24 for each in items):
        return None
    return f"[{', '.join(each for each in items if each is not None)}]"


@lru_cache(maxsize=4096)
def _styled(text: str, typed: bool, flow: bool) -> str:
    """The text as a scalar on one line: plain where that reads as the same text, else quoted."""
    plain = text
    if (typed or _reads_as_text(plain)) and _same(plain, text, flow):
        return plain
    single = "'" + text.replace("'", "''") + "'"
    if "\\" in text and '"' not in text and _same(single, text, flow):
        return single
    double = json.dumps(text, ensure_ascii=False)
    double = _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", double)
    return double if _same(double, text, flow) else json.dumps(text)


def _reads_as_text(plain: str) -> bool:
    """Whether other programs take it for a text as well, not for a number, a day or a truth."""
    tag: str = _RESOLVER.resolve(ScalarNode, plain, (True, False))  # type: ignore[no-untyped-call]
    return tag == _STRING


def _same(written: str, text: str, flow: bool) -> bool:
    if not written or _UNSEEN.search(written):
        return False
    return _read(f"- [{written}, x]" if flow else f"- {written}") == text


def _read(document: str) -> str | None:
    """The text of the first item of a list, whatever YAML thinks of its type; None for no text."""
    try:
        node = yaml.compose(document, Loader=yaml.CBaseLoader)
    except yaml.YAMLError:
        return None
    while isinstance(node, SequenceNode) and node.value:
        if len(node.value) > (2 if node.flow_style else 1):
            return None
        node = node.value[0]
    if isinstance(node, MappingNode) or not isinstance(node, ScalarNode):
        return None
    return str(node.value)
