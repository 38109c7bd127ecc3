"""Reading many files ahead, by all of the crew: what is sound comes back as a record.

What is not is left for who reads file by file and reports every problem at its place.
"""

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any, NamedTuple

from generator.problems.problem import Problem
from generator.records import document, reading
from generator.records.claims import claims
from generator.records.declaration import Declaration
from generator.records.packed import pack
from generator.records.tables import Tables
from generator.records.tree import Source

# Files that a process reads at a time, and how many are read without asking another one.
_CHUNK, _FEW = 250, 500
_Task = tuple[str, Declaration[Any]]


class Found(NamedTuple):
    """A file, the digest of its content, and the one record that it holds: its own id, if it has
    one, its claims, and all of it in bytes.
    """

    file: str
    digest: bytes
    id: str
    claims: tuple[str, ...]
    raw: bytes


def read(
    content: Path, sources: Sequence[Source], tables: Tables, crew: Executor
) -> dict[str, Found]:
    """Those of the files that are not locked and hold one sound record each, if there are many."""
    if len(sources) <= _FEW:
        return {}
    tasks = [(each.file, each.declaration) for each in sources if not each.locked]
    chunks = [tasks[first : first + _CHUNK] for first in range(0, len(tasks), _CHUNK)]
    running = [(crew.submit(_chunk, content, chunk, tables), chunk) for chunk in chunks]
    found: list[Found] = []
    # What the crew has not come to yet is read here, from the other end.
    while running and running[-1][0].cancel():
        found += _chunk(content, running.pop()[1], tables)
    for future, _ in running:
        found += future.result()
    return {each.file: each for each in found}


def _chunk(content: Path, tasks: Sequence[_Task], tables: Tables) -> list[Found]:
    return [found for task in tasks for found in _one(content, *task, tables)]


def _one(
    content: Path, file: str, declaration: Declaration[Any], tables: Tables
) -> Iterator[Found]:
    try:
        raw = (content / file).read_bytes()
    except OSError:
        return
    found = document.read(file, raw)
    if isinstance(found, Problem):
        return
    (index, node), *others = reading.items(found) or [(0, found.root)]
    if index is not None or others:
        return
    model, label = declaration.model, declaration.label
    record, problems = reading.model_from(found, node, model, label, tables)
    if record is not None and not problems:
        claimed = tuple(claims(declaration.name, record))
        digest = hashlib.blake2b(raw, digest_size=16).digest()
        yield Found(file, digest, record.id, claimed, pack(record))
