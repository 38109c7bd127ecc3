"""Every record of a content folder, looked at: now, or remembered from an earlier build.

What is as it was is not read again, unless it depends on something that is not.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from generator import links
from generator.audience import showing
from generator.audience.personal import examining
from generator.audience.personal.examining import Directory, Watch
from generator.audience.personal.guard import Guard
from generator.audience.showing import Made, Name
from generator.audience.view import Edition
from generator.ground import Ground
from generator.kinds.kind import Kind
from generator.problems.problem import Problem, errors
from generator.records import gathering, past
from generator.records.fields import Record
from generator.records.library import Library
from generator.records.past import Past


@dataclass(frozen=True, slots=True)
class Note:
    """What is known of a record when a build is done with it.

    `warnings` are those of its rules, `link_warnings` those of its links, which led to `outcomes`
    (an address of the site or None for each of `made.targets`). `redirects` are its old addresses
    as written. `needs` are the dependencies of all this (`Library.watching`), `claims` by what the
    record is found. `contacts` are those of offices in it that are no person's.
    """

    made: Made
    redirects: tuple[str, ...] = ()
    warnings: tuple[Problem, ...] = ()
    outcomes: tuple[str | None, ...] = ()
    link_warnings: tuple[Problem, ...] = ()
    needs: frozenset[str] = frozenset()
    claims: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()


class Memory(Past, Protocol):
    """What a build remembers of the one before it."""

    def touched(self, library: Library) -> Iterable[Name]:
        """What has not changed itself, but depends on something that has."""
        ...

    def note(self, name: Name) -> Note:
        """What was noted of something that has not changed."""
        ...


class NoMemory(past.Nothing):
    """There was no build before."""

    def touched(self, library: Library) -> Iterable[Name]:
        return ()

    def note(self, name: Name) -> Note:
        raise LookupError(name)


NO_MEMORY = NoMemory()
NOTHING_GIVEN: Mapping[Name, Made] = {}


@dataclass(frozen=True, slots=True)
class Survey:
    """`sound` is the library without the `faulty` records, which break a rule.

    `notes` come in order of kind and key; `anew` names those that are not remembered. Their links
    are still to be followed. `looked` are the digests of the files that were looked through.
    """

    library: Library
    sound: Library
    faulty: Sequence[Record]
    problems: list[Problem]
    notes: dict[Name, Note] = field(default_factory=dict)
    anew: set[Name] = field(default_factory=set)
    looked: set[bytes] = field(default_factory=set)


def survey(
    read: tuple[Library, list[Problem]],
    ground_of: "Grounding",
    kinds: Sequence[Kind[Any]],
    edition: Edition,
    memory: Memory,
    given: Mapping[Name, Made] = NOTHING_GIVEN,
) -> Survey:
    """Apply every rule and make what is shown, of what has changed and what depends on it.

    `given` are totals that are known already, and not to be counted here.
    """
    library, problems = read
    problems = list(problems)
    touched = set(memory.touched(library))
    work = dict(_work(library, kinds, touched))
    needs: dict[Name, set[str]] = {}
    warnings: dict[Name, tuple[Problem, ...]] = {}
    faulty = []
    ground = ground_of(library)
    guard = Guard(ground.settings.privacy)
    directory, looked = Directory(library), set[bytes]()
    for name, (kind, record) in work.items():
        with library.watching() as needed:
            faults = (
                *gathering.references(record, library),
                *kind.rules(record, ground),
                *links.files(record, library),
            )
            watch = Watch(guard, directory, kind.register, looked)
            personal = (
                *examining.record(record, library, watch),
                *examining.attached(record, library, watch),
            )
        found = (*(library.placed(record, each) for each in faults), *personal)
        if errors(list(found)):
            faulty.append(record)
        problems += found
        needs[name], warnings[name] = needed, found
    # What is shown may trust the rules: a record that breaks one is not.
    sound = library.without(faulty) if faulty else library
    ground = ground_of(sound)
    result = Survey(library, sound, faulty, problems, looked=looked)
    broken = {(library.declaration(each).name, each.key) for each in faulty}
    for kind in kinds:
        for key in sound.keys(kind.declaration.model):
            name = (kind.name, key)
            if name not in work:
                result.notes[name] = memory.note(name)
                problems += result.notes[name].warnings
            elif name not in broken:
                record = work[name][1]
                with sound.watching() as needed:
                    made = showing.make(record, kind.showing, ground, edition)
                claims = tuple(sorted(library.claims(record)))
                needed |= needs[name]
                result.notes[name] = Note(
                    made, tuple(record.redirects), warnings[name],
                    needs=frozenset(needed), claims=claims,
                    contacts=examining.own_contacts(record, guard),
                )  # fmt: skip
                result.anew.add(name)
        if (kind.name, "") in given:
            result.notes[kind.name, ""] = Note(given[kind.name, ""])
            result.anew.add((kind.name, ""))
        else:
            _total(result, kind, ground, memory, touched)
    return result


class Grounding(Protocol):
    """The ground that a library gives, with the settings and the day at hand."""

    def __call__(self, library: Library) -> Ground: ...


def _work(
    library: Library, kinds: Sequence[Kind[Any]], touched: set[Name]
) -> Iterator[tuple[Name, tuple[Kind[Any], Any]]]:
    """What is looked at: the records that were read, and those that memory says to read."""
    fresh = {(library.declaration(each).name, each.key): each for each in library.fresh()}
    for kind in kinds:
        for key in list(library.keys(kind.declaration.model)):
            name = (kind.name, key)
            if name in fresh:
                yield name, (kind, fresh[name])
            elif name in touched:
                yield name, (kind, library.get(kind.declaration.model, key))


def _total(
    result: Survey, kind: Kind[Any], ground: Ground, memory: Memory, touched: set[Name]
) -> None:
    """What a kind shows of all its records, if it shows such."""
    if kind.total is showing.no_total:
        return
    name = (kind.name, "")
    if memory is not NO_MEMORY and name not in touched:
        result.notes[name] = memory.note(name)
        return
    with ground.library.watching() as needed:
        made = showing.total(kind.showing, ground)
    result.notes[name] = Note(made, needs=frozenset(needed))
    result.anew.add(name)


def files_named(found: Survey) -> set[str]:
    """The real paths of all files that records name."""
    named = {path for note in found.notes.values() for path in note.made.named}
    for record in found.faulty:
        named.update(showing.files_named(record, found.library))
    return named
