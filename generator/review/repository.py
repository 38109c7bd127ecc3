"""What git knows of a content folder: commits, and the files that differ between them.

git runs as a program of its own with fixed arguments; names of commits are resolved to ids first.
Within a hook it finds the repository, and what a push brings before it is accepted, by the
environment that git gives to its hooks (githooks(5), git-receive-pack(1), "quarantine").
"""

import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from generator import texts
from generator.problems import codes
from generator.problems.codes import Code
from generator.problems.problem import Place, ProblemsFound, problem

# What a folder without any commit is like (gitglossary(7), "tree object").
_EMPTY = "hash-object -t tree --stdin"
# Variables of git that name a place, seen from where the command runs.
_PLACES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY")
_LINK = "160000"
SHORT = 8


class Difference(NamedTuple):
    """A file that differs: its path from the top, and the ids of its two versions.

    An id is empty where there is no file, and all zeros where it is that of the working tree.
    """

    path: str
    old: str
    new: str


class Commit(Struct, frozen=True):
    """`author` and `committer` are their e-mail addresses in small letters."""

    id: str
    parents: tuple[str, ...]
    author: str
    committer: str

    @property
    def short(self) -> str:
        return self.id[:SHORT]


class Span(Struct, frozen=True):
    """From a commit to another one, by their ids; without `head` to the working tree.

    `fork` is the last commit that both have in common, empty where there is none.
    """

    base: str
    head: str
    fork: str


class Repository:
    """The repository that a folder lies in; `prefix` is its path from the top, as `content/`."""

    def __init__(self, content: Path, shown: str) -> None:
        """Raises ProblemsFound (E950) where the folder lies in none."""
        self._content = content
        self._shown = shown
        self._environment = _environment()
        told = self._text(codes.E950, "rev-parse", "--show-prefix", "--is-shallow-repository")
        # The prefix of the top is an empty line.
        self.prefix, shallow = told.split("\n")[:2]
        self._shallow = shallow == "true"

    def span(self, text: str) -> Span:
        """`BASE`, `BASE..HEAD` or `BASE...HEAD`. Raises ProblemsFound (E951, E952)."""
        base, dots, head = text.partition("..")
        named = head.removeprefix(".") or "HEAD"
        one, other = self._commit(base or "HEAD"), self._commit(named if dots else "HEAD")
        fork = self._run("merge-base", one, other)
        if fork.returncode and self._shallow:
            raise ProblemsFound([problem(codes.E952, Place(self._shown), name=text)])
        return Span(one, other if dots else "", fork.stdout.decode().strip())

    def _commit(self, name: str) -> str:
        found = self._run("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        if name.startswith("-") or found.returncode:
            code = codes.E952 if self._shallow else codes.E951
            raise ProblemsFound([problem(code, Place(self._shown), name=name)])
        return found.stdout.decode().strip()

    @property
    def head(self) -> str:
        """The commit that is checked out."""
        return self._commit("HEAD")

    def changed(self, span: Span) -> list[Difference]:
        """What a span changes since its fork, with what is not committed where it has no head."""
        since = span.fork or self._empty()
        if span.head:
            return self.between(since, span.head)
        listed = self._text(
            codes.E950, "ls-files", "--others", "--exclude-standard", "--full-name", "-z"
        )
        new = [Difference(path, "", "") for path in listed.split("\0") if path]
        return [*self._differences("diff", since), *new]

    def between(self, old: str, new: str) -> list[Difference]:
        """What differs between two commits; an empty id is a folder without anything."""
        return list(self._differences("diff-tree", "-r", old or self._empty(), new))

    def _differences(self, *arguments: str) -> Iterator[Difference]:
        command, *rest = arguments
        how = ("--raw", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff")
        words = iter(self._text(codes.E950, command, *how, *rest, "--").split("\0"))
        for about in words:
            if about:
                before, after, old, new, status = about.removeprefix(":").split(" ")
                yield Difference(
                    next(words),
                    "" if status == "A" or before == _LINK else old,
                    "" if status == "D" or after == _LINK else new,
                )

    def commits(self, span: Span) -> list[Commit]:
        """What the head of a span has and its base has not, oldest first."""
        listed = self._text(
            codes.E950, "rev-list", "--reverse", "--topo-order", "--format=%H%x00%P%x00%ae%x00%ce",
            span.head or "HEAD", f"^{span.base}", "--",
        )  # fmt: skip
        found = []
        # Every other line says `commit`, which newer versions of git could leave out.
        for line in listed.splitlines()[1::2]:
            number, parents, author, committer = line.split("\0")
            commit = Commit(number, tuple(parents.split()), author.lower(), committer.lower())
            found.append(commit)
        return found

    def fork(self, commits: Sequence[str]) -> str:
        """The last commit that several have in common; empty where there is none."""
        return self._run("merge-base", "--octopus", *commits).stdout.decode().strip()

    def ids(self, commit: str, folder: str) -> dict[str, str]:
        """Path from the top → id, of every file below a folder of a commit."""
        listed = self._text(codes.E950, "ls-tree", "-r", "-z", "--full-tree", commit, "--", folder)
        found = {}
        for entry in listed.split("\0"):
            if entry:
                about, _, path = entry.partition("\t")
                mode, _, number = about.split(" ")
                if mode != _LINK:
                    found[path] = number
        return found

    def contents(self, ids: Iterable[str]) -> dict[str, bytes]:
        """Id → what the file holds, of those that git has."""
        wanted = sorted({each for each in ids if each.strip("0")})
        if not wanted:
            return {}
        asked = "".join(f"{each}\n" for each in wanted).encode()
        told = self._run("cat-file", "--batch", given=asked).stdout
        found, at = {}, 0
        for each in wanted:
            end = told.index(b"\n", at)
            about = told[at:end].split(b" ")
            at = end + 1
            if len(about) == 3:
                size = int(about[2])
                found[each] = told[at : at + size]
                at += size + 1
        return found

    def _empty(self) -> str:
        return self._run(*_EMPTY.split()).stdout.decode().strip()

    def _text(self, code: Code, *arguments: str) -> str:
        ran = self._run(*arguments)
        if ran.returncode:
            said = ran.stderr.decode("utf-8", "replace").strip().splitlines()
            reason = said[0].removeprefix("fatal: ") if said else ""
            raise ProblemsFound([problem(code, Place(self._shown), reason=reason)])
        return os.fsdecode(ran.stdout)

    def _run(self, *arguments: str, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
        try:
            return subprocess.run(  # noqa: S603 - no shell, and no word that git takes for an option
                ["git", *arguments],  # noqa: S607 - whichever git this machine has
                cwd=self._content, env=self._environment, input=given, capture_output=True,
                check=False,
            )  # fmt: skip
        except OSError as error:
            reason = texts.DOCTOR_NO_PROGRAM.format(name="git", why=texts.DOCTOR_WHY["git"])
            raise ProblemsFound([problem(codes.E950, Place(self._shown), reason=reason)]) from error


def _environment() -> dict[str, str]:
    """The environment for git, which runs within the content folder: hooks name places as seen from
    where they run.
    """
    environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    for name in _PLACES:
        if environment.get(name):
            environment[name] = os.path.abspath(environment[name])  # noqa: PTH100 - links stay
    if environment.get("GIT_DIR"):
        # Who names the repository alone means the folder where the command runs by its tree.
        environment.setdefault("GIT_WORK_TREE", str(Path.cwd()))
    return environment
