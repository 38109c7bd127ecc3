"""Asking for what a new record must have, field by field; each answer is checked at once."""

from collections.abc import Callable, Iterator
from typing import Any, get_args

from msgspec import Struct
from pydantic import BaseModel

from generator.desk import columns, draft, items, words
from generator.desk.draft import Tree
from generator.desk.opened import Names, Opened, Unclear, referring
from generator.desk.refused import nowhere
from generator.problems import codes
from generator.problems.problem import Problem, problem
from generator.records.declaration import Declaration
from generator.records.fields import Chosen, Day, FieldPath, FieldShape, Refers, Sort, shapes
from generator.records.naming import called
from generator.records.scalars import folded
from generator.records.shaping import shape_at

# More than these are not listed: their names are asked for.
_LISTED = 24


class Talk(Struct, frozen=True):
    """The other side: `say` shows a line, `hear` shows a prompt and gives the answer."""

    say: Callable[[str], None]
    hear: Callable[[str], str]


def wanted(model: type[BaseModel], tree: Tree, at: FieldPath = ()) -> Iterator[FieldPath]:
    """The paths of what is required and missing, those of groups that are begun included."""
    for name, shape in shapes(model).items():
        here = tree.get(name)
        if name == "id" or not (shape.required or (shape.nested and here)):
            continue
        if shape.nested is None:
            if here in (None, "", []):
                yield (*at, name)
        elif shape.many:
            for number, each in enumerate(here or [{}]):
                yield from wanted(shape.nested, each or {}, (*at, name, number))
        else:
            yield from wanted(shape.nested, here or {}, (*at, name))


def value(shape: FieldShape, typed: str) -> Any:
    """What was typed as it stands in a tree."""
    return items.split(typed) if shape.many else typed.strip()


def choices(shape: FieldShape, desk: Opened) -> list[str]:
    """What may be chosen, as people know it: entries of settings, records, choices."""
    chosen, refers = shape.mark(Chosen), shape.mark(Refers)
    if chosen is not None:
        return list(desk.settings.names(chosen.table))
    if refers is not None:
        return [reference(key, each) for key, each in desk.library.named(refers.kind).items()]
    return list(shape.choices)


def reference(key: str, record: Any) -> str:
    """A record as its key and what it is called: kq1-001（赵永禄）."""
    names = called(record)
    return f"{key}（{names[-1]}）" if names else key


def settled(tree: Tree, model: type[BaseModel], names: Names) -> list[tuple[FieldPath, Problem]]:
    """Put keys in the place of names in the references of the tree; what is wrong with them."""
    found = []
    for path, kind, text in list(references(tree, model)):
        shape = shape_at(model, path)
        label = shape.label if shape else ""
        key = names.key(kind, text)
        if isinstance(key, Unclear):
            facts = {"label": label, "value": text, "keys": words.AND.join(key.keys)}
            found.append((path, problem(codes.E937, nowhere(""), **facts)))
        elif key is not None:
            draft.placed(tree, model, path, key)
    return found


def wrong(
    tree: Tree, path: FieldPath, declaration: Declaration[Any], desk: Opened, names: Names
) -> list[Problem]:
    """What is wrong with the field at a path, references included; the tree may get keys."""
    model = declaration.model
    found = [each for at, each in settled(tree, model, names) if at[: len(path)] == path]
    _, more = draft.typed(tree, declaration, desk.settings)
    found += [each for at, each in more if at[: len(path)] == path and each.code != "E202"]
    found += [
        each for at, each in unknown(tree, declaration, desk, names) if at[: len(path)] == path
    ]
    return found


def unknown(
    tree: Tree, declaration: Declaration[Any], desk: Opened, names: Names
) -> list[tuple[FieldPath, Problem]]:
    """The references of a tree that lead to nothing (E301)."""
    found = []
    for path, kind, text in references(tree, declaration.model):
        if not names.has(kind, text):
            shape = shape_at(declaration.model, path)
            label = next((d.label for d in desk.library.declarations if d.name == kind), kind)
            facts = {"label": shape.label if shape else "", "kind": label, "value": text}
            hint = names.hint(kind, text)
            found.append((path, problem(codes.E301, nowhere(""), hint, **facts)))
    return found


def references(tree: Tree, model: type[BaseModel]) -> Iterator[tuple[FieldPath, str, str]]:
    """(path, kind, text) of each reference in a tree."""
    return referring(tree, dict(shapes(model)))


def ask(
    path: FieldPath,
    tree: Tree,
    declaration: Declaration[Any],
    desk: Opened,
    names: Names,
    talk: Talk,
    proposed: str = "",
) -> None:
    """Ask until the answer is right, and put it into the tree. An empty one takes what is
    proposed.
    """
    shape = shape_at(declaration.model, path)
    if shape is None:
        raise KeyError(path)
    offered = choices(shape, desk)
    _shown(path, shape, offered, declaration, talk, proposed)
    prompt = words.ASK_PROMPT.format(label=shape.label)
    while True:
        typed = talk.hear(prompt).strip() or proposed
        if not typed:
            talk.say(f"  {words.ASK_REQUIRED}")
            continue
        numbers = items.split(typed) if shape.many else [typed]
        picked = [_picked(each, offered) for each in numbers]
        draft.placed(tree, declaration.model, path, picked if shape.many else picked[0])
        problems = wrong(tree, path, declaration, desk, names)
        if not problems:
            talk.say("")
            return
        for each in problems:
            talk.say(f"  {each.message}\n  {each.hint}")


def _picked(typed: str, offered: list[str]) -> str:
    """A number from the list stands for what it numbers."""
    plain = folded(typed)
    if plain.isdigit() and 1 <= int(plain) <= len(offered) <= _LISTED and plain not in offered:
        return offered[int(plain) - 1]
    return typed


def _shown(
    path: FieldPath,
    shape: FieldShape,
    offered: list[str],
    declaration: Declaration[Any],
    talk: Talk,
    proposed: str,
) -> None:
    title = columns.title(declaration.model, path)
    head = words.ASK.format(label=title, help=shape.help.rstrip("。"))
    extra = []
    if shape.many and shape.nested is None:
        extra.append(words.ASK_LIST)
    if shape.example and not offered:
        extra.append(words.ASK_EXAMPLE.format(example=shape.example))
    if proposed:
        extra.append(words.ASK_PROPOSED.format(value=proposed))
    talk.say(" ".join([head, *extra]))
    if 0 < len(offered) <= _LISTED:
        for number, choice in enumerate(offered, 1):
            talk.say(words.ASK_CHOICES.format(number=number, choice=choice))
    elif offered:
        talk.say(words.ASK_MANY.format(count=len(offered)))


def today_or_nothing(shape: FieldShape, desk: Opened) -> str:
    """Today, for a day that is asked for."""
    sort = shape.mark(Sort)
    days = [each for each in get_args(Day) if isinstance(each, Sort)]
    return desk.ground.day.isoformat() if sort in days else ""
