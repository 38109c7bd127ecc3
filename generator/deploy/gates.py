"""What a site must pass before it takes the place of the last release."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, field

from generator.audience.personal.published import Gate
from generator.deploy import manifest
from generator.deploy.built import Built
from generator.deploy.carrying import indexed
from generator.deploy.manifest import Manifest
from generator.deploy.packing import FORMS
from generator.deploy.releases import Release
from generator.deploy.target import Target
from generator.pages.addresses import Addresses
from generator.problems import codes
from generator.problems.problem import Place, Problem, errors, problem
from generator.release import gate
from generator.scan import scan
from generator.settings_deploy import Deployment

# What the page of a record says to other programs, and no list does.
_OF_A_RECORD = "application/ld+json"
# So many addresses are named; the rest are counted.
_NAMED = 20
# So many may go whatever the share: in a small site, one notice is some per cent of the pages.
_FEW = 5


class Change(Struct, frozen=True):
    """A site, and what the target shows now: its release and manifest (None, {}: nothing yet).

    `newest` is the release that knows all that was withdrawn. `vanished` and `restored` are the
    reasons why pages may vanish or what was withdrawn may come back; empty where there is none.
    """

    site: Built
    current: Release | None
    before: Manifest
    newest: Release | None
    vanished: str = ""
    restored: str = ""
    rules: Deployment = field(default_factory=Deployment)

    @property
    def changed(self) -> list[str]:
        """Files that the last release has not or has otherwise."""
        return [path for path, each in self.site.own.items() if self.before.get(path) != each]

    @property
    def answered_no_more(self) -> list[str]:
        """Addresses of pages that answered and neither answer, lead on, nor say what happened."""
        gone = manifest.pages(self.before) - self.site.pages
        withdrawn = tuple(self.site.withdrawn)
        return sorted(each for each in gone if not each.startswith(withdrawn))


def check(change: Change, target: Target, watch: Gate) -> Iterator[Problem]:
    """Everything that keeps a site from being deployed."""
    yield from edition(change, target)
    yield from canaries(change)
    yield from links(change)
    yield from restored(change)
    yield from vanished(change, target)
    paths = [change.site.folder / path for path in change.changed]
    yield from errors(list(scan(change.site.folder, watch, paths)))


def edition(change: Change, target: Target) -> Iterator[Problem]:
    """A target shows one edition: the other one would tell readers what is not for them (E911). So
    it is with a preview, which holds what nobody has approved yet (E923).
    """
    if change.newest is None:
        return
    if change.newest.edition != change.site.edition:
        yield problem(codes.E911, Place(target.shown))
    if change.newest.preview != change.site.preview:
        yield problem(codes.E923, Place(target.shown))


def canaries(change: Change) -> Iterator[Problem]:
    """The pages that must always be there (E917)."""
    for url in change.rules.canaries:
        path = f"{url}index.html" if not url or url.endswith("/") else url
        whole = path in change.site.own
        if whole and path.endswith(".html"):
            whole = (change.site.folder / path).read_bytes().rstrip().endswith(b"</html>")
        if not whole:
            yield problem(codes.E917, Place(url or "index.html"), page=url or "/")


def links(change: Change) -> Iterator[Problem]:
    """A link that leads nowhere (E902): in pages that changed; in all, where something is gone."""
    own = change.site.own
    addresses = Addresses(change.site.pages, own.keys())
    before = change.before
    # No page leads to a file of the index, or to a packed form.
    gone = any(
        path not in own and not indexed(path) and not (path.endswith(FORMS) and path[:-3] in before)
        for path in before
    )
    for path in own if gone else change.changed:
        # What is not found may be missing at any depth: that page's links begin at the root.
        if path.endswith(".html") and path != "404.html":
            html = (change.site.folder / path).read_text(encoding="utf-8")
            yield from gate.relative(path.removesuffix("index.html"), html, addresses)


def restored(change: Change) -> Iterator[Problem]:
    """What was withdrawn and would be shown again (E914), as by a build of older content."""
    if change.newest is None or change.restored:
        return
    for url in sorted(change.newest.withdrawn.keys() - change.site.withdrawn.keys()):
        if url in change.site.pages and url not in change.site.moved:
            yield problem(codes.E914, Place(url), url=url, day=change.newest.withdrawn[url])


def vanished(change: Change, target: Target) -> Iterator[Problem]:
    """Pages of records that answer no more (E912), and too many pages gone at once (E913)."""
    if change.current is None or change.vanished:
        return
    silent = change.answered_no_more
    of_records = _records(silent, change.current, target)
    for url in of_records[:_NAMED]:
        yield problem(codes.E912, Place(url), url=url)
    known = change.newest.withdrawn.keys() if change.newest else set()
    taken_down = (change.site.withdrawn.keys() - known) & manifest.pages(change.before)
    count = len(taken_down.union(silent))
    whole = len(manifest.pages(change.before))
    if count > _FEW and count * 100 > whole * change.rules.share:
        yield problem(
            codes.E913, Place(target.shown), count=count, whole=whole, share=change.rules.share
        )


def _records(urls: list[str], current: Release, target: Target) -> list[str]:
    """Of pages of the current release, those of records."""
    with tempfile.TemporaryDirectory(prefix="dangwu-") as scratch:
        folder = Path(scratch)
        target.fetch(current, [f"{url}index.html" for url in urls], folder)
        return [
            url
            for url in urls
            if (page := folder / url / "index.html").is_file()
            and _OF_A_RECORD in page.read_text(encoding="utf-8")
        ]
