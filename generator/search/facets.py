"""What filters ask of records: kind, branch, category, day and period (FORMAT.md, *Facets*)."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from generator.search.entries import Searched
from generator.search.packing import varints

_EPOCH = date(2000, 1, 1)
NEVER = -1

Column = NDArray[np.int32]


class Facets(Struct, frozen=True):
    """Of some records, an entry each; names are numbered by tables of their own.

    `kind` is an entry of `kinds`; `branch` and `category` are 0 for none, else n for entry n-1;
    `day`, `opens` and `closes` are days since 2000-01-01, the last two `NEVER` without a period.
    """

    kinds: tuple[str, ...]
    branches: tuple[str, ...]
    categories: tuple[str, ...]
    kind: Column
    branch: Column
    category: Column
    day: Column
    opens: Column
    closes: Column


def facets(entries: Sequence[Searched]) -> Facets:
    """Those of some entries, in their order.

    Raises ValueError where a period ends before it begins.
    """
    kinds, kind = _numbered([each.kind for each in entries])
    branches, branch = _numbered(["", *(each.branch for each in entries)])
    categories, category = _numbered(["", *(each.category for each in entries)])
    periods = np.array([_period(each) for each in entries], dtype=np.int32).reshape(-1, 2)
    return Facets(
        kinds=kinds,
        branches=branches[1:],
        categories=categories[1:],
        kind=kind,
        branch=branch[1:],
        category=category[1:],
        day=np.array([_days(each.day) for each in entries], dtype=np.int32),
        opens=periods[:, 0].copy(),
        closes=periods[:, 1].copy(),
    )


def written(blocks: Sequence[Facets], kinds: Mapping[str, int]) -> bytes:
    """The facets of a segment, before they are deflated. `kinds`: id → number in the root."""
    branches = _together([each.branches for each in blocks])
    categories = _together([each.categories for each in blocks])
    names = {"branches": [*branches], "categories": [*categories]}
    text = json.dumps(names, ensure_ascii=False, separators=(",", ":")).encode()
    day = np.concatenate([each.day for each in blocks])
    opens = np.concatenate([each.opens for each in blocks])
    closes = np.concatenate([each.closes for each in blocks])
    # Newest first: no day is after the one before it.
    gone = np.concatenate((day[:1], day[:-1] - day[1:]))
    some = opens != NEVER
    shift = opens - day
    period = np.where(some, 1 + np.where(shift < 0, -2 * shift - 1, 2 * shift), 0)
    columns = (
        *(np.array([kinds[name] for name in each.kinds])[each.kind] for each in blocks),
        *(_renumbered(each.branches, branches, each.branch) for each in blocks),
        *(_renumbered(each.categories, categories, each.category) for each in blocks),
        gone,
        period,
        (closes - opens)[some],
    )
    size, _ = varints(np.array([len(text)]))
    values, _ = varints(np.concatenate(columns))
    return size.tobytes() + text + values.tobytes()


def _numbered(names: Sequence[str]) -> tuple[tuple[str, ...], Column]:
    """The different names in the order in which they come, and the number of each."""
    table = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return tuple(table), np.array([table[name] for name in names], dtype=np.int32)


def _together(tables: Sequence[tuple[str, ...]]) -> dict[str, int]:
    """Name → its number from 1, over some tables."""
    names = dict.fromkeys(name for table in tables for name in table)
    return {name: number for number, name in enumerate(names, 1)}


def _renumbered(names: Sequence[str], table: Mapping[str, int], column: Column) -> Column:
    return np.array([0, *(table[name] for name in names)], dtype=np.int32)[column]


def _days(day: date | None) -> int:
    return max((day - _EPOCH).days, 0) if day else 0


def _period(entry: Searched) -> tuple[int, int]:
    if entry.opens is None or entry.closes is None:
        return NEVER, NEVER
    if entry.closes < entry.opens:
        raise ValueError(f"{entry.url}: {entry.opens} > {entry.closes}")
    return _days(entry.opens), _days(entry.closes)
