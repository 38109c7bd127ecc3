"""A crew that is lent to one build after the other."""

from concurrent.futures import CancelledError, ThreadPoolExecutor
from threading import Event

import pytest

from generator.crew import Lent


def test_who_was_lent_a_crew_waits_for_his_own_work_alone() -> None:
    other, own = Event(), Event()
    with ThreadPoolExecutor(2) as crew:
        waiting = crew.submit(other.wait)
        with Lent(crew) as lent:
            done = lent.submit(own.wait)
            own.set()
        assert done.done()
        assert not waiting.done()
        other.set()
        with Lent(crew) as lent:
            assert lent.submit(sum, (1, 2)).result() == 3


def test_what_was_not_begun_is_called_off_where_a_build_fails() -> None:
    go = Event()
    with ThreadPoolExecutor(1) as crew:
        begun = crew.submit(go.wait)
        lent = Lent(crew)
        never = lent.submit(sum, (1, 2))
        lent.__exit__(KeyboardInterrupt)
        with pytest.raises(CancelledError):
            never.result()
        go.set()
        assert begun.result()
        assert crew.submit(sum, (1, 2)).result() == 3
