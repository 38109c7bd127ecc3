"""A site or any other folder, looked through from outside: every file, whoever made it."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from generator.audience.personal.guard import Guard
from generator.audience.personal.published import Gate
from generator.audience.view import Edition
from generator.files import decoding, reading
from generator.inspection import begin, inspect
from generator.privacy import Privacy
from generator.problems.problem import Problem
from generator.records.sealed import Opener, no_key
from generator.release.staging import MARK

_PAGES = (".html", ".htm")


def gate(folder: Path, content: Path, today: date | None, opener: Opener = no_key) -> Gate:
    """What the folder must pass: the settings and contacts of `content`, where there is such."""
    if not content.is_dir():
        return Gate(Guard(Privacy()))
    # The files of `content` may have changed since they were looked at for this folder.
    found = inspect(begin(content, content.as_posix(), today, opener), _edition(folder)).gate
    return Gate(found.guard, found.offices, found.registers)


def _edition(folder: Path) -> Edition:
    """The edition that a site says it is."""
    try:
        said = json.loads((folder / MARK).read_bytes())
    except (OSError, ValueError):
        return "members"
    return (
        "organisers"
        if isinstance(said, dict) and said.get("edition") == "organisers"
        else "members"
    )


def files(folder: Path) -> list[Path]:
    """Every file below a folder, in order."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def scan(folder: Path, watch: Gate, paths: Iterable[Path] | None = None) -> Iterator[Problem]:
    """What is found in the files below a folder, or in `paths` alone, and in their names."""
    for path in files(folder) if paths is None else paths:
        name = path.relative_to(folder).as_posix()
        data = reading.content(path)
        if path.suffix.lower() in _PAGES:
            yield from watch.page(name.removesuffix("index.html"), decoding.text(data))
            yield from watch.address(name)
        else:
            yield from watch.file(name, data, tell=True)
