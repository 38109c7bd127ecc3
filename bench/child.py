"""What is measured in a process of its own: reading the records, and the build of the index.

python -m bench.child read CONTENT ENTRIES    content folder → pickled entries
python -m bench.child build ENTRIES EACH OUT  the index over every EACH-th entry, into OUT; JSON
"""

import gc
import json
import pickle
import sys
import time
from pathlib import Path

from bench.corpus import TODAY
from generator.inspection import begin, inspect
from generator.kinds.kind import all_kinds
from generator.search import index
from generator.search.entries import Searched, searched

# ruff: noqa: S301 - the pickle is this benchmark's own


def read(content: Path, target: Path) -> None:
    """Read the records as the build does, and keep what the index takes."""
    plan = inspect(begin(content, content.as_posix(), TODAY), "members")
    target.write_bytes(pickle.dumps(list(searched(plan.view)), pickle.HIGHEST_PROTOCOL))


def build(source: Path, each: int, target: Path) -> dict[str, float]:
    """Seconds of the build, also of the processor alone and with writing; bytes, files, memory."""
    entries = entries_of(source)[::each]
    kinds = [(kind.name, kind.declaration.label) for kind in all_kinds()]
    before = _peak()
    gc.collect()
    started = time.perf_counter()
    processor = -time.process_time()
    writing = size = count = 0.0
    for part in index.build(entries, kinds, TODAY):
        paused, used = time.perf_counter(), time.process_time()
        path = target / part.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(part.content)
        size += len(part.content)
        count += 1
        writing += time.perf_counter() - paused
        processor -= time.process_time() - used
    processor += time.process_time()
    whole = time.perf_counter() - started
    return {
        "records": len(entries), "seconds": whole - writing, "processor": processor,
        "written": whole, "bytes": size, "files": count, "memory": _peak(), "memory_before": before,
    }  # fmt: skip


def entries_of(source: Path) -> list[Searched]:
    found: list[Searched] = pickle.loads(source.read_bytes())
    return found


def _peak() -> int:
    """The most memory that this process has had, in bytes."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    task, source, *rest = sys.argv[1:]
    if task == "read":
        read(Path(source), Path(rest[0]))
    else:
        print(json.dumps(build(Path(source), int(rest[0]), Path(rest[1]))))
