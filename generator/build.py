"""The build: content on a day → a site, swapped into its place in one instant."""

import time
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from generator.apart import apart
from generator.audience.view import Edition
from generator.inspection import Outset, Plan, begin, furniture, inspect
from generator.problems import codes
from generator.problems.problem import Place, Problem, ProblemsFound, errors, problem
from generator.release.staging import Stage, staged
from generator.shell import engine
from generator.writing import write


@dataclass(frozen=True, slots=True)
class Order:
    """What to build: from where, to where, for whom and for which day.

    `shown` is the content folder as messages name it; `config` is the engine's configuration.
    """

    content: Path
    shown: str
    site: Path
    config: Path
    edition: Edition = "members"
    today: date | None = None
    strict: bool = False
    portable: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    records: int
    pages: int
    seconds: float
    warnings: list[Problem]


def build(order: Order) -> Report:
    """Build a whole site; the old one stays until the new one is complete.

    Raises ProblemsFound with every problem, in which case nothing of the old site has changed.
    """
    started = time.perf_counter()
    # Read the settings: they are all that the frame of the site depends on.
    outset = begin(order.content, order.shown, order.today)
    with staged(order.site) as stage:
        # Draw the frames and the hand-written pages, beside reading and checking every record.
        frame = furniture(outset, order.edition)
        pages, docs = order.content / "pages", stage.work / "docs"
        try:
            draw = partial(engine.draw, order.config, pages, docs, stage.path, frame)
            with apart(draw) as drawn:
                plan = accepted(outset, order)
                drawn()
        except engine.EngineError as error:
            place = Place(f"{order.shown}/pages")
            raise ProblemsFound([problem(codes.E901, place, reason=error)]) from error
        # Draw every record's page, copy their files, check every link.
        finish(plan, stage, order)
        # Swap.
        stage.release()
    count = len(plan.pages) + len(engine.hand_written(plan.written))
    return Report(plan.records, count, time.perf_counter() - started, plan.problems)


def accepted(outset: Outset, order: Order) -> Plan:
    """The plan of a content folder without errors (or, if strict, warnings); else ProblemsFound."""
    plan = inspect(outset, order.edition)
    if errors(plan.problems) or (order.strict and plan.problems):
        raise ProblemsFound(plan.problems)
    return plan


def finish(plan: Plan, stage: Stage, order: Order) -> None:
    """Everything that follows the engine, in the staged folder that has its output."""
    frames = engine.collect(stage.path, furniture(plan.outset, order.edition))
    write(plan, stage.path, frames, order.portable)
