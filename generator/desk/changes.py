"""Records of a ledger → the files that change; a spot in such a file → the cell it is from."""

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from yaml.nodes import MappingNode, Node

from generator.desk import adding, draft, lines
from generator.desk.importing import Taken
from generator.desk.new import appended, modeline
from generator.desk.opened import Opened
from generator.desk.refused import RefusedError, nowhere
from generator.desk.rows import Row
from generator.desk.staging import Change
from generator.kinds.kind import Kind
from generator.problems import codes
from generator.problems.problem import Place, Problem, problem
from generator.records import document, reading
from generator.records.fields import FieldPath
from generator.records.shaping import nodes_at


class Written(Struct, frozen=True):
    """A change, and the rows whose records are in it, each with its place in the file's list."""

    change: Change
    rows: tuple[tuple[int | None, Row], ...]


def changes(
    taken: Sequence[Taken], kind: Kind[Any], desk: Opened, *, update: bool
) -> list[Written]:
    """The changes for what is new and, with `update`, for what differs; raises RefusedError."""
    files: dict[str, list[Taken]] = {}
    for each in taken:
        if each.state == "new" or (update and each.state == "other"):
            files.setdefault(each.file, []).append(each)
    problems: list[Problem] = []
    found = []
    for file, those in sorted(files.items()):
        written = _file(file, those, kind, desk)
        if isinstance(written, Problem):
            problems.append(written)
        else:
            found.append(written)
    if problems:
        raise RefusedError(problems)
    return found


def _file(file: str, those: Sequence[Taken], kind: Kind[Any], desk: Opened) -> Written | Problem:
    model, shown = kind.declaration.model, f"{desk.shown}/{file}"
    before = desk.read(file)
    new = [each for each in those if each.state == "new"]
    if before is None:
        head = modeline(desk, file, kind.name)
        rows = [lines.lines(draft.canonical(e.record, desk.settings), model) for e in new]
        listed = kind.declaration.filing.listed
        if not listed and len(rows) > 1:
            return problem(codes.E941, new[1].row.place(()), other=new[0].row.said, by=shown)
        text = _list(rows) if listed else "\n".join(rows[0])
        whole = f"{head}\n\n{text}\n" if head else f"{text}\n"
        numbers = range(len(new)) if listed else [None]
        pairs = tuple(zip(numbers, (each.row for each in new), strict=True))
        return Written(Change(file, None, whole.encode()), pairs)
    read = document.read(shown, before)
    if isinstance(read, Problem):
        return read
    text = before.decode("utf-8")
    placed: list[tuple[int | None, Row]] = []
    for each in those:
        if each.old is None:
            continue
        index = each.old.origin.index
        altered = adding.changed(text, index, model, each.fields)
        if altered is None or not _as_meant(text, altered, index, each, kind, desk):
            return problem(codes.E943, each.row.place(()), file=shown)
        text = altered
        placed.append((index, each.row))
    if new:
        count = len(reading.items(read))
        labels = adding.labelled(read)
        rows = [
            lines.lines(draft.canonical(each.record, desk.settings), model, labels=labels)
            for each in new
        ]
        longer = adding.added(text, rows)
        if longer is None or not appended(text, longer, kind, len(new)):
            return problem(codes.E932, nowhere(shown), file=shown)
        text = longer
        placed += [(count + number, each.row) for number, each in enumerate(new)]
    return Written(Change(file, before, text.encode("utf-8")), tuple(placed))


def _list(rows: Sequence[list[str]]) -> str:
    return "\n\n".join("\n".join(lines.listed(row)) for row in rows)


def _as_meant(
    text: str, altered: str, index: int | None, taken: Taken, kind: Kind[Any], desk: Opened
) -> bool:
    """Whether the altered text has that record as it shall be, and the others as they were."""
    before = adding.trees(text, kind.declaration.model)
    after = adding.trees(altered, kind.declaration.model)
    if before is None or after is None or len(before) != len(after):
        return False
    own = index or 0
    others = [n for n in range(len(before)) if n != own]
    record, _ = draft.typed(dict(after[own]), kind.declaration, desk.settings)
    meant = draft.canonical(taken.record, desk.settings)
    if record is None or any(before[n] != after[n] for n in others):
        return False
    got = draft.canonical(record, desk.settings)
    return all(got.get(name) == meant.get(name) for name in taken.fields)


def at_cells(problems: Sequence[Problem], written: Sequence[Written], desk: Opened,
             kind: Kind[Any]) -> list[Problem]:  # fmt: skip
    """The problems of files that are to be written, at the cells that they come from."""
    known: dict[str, list[tuple[range, dict[tuple[int, int], Place], Row]]] = {}
    for each in written:
        file = f"{desk.shown}/{each.change.file}"
        known[file] = list(_traced(file, each, kind))
    return [_at_cell(each, known.get(each.place.file, [])) for each in problems]


def _at_cell(
    found: Problem, traced: Sequence[tuple[range, dict[tuple[int, int], Place], Row]]
) -> Problem:
    for span, spots, row in traced:
        if found.place.line in span:
            place = spots.get((found.place.line, found.place.column)) or _on_line(found, spots)
            return Problem(
                found.code, found.severity, place or row.place(()), found.message, found.hint
            )
    return found


def _on_line(found: Problem, spots: dict[tuple[int, int], Place]) -> Place | None:
    """The field on the line of the problem, or the last one that begins above it."""
    above = [at for at in spots if at[0] <= found.place.line]
    near = max(above, default=None)
    return spots[near] if near and near[0] == found.place.line else None


def _traced(
    file: str, written: Written, kind: Kind[Any]
) -> Iterator[tuple[range, dict[tuple[int, int], Place], Row]]:
    """For each row the lines of its record, and its fields' spots with their cells."""
    read = document.read(file, written.change.after)
    if isinstance(read, Problem):
        return
    nodes = dict(reading.items(read))
    for index, row in written.rows:
        node = nodes.get(index)
        if not isinstance(node, MappingNode):
            continue
        span = range(node.start_mark.line + 1, node.end_mark.line + 2)
        yield span, _spots(read, node, row, kind), row


def _spots(
    read: document.Document, node: Node, row: Row, kind: Kind[Any]
) -> dict[tuple[int, int], Place]:
    spots: dict[tuple[int, int], Place] = {}
    for path in sorted(row.cells, key=len, reverse=True):
        for end in range(len(path), 0, -1):
            part: FieldPath = path[:end]
            place = read.place(nodes_at(node, kind.declaration.model, part))
            spots.setdefault((place.line, place.column), row.place(part))
    return spots
