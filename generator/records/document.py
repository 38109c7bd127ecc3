"""A YAML file → a tree of nodes that know their line and column, or the reasons why not.

The tree is PyYAML's own (libyaml behind it); nothing is resolved: every scalar stays the text that
was typed. What the rules of reading refuse is refused here, before any type is known.
"""

import errno
import re
from functools import lru_cache

import yaml
from msgspec import Struct
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from generator import texts
from generator.problems import codes
from generator.problems.problem import Place, Problem, problem

MAX_BYTES = 1 << 20
MAX_ALIASES = 50
MAX_NODES = 200_000
MAX_DEPTH = 64
_MAYBE_TAG = re.compile(r"(?:^|[\s\[{,:-])!", re.MULTILINE)
# Where a tree can be deep at all: many brackets, or a line that begins far to the right.
_FAR = re.compile(r"^[ \-?:]{16}", re.MULTILINE)
# Besides what YAML refuses: noncharacters and the mark of byte order, which nobody can see.
_BAD_CHARACTER = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_OTHER_BREAK = re.compile("[\x85\u2028\u2029]")
_BLOCK_HEAD = re.compile(r"(?:^|[\s:])[|>][-+0-9]*\s*(?:#.*)?$")
_COLON = re.compile(r"：|:(?=\S)")
_COLONS = {"：": texts.YAML_WIDE_COLON, ":": texts.YAML_NO_SPACE}
# Reasons that say how to mend it, so that the general cure would lead astray.
_TELLING = {
    texts.YAML_BACKSLASH,
    texts.YAML_BLOCK,
    texts.YAML_BRACKET,
    texts.YAML_DASH,
    texts.YAML_NO_COLON,
    texts.YAML_QUOTE,
    texts.YAML_SECOND_COLON,
    texts.YAML_SPECIAL,
}
_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")


class Document(Struct, frozen=True):
    """A file's text and its tree. Places are made from the text when a problem needs them."""

    file: str
    text: str
    root: Node

    def place(self, node: Node) -> Place:
        """Where a node stands: its first line, to its end or the end of that line."""
        start, end = node.start_mark, node.end_mark
        line = line_of(self.text, start.line)
        last = end.column if end.line == start.line else len(line)
        width = max(last - start.column, 1)
        return Place(self.file, start.line + 1, start.column + 1, width, line)

    def within(self, node: ScalarNode, piece: str, before: int) -> Place:
        """Where a piece of a scalar's text stands, after `before` others like it.

        White space may stand otherwise in the file: lines are joined, and indented.
        """
        begin, end = node.start_mark.index, node.end_mark.index
        pattern = r"\s+".join(map(re.escape, piece.split()))
        spots = list(re.finditer(pattern, self.text[begin:end])) if pattern else []
        if not spots:
            return self.place(node)
        spot_ = spots[min(before, len(spots) - 1)]
        return self.at(begin + spot_.start(), begin + spot_.end())

    def at(self, start: int, end: int) -> Place:
        """The place of a part of the file's text; its first line, where it has several."""
        return part(self.file, self.text, start, end)


def part(file: str, text: str, start: int, end: int) -> Place:
    """The place of a part of a text; its first line, where it has several."""
    breaks = list(_BREAK.finditer(text, 0, start))
    column = start - (breaks[-1].end() if breaks else 0)
    line = line_of(text, len(breaks))
    width = max(min(end - start, len(line) - column), 1)
    return Place(file, len(breaks) + 1, column + 1, width, line)


class _Loader(yaml.CBaseLoader):
    """Composes nodes without asking what their text might mean: it stays text."""

    def resolve(self, kind: type[Node], value: object, implicit: object) -> str:
        return _TAGS[kind]


_TAGS = {
    ScalarNode: yaml.CBaseLoader.DEFAULT_SCALAR_TAG,
    SequenceNode: yaml.CBaseLoader.DEFAULT_SEQUENCE_TAG,
    MappingNode: yaml.CBaseLoader.DEFAULT_MAPPING_TAG,
}


@lru_cache(maxsize=2)
def _lines(text: str) -> list[str]:
    return _BREAK.split(text)


def rows(text: str) -> list[str]:
    """The lines of a text without their ends, as libyaml counts them."""
    return list(_lines(text))


def line_of(text: str, index: int) -> str:
    """Line `index` (from 0) of a text, without its end, as libyaml counts lines."""
    lines = _lines(text)
    return lines[index] if index < len(lines) else ""


def spot(file: str, text: str, line: int, column: int, width: int = 1) -> Place:
    """A place from 0-based line and column."""
    return Place(file, line + 1, column + 1, width, line_of(text, line))


