"""Records, hand-written pages and settings, looked through before anything is made of them.

A finding is a problem at its exact spot; the line that is shown with it has it hidden.
"""

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from msgspec import Struct, field
from msgspec.structs import replace
from pydantic import BaseModel
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from generator import texts
from generator.audience import showing
from generator.audience.personal.finding import Finding, Sort
from generator.audience.personal.guard import NO_OFFICES, Guard, Offices, hidden
from generator.audience.personal.published import digest
from generator.files import picture
from generator.files import reading as reading_files
from generator.files.piece import UnreadableError
from generator.problems import codes
from generator.problems.codes import Code
from generator.problems.problem import Place, Problem, problem
from generator.records import document, reading
from generator.records.document import Document
from generator.records.fields import Record, shapes, values
from generator.records.library import Library
from generator.records.office import Office

CODE: dict[Sort, Code] = {
    "id": codes.E701,
    "bank": codes.E702,
    "mobile": codes.E703,
    "address": codes.E704,
    "birth": codes.E705,
    "health": codes.E706,
}


class Directory:
    """The contacts of offices, which records may give; those that are for all are read once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._shared: Offices | None = None
        self._givers = [
            each
            for each in library.declarations
            if any(
                mark is not None and mark.shared
                for mark in (shape.mark(Office) for shape in shapes(each.model).values())
            )
        ]

    def of(self, it: Record) -> Offices:
        """The contacts that a record may give: its own, and those that are for all."""
        return self.shared | Offices.of([text for _, _, text in values(it, Office)])

    @property
    def shared(self) -> Offices:
        """The contacts that every record may give. Whoever asks depends on all who give them."""
        for each in self._givers:
            self._library.depend(f"{each.name}?")
        if self._shared is None:
            self._shared = Offices.of(
                [
                    text
                    for each in self._givers
                    for other in self._library.all(each.model)
                    for _, _, text in values(other, Office)
                ]
            )
        return self._shared


class Watch(Struct, frozen=True):
    """Who looks, and how closely: in a register (`numbers_only`) much else is the purpose.

    `looked` gathers the digests of the files that were looked through.
    """

    guard: Guard
    directory: Directory
    numbers_only: bool = False
    looked: set[bytes] = field(default_factory=set)

    def find(self, text: str, offices: Offices = NO_OFFICES) -> list[Finding]:
        return self.guard.find(text, numbers_only=self.numbers_only, offices=offices)

    def said(self, found: Finding, place: Place, where: str = "") -> Problem:
        """A finding as a problem, as severe as the settings say; its line is shown without it."""
        text = hidden(place.text, self.guard.find(place.text))
        start, end = place.column - 1, place.column - 1 + place.width
        text = f"{text[:start]}{_stars(text[start:end])}{text[end:]}"
        wrong = problem(
            CODE[found.sort], replace(place, text=text), shown=found.masked, where=where
        )
        warned = self.guard.severity(found.sort) == "警告"
        return replace(wrong, severity="warning" if warned else "error")


def _stars(spot: str) -> str:
    """The digits of a spot hidden, but for its first two and last three characters."""
    if len(spot) <= 8 or "*" in spot:
        return spot
    return "".join(
        "*" if each.isdigit() and 2 <= number < len(spot) - 3 else each
        for number, each in enumerate(spot)
    )


def record(it: Record, library: Library, watch: Watch) -> Iterator[Problem]:
    """What is found in a record's own texts, and in its name."""
    texts_ = list(strings(it))
    # Nothing that is looked for goes over the end of a sentence.
    if not watch.guard.suspects("。".join(texts_), watch.numbers_only):
        return
    # A closer look at what is at hand, before the file is read again for the spot.
    if not any(watch.find(each) for each in texts_):
        return
    read = library.document(it)
    node = None if isinstance(read, Problem) else dict(reading.items(read)).get(it.origin.index)
    if isinstance(read, Problem) or node is None:
        return
    offices = NO_OFFICES if watch.numbers_only else watch.directory.of(it)
    yield from _nodes(read, node, watch, offices)
    for found in watch.find(it.origin.file.rpartition("/")[2], offices):
        yield watch.said(found, Place(read.file))


