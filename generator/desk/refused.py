"""Why the desk does not do what it was asked for."""

from collections.abc import Sequence

from generator.problems.codes import Code
from generator.problems.problem import Place, Problem, problem


class RefusedError(Exception):
    """The problems say why. Nothing has been written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = list(problems)


def refused(code: Code, where: str, hint: str = "", **facts: object) -> RefusedError:
    """One reason, of something that is no spot in a text."""
    return RefusedError([problem(code, nowhere(where), hint, **facts)])


def nowhere(where: str) -> Place:
    """A place in words: a file as a whole, the cell of a sheet, a command."""
    return Place(where, 0, 0, 0)
