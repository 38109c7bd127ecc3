"""How far a build is, on a terminal that somebody looks at; elsewhere nothing is shown."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from generator.phases import Tell, nobody


@contextmanager
def shown() -> Iterator[Tell]:
    """What is told here appears as a line that goes again, while the body runs."""
    if not sys.stderr.isatty():
        yield nobody
        return
    # It takes long to load, and most builds run where nobody looks on.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    bar = Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(),
        console=Console(stderr=True), transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task("", total=None)

        def tell(phase: str, done: int, of: int) -> None:
            bar.update(task, description=phase, completed=done, total=of or None)

        yield tell