def unreadable(error: OSError) -> str:
    """Why a file could not be opened, in words (for E115)."""
    known = {
        errno.EACCES: texts.NO_PERMISSION,
        errno.EPERM: texts.NO_PERMISSION,
        errno.ENOENT: texts.NOT_THERE,
        errno.EISDIR: texts.IS_A_FOLDER,
    }
    return known.get(error.errno or 0, error.strerror or str(error))


def read(file: str, raw: bytes) -> Document | Problem:
    """The document in `raw`; `file` is the name for messages (E101–E109)."""
    if len(raw) > MAX_BYTES:
        return problem(codes.E102, Place(file), size=len(raw))
    try:
        text = raw.decode("utf-8").lstrip("\ufeff")
    except UnicodeDecodeError as error:
        return problem(codes.E101, _undecoded(file, raw, error.start), offset=error.start + 1)
    bad = _BAD_CHARACTER.search(text)
    if bad:
        return _hidden(file, text, bad.start())
    try:
        deep = _too_deep(file, text)
        if deep is not None:
            return deep
        root = yaml.compose(text, Loader=_Loader)
    except yaml.composer.ComposerError as error:
        return _several(file, text, error)
    except yaml.MarkedYAMLError as error:
        return _unreadable(file, text, error)
    except yaml.YAMLError:
        return problem(codes.E103, Place(file), reason=texts.YAML_OTHER)
    if root is None or (isinstance(root, ScalarNode) and not root.value and not root.style):
        return problem(codes.E106, Place(file))
    found = _refused(file, text, root)
    return found or Document(file, text, root)


def colon_slip(document: Document, node: Node) -> Problem | None:
    """Where a text stands for a mapping because of its colon: full-width, or no space after it."""
    if not isinstance(node, ScalarNode) or node.style:
        return None
    line, column = node.start_mark.line, node.start_mark.column
    match = _COLON.search(line_of(document.text, line), column)
    if match is None:
        return None
    place = spot(document.file, document.text, line, match.start())
    return problem(codes.E103, place, reason=_COLONS[match[0]])


def _undecoded(file: str, raw: bytes, start: int) -> Place:
    """The first character that is not UTF-8; its line is shown where it makes sense as GBK."""
    begin = raw.rfind(b"\n", 0, start) + 1
    end = raw.find(b"\n", start)
    column = len(raw[begin:start].decode("utf-8").lstrip("\ufeff")) + 1
    try:
        text = raw[begin : end if end >= 0 else len(raw)].decode("gb18030").rstrip("\r")
    except UnicodeDecodeError:
        text = ""
    if not text.isprintable():
        text = ""
    return Place(file, raw.count(b"\n", 0, start) + 1, column, 1, text)


def _hidden(file: str, text: str, at: int) -> Problem:
    breaks = list(_BREAK.finditer(text, 0, at))
    column = at - (breaks[-1].end() if breaks else 0)
    return problem(codes.E103, spot(file, text, len(breaks), column), reason=texts.YAML_CHARACTER)


def _too_deep(file: str, text: str) -> Problem | None:
    """More levels than a record can have: libyaml's composer would overflow the stack (E103)."""
    if text.count("[") + text.count("{") < MAX_DEPTH // 2 and not _FAR.search(text):
        return None
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            return problem(
                codes.E103,
                spot(file, text, *_start(event)),
                texts.YAML_AFTER,
                reason=texts.YAML_DEEP,
            )
    return None


def _several(file: str, text: str, error: yaml.composer.ComposerError) -> Problem:
    mark = error.problem_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    if "expected a single document" in str(error.context):
        return problem(codes.E109, spot(file, text, line, 0, 3))
    return problem(
        codes.E103, spot(file, text, line, column), texts.YAML_AFTER, reason=texts.YAML_SPECIAL
    )


def _unreadable(file: str, text: str, error: yaml.MarkedYAMLError) -> Problem:
    """E103 with a reason in words (or E104), at the slip rather than where libyaml noticed it."""
    other = _OTHER_BREAK.search(text)
    if other:
        return _hidden(file, text, other.start())
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    first = error.context_mark or mark
    begin = (first.line, first.column) if first else (line, column)
    if "tag" in str(error.context):
        tag = line_of(text, begin[0])[begin[1] :].partition(" ")[0]
        return problem(codes.E104, spot(file, text, *begin, len(tag)), tag=tag)
    line, column, reason = _slip(
        text, str(error.context), str(error.problem), (line, column), begin
    )
    hint = texts.YAML_AFTER if reason in _TELLING else ""
    return problem(codes.E103, spot(file, text, line, column), hint, reason=reason)


