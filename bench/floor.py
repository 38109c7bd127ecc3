"""The least that a build has to do: read every record, and write as many bytes in as many files.

python bench/floor.py CONTENT MANIFEST OUT

Parses each YAML file of CONTENT by libyaml, and writes below OUT the files of MANIFEST, JSON pairs
of a path and a number of bytes. In two processes where there are two cores, as ours does.
"""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import yaml


def half(records: Sequence[Path], files: Sequence[tuple[str, int]], out: Path) -> None:
    text = b""
    for path in records:
        text = path.read_bytes()
        yaml.load(text, Loader=yaml.CSafeLoader)
    source = memoryview(text * (max((size for _, size in files), default=0) // len(text) + 1))
    made: set[str] = set()
    for name, size in files:
        target = out / name
        folder = name.rpartition("/")[0]
        if folder not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(folder)
        target.write_bytes(source[:size])


def main(content: Path, manifest: Path, out: Path) -> int:
    files = [(str(name), int(size)) for name, size in json.loads(manifest.read_text())]
    records = sorted(content.rglob("*.yaml"))
    if (os.cpu_count() or 1) < 2:
        half(records, files, out)
        return 0
    other = os.fork()
    if not other:
        half(records[1::2], files[1::2], out)
        os._exit(0)
    half(records[::2], files[::2], out)
    return os.waitstatus_to_exitcode(os.waitpid(other, 0)[1])


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
