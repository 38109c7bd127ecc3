"""How long each index takes to build, on one core, and how large it is."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

from msgspec import Struct

from bench.running import one_core, run

_ONCE_ABOVE = 60.0  # seconds; what takes longer is run once
_MATERIAL = """site_name: bench
docs_dir: markdown
site_dir: material
theme: {name: material, language: zh, font: false}
plugins: [search]
nav: [index.md]
validation: {nav: {omitted_files: ignore}}
"""


class Built(Struct, frozen=True):
    """Medians of some builds, in seconds: on the clock, and of the processor.

    `memory`: the most that its process had. `first`: of that, what was there before the build.
    """

    seconds: float
    processor: float
    memory: int
    bytes: int
    runs: int
    written: float = 0.0
    first: int = 0
    files: int = 0


def _repeated(once: Callable[[], Built], runs: int = 3) -> Built:
    found = [once()]
    while len(found) < runs and found[0].seconds <= _ONCE_ABOVE:
        found.append(once())
    middle = [
        median(values)
        for values in zip(*((x.seconds, x.processor, x.written) for x in found), strict=True)
    ]
    last = found[-1]
    return Built(
        seconds=middle[0], processor=middle[1], memory=max(x.memory for x in found),
        bytes=last.bytes, runs=len(found), written=middle[2],
        first=max(x.first for x in found), files=last.files,
    )  # fmt: skip


def ours(entries: Path, work: Path, each: int = 1) -> Built:
    """The index over every `each`-th of the entries, made in a process of its own."""

    def once() -> Built:
        out = work / "index"
        shutil.rmtree(out, ignore_errors=True)
        command: list[str | Path] = [sys.executable, "-m", "bench.child"]
        command += ["build", entries, str(each), out]
        found = json.loads(run([*one_core(), *command]).out.splitlines()[-1])
        return Built(
            seconds=found["seconds"], processor=found["processor"], memory=found["memory"],
            bytes=int(found["bytes"]), runs=1, written=found["written"],
            first=found["memory_before"], files=int(found["files"]),
        )  # fmt: skip

    return _repeated(once)


def pagefind(binary: Path, html: Path) -> Built:
    """Pagefind's index over the HTML pages, written beside them."""
    out = html / "pagefind"

    def once() -> Built:
        shutil.rmtree(out, ignore_errors=True)
        ran = run([*one_core(), binary, "--site", html])
        return Built(ran.seconds, ran.processor, ran.memory, size_of(out), 1, ran.seconds)

    return _repeated(once)


def material(work: Path) -> tuple[Built, int]:
    """A site of Material with its search, from `work/markdown`; and its index, gzip. Run once."""
    from gzip import compress

    (work / "mkdocs.yml").write_text(_MATERIAL, encoding="utf-8")
    ran = run(
        [*one_core(), sys.executable, "-m", "mkdocs", "build", "-q", "-f", work / "mkdocs.yml"]
    )
    index = (work / "material/search/search_index.json").read_bytes()
    shutil.rmtree(work / "material")
    return Built(ran.seconds, ran.processor, ran.memory, len(index), 1), len(compress(index, 6))


def size_of(folder: Path) -> int:
    return sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())
