"""The search index in the making: begun as soon as it is known what is shown, ready when the pages
are.

The crew makes it beside the planning and the drawing. What it makes lies in a folder of the build's
own until the tree that will be the site is there.
"""

from collections.abc import Collection, Iterable
from concurrent.futures import Executor, Future
from datetime import date
from pathlib import Path

from generator.audience.digests import Digests
from generator.audience.personal.guard import Guard
from generator.audience.personal.published import Gate
from generator.audience.shown import Shown
from generator.audience.view import View
from generator.kinds.kind import all_kinds
from generator.memory.fingerprint import index_version
from generator.press import indexing
from generator.press.indexing import Fetch, Index, Made, Root, Row, Segment, Target
from generator.privacy import Privacy
from generator.problems.problem import Problem
from generator.release.outputs import Outputs
from generator.search import publish
from generator.survey import Survey

# Records that one of the crew takes in at a time; a segment of more is made month by month.
_AT_ONCE = 4000


def _nowhere(row: Row) -> Shown:
    raise LookupError(row.url)


class Underway:
    """What a build works on while it goes on. `blocks` is where the index's blocks are kept, if
    anywhere longer than `folder`, which goes with the build. A site for `sticks` has an index of
    its own sort.

    `digests` are those of what is shown, once something is.
    """

    def __init__(self, crew: Executor, folder: Path, blocks: Path | None, sticks: bool) -> None:
        self._crew = crew
        self._folder = folder
        self._blocks = blocks or folder / "blocks"
        # As strict as can be, until the site's own is known.
        self._gate = Gate(Guard(Privacy()))
        self._running: dict[str, Future[Made]] = {}
        # What is made month by month, and joined when nothing else is under way: the segment, and
        # its months in the making. To join it takes as much memory as there is of it.
        self._parted: dict[str, tuple[Segment, list[Future[tuple[Problem, ...]]]]] = {}
        self._view: View | None = None
        self._fetch: Fetch = _nowhere
        self._prepared = False
        self._version = b""
        self.sticks = sticks
        self.digests = Digests()
        self.index: Index | None = None

    def prepare(self) -> None:
        """Have one of the crew load what takes long to load, once."""
        if not self._prepared:
            self._prepared = True
            self._crew.submit(indexing.prepare, self._blocks)

    def begin(self, found: Survey, view: View, gate: Gate) -> Digests:
        """Set the crew to those segments over a view that were never made. What is searched must
        pass the `gate`. Gives the digests of what is shown.
        """
        if self._view is view:
            return self.digests
        self._view = view
        self.digests = Digests()
        for note in found.notes.values():
            for value, known in zip(note.made.shown, note.digests, strict=False):
                self.digests.learn(value, known)
        rows = (
            Row(str(each.entry.day or ""), each.entry.url, self.digests.of(each), each)
            for each in view.everything()
        )
        self.renew(rows, view.day, lambda row: row.source, gate)
        return self.digests

    def renew(self, rows: Iterable[Row], day: date, fetch: Fetch, gate: Gate) -> None:
        """The same over what `fetch` finds of some rows."""
        self._fetch, self._gate, self._version = fetch, gate, index_version()
        if not self.sticks:
            kinds = [(each.name, each.declaration.label) for each in all_kinds()]
            self.index = indexing.planned(rows, day, kinds, self._version)
            self._submit(
                each
                for each in self.index.segments
                if indexing.kept(self._blocks, each.file) is None
            )

    def need(self, todo: Collection[str]) -> None:
        """Set the crew to those segments too whose files are to be written and are in no block."""
        if self.index is not None and publish.ROOT in todo:
            self._submit(each for each in self.index.segments if publish.address(each.file) in todo)

    def finish(self, todo: Collection[str], outputs: Outputs, found: list[Problem]) -> int:
        """Put the index in its place, when all of it is made; gives the bytes of what was written.
        What does not pass the gate is `found`; then nothing is put there.

        The root comes last: it says of each segment what is known when that is made.
        """
        if self.index is None or publish.ROOT not in todo:
            return 0
        refused: list[Problem] = []
        roots = [self._root(each, refused) for each in self.index.segments]
        if refused:
            found += refused
            return 0
        size = 0
        for each, root in zip(self.index.segments, roots, strict=True):
            path = publish.address(each.file)
            if path in todo:
                outputs.take(path, self._folder / each.file)
                size += indexing.size(root)
        whole = indexing.root(self.index, roots)
        outputs.write(publish.ROOT, whole)
        indexing.prune(self.index, self._blocks, self._version)
        return size + len(whole)

    def _root(self, segment: Segment, refused: list[Problem]) -> Root:
        """What the root says of a segment, once that is made."""
        try:
            if segment.file in self._running:
                made = self._running[segment.file].result()
            elif segment.file in self._parted:
                made = self._joined(*self._parted[segment.file])
            else:
                return indexing.kept(self._blocks, segment.file) or {}
        except indexing.DamagedError:
            # A block that was kept is no good: all are made anew.
            made = indexing.make(self._target, indexing.filled(segment, self._fetch, None))
        refused += made.found
        return made.root

    def _joined(self, parts: Segment, months: list[Future[tuple[Problem, ...]]]) -> Made:
        wrong = tuple(each for month in months for each in month.result())
        # What was refused is kept nowhere, and nothing can be made of the rest.
        return Made({}, wrong) if wrong else indexing.make(self._target, parts)

    def _submit(self, segments: Iterable[Segment]) -> None:
        for each in segments:
            # What has the same name is the same.
            if each.file in self._running or each.file in self._parted:
                continue
            filled = indexing.filled(each, self._fetch, self._blocks)
            months, parted = filled.part()
            if len(months) > 1 and sum(len(month.shown) for month in months) > _AT_ONCE:
                making = [
                    self._crew.submit(indexing.make_month, self._target, month) for month in months
                ]
                self._parted[each.file] = parted, making
            else:
                self._running[each.file] = self._crew.submit(indexing.make, self._target, filled)

    @property
    def _target(self) -> Target:
        numbers = self.index.numbers if self.index is not None else {}
        return Target(self._folder, self._blocks, self._version, numbers, self._gate)
