"""Making what of a site has changed, in the tree that will take its place."""

from collections.abc import Collection
from concurrent.futures import Executor
from dataclasses import dataclass

from generator.crew import Alone
from generator.inspection import Plan
from generator.phases import Phases
from generator.press.listed import Listed
from generator.press.listed import desk as desk_of
from generator.press.sheets import file_of, press, write
from generator.press.underway import Underway
from generator.problems.problem import Problem, ProblemsFound
from generator.release import gate
from generator.release.outputs import Outputs
from generator.shell.kept import Shell

# Pages that a process draws at a time, and how many are drawn without asking another one.
_CHUNK, _FEW = 200, 100


@dataclass(frozen=True, slots=True)
class Making:
    """What a build is made with; the `index` may have been begun."""

    outputs: Outputs
    crew: Executor
    index: Underway


@dataclass(frozen=True, slots=True)
class Written:
    """How many files a site has, how many of them were made now, and their bytes."""

    files: int
    made: int
    bytes: int


def write_site(plan: Plan, shell: Shell, salt: bytes, making: Making, phases: Phases) -> Written:
    """Bring the tree of `making.outputs` to what the plan says. It is not released yet.

    `salt` changes with whatever all pages depend on. Raises ProblemsFound where a link leads
    nowhere (E902).
    """
    index = making.index
    index.begin(plan.found, plan.view)
    listed = Listed(plan, shell, salt, index)
    outputs = making.outputs
    todo = outputs.begin(listed.wanted).write
    index.need(todo)
    desk = desk_of(plan.view.settings.site, shell, index.sticks, outputs.folder)
    sheets = [sheet for path, sheet in listed.sheets.items() if path in todo]
    chunks = [sheets[first : first + _CHUNK] for first in range(0, len(sheets), _CHUNK)]
    workers = making.crew if len(sheets) > _FEW else Alone()
    drawn = [workers.submit(press, desk, chunk) for chunk in chunks]
    size = _write_plain(listed, todo, outputs)
    found: list[Problem] = []
    for number, each in enumerate(drawn):
        pressed = each.result()
        size += pressed.bytes
        found += gate.nowhere(pressed.leads, listed.known)
        phases.counted(number * _CHUNK, len(sheets))
    for url in listed.written:
        found += gate.relative(url, listed.filled(url, desk), listed.known)
        if file_of(url) in todo:
            size += write(desk, url, listed.filled(url, desk))
    size += index.finish(todo, outputs)
    if found:
        raise ProblemsFound(found)
    return Written(len(listed.wanted), len(todo), size)


def _write_plain(listed: Listed, todo: Collection[str], outputs: Outputs) -> int:
    """Write what is copied or known as it is; gives the bytes."""
    size = 0
    for path, source in listed.copies.items():
        if path in todo:
            outputs.copy(path, source)
            size += source.stat().st_size
    for path, content in listed.contents.items():
        if path in todo:
            outputs.write(path, content)
            size += len(content)
    return size
