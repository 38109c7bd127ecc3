"""`python -m generator` is `dangwu`."""

import os
import sys
from typing import NoReturn

from generator.cli import main


def run() -> NoReturn:
    """The command; it ends without taking apart, one by one, the values of a whole site."""
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
