"""The commonest change there is: a text was mended, and nothing else.

Where all that has changed of a record is held by no page but its own (`Shown.own`), no list, no
other page and no address can be another. Then that page is drawn, with the papers that hold the
text, whose keys tell, and its year of the index made; nothing else is so much as looked at. What
this leads to is what the whole way leads to; where it might not be, the whole way is gone.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from generator import layout
from generator.audience import showing
from generator.audience.digests import Digests
from generator.audience.showing import Name
from generator.audience.shown import Shown
from generator.audience.view import Edition, View
from generator.inspection import Outset
from generator.kinds.kind import all_kinds
from generator.memory.memory import Remembered
from generator.pages.addresses import Addresses
from generator.pages.paper import Paper
from generator.press import listed
from generator.press.indexing import Fetch, Row
from generator.press.sheets import Sheet, file_of, press
from generator.press.sheets import make as press_papers
from generator.press.underway import Underway
from generator.press.writing import Written
from generator.problems.problem import ProblemsFound
from generator.records import gathering
from generator.records.library import Library, StaleError
from generator.release import gate
from generator.release.outputs import Outputs
from generator.search import publish
from generator.shell.kept import Shell
from generator.survey import Note, renewed

# With more files than that, it is no longer the commonest change.
_FEW = 20


class Retouch(Struct, frozen=True):
    """The notes of what has changed, of which some `show` another text of their own."""

    library: Library
    notes: Mapping[Name, Note]
    shown: Mapping[Name, Note]


class Kept(Struct, frozen=True):
    """What there is of the last build, and what this one is made with; `salt` as `write_site` has
    it.
    """

    memory: Remembered
    shell: Shell
    outputs: Outputs
    index: Underway
    salt: bytes


def found(
    outset: Outset, edition: Edition, memory: Remembered, changed: Collection[str]
) -> Retouch | None:
    """What has changed since the last build with these files, if that is all; else None."""
    if len(changed) > _FEW or outset.problems or outset.tree.problems:
        return None
    if not {each.file for each in outset.tree.sources}.issuperset(changed):
        return None
    kinds = all_kinds()
    declarations = [each.declaration for each in kinds]
    try:
        read = gathering.read(
            outset.content,
            outset.shown,
            declarations,
            outset.settings,
            outset.tree,
            memory,
            outset.opener,
        )
        now = {(each.name, key) for each in kinds for key in read[0].keys(each.declaration.model)}
        # A record that came or went is no mended text.
        if now != {name for name in memory.names if name[1]}:
            return None
        notes = renewed(read, outset.ground, kinds, edition, memory)
        if notes is None:
            return None
        old = {name: memory.note(name) for name in notes}
    except StaleError:
        return None
    if not all(_only_own(old[name], note) for name, note in notes.items()):
        return None
    notes = {name: note._replace(outcomes=old[name].outcomes) for name, note in notes.items()}
    shown = {name: note for name, note in notes.items() if note.made.shown != old[name].made.shown}
    return Retouch(read[0], notes, shown)


def _only_own(old: Note, new: Note) -> bool:
    """Whether two notes of a record differ in nothing but texts of its own."""
    if old.link_warnings or _about(old) != _about(new):
        return False
    return list(map(_face, old.made.shown)) == list(map(_face, new.made.shown))


def _about(note: Note) -> Note:
    """A note without what is shown, and what is known of that, and what it took to know it."""
    made = note.made._replace(shown=())
    return note._replace(made=made, outcomes=(), needs=(), digests=())


def _face(value: Shown) -> tuple[object, ...]:
    """What other pages may depend on: of its own texts no more than whether they are there."""
    facts = ((name, getattr(value, name)) for name in value.__struct_fields__)
    return type(value), *(bool(x) if name in value.own else x for name, x in facts)


def make(retouch: Retouch, outset: Outset, edition: Edition, kept: Kept) -> Written | None:
    """Bring the tree of the site to what has changed. It is not released yet.

    None where that cannot be done this way; then nothing has been done. Raises ProblemsFound where
    a link leads nowhere (E902), or something tells of a person (E906).
    """
    memory, index, outputs = kept.memory, kept.index, kept.outputs
    known, passed = Digests(), memory.gate(outset.settings.privacy)
    if passed is None:
        return None
    try:
        index.renew(_rows(retouch, memory, known), outset.day, _fetch(memory), passed)
        view = _view(retouch, outset, edition, memory, known)
    except StaleError:
        return None
    sheets, papers = _sheets(retouch, view), _papers(view)
    if sheets is None or index.index is None:
        return None
    ours = dict(index.index.wanted())
    for each in sheets:
        frame = kept.shell.frames.get(each.page.section)
        digest = frame.digest if frame else b""
        drawn = each.page.key(known)
        ours[file_of(each.page.url)] = listed.key(drawn, each.leads, digest, kept.salt)
    for url, paper in papers.items():
        ours[url] = listed.key_of_paper(paper.key(known), kept.salt)
    recorded = outputs.recorded()
    wanted = {path: key for path, key in recorded.items() if not path.startswith(publish.DATA)}
    if not papers.keys() <= wanted.keys():
        # A text has led to another file.
        return None
    todo = outputs.begin(wanted | ours).write
    if not ours.keys() >= todo:
        # Somebody has taken files out of the site by hand.
        outputs.drop()
        return None
    index.need(todo)
    desk = listed.desk(outset.settings.site, kept.shell, index.sticks, passed, outputs.folder)
    pressed = press(desk, [each for each in sheets if file_of(each.page.url) in todo])
    some = [each for url, each in papers.items() if url in todo]
    # All others have passed the same gate with the site that stands.
    unchanged = {id(each) for each in view.everything()} - _identities(retouch.notes.values())
    made = press_papers(desk, some, unchanged)
    wrong = list(gate.nowhere(pressed.leads, _addresses(recorded)))
    wrong += [*pressed.found, *made.found]
    size = pressed.bytes + made.bytes + index.finish(todo, outputs, wrong)
    if wrong:
        raise ProblemsFound(wrong)
    return Written(len(wanted | ours), len(todo), size)


def _rows(retouch: Retouch, memory: Remembered, known: Digests) -> Iterator[Row]:
    """Everything that is shown, as the index takes it."""
    for day, url, digest, name, place in memory.shown():
        note = retouch.notes.get(name)
        if note is None:
            yield Row(day, url, digest, (name, place))
        else:
            value = note.made.shown[place]
            yield Row(day, url, known.of(value), value)


def _fetch(memory: Remembered) -> Fetch:
    def fetch(row: Row) -> Shown:
        if isinstance(row.source, Shown):
            return row.source
        name, place = row.source
        shown: Shown = memory.note(name).made.shown[place]
        return shown

    return fetch


def _view(
    retouch: Retouch, outset: Outset, edition: Edition, memory: Remembered, known: Digests
) -> View:
    """The view, as the whole way makes it: kind by kind, totals last. Nothing is planned of it but
    what is made of what has changed. Digests that are remembered are `known` from now on.
    """
    kinds = all_kinds()
    places = {each.name: place for place, each in enumerate(kinds)}
    old = memory.made_of()
    for name, (made, digests) in old.items():
        if name not in retouch.notes:
            for value, digest in zip(made.shown, digests, strict=True):
                known.learn(value, digest)
    ordered = sorted(old, key=lambda name: (places[name[0]], not name[1], name[1]))
    parts = {name: old[name][0] for name in ordered}
    parts |= {name: note.made for name, note in retouch.notes.items()}
    showings = [each.showing for each in kinds]
    found = showing.view(outset.day, outset.settings, outset.content, edition, parts, showings)
    return replace(found, sought=frozenset(note.made.address for note in retouch.shown.values()))


def _identities(notes: Iterable[Note]) -> set[int]:
    return {id(value) for note in notes for value in note.made.shown}


def _papers(view: View) -> dict[str, Paper]:
    """The papers that a text may be in, by their addresses: whether it is, their keys tell."""
    return {each.url: each for each in layout.all_papers(view, all_kinds())}


def _sheets(retouch: Retouch, view: View) -> list[Sheet] | None:
    """The pages of what has changed; None where one has no page."""
    wanted = {note.made.address: note for note in retouch.shown.values()}
    touched = {kind for kind, _ in retouch.shown}
    pages = (page for kind in all_kinds() if kind.name in touched for page in kind.pages(view))
    sheets = []
    for page in pages:
        if page.url in wanted:
            leads = tuple(each for each in wanted[page.url].outcomes if each is not None)
            sheets.append(Sheet(page, leads))
            if len(sheets) == len(wanted):
                break
    return sheets if len(sheets) == len(wanted) else None


def _addresses(files: Iterable[str]) -> Addresses:
    """What the site answers to, by its files."""
    found = list(files)
    pages = [each.removesuffix("index.html") for each in found if each.endswith("/index.html")]
    return Addresses([*pages, ""], found)
