"""A preview on this machine that reloads the browser when a record, a page or a setting changes.

The server is the engine's own; what it serves is a finished build in a folder of its own, so that a
mistake typed into a record leaves the last good preview standing.
"""

import gc
import logging
import sys
import tempfile
from concurrent.futures import BrokenExecutor, Executor
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from generator import texts
from generator.build import Order, Report, build
from generator.crew import Alone, cores, crew
from generator.memory.recollection import Recollection
from generator.press import indexing
from generator.problems.prints import as_text
from generator.problems.problem import ProblemsFound


class _Preview(Struct):
    """Builds for a preview, one after the other: what one has found out, the next has at hand."""

    order: Order
    crew: Executor
    at_hand: Recollection = field(default_factory=Recollection)

    def renew(self) -> None:
        """Build, and say on the console what came of it; what is wrong leaves the last site."""
        # A build makes many values that live to its end, and nothing that goes in circles.
        gc.disable()
        try:
            report = self._built()
        except ProblemsFound as found:
            print(as_text(found.problems), file=sys.stderr)
        else:
            said = texts.PREVIEW_BUILT.format(pages=report.said.pages, seconds=report.seconds)
            print(said, flush=True)
        finally:
            gc.enable()

    def _built(self) -> Report:
        try:
            return build(self.order, at_hand=self.at_hand, lent=self.crew)
        except BrokenExecutor:
            # One of the crew was stopped from outside, for want of memory perhaps. Another cannot
            # begin beside the server's threads.
            self.crew = Alone()
            return build(self.order, at_hand=self.at_hand, lent=self.crew)


def serve(order: Order, host: str, port: int) -> int:
    """Build, serve and watch until interrupted. The site of `order` is not touched."""
    from mkdocs.livereload import LiveReloadServer

    from generator.shell.watch import watch

    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    # The crew begins before the server's threads do, and stays for every change.
    with (
        crew(order.jobs or cores()) as workers,
        tempfile.TemporaryDirectory(prefix="dangwu-") as folder,
    ):
        # What one change after the other needs is kept as long as the preview is.
        own = replace(order, site=Path(folder) / "site", cache=Path(folder) / "cache")
        preview = _Preview(own, workers)
        # Its processes begin with its first work. They must not inherit the lock of a build, which
        # they would hold on to, nor begin beside threads.
        workers.submit(indexing.prepare)
        preview.renew()
        server = LiveReloadServer(
            builder=preview.renew, host=host, port=port, root=str(own.site), mount_path="/"
        )
        watch(server, str(order.content.absolute()))
        print(texts.SERVING.format(address=f"{host}:{port}"), flush=True)
        try:
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            return 0
        finally:
            server.server_close()
    return 0
