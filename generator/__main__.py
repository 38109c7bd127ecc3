"""`python -m generator` is `dangwu`."""

import sys

from generator.cli import main

sys.exit(main())
