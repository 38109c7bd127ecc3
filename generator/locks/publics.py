"""For whom a register is locked."""

from pathlib import Path

from generator.locks import age
from generator.problems import codes
from generator.problems.problem import Place, Problem, problem
from generator.registers.recipients import FILE, recipients


def publics(content: Path, shown: str) -> tuple[tuple[str, ...], list[Problem]]:
    """The public keys that the settings name, none where there are none; and what is wrong with
    them (E552, E556), the digits at their end included.
    """
    keys, wrong = recipients(content, shown)
    if not wrong:
        wrong = [
            problem(codes.E556, Place(f"{shown}/{FILE}"), value=each)
            for each in keys
            if not age.is_public(each)
        ]
    return keys, wrong
