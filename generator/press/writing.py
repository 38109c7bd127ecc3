"""Making what of a site has changed, in the tree that will take its place."""

from collections.abc import Callable, Collection, Iterable, Iterator, Set
from concurrent.futures import Executor
from functools import partial
from itertools import chain
from operator import call

from msgspec import Struct

from generator.audience.personal.published import Gate
from generator.crew import Alone, in_turn, relieved, tidied
from generator.files import reading
from generator.inspection import Plan
from generator.pages.paper import Paper
from generator.phases import Phases
from generator.press import copying
from generator.press.listed import Listed
from generator.press.listed import desk as desk_of
from generator.press.sheets import Desk, Pressed, Sheet, file_of, make, press, write
from generator.press.underway import Underway
from generator.problems.problem import Problem, ProblemsFound
from generator.release import gate
from generator.release.outputs import Outputs
from generator.shell.kept import Shell

# Pages that a process draws at a time, how much they may list (`Page.size`), how many are drawn
# without asking another one, and how many times a process's share are waiting to be drawn.
_CHUNK, _LISTED, _FEW, _AHEAD = 200, 10_000, 100, 12
# The same for papers, by how much they hold (`Paper.size`): a workbook takes as long as some dozen
# pages. To send a large one to another process takes as much memory again as there is of it.
_SHARE, _FEW_PAPERS, _LARGE = 1000, 12, 4000


class Making(Struct, frozen=True):
    """What a build is made with; the `index` may have been begun."""

    outputs: Outputs
    crew: Executor
    index: Underway


class Written(Struct, frozen=True):
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
    found: list[Problem] = []
    for section, frame in shell.frames.items():
        found += plan.gate.page(section, "".join(frame.pieces))
    size = _write_plain(listed, todo, outputs, plan.gate, found)
    size += _write_made(listed, todo, desk, making, phases, found)
    for url in listed.written:
        found += gate.relative(url, listed.hand_written(url, desk), listed.known)
        if file_of(url) in todo:
            size += write(desk, url, listed.hand_written(url, desk))
            found += plan.gate.page(url, listed.hand_written(url, desk))
    # What the crew holds is better given to what follows.
    making.crew.shutdown()
    size += index.finish(todo, outputs, found)
    if found:
        raise ProblemsFound(found)
    return Written(len(listed.wanted), len(todo), size)


def _write_made(
    listed: Listed,
    todo: Set[str],
    desk: Desk,
    making: Making,
    phases: Phases,
    found: list[Problem],
) -> int:
    """Make the papers and draw the pages, while the index goes on; gives their bytes. What does not
    pass is `found`.
    """
    size = done = 0
    many = sum(path in todo for path in listed.drawn)
    few_papers = len(todo & listed.papers) <= _FEW_PAPERS
    workers = Alone() if few_papers and many <= _FEW else making.crew
    large: list[Paper] = []
    tasks: Iterator[Callable[[], Pressed]] = chain(
        (partial(make, desk, share) for share in _shares(listed.filled(todo), large)),
        (partial(press, desk, chunk) for chunk in _chunks(listed.sheets(todo))),
    )
    for each in in_turn(workers, call, tasks, _AHEAD):
        size += each.bytes
        found += gate.nowhere(each.leads, listed.known)
        found += each.found
        done += each.pages
        phases.counted(done, many)
        if large:
            size += _alone(desk, large.pop(0), found)
    for paper in large:
        size += _alone(desk, paper, found)
    relieved()
    return size


def _chunks(sheets: Iterable[Sheet]) -> Iterator[list[Sheet]]:
    """The sheets in chunks; of what lists much, there are few in one."""
    chunk: list[Sheet] = []
    held = 0
    for each in sheets:
        size = each.page.size
        if chunk and (len(chunk) == _CHUNK or held + size > _LISTED):
            yield chunk
            chunk, held = [], 0
        chunk.append(each)
        held += size
    if chunk:
        yield chunk


def _alone(desk: Desk, paper: Paper, found: list[Problem]) -> int:
    """Make a large paper here, while the crew draws; gives its bytes. What is wrong is `found`."""
    with tidied():
        made = make(desk, [paper])
    found += made.found
    return made.bytes


def _shares(papers: Iterable[Paper], large: list[Paper]) -> Iterator[list[Paper]]:
    """The papers in shares that take about as long; what is `large` is laid aside."""
    share: list[Paper] = []
    held = 0
    for each in papers:
        if each.size > _LARGE:
            large.append(each)
            continue
        share.append(each)
        held += each.size
        if held >= _SHARE:
            yield share
            share, held = [], 0
    if share:
        yield share


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
