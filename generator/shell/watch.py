"""Hearing of saved files at once, where the system tells of them.

The engine's server looks at every file of `content/` twice a second: with ten thousand records that
keeps a core half busy, and a change is seen late.
"""

from typing import Any

from mkdocs.livereload import LiveReloadServer
from watchdog.events import (
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

# Not that a file was opened or read, which a build does itself.
_CHANGES: list[type[FileSystemEvent]] = [
    FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent,
]  # fmt: skip
# An editor that saves by several steps is done with them after so many seconds.
_DELAY = 0.05


class _Told(Observer):  # type: ignore[misc,valid-type]
    """The system's own observer, of changes alone; it may be started twice, as the server does."""

    def start(self) -> None:
        if not self.is_alive():
            super().start()

    def schedule(self, handler: Any, path: str, *, recursive: bool = False, **_: Any) -> Any:
        return super().schedule(handler, path, recursive=recursive, event_filter=_CHANGES)


def watch(server: LiveReloadServer, folder: str) -> None:
    """Have a server, which watches nothing yet, told by the system of changes in a folder.

    Where that has more folders than the system can tell of, the server goes on looking.
    """
    told: Any = _Told()
    told.start()
    try:
        told.schedule(FileSystemEventHandler(), folder, recursive=True)
    except OSError:
        told.stop()
    else:
        server.observer = told
        server.build_delay = _DELAY
    server.watch(folder)
