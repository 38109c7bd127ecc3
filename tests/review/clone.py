"""A small site in a git repository, in which people commit."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from tests.site import Ran, Site


def git(
    folder: Path, *arguments: str, who: str = "wang@example.org", author: str = "", **more: str
) -> "subprocess.CompletedProcess[str]":
    """Run git as somebody, untouched by this machine's settings."""
    people = {"AUTHOR": author or who, "COMMITTER": who}
    facts = {f"GIT_{role}_EMAIL": email for role, email in people.items()}
    facts |= {f"GIT_{role}_NAME": email.partition("@")[0] for role, email in people.items()}
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "LC_ALL": "C"}
    return subprocess.run(
        ["git", "-c", "init.defaultBranch=main", *arguments], cwd=folder,
        env={**clean, **own, **facts, **more}, capture_output=True, text=True, check=False,
    )  # fmt: skip


class Clone(Site):
    """A site whose folder is the top of a repository."""

    def git(self, *arguments: str, who: str = "wang@example.org", author: str = "") -> str:
        ran = git(self.root, *arguments, who=who, author=author)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout.strip()

    def init(self) -> "Clone":
        """Make the repository, with all that stands here in its first commit."""
        self.git("init", "-q")
        self.commit("admin@example.org")
        return self

    def commit(self, who: str = "wang@example.org", author: str = "") -> str:
        """Commit everything; the commit's id."""
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "change", who=who, author=author)
        return self.git("rev-parse", "HEAD")

    def found(self, *arguments: str) -> list[tuple[str, str]]:
        """(code, file) of what `dangwu check` reports."""
        ran = self.run("check", "--format", "json", *arguments)
        assert ran.out, ran.err
        found: list[dict[str, Any]] = json.loads(ran.out)
        return [(each["code"], each["file"].removeprefix("content/")) for each in found]


def refused(ran: Ran) -> str:
    """What a run that came to an end with a problem said."""
    assert ran.code == 1, ran.out
    return ran.out + ran.err
