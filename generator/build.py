"""The build: content on a day → a site, swapped into its place in one instant."""

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator import retouch, texts
from generator.audience.view import Edition
from generator.crew import Lent, cores, crew, relieved
from generator.inspection import (
    Meanwhile,
    Outset,
    Plan,
    begin,
    for_members,
    furniture,
    inspect,
    nothing,
)
from generator.kinds.kind import all_kinds
from generator.memory.codec import Summary
from generator.memory.database import Database
from generator.memory.fingerprint import fingerprint
from generator.memory.memory import Remembered, settled
from generator.memory.recollection import Recollection
from generator.phases import Phases, Tell, nobody
from generator.press.underway import Underway
from generator.press.writing import Making, Written, write_site
from generator.problems import codes
from generator.problems.problem import Place, Problem, ProblemsFound, errors, problem
from generator.records.sealed import Opener, no_key
from generator.registers import parting
from generator.release.outputs import Outputs, standing
from generator.release.staging import Stage, staged
from generator.shell import engine, kept
from generator.shell.kept import Shell
from generator.survey import NO_MEMORY


class Order(Struct, frozen=True):
    """What to build: from where, to where, for whom and for which day.

    `shown` is the content folder as messages name it; `config` is the engine's configuration.
    `preview` is what the pages of a preview say on top. `jobs` processes share the work; `cache`
    is where a build keeps what the next one may use (None: nowhere). `opener` opens what is
    locked, for organisers.
    """

    content: Path
    shown: str
    site: Path
    config: Path
    edition: Edition = "members"
    today: date | None = None
    strict: bool = False
    portable: bool = False
    preview: str = ""
    jobs: int = 0
    cache: Path | None = None
    opener: Opener = no_key

    @property
    def kept(self) -> Path | None:
        """The folder of this site's own in the cache."""
        if self.cache is None:
            return None
        site = hashlib.blake2b(os.fsencode(self.site.absolute()), digest_size=6).hexdigest()
        return self.cache / f"{self.edition}{'-portable' if self.portable else ''}-{site}"


class Report(Struct, frozen=True):
    """How a build went: what the site has, how many records were looked at (the others were
    remembered), what was written, seconds of each phase.
    """

    said: Summary
    anew: int
    written: Written
    phases: Mapping[str, float]

    @property
    def seconds(self) -> float:
        return sum(self.phases.values())


def build(
    order: Order,
    tell: Tell = nobody,
    at_hand: Recollection | None = None,
    lent: Executor | None = None,
) -> Report:
    """Build a whole site; the old one stays until the new one is complete.

    `tell` hears how far it is. Who builds again and again keeps `at_hand` what the next build may
    use, and has `lent` it a crew that goes on to the next. Raises ProblemsFound with every problem,
    in which case nothing of the old site has changed.
    """
    phases = Phases(tell)
    # Read the settings: they are all that the frame of the site depends on.
    with phases.phase(texts.PHASE_LOOK):
        outset = begin(order.content, order.shown, order.today, order.opener, order.preview)
    with (
        staged(order.site) as stage,
        Database(order.kept / "memory.db" if order.kept else None) as database,
        crew(order.jobs or cores()) if lent is None else Lent(lent) as workers,
    ):
        # Remember the last build; let the engine draw beside reading the records.
        memory = remembered(database, outset, order, at_hand)
        outset = counted(outset, order, memory)
        shell = _shell(outset, order, stage, workers)
        site = Site(stage, database, workers, underway(order, stage, workers))
        # Nothing may have changed, or nothing but a text.
        if isinstance(shell, Shell):
            report = _shortcut(outset, order, memory, shell, site, phases)
            if report is not None:
                return report
        site.index.prepare()
        with phases.phase(texts.PHASE_READ):
            plan = accepted(outset, order, memory, site.index.begin, workers)
        with phases.phase(texts.PHASE_SHELL):
            shell = shell if isinstance(shell, Shell) else shell()
        # Make what has changed, swap, and remember.
        said, written = release(plan, shell, memory, site, phases)
    anew = sum(1 for _, key in plan.found.anew if key)
    return Report(said, anew, written, phases.seconds)


class Site(Struct, frozen=True):
    """What a site is made with, and where. The `workers` may go when all of it is made."""

    stage: Stage
    database: Database
    workers: Executor
    index: Underway


def underway(order: Order, stage: Stage, workers: Executor) -> Underway:
    """The index of a site, which is not begun yet."""
    blocks = order.kept / "blocks" if order.kept is not None else None
    return Underway(workers, stage.work / "index", blocks, order.portable)