def _slip(
    text: str, context: str, said: str, at: tuple[int, int], begin: tuple[int, int]
) -> tuple[int, int, str]:
    """(line, column, reason) of an error of libyaml's, which it noticed at `at` in what began at
    `begin`. The words are those of libyaml 0.2.
    """
    here = line_of(text, at[0])
    before = here[: at[1]].rstrip()
    if "tab character" in said or ("cannot start any token" in said and here[at[1] :][:1] == "\t"):
        return *at, texts.YAML_TAB
    if "expected ':'" in said:
        return _no_colon(text, begin)
    if "mapping values are not allowed" in said:
        return _stray_colon(text, at)
    if "escape" in said or "hexdecimal" in said:
        return at[0], here.rfind("\\", 0, at[1] + 1), texts.YAML_BACKSLASH
    if "quoted scalar" in context:
        return *begin, texts.YAML_QUOTE
    if "flow" in context or here[at[1] :][:1] in ("]", "}"):
        return *_in_brackets(here, at, begin), texts.YAML_BRACKET
    if "block sequence entries" in said:
        return *at, texts.YAML_DASH
    if "block mapping" in context or "block collection" in context:
        return *at, texts.YAML_QUOTE if before.endswith(('"', "'")) else texts.YAML_INDENT
    if any(each in f"{context} {said}" for each in ("token", "anchor", "alias", "scalar", "keys")):
        return *begin, texts.YAML_SPECIAL
    return *at, texts.YAML_OTHER


def _no_colon(text: str, begin: tuple[int, int]) -> tuple[int, int, str]:
    """A line that should be `key: value` and is not."""
    line, column = begin
    above = next((each for n in range(line - 1, -1, -1) if (each := line_of(text, n)).strip()), "")
    if _BLOCK_HEAD.search(above):
        return line, column, texts.YAML_BLOCK
    match = _COLON.search(line_of(text, line), column)
    if match is None:
        return line, column, texts.YAML_NO_COLON
    return line, match.start(), _COLONS[match[0]]


def _stray_colon(text: str, at: tuple[int, int]) -> tuple[int, int, str]:
    """A colon where none may be: the lines above were meant as keys, this one is indented too far,
    or the value holds a colon itself.
    """
    line, column = at
    slip: tuple[int, int, str] | None = None
    for number in range(line - 1, -1, -1):
        above = line_of(text, number)
        match = _COLON.search(above)
        if match is None or ": " in above[: match.start()] or above.rstrip().endswith(":"):
            break
        slip = number, match.start(), _COLONS[match[0]]
    if slip is not None:
        return slip
    here = line_of(text, line)
    if ": " in here[:column]:
        return line, column, texts.YAML_SECOND_COLON
    return line, len(here) - len(here.lstrip()), texts.YAML_INDENT


def _in_brackets(here: str, at: tuple[int, int], begin: tuple[int, int]) -> tuple[int, int]:
    """A Chinese comma in the brackets, else where they fail, or where they open on a line above."""
    if at[0] != begin[0]:
        return begin
    comma = here.find("，", begin[1], at[1])
    return (at[0], comma) if comma >= 0 else at


def _refused(file: str, text: str, root: Node) -> Problem | None:
    """A tag or too many aliases (E104, E105), found without expanding anything."""
    if "*" not in text and not _MAYBE_TAG.search(text):
        return None
    aliases = 0
    shown = Place(file)
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        line, column = _start(event)
        tag = getattr(event, "tag", None)
        if tag is not None:
            short = _short(tag)
            place = spot(file, text, line, column, len(short))
            return problem(codes.E104, place, tag=short)
        if isinstance(event, yaml.AliasEvent):
            aliases += 1
            if aliases in (1, MAX_ALIASES + 1):
                shown = spot(file, text, line, column, 1 + len(event.anchor or ""))
            if aliases > MAX_ALIASES:
                return problem(codes.E105, shown, reason=texts.ALIASES_MANY)
    if aliases and _outgrown(root):
        return problem(codes.E105, shown, reason=texts.ALIASES_DEEP)
    return None


def _start(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line, mark.column) if mark else (0, 0)


def _short(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


def _outgrown(root: Node) -> bool:
    """Whether the tree is too large or too deep with every alias written out.

    The walk itself is no deeper than the file: an alias stands after what it names.
    """
    endless = MAX_NODES + 1, MAX_DEPTH + 2
    measures: dict[int, tuple[int, int]] = {}

    def measure(node: Node) -> tuple[int, int]:
        """(nodes, levels)."""
        known = measures.get(id(node))
        if known is not None:
            return known
        measures[id(node)] = endless  # Holds until it is known: so a node inside itself is endless.
        inside: list[Node] = []
        if isinstance(node, MappingNode):
            inside = [each for pair in node.value for each in pair]
        elif isinstance(node, SequenceNode):
            inside = node.value
        nodes, levels = 1, 1
        for each in inside:
            more, below = measure(each)
            nodes, levels = nodes + more, max(levels, below + 1)
        found = min(nodes, endless[0]), min(levels, endless[1])
        measures[id(node)] = found
        return found

    nodes, levels = measure(root)
    return nodes > MAX_NODES or levels > MAX_DEPTH + 1
