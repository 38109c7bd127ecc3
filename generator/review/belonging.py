"""To which organisations a file belongs: by the field of its records that leads to one, and by the
place that its kind's filing gives it. Both are declared; no kind is named here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import quote

from msgspec import Struct, field

from generator.kinds.kind import Kind
from generator.problems.problem import Place
from generator.records.declaration import Declaration
from generator.records.fields import Refers, shapes
from generator.records.sealed import ENDING
from generator.review.repository import Difference, Repository
from generator.review.stated import Stated, source, stated

# The fields that lead from a record to what it belongs to; none for what others belong to.
Way = tuple[str, ...]
# Where a version of a file says to whom it belongs; None where its place says so.
Claims = dict[str, Place | None]


def ways(kinds: Sequence[Kind[Any]], owned: str) -> dict[str, Way]:
    """Kind → the shortest way through required fields to the kind `owned`, where there is one."""
    found: dict[str, Way] = {owned: ()}
    near = [owned]
    while near:
        led: dict[str, Way] = {}
        for kind in kinds:
            for shape in shapes(kind.declaration.model).values():
                mark = shape.mark(Refers)
                new = kind.name not in {*found, *led}
                if new and shape.required and mark is not None and mark.kind in near:
                    led[kind.name] = (shape.name, *found[mark.kind])
        found |= led
        near = list(led)
    return found


def by_place(declaration: Declaration[Any], way: Way, file: str) -> str:
    """What the place of a file below `content/` says that it belongs to; empty where nothing."""
    filing, parts = declaration.filing, file.split("/")[1:]
    dotted = ".".join(way)
    if dotted and dotted in filing.folders:
        at = filing.folders.index(dotted)
        return parts[at] if at < len(parts) - 1 else ""
    if dotted and filing.name != dotted:
        return ""
    at = len(filing.folders)
    return parts[at].removesuffix(ENDING).removesuffix(".yaml") if at < len(parts) else ""


class Belonging(Struct, dict=True):
    """Answers for the files of a repository between two commits, of which both are looked at: what
    belonged to somebody, and what shall belong to him.

    `owned` is the kind whose records others belong to.
    """

    repository: Repository
    kinds: Sequence[Kind[Any]]
    owned: str
    ends: tuple[str, str]
    shown: str
    _indexes: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    _trees: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    @cached_property
    def _ways(self) -> dict[str, Way]:
        return ways(self.kinds, self.owned)

    def claims(self, difference: Difference, commits: Iterable[str]) -> Claims:
        """To whom a file of the content folder belongs, in both versions; its path is below that.

        `commits` are those before and after it. Empty where nothing tells.
        """
        file = difference.path
        kind = next(
            (k for k in self.kinds if file.startswith(f"{k.declaration.folder}/")), None
        )  # fmt: skip
        if kind is None or kind.name not in self._ways:
            return {}
        way = self._ways[kind.name]
        found: Claims = {}
        placed = by_place(kind.declaration, way, file)
        if placed in self._index(self.owned):
            found[placed] = None
        about = source(self.kinds, file)
        if about is not None:
            raw = self.repository.contents([difference.old, difference.new])
            versions = [
                stated(about, f"{self.shown}/{file}", raw.get(each))
                for each in (difference.old, difference.new)
            ]
            for record in _changed(*versions):
                found |= self._of(record, way)
        elif not found:
            for commit in dict.fromkeys((*commits, self.ends[1])):
                for record in self._naming(commit, kind, file):
                    found |= dict.fromkeys(self._of(record, way))
        return found

    def below(self, keys: Iterable[str]) -> set[str]:
        """These organisations, and all that were below them at the first of the ends."""
        children: dict[str, set[str]] = {}
        declaration = next(k.declaration for k in self.kinds if k.name == self.owned)
        upward = [
            shape.name
            for shape in shapes(declaration.model).values()
            if (mark := shape.mark(Refers)) is not None and mark.kind == self.owned
        ]
        for record in self._records(self.ends[0], declaration.folder):
            for name in upward:
                for value, _ in record.values(name):
                    children.setdefault(_key(value), set()).add(record.key)
        found: set[str] = set()
        waiting = list(keys)
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += children.get(one, ())
        return found

    def _of(self, record: Stated, way: Way) -> Claims:
        """To whom a record says that it belongs."""
        if not way:
            return {record.key: None}
        found: Claims = {}
        declaration = record.source.declaration
        for value, node in record.values(way[0]):
            mark = shapes(declaration.model)[way[0]].mark(Refers)
            key = _key(value)
            # What is no organisation at either end can be taken from nobody.
            targets = self._index(mark.kind if mark else "").get(key, ())
            found |= dict.fromkeys(targets, record.read.place(node))
        return found

    def _index(self, kind: str) -> Mapping[str, set[str]]:
        """Key → to whom it belongs, of all records of a kind at both ends."""
        if kind not in self._indexes:
            found: dict[str, set[str]] = {}
            folder = next((k.declaration.folder for k in self.kinds if k.name == kind), "")
            for commit in self.ends if folder else ():
                for record in self._records(commit, folder):
                    found.setdefault(record.key, set()).update(self._of(record, self._ways[kind]))
            self._indexes[kind] = found
        return self._indexes[kind]

    def _records(self, commit: str, folder: str) -> Iterator[Stated]:
        """Every record of a folder at a commit."""
        files = self._tree(commit, folder)
        raw = self.repository.contents(files.values())
        for file, number in files.items():
            about = source(self.kinds, file)
            if about is not None:
                yield from stated(about, f"{self.shown}/{file}", raw.get(number))

    def _tree(self, commit: str, folder: str) -> dict[str, str]:
        if (commit, folder) not in self._trees:
            prefix = self.repository.prefix
            listed = self.repository.ids(commit, f"{prefix}{folder}")
            kept = {path.removeprefix(prefix): number for path, number in listed.items()}
            self._trees[commit, folder] = kept
        return self._trees[commit, folder]

    def _naming(self, commit: str, kind: Kind[Any], file: str) -> Iterator[Stated]:
        """The records that a file lies beside: the one of its folder, or who names it."""
        own = f"/{kind.name}.yaml"
        near: dict[str, str] = {}
        for path, number in self._tree(commit, kind.declaration.folder).items():
            about = source(self.kinds, path)
            if about is not None and file.startswith(f"{about.folder}/"):
                near[path] = number
        raw = self.repository.contents(near.values())
        for path, number in near.items():
            about, text = source(self.kinds, path), raw.get(number, b"")
            if about is None:
                continue
            name = file.removeprefix(f"{about.folder}/")
            named = name.encode() in text or quote(name).encode() in text
            if path.endswith(own) or named:
                yield from stated(about, f"{self.shown}/{path}", text)


def _changed(before: Sequence[Stated], after: Sequence[Stated]) -> Iterator[Stated]:
    """The records that only one version has; all of them where none has changed."""
    known = [[(each.key, each.content) for each in version] for version in (before, after)]
    changed = [r for r, mark in zip(before, known[0], strict=True) if mark not in known[1]]
    changed += [r for r, mark in zip(after, known[1], strict=True) if mark not in known[0]]
    yield from changed or (*before, *after)


def _key(value: str) -> str:
    """An address or a file's name as the key that it means, as the reader of records has it."""
    return value.strip("/").removesuffix(".yaml")
