"""The plugin `dangwu`: `mkdocs build` and `mkdocs serve` give what `dangwu build` gives.

The engine is led to a staging folder before it empties anything; when it is done with the frames
and the hand-written pages, the records are stamped and the staged site takes its place.
"""

from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from mkdocs.config import base, config_options
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin
from msgspec import Struct

from generator import texts
from generator.build import Order, Site, accepted, release, remembered, underway
from generator.crew import cores, crew
from generator.inspection import Plan, begin, furniture
from generator.locks.keys import KeyFileError, ring
from generator.memory.database import Database
from generator.memory.memory import Remembered
from generator.phases import Phases
from generator.problems.prints import as_text
from generator.problems.problem import ProblemsFound, errors
from generator.records import scalars
from generator.release.staging import staged
from generator.shell import engine
from generator.shell.kept import fresh


class Options(base.Config):  # type: ignore[no-untyped-call]
    """What mkdocs.yml can say to the plugin; as the options of `dangwu build`."""

    edition = config_options.Choice(("members", "organisers"), default="members")
    today = config_options.Optional(config_options.Type((str, date)))
    strict = config_options.Type(bool, default=False)
    portable = config_options.Type(bool, default=False)


class _Work(Struct, frozen=True):
    """What is under way between the engine's first word and its last; it draws into `output`."""

    plan: Plan
    memory: Remembered
    frame: engine.Furniture
    output: Path
    site: Site


class DangwuPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Takes the engine's input and output over for the length of one build."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._order: Order | None = None
        self._folders = ("", "")
        self._work: _Work | None = None

    def on_config(self, config: Any) -> Any:
        pages = Path(config.docs_dir)
        asked = self.config.today
        content = pages.parent
        here = Path.cwd()
        shown = content.relative_to(here) if content.is_relative_to(here) else content
        order = Order(
            content=content,
            shown=shown.as_posix(),
            site=Path(config.site_dir),
            config=Path(config.config_file_path),
            edition="organisers" if self.config.edition == "organisers" else "members",
            today=scalars.day(str(asked)) if asked else None,
            strict=self.config.strict or config.strict,
            portable=self.config.portable,
            opener=ring(None).opened,
        )
        try:
            outset = begin(order.content, order.shown, order.today, order.opener)
            stage = self._open.enter_context(staged(order.site))
            # The engine has run already: there is nothing to gain from remembering.
            database = self._open.enter_context(Database(None))
            memory = remembered(database, outset, order)
            plan = accepted(outset, order, memory)
        except ProblemsFound as found:
            self._open.close()
            raise _aborted(found) from None
        except KeyFileError as error:
            self._open.close()
            raise Abort(str(error)) from None
        self._folders = (config.docs_dir, config.site_dir)
        frame = furniture(outset, order.edition)
        docs, output = stage.work / "docs", stage.work / "engine"
        engine.write_docs(pages, docs, frame)
        engine.configure(config, docs, output, frame)
        workers = self._open.enter_context(crew(cores()))
        site = Site(stage, database, workers, underway(order, stage, workers))
        self._work = _Work(plan, memory, frame, output, site)
        self._order = order
        return config

    def on_serve(self, server: Any, config: Any, builder: Any) -> Any:
        if self._order is not None:
            server.watch(str(self._order.content))
        return server

    def on_post_build(self, config: Any) -> None:
        work = self._work
        if work is None:
            return
        try:
            release(work.plan, fresh(work.output, work.frame), work.memory, work.site, Phases())
        except ProblemsFound as found:
            raise _aborted(found) from None
        finally:
            self._open.close()
            # `serve` watches the one and serves the other: they are ours for the build alone.
            config.docs_dir, config.site_dir = self._folders

    def on_build_error(self, error: Exception) -> None:
        self._open.close()


def _aborted(found: ProblemsFound) -> Abort:
    wrong = len(errors(found.problems))
    text = texts.BUILD_STOPPED if wrong else texts.BUILD_STRICT
    return Abort(
        f"\n{as_text(found.problems)}\n{text.format(errors=wrong, warnings=len(found.problems))}"
    )
