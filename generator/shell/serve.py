"""A preview on this machine that reloads the browser when a record, a page or a setting changes.

The server is the engine's own; what it serves is a finished build in a folder of its own, so that a
mistake typed into a record leaves the last good preview standing.
"""

import gc
import logging
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from generator import texts
from generator.build import Order, build
from generator.memory.recollection import Recollection
from generator.problems.prints import as_text
from generator.problems.problem import ProblemsFound


def serve(order: Order, host: str, port: int) -> int:
    """Build, serve and watch until interrupted. The site of `order` is not touched."""
    from mkdocs.livereload import LiveReloadServer

    from generator.shell.watch import watch

    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="dangwu-") as folder:
        # What one change after the other needs is kept as long as the preview is.
        preview = replace(order, site=Path(folder) / "site", cache=Path(folder) / "cache")

        at_hand = Recollection()

        def rebuild() -> None:
            # A build makes many values that live to its end, and nothing that goes in circles.
            gc.disable()
            try:
                report = build(preview, at_hand=at_hand)
            except ProblemsFound as found:
                print(as_text(found.problems), file=sys.stderr)
                return
            finally:
                gc.enable()
            print(
                texts.PREVIEW_BUILT.format(pages=report.said.pages, seconds=report.seconds),
                flush=True,
            )

        rebuild()
        server = LiveReloadServer(
            builder=rebuild, host=host, port=port, root=str(preview.site), mount_path="/"
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
