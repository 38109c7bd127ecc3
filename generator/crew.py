"""Who does the work: an executor (`concurrent.futures`) with a process for each core.

Work is handed over as a function of a module and values that can be pickled, so that another
executor may take this one's place.
"""

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent import futures
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")
_PR_SET_PDEATHSIG = 1
# Values made between two looks for what goes round in circles.
_SELDOM = 50_000


class Alone(Executor):
    """Does what is submitted at once, by itself."""

    def submit(self, work: Callable[..., T], /, *args: Any, **kwargs: Any) -> "Future[T]":
        done: Future[T] = Future()
        try:
            done.set_result(work(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - it is raised where the result is asked for
            done.set_exception(error)
        return done


class _Finishing(Executor):
    """Finishes its work when it is left, unless an error leaves nothing to finish it for."""

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        self.shutdown(wait=True, cancel_futures=kind is not None)


class _Crew(_Finishing, ProcessPoolExecutor):
    """Processes that do not keep for the next piece of work what one took, such as the arrays of an
    index or the table of a year.
    """

    def submit(self, work: Callable[..., T], /, *args: Any, **kwargs: Any) -> "Future[T]":
        return super().submit(_relieving, work, *args, **kwargs)


class Lent(_Finishing):
    """A crew that goes on to other work afterwards: who was lent it waits for his own work alone,
    or calls it off.
    """

    def __init__(self, crew: Executor) -> None:
        self._crew = crew
        self._given: set[Future[Any]] = set()

    def submit(self, work: Callable[..., T], /, *args: Any, **kwargs: Any) -> "Future[T]":
        given = self._crew.submit(work, *args, **kwargs)
        self._given.add(given)
        given.add_done_callback(self._given.discard)
        return given

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        given = list(self._given)
        if cancel_futures:
            given = [each for each in given if not each.cancel()]
        if wait:
            futures.wait(given)


def in_turn(
    workers: Executor, work: Callable[[T], R], tasks: Iterable[T], ahead: int
) -> Iterator[R]:
    """What `work` gives for each of the tasks, in their order. A task is made when not more than
    `ahead` are waiting: of many, the most are never there at the same time.
    """
    waiting: deque[Future[R]] = deque()
    for each in tasks:
        waiting.append(workers.submit(work, each))
        while len(waiting) > ahead or (waiting and waiting[0].done()):
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


@contextmanager
def tidied() -> Iterator[None]:
    """For work of this process's own that makes much which goes round in circles: that is looked
    for afterwards, and nothing else is.
    """
    gc.freeze()
    yield
    gc.collect()


def _relieving(work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    try:
        return work(*args, **kwargs)
    finally:
        relieved()


def relieved() -> None:
    """Give what this process has freed back to the system (malloc_trim(3)), after work that took
    much more than what follows; where the system's C library keeps to itself, nothing happens.
    """
    libc = ctypes.CDLL(None)
    if hasattr(libc, "malloc_trim"):
        libc.malloc_trim(0)


def cores() -> int:
    """The cores that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def crew(jobs: int) -> Executor:
    """An executor of so many processes; for one job, this one does it.

    Threads and fork do not mix: a caller with threads, or a system without fork, works alone.
    """
    if jobs < 2 or threading.active_count() > 1:
        return Alone()
    if "fork" not in multiprocessing.get_all_start_methods():
        return Alone()
    context = multiprocessing.get_context("fork")
    return _Crew(jobs, context, _begin, (os.getpid(),))


def _begin(parent: int) -> None:
    """In each process: it dies with the one that it works for, however that ends."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "prctl"):
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    # What is worked on is thrown away as a whole; of what goes round in circles, templates make a
    # little with each page, and workbooks much.
    gc.freeze()
    gc.set_threshold(_SELDOM, 3, 3)
    gc.enable()
    # What stops the caller stops the crew through it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
