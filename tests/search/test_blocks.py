"""What is kept of a block between builds: the block itself, or nothing."""

import random

import numpy as np
import pytest

from generator.search.block import Block, block
from generator.search.entries import Searched
from generator.search.segment import segment
from tests.search.made import NUMBERS, entry, mixed


@pytest.fixture(scope="module")
def entries() -> list[Searched]:
    return mixed(160, 1)


def test_a_dump_is_the_block(entries: list[Searched]) -> None:
    for each in (entries, entries[:1], [entry(0, None, [""] * 5)]):
        made = block(each)
        raw = made.dump()
        loaded = Block.load(raw)
        assert loaded.dump() == raw
        assert block(each).dump() == raw
        assert segment("2026", [loaded], NUMBERS) == segment("2026", [made], NUMBERS)


def test_a_damaged_dump_is_refused(entries: list[Searched]) -> None:
    raw = block(entries[:20]).dump()
    chance = random.Random(3)
    places = {*range(80), *range(len(raw) - 8, len(raw)), *chance.sample(range(len(raw)), 400)}
    for at in places:
        damaged = bytearray(raw)
        damaged[at] ^= 1 << chance.randrange(8)
        with pytest.raises(ValueError, match="block"):
            Block.load(bytes(damaged))
    foreign = [
        b"",
        b"{}",
        b"dangwu",
        raw[:40],
        raw[:-1],
        raw[:-100],
        raw + b"\0",
        raw[1:],
        bytes(len(raw)),
    ]
    foreign += [np.arange(1000).tobytes(), raw.replace(b"block 1", b"block 0", 1)]
    for each in foreign:
        with pytest.raises(ValueError, match="block"):
            Block.load(each)
