"""A new record: what is known of it, what is proposed, and the file that it becomes."""

import os
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from generator.desk import adding, asking, blank, columns, draft, filing, lines, words
from generator.desk.asking import Talk
from generator.desk.draft import Tree
from generator.desk.filing import Filed
from generator.desk.opened import Names, Opened
from generator.desk.refused import RefusedError, nowhere, refused
from generator.desk.staging import Change
from generator.kinds.kind import Kind
from generator.problems import codes
from generator.problems.problem import Problem, problem
from generator.records import document
from generator.records.declaration import CHOSEN, Declaration
from generator.records.fields import FieldPath, Record, shapes
from generator.records.sealed import ENDING
from generator.records.shaping import nearest, shape_at

# Stands for an id until the file is known, which decides what is free.
_STAND_IN = "0"


class Written(Struct, frozen=True):
    """The change that adds a record, and the line on which the record begins."""

    change: Change
    line: int


class NoFieldError(Exception):
    """A field that the kind does not have; the message says so, in words."""


def given(pairs: list[str], kind: Kind[Any]) -> Tree:
    """`标题=…` pairs of the command line as a tree; raises NoFieldError."""
    model: type[Record] = kind.declaration.model
    tree: Tree = {}
    for pair in pairs:
        name, sign, text = pair.partition("=")
        if not sign:
            raise NoFieldError(words.BAD_PAIR.format(pair=pair))
        path = columns.meant(model, name)
        shape = shape_at(model, path) if path else None
        if path is None or shape is None:
            known = [each.title for each in columns.leaves(model)]
            near = nearest(name, known)
            hint = words.DID_YOU_MEAN.format(near=near) if near else ""
            label = kind.declaration.label
            raise NoFieldError(words.NO_FIELD.format(kind=label, name=name, hint=hint))
        many = shape.many and not isinstance(path[-1], int)
        draft.placed(tree, model, path, asking.value(shape, text) if many else text.strip())
    return tree


def new(kind: Kind[Any], tree: Tree, desk: Opened, talk: Talk | None) -> Written:
    """The change that adds a record with what the tree says; `talk` asks for the rest.

    Raises RefusedError where something is wrong, or missing and nobody can be asked.
    """
    declaration: Declaration[Any] = kind.declaration
    names = Names(desk.library)
    typed_id = str(tree.pop("id", ""))
    _check(tree, kind, desk, names)
    if talk is not None:
        talk.say(words.NEW_HEAD.format(kind=declaration.label))
        _asked(tree, kind, desk, names, talk)
    missing = list(asking.wanted(declaration.model, tree))
    if missing:
        lacking = words.AND.join(columns.title(declaration.model, each) for each in missing)
        raise refused(codes.E930, declaration.label, fields=lacking)
    if shapes(declaration.model)["id"].required:
        tree["id"] = typed_id or _STAND_IN
    record = _record(tree, kind, desk)
    proposals = dict(kind.proposals(record, desk.ground))
    own = proposals.pop("id", "")
    _proposed(tree, kind, desk, names, talk, proposals)
    if declaration.filing.name == CHOSEN or declaration.filing.listed:
        file = filing.file(declaration, record, desk, Filed())
        if declaration.filing.listed and file is not None:
            own = filing.next_id(declaration, file, desk, Filed())
        tree["id"] = typed_id or _id(kind, own, desk, talk)
    record = _record(tree, kind, desk)
    file = filing.file(declaration, record, desk, Filed())
    if file is None:
        decide = (*declaration.filing.folders, declaration.filing.name)
        fields = [shapes(declaration.model)[each.partition(".")[0]].label for each in decide]
        raise refused(codes.E947, declaration.label, fields=words.AND.join(fields))
    return _written(kind, record, file, desk)


def _check(tree: Tree, kind: Kind[Any], desk: Opened, names: Names) -> None:
    """Everything that was given is right; raises RefusedError."""
    found = asking.wrong(tree, (), kind.declaration, desk, names)
    if found:
        label = kind.declaration.label
        raise RefusedError(
            [Problem(e.code, e.severity, nowhere(label), e.message, e.hint) for e in found]
        )


def _asked(tree: Tree, kind: Kind[Any], desk: Opened, names: Names, talk: Talk) -> None:
    while missing := next(asking.wanted(kind.declaration.model, tree), None):
        shape = shape_at(kind.declaration.model, missing)
        proposed = asking.today_or_nothing(shape, desk) if shape else ""
        asking.ask(missing, tree, kind.declaration, desk, names, talk, proposed)


