from collections.abc import Callable
from pathlib import Path

import pytest

from tests.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Callable[[str], Site]:
    """Make a small site in this test's folder."""
    return lambda text: Site(tmp_path, text)
