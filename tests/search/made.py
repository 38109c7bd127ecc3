"""Entries made by chance, and the blocks that they are cut into."""

import itertools
import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from generator.search.block import Block, block
from generator.search.entries import Searched
from generator.search.normal import PINYIN, folded, moved, normal
from tests.search.corpus import OFTEN, PIECES

KINDS = (("notice", "公开事项"), ("lesson", "党课"), ("visit", "走访"))
NUMBERS = {name: number for number, (name, _) in enumerate(KINDS)}
DAY = date(2026, 11, 23)


def entry(
    number: int, day: date | None, fields: Iterable[str], opens: date | None = None, days: int = 0
) -> Searched:
    title, summary, body, facts, pinyin = (folded(each) for each in fields)
    return Searched(
        url=f"notices/{number:05}/",
        kind=KINDS[number % 2][0],
        day=day,
        branch=["", "康桥第一支部", "胡家支部"][number % 3],
        category=["", "发展党员"][number % 2],
        state="公示中" if opens else "",
        opens=opens,
        closes=opens + timedelta(days=days) if opens else None,
        fields=(title, summary, body, facts, pinyin),
    )


def mixed(count: int, seed: int, first: date = date(2026, 1, 1), days: int = 320) -> list[Searched]:
    """Entries of all sorts of characters, newest first, some with a period."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        day = first + timedelta(days=chance.randrange(days))
        opens = day + timedelta(days=chance.randint(-40, 40)) if number % 4 == 0 else None
        body = "".join([*chance.choices(PIECES, k=chance.randrange(9)), chance.choice(OFTEN)])
        fields = (chance.choice(PIECES), chance.choice(PIECES), body, "党费", "dangfei df")
        found.append(entry(number, day, fields, opens, chance.randrange(30)))
    return sorted(found, key=lambda each: (str(each.day), each.url), reverse=True)


def texts(entries: Sequence[Searched]) -> list[str]:
    plain = [[normal(each) for each in found.fields] for found in entries]
    return ["\n".join((*each[:PINYIN], moved(each[PINYIN]))) for each in plain]


def cut(entries: Sequence[Searched], at: Sequence[int]) -> list[Block]:
    """Blocks of the entries, cut before these numbers."""
    bounds = [0, *sorted(set(at) - {0, len(entries)}), len(entries)]
    return [block(entries[begin:end]) for begin, end in itertools.pairwise(bounds)]
