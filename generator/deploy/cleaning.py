"""Older releases without what was withdrawn since: so that going back never brings it back.

A release is never changed. Where something has been withdrawn since it was made, another one of the
same time takes its place, a copy by links, in which

- pages at and below the withdrawn addresses are those of the newest release: when it was taken
  down, and why. Files below them are gone;
- pages that lead there are without that entry (`cutting.py`); where a trace is left, the page is
  that of the newest release, or is gone;
- every other file that differs from the newest release's is that one, or is gone: feeds, registers,
  data, attachments. What they say does not show from outside, and the newest release's are known to
  be without it. Scripts and style sheets are kept, for they go with the pages;
- the search is as a whole that of the newest release, so that its root and its files fit together.

This is done when a withdrawal is deployed, before readers see it; going back is then one rename.
"""

import tempfile
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import Executor
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.deploy import manifest
from generator.deploy.carrying import asset
from generator.deploy.cutting import cut, told, traces
from generator.deploy.hosts import HostError
from generator.deploy.manifest import Manifest
from generator.deploy.packing import FORMS, packed
from generator.deploy.releases import Release, named
from generator.deploy.target import Target

_SEARCH = "search/"


class Cleaning(Struct, frozen=True):
    """What becomes of a release's files, as paths: dropped, or the newest release's; the pages
    `read` have to be looked at.
    """

    drop: frozenset[str]
    link: frozenset[str]
    read: frozenset[str]


def unclean(release: Release, newest: Release) -> set[str]:
    """Addresses that were withdrawn since the release was made."""
    return newest.withdrawn.keys() - release.withdrawn.keys()


def sorted_out(old: Manifest, new: Manifest, addresses: Collection[str]) -> Cleaning:
    """What becomes of the files of a release `old`, where `new` is the newest one."""
    drop: set[str] = set()
    # With the scripts and style sheets that its pages may need.
    link = {
        path
        for path in new
        if (path.startswith(_SEARCH) and old.get(path) != new[path])
        or (asset(path) and path not in old)
    }
    read: set[str] = set()
    for path, digest in old.items():
        if path.endswith(FORMS) and path[:-3] in old:
            continue
        below = any(path.startswith(each) for each in addresses)
        with_pages = asset(path) and not path.startswith(_SEARCH)
        if not below and (with_pages or new.get(path) == digest):
            continue
        if path.endswith(".html") and not below and not path.startswith(_SEARCH):
            read.add(path)
        elif path in new:
            link.add(path)
        else:
            drop.add(path)
    # What is packed goes the way of what it was made from.
    link |= {f"{path}{form}" for path in link for form in FORMS if f"{path}{form}" in new}
    drop |= {f"{path}{form}" for path in drop | link for form in FORMS if f"{path}{form}" in old}
    return Cleaning(frozenset(drop | (link & old.keys())), frozenset(link), frozenset(read))


def clean(target: Target, release: Release, newest: Release, workers: Executor) -> Release:
    """Make the clean copy of a release and place it; the release itself is left where it is.

    Where it never had what was withdrawn, it is its own copy.

    Raises HostError where that cannot be done.
    """
    old, new = target.manifest(release), target.manifest(newest)
    withdrawn = {**release.withdrawn, **newest.withdrawn}
    addresses = {
        each for each in unclean(release, newest) if any(path.startswith(each) for path in old)
    }
    if not addresses:
        # What was withdrawn had not been published then.
        known = replace(release, withdrawn=withdrawn)
        target.note(known)
        return known
    first = sorted_out(old, new, addresses)
    with tempfile.TemporaryDirectory(prefix="dangwu-") as scratch:
        read, made = Path(scratch, "read"), Path(scratch, "made")
        read.mkdir()
        made.mkdir()
        own = {f"{each}index.html" for each in addresses}
        target.fetch(release, sorted(first.read | own), read)
        names = {name for path in own for name in traces(_text(read, path))}
        drop, link = set(first.drop), set(first.link)
        for path, kept in _cut(target, newest, read, sorted(first.read), addresses, names):
            drop |= {path, *(f"{path}{form}" for form in FORMS)} & old.keys()
            if kept:
                (made / path).parent.mkdir(parents=True, exist_ok=True)
                (made / path).write_text(kept, encoding="utf-8")
            elif path in new:
                link |= {path, *(f"{path}{form}" for form in FORMS)} & new.keys()
        written = sorted(manifest.of(made))
        written += packed(made, written, made, workers)
        return _placed(target, release, newest, old, new, _Made(drop, link, made, written))


def _cut(
    target: Target,
    newest: Release,
    read: Path,
    paths: Collection[str],
    addresses: Collection[str],
    names: Collection[str],
) -> Iterator[tuple[str, str]]:
    """Of the pages `paths` in the folder `read`, those that may not stay as they are.

    Each comes with what it may be instead, or with nothing.

    A name that the newest release has on the same page is no trace: another record is called so.
    """
    doubtful: dict[str, list[str]] = {}
    for path in paths:
        html = _text(read, path)
        if html and not told(html, addresses, names):
            continue
        kept = cut(html, addresses)
        left = [each for each in names if told(kept, (), (each,))]
        if told(kept, addresses, ()):
            yield path, ""
        elif left:
            doubtful[path] = left
        else:
            yield path, kept
    fresh = read.with_name("fresh")
    fresh.mkdir()
    target.fetch(newest, list(doubtful), fresh)
    for path, left in doubtful.items():
        there = _text(fresh, path)
        if not all(told(there, (), (each,)) for each in left):
            yield path, ""
        elif (kept := cut(_text(read, path), addresses)) != _text(read, path):
            yield path, kept


def _text(folder: Path, path: str) -> str:
    return (folder / path).read_text(encoding="utf-8") if (folder / path).is_file() else ""


class _Made(Struct, frozen=True):
    drop: set[str]
    link: set[str]
    folder: Path
    written: list[str]


def _placed(
    target: Target, release: Release, newest: Release, old: Manifest, new: Manifest, made: _Made
) -> Release:
    kept = {path: each for path, each in old.items() if path not in made.drop}
    kept |= {path: new[path] for path in made.link}
    kept |= manifest.of(made.folder)
    name = named(release.time, manifest.hash_of(kept))
    # What had been carried there goes as well: an old index holds what was withdrawn.
    drop = made.drop | release.carried.keys()
    target.begin(name, release, drop)
    target.link(name, newest, made.link)
    target.send(name, made.folder, made.written, newest.time)
    if target.sums(name) != kept:
        raise HostError(1, name)
    cleaned = replace(
        release,
        name=name,
        pages=len(manifest.pages(kept)),
        files=len(kept),
        withdrawn={**release.withdrawn, **newest.withdrawn},
        carried={},
        cleaned=release.cleaned or release.name,
    )
    target.place(cleaned, kept)
    return cleaned


def withdrawn_after(
    before: Mapping[str, str], own: Mapping[str, str], shown: Collection[str]
) -> dict[str, str]:
    """What is withdrawn once a site is out: what it says, and what was before and is not shown."""
    return {**{url: day for url, day in before.items() if url not in shown}, **own}
