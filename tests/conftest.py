from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.chromium import FLAGS, chromium
from tests.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Callable[[str], Site]:
    """Make a small site in this test's folder."""
    return lambda text: Site(tmp_path, text)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all tests of a process: two at once do not get on."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield found
        found.close()