def _proposed(
    tree: Tree,
    kind: Kind[Any],
    desk: Opened,
    names: Names,
    talk: Talk | None,
    proposals: Mapping[str, str],
) -> None:
    for name, value in proposals.items():
        if name in tree:
            continue
        if talk is None:
            tree[name] = value
        else:
            path: FieldPath = (name,)
            asking.ask(path, tree, kind.declaration, desk, names, talk, value)


def _record(tree: Tree, kind: Kind[Any], desk: Opened) -> Record:
    record, found = draft.typed(tree, kind.declaration, desk.settings)
    if record is None:
        label = kind.declaration.label
        raise RefusedError(
            [
                Problem(each.code, each.severity, nowhere(label), each.message, each.hint)
                for _, each in found
            ]
        )
    return record  # type: ignore[no-any-return]


def _id(kind: Kind[Any], proposed: str, desk: Opened, talk: Talk | None) -> str:
    """An id that may be one and is free."""
    if talk is None:
        if not proposed:
            label = shapes(kind.declaration.model)["id"].label
            raise refused(codes.E930, kind.declaration.label, fields=label)
        return proposed
    talk.say(words.ASK_ID)
    if proposed:
        talk.say("  " + words.ASK_PROPOSED.format(value=proposed))
    while True:
        typed = talk.hear(words.ASK_PROMPT.format(label="编号")).strip() or proposed
        if filing.valid(typed) and not desk.library.known(kind.name, typed):
            return typed
        code = codes.E113 if filing.valid(typed) else codes.E114
        facts = {"key": typed, "other": typed, "name": typed}
        found = problem(code, nowhere(""), **facts)
        talk.say(f"  {found.message}\n  {found.hint}")


def _written(kind: Kind[Any], record: Record, file: str, desk: Opened) -> Written:
    declaration = kind.declaration
    shown = f"{desk.shown}/{file}"
    if not all(filing.valid(each) for each in file.removesuffix(".yaml").split("/")):
        raise refused(codes.E114, shown, name=file.rpartition("/")[2].removesuffix(".yaml"))
    if (desk.content / f"{file}{ENDING}").exists():
        raise refused(codes.E933, f"{shown}{ENDING}", file=f"{shown}{ENDING}")
    tree = draft.canonical(record, desk.settings)
    head = modeline(desk, file, declaration.name)
    if not declaration.filing.listed:
        if (desk.content / file).exists():
            raise refused(codes.E931, shown, file=shown)
        tree.pop("id", None)
        text = blank.commented(tree, declaration.model, declaration.label, head)
        return Written(Change(file, None, text.encode()), 1)
    before = desk.read(file)
    rest = blank.rest(tree, declaration.model)
    if before is None:
        item = lines.listed([*lines.lines(tree, declaration.model), rest])
        text = "\n".join([*([head, ""] if head else []), *item]) + "\n"
        return Written(Change(file, None, text.encode()), 3 if head else 1)
    old = before.decode("utf-8", "replace")
    read = document.read(shown, before)
    if isinstance(read, Problem):
        raise RefusedError([read])
    own = lines.lines(tree, declaration.model, labels=adding.labelled(read))
    added = adding.added(old, [[*own, rest]])
    if added is None or not appended(old, added, kind):
        raise refused(codes.E932, shown, file=shown)
    line = added.count("\n") - len(own)
    return Written(Change(file, before, added.encode()), line)


def appended(old: str, text: str, kind: Kind[Any], count: int = 1) -> bool:
    """Whether the text has the records of the old one, unchanged, and so many more."""
    before = adding.trees(old, kind.declaration.model)
    after = adding.trees(text, kind.declaration.model)
    return (
        before is not None
        and after is not None
        and (after[: len(before)] == before and len(after) == len(before) + count)
    )


def modeline(desk: Opened, file: str, name: str) -> str:
    """The line by which editors find the schema, where there is one beside the folder."""
    if not (desk.content.resolve().parent / "schemas" / f"{name}.json").is_file():
        return ""
    up = os.path.relpath(".", os.path.dirname(f"{desk.content.name}/{file}"))  # noqa: PTH120
    return f"# yaml-language-server: $schema={up}/schemas/{name}.json"
