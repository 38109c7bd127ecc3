"""Making what of a site has changed, in the tree that will take its place."""

from collections.abc import Collection
from concurrent.futures import Executor
from dataclasses import dataclass

from generator.audience.personal.published import Gate
from generator.crew import Alone
from generator.files import reading
from generator.inspection import Plan
from generator.phases import Phases
from generator.press import copying
from generator.press.listed import Listed
from generator.press.listed import desk as desk_of
from generator.press.sheets import file_of, make, press, write
from generator.press.underway import Underway
from generator.problems.problem import Problem, ProblemsFound
from generator.release import gate
from generator.release.outputs import Outputs
from generator.shell.kept import Shell

# Pages that a process draws at a time, and how many are drawn without asking another one.
_CHUNK, _FEW = 200, 100
# The same for papers, of which a workbook takes as long as some dozen pages.
_PAPERS, _FEW_PAPERS = 20, 12


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
    nowhere (E902), or something tells of a person (E906).
    """
    index = making.index
    index.begin(plan.found, plan.view, plan.gate)
    listed = Listed(plan, shell, salt, index)
    outputs = making.outputs
    todo = outputs.begin(listed.wanted).write
    index.need(todo)
    desk = desk_of(plan.view.settings.site, shell, index.sticks, plan.gate, outputs.folder)
    sheets = [sheet for path, sheet in listed.sheets.items() if path in todo]
    workers = making.crew if len(sheets) > _FEW else Alone()
    chunks = [sheets[first : first + _CHUNK] for first in range(0, len(sheets), _CHUNK)]
    drawn = [workers.submit(press, desk, chunk) for chunk in chunks]
    papers = [paper for path, paper in listed.papers.items() if path in todo]
    workers = making.crew if len(papers) > _FEW_PAPERS else Alone()
    # Neighbours are of a sort, and some sorts take long: they are dealt out like cards.
    hands = max(len(papers) // _PAPERS, 1)
    made = [workers.submit(make, desk, papers[each::hands]) for each in range(hands)]
    found: list[Problem] = []
    for section, frame in shell.frames.items():
        found += plan.gate.page(section, "".join(frame.pieces))
    size = _write_plain(listed, todo, outputs, plan.gate, found)
    for number, each in enumerate(drawn):
        pressed = each.result()
        size += pressed.bytes
        found += gate.nowhere(pressed.leads, listed.known)
        found += pressed.found
        phases.counted(number * _CHUNK, len(sheets))
    for each in made:
        size += each.result().bytes
        found += each.result().found
    for url in listed.written:
        found += gate.relative(url, listed.filled(url, desk), listed.known)
        if file_of(url) in todo:
            size += write(desk, url, listed.filled(url, desk))
            found += plan.gate.page(url, listed.filled(url, desk))
    size += index.finish(todo, outputs, found)
    if found:
        raise ProblemsFound(found)
    return Written(len(listed.wanted), len(todo), size)


def _write_plain(
    listed: Listed, todo: Collection[str], outputs: Outputs, watch: Gate, found: list[Problem]
) -> int:
    """Write what is copied or known as it is; gives the bytes. What does not pass is `found`."""
    size = 0
    for path, source in listed.copies.items():
        if path in todo:
            changed = copying.changed(source)
            if changed is None:
                outputs.copy(path, source)
                size += source.stat().st_size
                found += watch.file(path, reading.content(source))
            else:
                outputs.write(path, changed)
                size += len(changed)
                found += watch.file(path, changed)
    for path, content in listed.contents.items():
        if path in todo:
            outputs.write(path, content)
            found += watch.file(path, content)
            size += len(content)
    return size