def attached(it: Record, library: Library, watch: Watch) -> Iterator[Problem]:
    """What is found in the files that a record names, at the line where it names them."""
    for name in showing.file_names(it):
        if not library.has(it, name):
            continue
        data = reading_files.content(library.beside(it, name))
        found = list(file(name, data, watch, NO_OFFICES))
        # Offices are asked for their contacts where there is something to allow.
        if found and not watch.numbers_only:
            found = list(file(name, data, watch, watch.directory.of(it)))
        for wrong in found:
            place = _naming(library, it, name)
            yield replace(
                wrong, place=replace(place, text=hidden(place.text, watch.find(place.text)))
            )


def file(name: str, data: bytes, watch: Watch, offices: Offices) -> Iterator[Problem]:
    """What is found in a file: of each sort the first, and how many there are (E70x); whether it
    can be looked into at all (E707), and cleaned (E708). The place is the file itself.
    """
    watch.looked.add(digest(data))
    plain = hidden(name, watch.find(name))
    found: dict[Sort, list[tuple[Finding, str]]] = {}
    wrong = None
    try:
        for piece in reading_files.pieces(name, data):
            for each in watch.find(piece.text, offices):
                found.setdefault(each.sort, []).append((each, piece.at(each.start)))
    except UnreadableError as error:
        wrong = str(error)
    for several in found.values():
        first, at = several[0]
        said = texts.IN_FILE_MANY if len(several) > 1 else texts.IN_FILE
        where = said.format(name=plain, at=hidden(at, watch.find(at)), count=len(several))
        yield watch.said(first, Place(plain), where)
    try:
        if picture.sort(data):
            picture.clean(data)
            wrong = None
    except UnreadableError as error:
        yield problem(codes.E708, Place(plain), name=plain, reason=error)
        wrong = None
    if wrong is not None:
        reason = hidden(wrong, watch.find(wrong))
        yield problem(codes.E707, Place(plain), name=plain, reason=reason)


def _naming(library: Library, it: Record, name: str) -> Place:
    """Where a record names a file: in a field of its own, else in a text."""
    read = library.document(it)
    node = None if isinstance(read, Problem) else dict(reading.items(read)).get(it.origin.index)
    if isinstance(read, Problem) or node is None:
        return Place(f"{library.shown}/{it.origin.file}")
    values_ = list(scalars([node]))
    for each in values_:
        if each.value.strip() == name:
            return read.place(each)
    for each in values_:
        for spelled in (name, quote(name)):
            if spelled in each.value:
                return read.within(each, spelled, 0)
    return read.place(node)


def own_contacts(it: Record, guard: Guard) -> tuple[str, ...]:
    """Those contacts of offices in a record that would be taken for a person's elsewhere."""
    return tuple(text for _, _, text in values(it, Office) if guard.suspects(text))


def strings(value: BaseModel) -> Iterator[str]:
    """Every text in a record or a group, and the record's key."""
    for each in value.__dict__.values():
        if type(each) is str:
            yield each
        elif isinstance(each, BaseModel):
            yield from strings(each)
        elif isinstance(each, list):
            for item in each:
                if type(item) is str:
                    yield item
                elif isinstance(item, BaseModel):
                    yield from strings(item)


def settings(file: str, raw: bytes, watch: Watch, offices: Offices) -> Iterator[Problem]:
    """What is found in a file of settings."""
    read = document.read(file, raw)
    if isinstance(read, Document):
        yield from _nodes(read, read.root, watch, offices)


def page(file: str, text: str, watch: Watch, offices: Offices) -> Iterator[Problem]:
    """What is found in a hand-written page."""
    for found in watch.find(text, offices):
        yield watch.said(found, document.part(file, text, found.start, found.end))


def _nodes(read: Document, root: Node, watch: Watch, offices: Offices) -> Iterator[Problem]:
    seen: set[int] = set()
    for node in scalars([root]):
        # An alias is the node that it names.
        if id(node) in seen:
            continue
        seen.add(id(node))
        text = node.value
        for found in watch.find(text, offices):
            piece = text[found.start : found.end]
            yield watch.said(found, read.within(node, piece, text.count(piece, 0, found.start)))


def scalars(nodes: Sequence[Node] | Iterable[Node]) -> Iterator[ScalarNode]:
    """The values in a tree of nodes, in order; not the keys."""
    for node in nodes:
        if isinstance(node, ScalarNode):
            yield node
        elif isinstance(node, SequenceNode):
            yield from scalars(node.value)
        elif isinstance(node, MappingNode):
            yield from scalars(value for _, value in node.value)
