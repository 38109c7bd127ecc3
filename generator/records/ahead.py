"""Reading many files ahead, by all of the crew: what is sound comes back as a record.

What is not is left for who reads file by file and reports every problem at its place.
"""

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path

from pydantic import BaseModel

from generator.problems.problem import Problem
from generator.records import document, reading
from generator.records.fields import Record
from generator.records.tables import Tables
from generator.records.tree import Source

# Nobody asks which fields of a record were written, and to know it takes a third of its memory.
_WRITTEN: set[str] = set()
# Files that a process reads at a time, and how many are read without asking another one.
_CHUNK, _FEW = 250, 500
# A file, the digest of its content, and the one record that it holds.
Found = tuple[str, bytes, Record]
_Task = tuple[str, type[Record], str]


def read(
    content: Path, sources: Sequence[Source], tables: Tables, crew: Executor
) -> dict[str, tuple[bytes, Record]]:
    """Those of the files that are not locked and hold one sound record each, if there are many."""
    if len(sources) <= _FEW:
        return {}
    tasks = [
        (each.file, each.declaration.model, each.declaration.label)
        for each in sources
        if not each.locked
    ]
    chunks = [tasks[first : first + _CHUNK] for first in range(0, len(tasks), _CHUNK)]
    running = [(crew.submit(_chunk, content, chunk, tables), chunk) for chunk in chunks]
    found: list[Found] = []
    # What the crew has not come to yet is read here, from the other end.
    while running and running[-1][0].cancel():
        found += _chunk(content, running.pop()[1], tables)
    for future, _ in running:
        found += future.result()
    return {file: (digest, record) for file, digest, record in found}


def _chunk(content: Path, tasks: Sequence[_Task], tables: Tables) -> list[Found]:
    return [found for task in tasks for found in _one(content, *task, tables)]


def _lighten(model: BaseModel) -> None:
    """Let a record, and the groups in it, share one answer to which fields were written."""
    object.__setattr__(model, "__pydantic_fields_set__", _WRITTEN)
    for value in model.__dict__.values():
        for each in value if type(value) is list else (value,):
            if isinstance(each, BaseModel):
                _lighten(each)


def _one(
    content: Path, file: str, model: type[Record], label: str, tables: Tables
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
    record, problems = reading.model_from(found, node, model, label, tables)
    if record is not None and not problems:
        _lighten(record)
        yield file, hashlib.blake2b(raw, digest_size=16).digest(), record
