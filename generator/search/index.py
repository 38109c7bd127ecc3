"""Records → the files of the search index. What they hold is in FORMAT.md."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from generator.search.block import Block, block
from generator.search.entries import Searched
from generator.search.part import Part
from generator.search.root import root
from generator.search.segment import segment


def build(
    entries: Iterable[Searched],
    kinds: Sequence[tuple[str, str]],
    day: date,
    made: Callable[[Sequence[Searched]], Block] = block,
) -> Iterator[Part]:
    """All files of the index over `entries`: those of the segments, newest first, then the root.

    `kinds`: (id, name), in the order of the filters. `made` gives the block of some entries: what
    keeps blocks between builds comes in here.
    """
    segments: dict[str, list[Searched]] = {}
    for each in entries:
        segments.setdefault(each.segment, []).append(each)
    numbers = {identifier: number for number, (identifier, _) in enumerate(kinds)}
    roots = []
    for name in sorted(segments, key=lambda name: (name != "undated", name), reverse=True):
        records = sorted(
            segments.pop(name), key=lambda each: (str(each.day), each.url), reverse=True
        )
        blocks = [made(list(month)) for _, month in groupby(records, _month)]
        file, entry = segment(name, blocks, numbers)
        del records, blocks
        yield file
        roots.append(entry)
    yield root(kinds, day, roots)


def _month(entry: Searched) -> tuple[int, int] | None:
    return (entry.day.year, entry.day.month) if entry.day else None
