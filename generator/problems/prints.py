"""The prints of problems: text for people, JSON for tools, SARIF 2.1.0, GitLab's code quality and
the annotations of Actions for code review.
"""

import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Sequence

from generator import __version__, texts
from generator.problems.codes import CODES
from generator.problems.problem import Place, Problem

# Columns of a line that a terminal shows without breaking it, and characters before the spot.
_COLUMNS, _BEFORE = 96, 16
# The severities of code quality: info, minor, major, critical, blocker.
_QUALITY = {"error": "critical", "warning": "minor"}
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def display_width(text: str) -> int:
    """Columns of a terminal for `text`: two for wide characters (UAX #11), none for marks."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1
        for each in text
    )


def as_text(problems: Sequence[Problem]) -> str:
    """The findings as a secretary reads them, each with its line and a mark under the spot."""
    return "\n".join(_paragraph(each) for each in problems)


def _paragraph(found: Problem) -> str:
    place = found.place
    severity = texts.SEVERITY[found.severity]
    # Without a line it is a place in words.
    spot = f"{place.file}:{place.line}:{place.column}" if place.line else place.file
    lines = [f"{spot}  {severity} {found.code}  {found.message}"]
    if place.text:
        line, column = _window(place)
        before = line[: column - 1]
        spot = line[column - 1 : column - 1 + place.width]
        number = f"{place.line:>4}"
        lines.append(f"{number} │ {line}")
        mark = "^" * max(display_width(spot), 1)
        lines.append(f"{' ' * len(number)} │ {' ' * display_width(before)}{mark}")
    if found.hint:
        lines.append(f"  {found.hint}")
    return "\n".join(lines) + "\n"


def _window(place: Place) -> tuple[str, int]:
    """The part of a long line around the spot, and the column of the spot in it."""
    text, column = place.text.replace("\t", " "), place.column
    if display_width(text) <= _COLUMNS:
        return text, column
    begin = max(column - 1 - _BEFORE, 0)
    if begin:
        text, column = f"…{text[begin:]}", column - begin + 1
    shown = 0
    for end, each in enumerate(text):
        shown += display_width(each)
        if shown > _COLUMNS:
            return f"{text[:end]}…", column
    return text, column


def as_json(problems: Sequence[Problem]) -> str:
    """A list of `{code, severity, file, line, column, message, hint}`."""
    return json.dumps(
        [
            {
                "code": each.code,
                "severity": each.severity,
                "file": each.place.file,
                "line": each.place.line,
                "column": each.place.column,
                "message": each.message,
                "hint": each.hint,
            }
            for each in problems
        ],
        ensure_ascii=False,
        indent=2,
    )


def as_sarif(problems: Sequence[Problem]) -> str:
    """OASIS SARIF 2.1.0: one run, a rule for each code that occurs, a result for each finding."""
    used = sorted({each.code for each in problems})
    rules = [
        {
            "id": code,
            "name": code,
            "shortDescription": {"text": CODES[code].title},
            "fullDescription": {"text": CODES[code].meaning},
            "help": {"text": CODES[code].cure},
            "defaultConfiguration": {"level": CODES[code].severity},
        }
        for code in used
    ]
    results = [
        {
            "ruleId": each.code,
            "ruleIndex": used.index(each.code),
            "level": each.severity,
            "message": {"text": _told(each)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": each.place.file},
                        "region": {
                            "startLine": each.place.line,
                            "startColumn": each.place.column,
                            "endColumn": each.place.column + each.place.width,
                        },
                    }
                }
            ],
        }
        for each in problems
    ]
    driver = {"name": "dangwu", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def as_code_quality(problems: Sequence[Problem]) -> str:
    """GitLab's report of code quality: a list of `{description, check_name, fingerprint, severity,
    location}`. A fingerprint does not depend on the number of the line, so that a problem which
    only moves down in its file is no new one.
    """
    seen: Counter[str] = Counter()
    entries = []
    for each in problems:
        told = "\0".join((each.code, each.place.file, each.message, each.place.text.strip()))
        seen[told] += 1
        print_ = hashlib.sha256(f"{told}\0{seen[told]}".encode()).hexdigest()
        entries.append(
            {
                "description": f"{each.code} {each.message} {each.hint}".strip(),
                "check_name": each.code,
                "fingerprint": print_,
                "severity": _QUALITY[each.severity],
                "location": {"path": each.place.file, "lines": {"begin": max(each.place.line, 1)}},
            }
        )
    return json.dumps(entries, ensure_ascii=False, indent=2)


def as_annotations(problems: Sequence[Problem]) -> str:
    """A command to the runner of Gitea's and GitHub's Actions for each finding, which shows it at
    its line.
    """
    return "\n".join(
        f"::{each.severity} file={_property(each.place.file)},line={max(each.place.line, 1)}"
        f",col={each.place.column},endColumn={each.place.column + each.place.width}"
        f",title={each.code}::{_escaped(_told(each))}"
        for each in problems
    )


def _told(found: Problem) -> str:
    return f"{found.message}\n{found.hint}".strip()


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


PRINTS = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "codequality": as_code_quality,
    "annotations": as_annotations,
}
