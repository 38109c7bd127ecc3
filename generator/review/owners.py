"""Who may change what: the commits of a push against `owners.yaml`, as it was before the push."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from generator.kinds.kind import all_kinds
from generator.problems import codes
from generator.problems.problem import Place, Problem, ProblemsFound, problem
from generator.records import document, reading
from generator.records.fields import Refers, shapes
from generator.records.tree import SETTINGS
from generator.review.belonging import Belonging
from generator.review.repository import Commit, Difference, Repository, Span
from generator.settings import FILES
from generator.settings_owners import Owner, Owners

FILE = f"{SETTINGS}/owners.yaml"
_SAME = object()


class Rights(Struct, frozen=True):
    """What somebody may change; nothing where he is not `known`."""

    known: bool = False
    admin: bool = False
    branches: frozenset[str] = frozenset()


def before(repository: Repository, span: Span, shown: str) -> Owners | None:
    """What `owners.yaml` said before the push; None where there was none.

    Raises ProblemsFound (E955) where it cannot be read: then nobody may change anything.
    """
    path = f"{repository.prefix}{FILE}"
    number = repository.ids(span.base, path).get(path)
    if number is None:
        return None
    place = Place(f"{shown}/{FILE}")
    read = document.read(place.file, repository.contents([number]).get(number, b""))
    if isinstance(read, Problem):
        raise ProblemsFound([problem(codes.E955, place), read])
    model, label = FILES["owners"]
    value, found = reading.model_from(read, read.root, model, label, None)
    if not isinstance(value, Owners):
        raise ProblemsFound([problem(codes.E955, place), *found])
    return value


def problems(
    repository: Repository, span: Span, owners: Owners, shown: str, pusher: str
) -> list[Problem]:
    """Every file that somebody changed without a right to, at its first change.

    `pusher` is the e-mail address that the server knows, which then counts for all commits.
    """
    mark = shapes(Owner)["branches"].mark(Refers)
    owned = mark.kind if mark is not None else ""
    head = span.head or repository.head
    belonging = Belonging(repository, all_kinds(), owned, (span.base, head), shown)
    judge = _Judge(repository, belonging, _rights(owners, belonging), shown)
    found: dict[tuple[str, str], Problem] = {}
    for commit in repository.commits(span):
        who = pusher.lower() or _responsible(commit, judge.rights)
        for each in _differences(repository, commit):
            if (each.path, who) in found:
                continue
            wrong = judge.problem(commit, who, each)
            if wrong is not None:
                # Of who is not known, one word is enough.
                at = "" if wrong.code == codes.E954.code else each.path
                found.setdefault((at, who), wrong)
    return list(found.values())


def _rights(owners: Owners, belonging: Belonging) -> dict[str, Rights]:
    """E-mail address → what its owner may change; who stands in several groups has all of it."""
    found: dict[str, Rights] = {}
    for owner in owners.owners:
        keys = belonging.below(owner.branches) if owner.below else set(owner.branches)
        for email in owner.emails:
            other = found.get(email, Rights())
            found[email] = Rights(True, other.admin or owner.admin, other.branches | keys)
    return found


def _responsible(commit: Commit, rights: Mapping[str, Rights]) -> str:
    """Who committed; where that is a platform's own address, who wrote it."""
    return commit.committer if commit.committer in rights else commit.author


def _differences(repository: Repository, commit: Commit) -> Iterator[Difference]:
    """What a commit itself has changed."""
    if len(commit.parents) > 1:
        yield from _by_hand(repository, commit)
    else:
        yield from repository.between("".join(commit.parents), commit.id)


def _by_hand(repository: Repository, commit: Commit) -> Iterator[Difference]:
    """What a merge has that does not come of merging: file by file, what one side alone has changed
    since their fork is to be as that side has it. A file that both have changed in different ways
    is the work of who merged them.
    """
    fork = repository.fork(commit.parents)
    sides = [{d.path: d for d in repository.between(fork, each)} for each in commit.parents]
    made = {d.path: d for d in repository.between(fork, commit.id)}
    for path in sorted({path for side in (*sides, made) for path in side}):
        of_sides = [side[path].new if path in side else _SAME for side in sides]
        changed = {each for each in of_sides if each is not _SAME}
        expected = changed.pop() if len(changed) == 1 else None if changed else _SAME
        actual = made[path].new if path in made else _SAME
        if actual is not expected and actual != expected:
            old = next(side[path].old for side in (*sides, made) if path in side)
            now = made[path].new if path in made else old
            for side in sides:
                was = side[path].new if path in side else old
                if was != now:
                    yield Difference(path, was, now)


class _Judge(Struct, frozen=True):
    repository: Repository
    belonging: Belonging
    rights: Mapping[str, Rights]
    shown: str

    def problem(self, commit: Commit, who: str, difference: Difference) -> Problem | None:
        """What is wrong with somebody changing a file; None where he may."""
        rights = self.rights.get(who, Rights())
        if rights.admin:
            return None
        prefix = self.repository.prefix
        inside = difference.path.startswith(prefix)
        file = difference.path.removeprefix(prefix)
        place = Place(f"{self.shown}/{file}" if inside else difference.path)
        facts = {"commit": commit.short, "who": who}
        if not rights.known:
            return problem(codes.E954, place, **facts)
        folders = {each.declaration.folder for each in self.belonging.kinds}
        if not inside or file.partition("/")[0] not in folders:
            return problem(codes.E957, place, **facts)
        commits = (*commit.parents, commit.id)
        claims = self.belonging.claims(difference._replace(path=file), commits)
        if not claims:
            return problem(codes.E958, place, **facts)
        foreign = sorted(claims.keys() - rights.branches)
        if not foreign:
            return None
        spots = [spot for each in foreign if (spot := claims[each]) is not None]
        return problem(codes.E953, (*spots, place)[0], whose="、".join(foreign), **facts)
