from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.chromium import FLAGS, chromium
from tests.drawn import Drawn
from tests.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Callable[[str], Site]:
    """Make a small site in this test's folder."""
    return lambda text: Site(tmp_path, text)


@pytest.fixture
def spied(monkeypatch: pytest.MonkeyPatch) -> Callable[[object, str], list[Any]]:
    """What a function of a module is asked from now on, by its one argument; it answers as before."""

    def spy(module: object, name: str) -> list[Any]:
        asked: list[Any] = []
        answer = getattr(module, name)

        def listening(value: Any) -> Any:
            asked.append(value)
            return answer(value)

        monkeypatch.setattr(module, name, listening)
        return asked

    return spy


@pytest.fixture(scope="session", autouse=True)
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The engine does the same work once."""
    with pytest.MonkeyPatch.context() as patch:
        Drawn(tmp_path_factory.mktemp("drawn")).use(patch)
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all tests of a process: two at once do not get on."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield found
        found.close()