def release(
    plan: Plan, shell: Shell, memory: Remembered, site: Site, phases: Phases
) -> tuple[Summary, Written]:
    """Write what has changed of a site, swap it into its place, remember it.

    Gives what there is to say of the site, and what was made.
    """
    outputs = Outputs(site.database.connection, site.stage)
    making = Making(outputs, site.workers, site.index)
    with phases.phase(texts.PHASE_WRITE):
        written = write_site(plan, shell, memory.fingerprint, making, phases)
    with phases.phase(texts.PHASE_RELEASE):
        outputs.finish()
    pages = len(plan.outline) + len(plan.hand_written)
    said = Summary(plan.records, pages, written.files, tuple(plan.problems))
    hushed = plan.outset.hushed
    with phases.phase(texts.PHASE_REMEMBER):
        # What is wrong in a register is found anew each time: nothing of it is kept.
        open_to_all = tuple(each for each in said.warnings if each not in hushed)
        now = standing(site.database.connection, site.stage)
        memory.remember(plan.found, replace(said, warnings=open_to_all), plan.gate, now)
    return said, written


def _shortcut(
    outset: Outset, order: Order, memory: Remembered, shell: Shell, site: Site, phases: Phases
) -> Report | None:
    """How it went, where nothing or nothing but texts had changed; else None: nothing was done."""
    known = memory.said() if memory.made(standing(site.database.connection, site.stage)) else None
    if known is None:
        return None
    known = replace(known, warnings=_told(known.warnings, outset.hushed))
    # An error in a register stops a build for members, whatever has not changed beside it.
    if errors([*known.warnings]) or (order.strict and known.warnings):
        return None
    files = memory.changed(outset.tree)
    if files == []:
        return Report(known, 0, Written(known.files, 0, 0), phases.seconds)
    if not files or order.portable:
        return None
    site.index.prepare()
    with phases.phase(texts.PHASE_READ):
        changed = retouch.found(outset, order.edition, memory, files)
    if changed is None:
        return None
    outputs = Outputs(site.database.connection, site.stage)
    kept_ = retouch.Kept(memory, shell, outputs, site.index, memory.fingerprint)
    with phases.phase(texts.PHASE_WRITE):
        written = retouch.make(changed, outset, order.edition, kept_)
    if written is None:
        return None
    with phases.phase(texts.PHASE_RELEASE):
        outputs.finish()
    with phases.phase(texts.PHASE_REMEMBER):
        now = standing(site.database.connection, site.stage)
        memory.renew(changed.library, changed.notes, now)
    return Report(known, len(changed.notes), written, phases.seconds)


def counted(outset: Outset, order: Order, memory: Remembered) -> Outset:
    """For members: the registers parted from the rest, and counted unless they are as they were."""
    if order.edition != "members":
        return outset
    mark = memory.fingerprint + parting.mark(outset.tree, all_kinds())
    known = memory.totals(mark)
    found = for_members(outset, known)
    # Nothing is counted anew of files that may change again within the same tick of the clock.
    if known is None and not found.hushed and settled(outset.tree):
        memory.count(mark, found.totals or {})
    return found


def _told(open_to_all: Iterable[Problem], hushed: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted((*open_to_all, *hushed), key=lambda each: each.order))


def remembered(
    database: Database, outset: Outset, order: Order, at_hand: Recollection | None = None
) -> Remembered:
    """What is known from the last build, if that had the same code, settings, day and edition."""
    packages = [each.package for each in all_kinds()]
    facts = [outset.day.isoformat(), order.edition, order.portable, order.preview]
    settings = order.content / "settings"
    mark = fingerprint(["generator", *packages], settings, facts)
    return Remembered(database.connection, mark, at_hand)


def accepted(
    outset: Outset,
    order: Order,
    memory: Remembered,
    meanwhile: Meanwhile = nothing,
    workers: Executor | None = None,
) -> Plan:
    """The plan of a content folder without errors (or, if strict, warnings); else ProblemsFound.

    `meanwhile` hears of the view before its pages are planned; `workers` share the reading.
    """
    past = NO_MEMORY if memory.empty else memory
    plan = inspect(outset, order.edition, past, meanwhile, workers, lasting=False)
    if errors(plan.problems) or (order.strict and plan.problems):
        raise ProblemsFound(plan.problems)
    plan.found.library.forget_all()
    relieved()
    return plan


def _shell(
    outset: Outset, order: Order, stage: Stage, workers: Executor
) -> Shell | Callable[[], Shell]:
    """The shell that was kept, if it still holds; else the engine is set to work on another.

    What is given then waits for it. Raises ProblemsFound (E901) where the engine cannot draw it.
    """
    frame = furniture(outset, order.edition)
    pages = order.content / "pages"
    folder = None
    if order.kept is not None:
        folder = order.kept / f"shell-{kept.key(order.config, pages, frame)}"
        found = kept.load(folder)
        if found is not None:
            return found
    docs, output = stage.work / "docs", stage.work / "engine"
    drawing = workers.submit(engine.draw, order.config, pages, docs, output, frame)

    def drawn() -> Shell:
        try:
            drawing.result()
        except engine.EngineError as error:
            place = Place(f"{order.shown}/pages")
            raise ProblemsFound([problem(codes.E901, place, reason=error)]) from error
        made = kept.fresh(output, frame)
        return kept.keep(made, folder) if folder is not None else made

    return drawn
