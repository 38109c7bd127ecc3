"""Our own scripts and style sheets without their comments and white space.

The sources are read by people; what a phone loads over a slow link is not. Nothing is renamed and
no statement rewritten: the lexemes of a script stay the same, one after the other. It is ECMAScript
as we write it, with one thing to know: after `)`, `]` and `}` a slash divides, so that a regular
expression does not begin there.
"""

import re
from collections.abc import Iterator

import rcssmin

_BLANK = re.compile(r"(?:\s+|/\*.*?\*/|//[^\n]*)+", re.DOTALL)
_LEXEME = re.compile(
    r"""[\w$#\u200c\u200d]+|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\+\+|--|=>|.""", re.DOTALL
)
# From a back quote, or from the brace that ends what was put in, to the next of either.
_TEMPLATE = re.compile(r"[`}](?:\\.|\$(?!\{)|[^`\\$])*(?:`|\$\{)", re.DOTALL)
_PATTERN = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*")
_WORD = re.compile(r"[\w$#\u200c\u200d]")
# Words after which an operand follows, not an operator.
_BEFORE_OPERAND = frozenset(
    ("await", "case", "delete", "do", "else", "in", "instanceof", "new", "of", "return", "throw",
     "typeof", "void", "yield")
)  # fmt: skip
# Where a line ends after the one or before the other, no statement ends: the break means nothing.
_GOES_ON_AFTER = frozenset("{([,;=?:&|*%<>") | {"=>"}
_GOES_ON_BEFORE = frozenset(")]},;.?:&|=*%<>")


def script(text: str) -> str:
    """A script or a module of ours, shorter. Line breaks that may end a statement stay."""
    made: list[str] = []
    before = ""
    for gap, lexeme in _lexemes(text):
        made += (_between(before, gap, lexeme), lexeme)
        before = lexeme
    return f"{''.join(made)}\n"


def styles(text: str) -> str:
    """A style sheet of ours, shorter."""
    return f"{rcssmin.cssmin(text)}\n"


def _lexemes(text: str) -> Iterator[tuple[str, str]]:
    """Each lexeme of a script with the white space and comments before it."""
    at, before = 0, ""
    # How many braces are open in what is put into each template around.
    braces: list[int] = []
    while True:
        blank = _BLANK.match(text, at)
        gap = blank.group() if blank else ""
        at += len(gap)
        if at == len(text):
            return
        found = None
        if text[at] == "`" or (text[at] == "}" and braces and not braces[-1]):
            found = _TEMPLATE.match(text, at)
        elif text[at] == "/" and _operand_follows(before):
            found = _PATTERN.match(text, at)
        lexeme = (found or next(_LEXEME.finditer(text, at))).group()
        if found and lexeme[0] == "}":
            braces.pop()
        if found and lexeme.endswith("${"):
            braces.append(0)
        elif braces and lexeme in ("{", "}"):
            braces[-1] += 1 if lexeme == "{" else -1
        yield gap, lexeme
        at, before = at + len(lexeme), lexeme


def _operand_follows(before: str) -> bool:
    if before in ("++", "--") or before[-1:] in ("`", '"', "'"):
        return False
    if _WORD.match(before):
        return before in _BEFORE_OPERAND
    return before not in (")", "]", "}")


def _between(before: str, gap: str, after: str) -> str:
    """What has to stay of the gap between two lexemes."""
    if not before or not gap:
        return ""
    if "\n" in gap and before not in _GOES_ON_AFTER and after[0] not in _GOES_ON_BEFORE:
        return "\n"
    last, first = before[-1], after[0]
    # Words, and what would become another operator, a comment, or the flags or point of the first.
    if _WORD.match(first) and (_WORD.match(last) or (last == "/" and len(before) > 1)):
        return " "
    return " " if (last == first and last in "+-/") or (last.isdigit() and first == ".") else ""
