"""A release: what a target knows of one of its sites."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from msgspec import Struct, field, to_builtins
from msgspec.structs import replace

from generator.audience.view import Edition

_NAME = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")
_TIME = "%Y%m%dT%H%M%SZ"


class Carried(Struct, frozen=True):
    """A file of an older release which this one has besides its own: its digest (SHA-256, hex) and
    until when (seconds since 1970).
    """

    digest: str
    until: int


class Release(Struct, frozen=True):
    """The facts of a release, as its file in the ledger has them.

    `withdrawn`: address → day, of all that was withdrawn when it was made. `cleaned`: the release
    from which it was made by taking out what was withdrawn later. `reasons`: why what a gate
    refuses was allowed. `policy`: the digests of inline scripts that its pages need. `preview`: it
    says on top that it is none but one.
    """

    name: str
    edition: Edition
    pages: int
    files: int
    size: int
    by: str
    withdrawn: Mapping[str, str] = field(default_factory=dict)
    carried: Mapping[str, Carried] = field(default_factory=dict)
    vanished: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    policy: tuple[str, ...] = ()
    cleaned: str = ""
    preview: bool = False

    @property
    def time(self) -> datetime:
        """When it was made (UTC, whole seconds)."""
        return datetime.strptime(self.name.split("-")[0], _TIME).replace(tzinfo=UTC)

    @property
    def hash(self) -> str:
        """The first eight digits of its manifest's SHA-256."""
        return self.name.split("-")[1]

    @property
    def besides(self) -> dict[str, str]:
        """Path → digest of what was carried over."""
        return {path: each.digest for path, each in self.carried.items()}

    def as_json(self) -> str:
        """One line."""
        return json.dumps(to_builtins(self), ensure_ascii=False, sort_keys=True)


def is_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


def named(time: datetime, manifest_digest: str) -> str:
    return f"{time.strftime(_TIME)}-{manifest_digest[:8]}"


def from_json(line: str) -> Release:
    """Raises ValueError, TypeError or KeyError where the line is not as `as_json` makes it."""
    facts = json.loads(line)
    made = Release(**facts)
    carried = {path: Carried(**each) for path, each in facts["carried"].items()}
    return replace(made, carried=carried, vanished=tuple(made.vanished), policy=tuple(made.policy))


def next_time(now: datetime, newest: Release | None) -> datetime:
    """The time of a new release: later than that of every other, to the second.

    Files that are new in a release bear this time, and servers know a file by its time and size:
    two releases of one second could not be told apart.
    """
    now = now.replace(microsecond=0)
    return now if newest is None or newest.time < now else newest.time + timedelta(seconds=1)
