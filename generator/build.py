"""The build: content on a day → a site, swapped into its place in one instant."""

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator import texts
from generator.audience.view import Edition
from generator.crew import cores, crew
from generator.inspection import Outset, Plan, begin, for_members, furniture, inspect
from generator.kinds.kind import all_kinds
from generator.memory.codec import Summary
from generator.memory.fingerprint import fingerprint
from generator.memory.memory import Database, Remembered, settled
from generator.phases import Phases, Tell, nobody
from generator.press import indexing
from generator.press.writing import Making, Written, write_site
from generator.problems import codes
from generator.problems.problem import Place, Problem, ProblemsFound, errors, problem
from generator.records.sealed import Opener, no_key
from generator.registers import parting
from generator.release.outputs import Outputs, stands
from generator.release.staging import Stage, staged
from generator.shell import engine, kept
from generator.shell.kept import Shell
from generator.survey import NO_MEMORY


@dataclass(frozen=True, slots=True)
class Order:
    """What to build: from where, to where, for whom and for which day.

    `shown` is the content folder as messages name it; `config` is the engine's configuration.
    `jobs` processes share the work; `cache` is where a build keeps what the next one may use (None:
    nowhere). `opener` opens what is locked, for organisers.
    """

    content: Path
    shown: str
    site: Path
    config: Path
    edition: Edition = "members"
    today: date | None = None
    strict: bool = False
    portable: bool = False
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


@dataclass(frozen=True, slots=True)
class Report:
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


def build(order: Order, tell: Tell = nobody) -> Report:
    """Build a whole site; the old one stays until the new one is complete.

    `tell` hears how far it is. Raises ProblemsFound with every problem, in which case nothing of
    the old site has changed.
    """
    phases = Phases(tell)
    # Read the settings: they are all that the frame of the site depends on.
    with phases.phase(texts.PHASE_LOOK):
        outset = begin(order.content, order.shown, order.today, order.opener)
    with (
        staged(order.site) as stage,
        Database(order.kept / "memory.db" if order.kept else None) as database,
        crew(order.jobs or cores()) as workers,
    ):
        # Remember the last build; let the engine draw beside reading the records.
        memory = remembered(database, outset, order)
        outset = counted(outset, order, memory)
        shell = _shell(outset, order, stage, workers)
        known = memory.summary(outset.tree)
        if known is not None:
            known = replace(known, warnings=_told(known.warnings, outset.hushed))
        # An error in a register stops a build for members, whatever has not changed beside it.
        refused = known and (errors([*known.warnings]) or (order.strict and known.warnings))
        current = isinstance(shell, Shell) and stands(database.connection, stage)
        if known is not None and current and not refused:
            return Report(known, 0, Written(known.files, 0, 0), phases.seconds)
        workers.submit(indexing.prepare)
        with phases.phase(texts.PHASE_READ):
            plan = accepted(outset, order, memory)
        with phases.phase(texts.PHASE_SHELL):
            shell = shell if isinstance(shell, Shell) else shell()
        # Make what has changed, swap, and remember.
        said, written = release(plan, shell, memory, Site(order, stage, database, workers), phases)
    anew = sum(1 for _, key in plan.found.anew if key)
    return Report(said, anew, written, phases.seconds)


@dataclass(frozen=True, slots=True)
class Site:
    """What a site is made with, and where."""

    order: Order
    stage: Stage
    database: Database
    workers: Executor


def release(
    plan: Plan, shell: Shell, memory: Remembered, site: Site, phases: Phases
) -> tuple[Summary, Written]:
    """Write what has changed of a site, swap it into its place, remember it.

    Gives what there is to say of the site, and what was made.
    """
    outputs = Outputs(site.database.connection, site.stage)
    kept_in = site.order.kept
    blocks = kept_in / "blocks" if kept_in is not None else None
    making = Making(outputs, site.workers, blocks, site.order.portable)
    with phases.phase(texts.PHASE_WRITE):
        written = write_site(plan, shell, memory.fingerprint, making, phases)
    with phases.phase(texts.PHASE_RELEASE):
        outputs.finish()
    pages = len(plan.pages) + len(plan.hand_written)
    said = Summary(plan.records, pages, written.files, tuple(plan.problems))
    hushed = plan.outset.hushed
    with phases.phase(texts.PHASE_REMEMBER):
        # What is wrong in a register is found anew each time: nothing of it is kept.
        open_to_all = tuple(each for each in said.warnings if each not in hushed)
        memory.remember(plan.found, replace(said, warnings=open_to_all))
    return said, written


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


def remembered(database: Database, outset: Outset, order: Order) -> Remembered:
    """What is known from the last build, if that had the same code, settings, day and edition."""
    packages = [each.package for each in all_kinds()]
    facts = [outset.day.isoformat(), order.edition, order.portable]
    settings = order.content / "settings"
    return Remembered(database.connection, fingerprint(["generator", *packages], settings, facts))


def accepted(outset: Outset, order: Order, memory: Remembered) -> Plan:
    """The plan of a content folder without errors (or, if strict, warnings); else ProblemsFound."""
    memory.recall()
    plan = inspect(outset, order.edition, NO_MEMORY if memory.empty else memory)
    if errors(plan.problems) or (order.strict and plan.problems):
        raise ProblemsFound(plan.problems)
    plan.found.library.forget()
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
