"""For whom registers are locked: a public key of age on each line of a file among the settings."""

import re
from pathlib import Path

from generator.problems import codes
from generator.problems.problem import Place, Problem, problem

FILE = "settings/recipients.txt"
# Bech32, as age writes keys; the digits at its end are looked at when something is locked.
_PUBLIC = re.compile(r"age1[02-9ac-hj-np-z]{58}")
_SECRET = "AGE-SECRET-KEY-"  # noqa: S105 - what a private key begins with


def recipients(content: Path, shown: str) -> tuple[tuple[str, ...], list[Problem]]:
    """The public keys, and what is wrong in their file (E552, E556)."""
    try:
        text = (content / FILE).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return (), []
    keys, problems = [], []
    for number, line in enumerate(text.splitlines(), 1):
        value = line.strip()
        if _SECRET in line.upper():
            # The line itself is not shown: logs are read by many.
            problems.append(problem(codes.E552, Place(f"{shown}/{FILE}", number)))
        elif value and not value.startswith("#"):
            if not _PUBLIC.fullmatch(value):
                place = Place(f"{shown}/{FILE}", number, 1, len(line) or 1, line)
                problems.append(problem(codes.E556, place, value=value))
            keys.append(value)
    return tuple(keys), problems
