"""`python -m generator` is `dangwu`."""

import gc
import os
import sys
from typing import NoReturn

# What is loaded stays: to look through it for what could go takes a tenth of the loading.
gc.disable()

from generator.cli import main  # noqa: E402


def run() -> NoReturn:
    """The command; it ends without taking apart, one by one, the values of a whole site."""
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
