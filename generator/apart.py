"""Work done in a process of its own beside the caller's, where the machine has a core for it."""

import ctypes
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, TypeVar

T = TypeVar("T")

_PR_SET_PDEATHSIG = 1


class ApartError(Exception):
    """The process ended without an answer, as when the system killed it."""


@contextmanager
def apart(work: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """Run `work` in a forked process while the body runs; what is given waits for its result.

    The process sees everything of the caller's as it is now, at no cost; only the result travels
    back. An error that `work` raises is raised where the result is asked for. Where the body
    raises, the process is stopped; where the caller is killed, it dies too.

    Threads and fork do not mix: a caller with threads, or a system without fork, works by itself.
    """
    if threading.active_count() > 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield work
        return
    context = multiprocessing.get_context("fork")
    answers, answer = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(os.getpid(), answer, work))
    process.start()
    answer.close()

    def result() -> T:
        try:
            done, value = answers.recv()
        except EOFError:
            process.join()
            raise ApartError(f"exit code {process.exitcode}") from None
        if not done:
            raise value
        given: T = value
        return given

    try:
        yield result
    finally:
        process.kill()
        process.join()


def _work(parent: int, answer: Connection, work: Callable[[], Any]) -> None:
    libc = ctypes.CDLL(None)
    if hasattr(libc, "prctl"):
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        return
    try:
        message = (True, work())
    except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to the parent
        message = (False, error)
    answer.send(message)
