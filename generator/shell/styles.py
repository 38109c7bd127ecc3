"""Material's style sheet without the parts that no page of the site can use.

It is made for all that the theme can do; this site's pages use a fifth of it. A rule stays where
every class and id that its selector asks for is a word of some page, template or script: too many
rather than too few. A rule within `:not(…)`, `:is(…)` and the like is never looked at.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

import tinycss2
from msgspec import Struct

from generator.shell.frames import Frame

_SHEET = "assets/stylesheets/main.*.min.css"
# Material's own scripts put classes together from parts: where they run, its sheet stays whole.
_SCRIPTS = "assets/javascripts/bundle.*"
_READ = (".html", ".js", ".css")
_WORD = re.compile(r"[\w-]+")
_GROUPS = ("media", "supports", "layer", "container")


class _Rule(Struct, frozen=True):
    """A rule that stays: its selectors or the words of an at-rule, and what is within."""

    head: str
    declarations: tuple[Any, ...] = ()
    rules: "tuple[_Rule, ...]" = ()
    # An at-rule that is passed on as it is.
    whole: str = ""


def fit(output: Path, frames: dict[str, Frame], templates: Sequence[str]) -> dict[str, Frame]:
    """Make the engine's style sheet fit the site, and give it a name by its content.

    `templates` are the folders of the templates with which pages are drawn into the frames, which
    come back with the new name.
    """
    sheet = next(output.glob(_SHEET), None)
    if sheet is None or any(output.glob(_SCRIPTS)):
        return frames
    pages = [path for path in output.rglob("*.html") if path.is_file()]
    others = [p for p in output.rglob("*") if p.suffix in _READ and p != sheet and p.is_file()]
    others += [p for each in templates for p in Path(each).rglob("*") if p.is_file()]
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in others]
    texts += [piece for frame in frames.values() for piece in frame.pieces]
    text = pruned(sheet.read_text(encoding="utf-8"), texts)
    digest = hashlib.blake2b(text.encode(), digest_size=4).hexdigest()
    name = f"main.{digest}.min.css"
    old = sheet.name
    sheet.unlink()
    sheet.with_name(name).write_text(text, encoding="utf-8")
    for page in pages:
        html = page.read_text(encoding="utf-8")
        page.write_text(html.replace(old, name), encoding="utf-8")
    return {section: Frame(_renamed(frame.pieces, old, name)) for section, frame in frames.items()}


def _renamed(pieces: tuple[str, str, str, str], old: str, new: str) -> tuple[str, str, str, str]:
    a, b, c, d = (piece.replace(old, new) for piece in pieces)
    return (a, b, c, d)


def pruned(sheet: str, texts: Iterable[str]) -> str:
    """A style sheet without what needs a class or id that none of the texts has as a word.

    A custom property or an animation that nothing asks for any more goes as well.
    """
    words: set[str] = set()
    for text in texts:
        words.update(_WORD.findall(text))
    parsed = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    if any(each.type == "error" for each in parsed):
        return sheet
    rules = list(_kept(parsed, words))
    while True:
        asked = words | {word for rule in rules for word in _WORD.findall(_values(rule))}
        fewer = [each for rule in rules for each in _asked_for(rule, asked)]
        if fewer == rules:
            return "".join(map(_written, rules)) + "\n"
        rules = fewer


def _kept(parsed: Iterable[Any], words: Collection[str]) -> Iterable[_Rule]:
    for each in parsed:
        if each.type == "qualified-rule":
            selectors = [one for one in _parted(each.prelude) if _usable(one, words)]
            if not selectors:
                continue
            head = ",".join(tinycss2.serialize(one).strip() for one in selectors)
            declarations = tuple(_declarations(each.content))
            if any(one.type == "error" for one in declarations):
                yield _Rule(head, whole=f"{head}{{{tinycss2.serialize(each.content)}}}")
            else:
                yield _Rule(head, declarations)
        elif (
            each.type == "at-rule"
            and each.content is not None
            and (each.lower_at_keyword in _GROUPS)
        ):
            inner = tinycss2.parse_rule_list(each.content, skip_comments=True, skip_whitespace=True)
            rules = tuple(_kept(inner, words))
            if rules:
                head = f"@{each.at_keyword}{tinycss2.serialize(each.prelude)}"
                yield _Rule(head, rules=rules)
        else:
            yield _Rule(each.at_keyword if each.type == "at-rule" else "", whole=each.serialize())


def _parted(prelude: Sequence[Any]) -> Iterable[list[Any]]:
    """The selectors of a list, parted at the commas that stand at its top."""
    one: list[Any] = []
    for each in prelude:
        if each == ",":
            yield one
            one = []
        else:
            one.append(each)
    yield one


def _usable(selector: Sequence[Any], words: Collection[str]) -> bool:
    for before, token in zip([None, *selector], selector, strict=False):
        if token.type == "hash" and token.value not in words:
            return False
        if token.type == "ident" and before == "." and token.value not in words:
            return False
        if token.type == "[] block" and not _has(token.content, words):
            return False
    return True


def _has(attribute: Sequence[Any], words: Collection[str]) -> bool:
    """Whether an attribute may have the value; only the direction of writing is looked at."""
    idents = [each.value for each in attribute if each.type in ("ident", "string")]
    return idents[:1] != ["dir"] or len(idents) < 2 or idents[1] != "rtl" or "rtl" in words


def _declarations(content: Sequence[Any]) -> Iterable[Any]:
    found: list[Any] = tinycss2.parse_blocks_contents(
        content, skip_comments=True, skip_whitespace=True
    )
    return found


def _values(rule: _Rule) -> str:
    """All that a rule asks for by name: other properties, animations."""
    if rule.rules:
        return " ".join(map(_values, rule.rules))
    if rule.whole:
        return "" if rule.head == "keyframes" else rule.whole
    return " ".join(
        tinycss2.serialize(each.value) if each.type == "declaration" else each.serialize()
        for each in rule.declarations
    )


def _asked_for(rule: _Rule, asked: Collection[str]) -> Iterable[_Rule]:
    """The rule without the properties that nothing asks for; nothing, where it has no others."""
    if rule.rules:
        rules = tuple(each for one in rule.rules for each in _asked_for(one, asked))
        if rules:
            yield _Rule(rule.head, rules=rules)
    elif rule.whole:
        names = _WORD.findall(rule.whole.partition("{")[0])
        if rule.head != "keyframes" or names[-1] in asked:
            yield rule
    else:
        some = tuple(
            each
            for each in rule.declarations
            if each.type != "declaration" or not each.name.startswith("--") or each.name in asked
        )
        if some:
            yield rule if len(some) == len(rule.declarations) else _Rule(rule.head, some)


def _written(rule: _Rule) -> str:
    if rule.whole:
        return rule.whole
    if rule.rules:
        return f"{rule.head}{{{''.join(map(_written, rule.rules))}}}"
    return f"{rule.head}{{{';'.join(each.serialize().rstrip(';') for each in rule.declarations)}}}"
