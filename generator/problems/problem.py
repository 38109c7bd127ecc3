"""What is wrong, where, and how to mend it."""

from msgspec import Struct

from generator import texts
from generator.problems.codes import Code, Severity


class Place(Struct, frozen=True, order=True):
    """A spot in a file: line and column count from 1, columns in characters.

    `text` is the line itself and `width` the number of characters to underline.
    """

    file: str
    line: int = 1
    column: int = 1
    width: int = 1
    text: str = ""


class Problem(Struct, frozen=True):
    """One finding. `message` says what is wrong, `hint` what was expected or probably meant."""

    code: str
    severity: Severity
    place: Place
    message: str
    hint: str = ""

    @property
    def order(self) -> tuple[str, int, int, str]:
        """How findings are sorted: as somebody would read the files."""
        return (self.place.file, self.place.line, self.place.column, self.code)


class ProblemsFound(Exception):  # noqa: N818 - it says what happened, as in «problems found»
    """A build cannot go on: the problems say why. Nothing has been written."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def problem(code: Code, place: Place, hint: str = "", **facts: object) -> Problem:
    """The problem that `code` declares, with its facts filled in at `place`.

    The fact `source`, where there is one, is the citation of the rule, and follows what to do.
    """
    told = hint or code.cure
    if source := facts.get("source"):
        told += texts.CITED.format(source=source)
    return Problem(code.code, code.severity, place, code.message.format(**facts), told)


def errors(problems: list[Problem]) -> list[Problem]:
    """Those that stop a build."""
    return [each for each in problems if each.severity == "error"]
