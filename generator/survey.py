"""Every record of a content folder, looked at: now, or remembered from an earlier build.

What is as it was is not read again, unless it depends on something that is not.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any, NamedTuple, Protocol

from msgspec import Struct, field

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
from generator.records.library import Library, StaleError
from generator.records.past import Past


class Note(NamedTuple):
    """What is known of a record when a build is done with it.

    `warnings` are those of its rules, `link_warnings` those of its links, which led to `outcomes`
    (an address of the site or None for each of `made.targets`). `redirects` are its old addresses
    as written. `needs` are the dependencies of all this (`Library.watching`), `claims` by what the
    record is found. `contacts` are those of offices in it that are no person's. `digests` are those
    of `made.shown`, where the note was remembered.
    """

    made: Made
    redirects: tuple[str, ...] = ()
    warnings: tuple[Problem, ...] = ()
    outcomes: tuple[str | None, ...] = ()
    link_warnings: tuple[Problem, ...] = ()
    needs: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    digests: tuple[bytes, ...] = ()


class Memory(Past, Protocol):
    """What a build remembers of the one before it."""

    def touched(self, library: Library) -> Iterable[Name]:
        """What has not changed itself, but depends on something that has."""
        ...

    def notes(self) -> Mapping[Name, Note]:
        """What was noted of everything, also of what has changed since."""
        ...


class NoMemory(past.Nothing):
    """There was no build before."""

    def touched(self, library: Library) -> Iterable[Name]:
        return ()

    def notes(self) -> Mapping[Name, Note]:
        return {}


NO_MEMORY = NoMemory()
# So many records are not worth letting go of.
_MANY = 5000
NOTHING_GIVEN: Mapping[Name, Made] = {}


class Survey(Struct, frozen=True):
    """`sound` is the library without the `faulty` records, which break a rule.

    `notes` come in order of kind and key; `anew` names those that are not remembered. Their links
    are still to be followed. `looked` are the digests of the files that were looked through.
    `needs` are the dependencies of the rules alone, of all records that were looked at.
    """

    library: Library
    sound: Library
    faulty: Sequence[Record]
    problems: list[Problem]
    notes: dict[Name, Note] = field(default_factory=dict)
    anew: set[Name] = field(default_factory=set)
    looked: set[bytes] = field(default_factory=set)
    needs: Mapping[Name, Set[str]] = field(default_factory=dict)


def survey(
    read: tuple[Library, list[Problem]],
    ground_of: "Grounding",
    kinds: Sequence[Kind[Any]],
    edition: Edition,
    memory: Memory,
    given: Mapping[Name, Made] = NOTHING_GIVEN,
    *,
    lasting: bool = True,
) -> Survey:
    """Apply every rule and make what is shown, of what has changed and what depends on it.

    `given` are totals that are known already, and not to be counted here. Of many records that are
    not `lasting`, those are let go of as soon as they are noted that nothing else depends on.
    """
    library, problems = read
    problems = list(problems)
    touched = set(memory.touched(library))
    judged = _judged(library, ground_of(library), kinds, touched)
    problems += [each for found in judged.warnings.values() for each in found]
    # What is shown may trust the rules: a record that breaks one is not.
    sound = library.without(judged.faulty) if judged.faulty else library
    ground = ground_of(sound)
    result = Survey(
        library,
        sound,
        judged.faulty,
        problems,
        looked=judged.looked,
        needs=judged.needs if lasting else {},
    )
    broken = {(library.declaration(each).name, each.key) for each in judged.faulty}
    known = memory.notes()
    passing = not lasting and not judged.faulty and len(judged.work) > _MANY
    asked_for = judged.asked_for(library) if passing else set()
    for kind in kinds:
        for key in sound.keys(kind.declaration.model):
            name = (kind.name, key)
            if name not in judged.work:
                result.notes[name] = _remembered(known, name)
                problems += result.notes[name].warnings
            elif name not in broken:
                result.notes[name] = note = _noted(judged, name, ground, edition)
                result.anew.add(name)
                # Where its links lead is still to be seen.
                if passing and not note.made.targets and name not in asked_for:
                    del judged.work[name], judged.needs[name]
                    library.forget(*name)
        if (kind.name, "") in given:
            result.notes[kind.name, ""] = Note(given[kind.name, ""])
            result.anew.add((kind.name, ""))
        elif kind.total is not showing.no_total:
            _total(result, kind, ground, known, touched)
    return result


def renewed(
    read: tuple[Library, list[Problem]],
    ground_of: "Grounding",
    kinds: Sequence[Kind[Any]],
    edition: Edition,
    memory: Memory,
) -> dict[Name, Note] | None:
    """The notes of what has changed and what depends on it; None where there is an error, or where
    it changes what a kind shows of all its records.
    """
    library, problems = read
    touched = set(memory.touched(library))
    if problems or not all(key for _, key in touched):
        return None
    ground = ground_of(library)
    judged = _judged(library, ground, kinds, touched)
    if judged.faulty:
        return None
    return {name: _noted(judged, name, ground, edition) for name in judged.work}


class _Judged(Struct, frozen=True):
    """The records that were looked at, what the rules said of each, and what that needed; and who
    looked for what tells of persons, and in which files.
    """

    work: dict[Name, Kind[Any]]
    guard: Guard
    warnings: dict[Name, tuple[Problem, ...]] = field(default_factory=dict)
    needs: dict[Name, set[str]] = field(default_factory=dict)
    faulty: list[Record] = field(default_factory=list)
    looked: set[bytes] = field(default_factory=set)

    def asked_for(self, library: Library) -> set[Name]:
        """The records on which others depend."""
        behind: dict[str, set[Name]] = {}
        others: set[str] = set()
        for name, needs in self.needs.items():
            for need in needs - others:
                if need not in behind:
                    behind[need] = set(library.behind(need))
                if behind[need] - {name}:
                    others.add(need)
        return set().union(*(behind[need] for need in others))


def _judged(
    library: Library, ground: Ground, kinds: Sequence[Kind[Any]], touched: set[Name]
) -> _Judged:
    """Apply the rules to what has changed and what depends on it."""
    guard, directory = Guard(ground.settings.privacy), Directory(library)
    result = _Judged(dict(_work(library, kinds, touched)), guard)
    for name, kind in result.work.items():
        record = library.record(*name)
        with library.watching() as needed:
            faults = (
                *gathering.references(record, library),
                *kind.rules(record, ground),
                *links.files(record, library),
            )
            watch = Watch(guard, directory, kind.register, result.looked)
            placed = (
                *links.unsafe(record, library),
                *examining.record(record, library, watch),
                *examining.attached(record, library, watch),
            )
        found = (*(library.placed(record, each) for each in faults), *placed)
        if errors(list(found)):
            result.faulty.append(record)
        result.needs[name], result.warnings[name] = needed, found
    return result


def _noted(judged: _Judged, name: Name, ground: Ground, edition: Edition) -> Note:
    """The note of a record that the rules have passed."""
    kind, library = judged.work[name], ground.library
    record = library.record(*name)
    with library.watching() as needed:
        made = showing.make(record, kind.showing, ground, edition)
    return Note(
        made, tuple(record.redirects), judged.warnings[name],
        needs=tuple(sorted(needed | judged.needs[name])),
        claims=tuple(sorted(library.claims(record))),
        contacts=examining.own_contacts(record, judged.guard),
    )  # fmt: skip


class Grounding(Protocol):
    """The ground that a library gives, with the settings and the day at hand."""

    def __call__(self, library: Library) -> Ground: ...


def _work(
    library: Library, kinds: Sequence[Kind[Any]], touched: set[Name]
) -> Iterator[tuple[Name, Kind[Any]]]:
    """What is looked at: the records that were read, and those that memory says to read."""
    looked_at = touched.union(library.fresh())
    for kind in kinds:
        for key in library.keys(kind.declaration.model):
            if (kind.name, key) in looked_at:
                yield (kind.name, key), kind


def _remembered(known: Mapping[Name, Note], name: Name) -> Note:
    found = known.get(name)
    if found is None:
        raise StaleError("/".join(name))
    return found


def _total(
    result: Survey, kind: Kind[Any], ground: Ground, known: Mapping[Name, Note], touched: set[Name]
) -> None:
    """What a kind shows of all its records."""
    name = (kind.name, "")
    if known and name not in touched:
        result.notes[name] = _remembered(known, name)
        return
    with ground.library.watching() as needed:
        made = showing.total(kind.showing, ground)
    result.notes[name] = Note(made, needs=tuple(sorted(needed)))
    result.anew.add(name)


def files_named(found: Survey) -> set[str]:
    """The real paths of all files that records name."""
    named = {path for note in found.notes.values() for path in note.made.named}
    for record in found.faulty:
        named.update(showing.files_named(record, found.library))
    return named
