"""The deployment of a site, from top to bottom: read, check, upload, verify, swap, tidy."""

import tempfile
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from generator.audience.personal.published import Gate
from generator.deploy import canaries, gates, manifest, rolling
from generator.deploy.built import Built, look
from generator.deploy.carrying import carried
from generator.deploy.cleaning import withdrawn_after
from generator.deploy.hosts import HostError
from generator.deploy.manifest import Manifest
from generator.deploy.packing import FORMS, packed
from generator.deploy.releases import Carried, Release, named, next_time
from generator.deploy.target import Survey, Target, deployer
from generator.problems import codes
from generator.problems.problem import Place, ProblemsFound, problem
from generator.release.staging import held
from generator.settings_deploy import Deployment


class Wanted(Struct, frozen=True):
    """What to deploy and how. `url`: where readers see the target, to ask there after the swap.

    `patience`: how long to wait for another deployment to the same target, in seconds.
    """

    site: Path
    watch: Gate
    rules: Deployment
    vanished: str = ""
    restored: str = ""
    url: str = ""
    patience: float = 60


class Report(Struct, frozen=True):
    """How it went. `sent`: files that were new. `new` is False where the site was there already.
    `inline`: whether the pages need a new policy of the web server.
    """

    release: Release
    sent: int
    new: bool
    cleaned: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    policy_changed: bool = False


@contextmanager
def told(target: Target) -> Iterator[None]:
    """What could not be done at the target, or for it, as a problem (E916, E921)."""
    try:
        yield
    except (HostError, OSError) as error:
        failed = error if isinstance(error, HostError) else HostError(1, str(error))
        code = codes.E921 if failed.full else codes.E916
        place = Place(target.shown)
        raise ProblemsFound(
            [problem(code, place, target=target.shown, reason=failed.said)]
        ) from error


def deploy(target: Target, wanted: Wanted, workers: Executor) -> Report:
    """Deploy a site. Readers see the old release until the new one is whole and has been verified.

    Raises ProblemsFound, in which case they still see the old one.
    """
    if not wanted.site.is_dir():
        raise ProblemsFound([problem(codes.E910, Place(str(wanted.site)), path=wanted.site)])
    with told(target), held(wanted.site.absolute()), target.held(wanted.patience, new=True):
        try:
            return _deployed(target, wanted, workers)
        finally:
            # What is left is cleared by the next one, if not now.
            with suppress(HostError, ProblemsFound):
                target.clear()


def _deployed(target: Target, wanted: Wanted, workers: Executor) -> Report:
    # Read both sides, and refuse what must not be shown.
    site = look(wanted.site)
    survey = target.survey()
    last = survey.current or survey.newest
    before = _standing(target, last) if last else {}
    change = gates.Change(
        site, last, before, survey.newest, wanted.vanished, wanted.restored, wanted.rules
    )
    problems = list(gates.check(change, target, wanted.watch))
    if problems:
        raise ProblemsFound(problems)
    # Make the release beside the others, and look at every byte of it where it stands.
    unchanged = _unchanged(target, change, survey, wanted, workers)
    if unchanged is not None:
        return unchanged
    release, own, sent = _brought(target, change, survey, wanted, workers)
    target.place(release, own)
    # Older releases lose what was withdrawn; then readers see the new one.
    survey = target.survey()
    cleaned, lost = rolling.cleaned(target, survey, workers)
    target.swap(release)
    rolling.tidy(target, target.survey(), workers, wanted.rules.keep)
    _asked(target, release, own, wanted, workers, back=survey.current is not None)
    before_policy = survey.current.policy if survey.current else release.policy
    return Report(
        release, sent, True, cleaned, lost, policy_changed=before_policy != release.policy
    )


def _standing(target: Target, last: Release) -> Manifest:
    """What the last release consists of: by its manifest, or by what is there if that is lost."""
    try:
        return target.manifest(last)
    except ProblemsFound:
        there = target.sums(last.name, "releases")
        return {path: each for path, each in there.items() if path not in last.carried}


def _brought(
    target: Target, change: gates.Change, survey: Survey, wanted: Wanted, workers: Executor
) -> tuple[Release, Manifest, int]:
    """The release, whole and verified, among what is coming; its manifest; how many files it took.

    What is the same in the last release is shared with it. Where that turns out not to be what its
    manifest says, by a broken disk or by hand, it is sent anew.
    """
    last, before = change.current, change.before
    there = {**last.besides, **before} if last else {}
    try:
        return _uploaded(target, change, survey, wanted, workers, before, there)
    except ProblemsFound:
        if last is None:
            raise
        there = target.sums(last.name, "releases")
        sound = {path: each for path, each in before.items() if there.get(path) == each}
        if len(sound) == len(before):
            raise
    return _uploaded(target, change, survey, wanted, workers, sound, there)


def _uploaded(
    target: Target,
    change: gates.Change,
    survey: Survey,
    wanted: Wanted,
    workers: Executor,
    sound: Manifest,
    there: Manifest,
) -> tuple[Release, Manifest, int]:
    """The same, where `there` stands in the last release, and `sound` of it may be shared."""
    site = change.site
    with tempfile.TemporaryDirectory(prefix="dangwu-") as scratch:
        packs = Path(scratch)
        own, sent, made = _contents(site, sound, packs, workers)
        release = _release(site, own, survey, change, wanted)
        expected = {**release.besides, **own}
        drop = [path for path, digest in there.items() if expected.get(path) != digest]
        target.begin(release.name, change.current, drop)
        target.send(release.name, site.folder, sent, release.time)
        target.send(release.name, packs, made, release.time)
    verify(target, release, own, "incoming")
    return release, own, len(sent)


def _unchanged(
    target: Target, change: gates.Change, survey: Survey, wanted: Wanted, workers: Executor
) -> Report | None:
    """The end, where the site is there already."""
    if survey.current is None:
        return None
    own = {path: each for path, each in change.before.items() if not _packed(path, change.before)}
    if own != change.site.own:
        return None
    rolling.tidy(target, target.survey(), workers, wanted.rules.keep)
    # What the server answers wrongly is no matter of the release: there is nothing to go back to.
    _asked(target, survey.current, change.before, wanted, workers, back=False)
    return Report(survey.current, 0, new=False)


def _packed(path: str, manifest_: Manifest) -> bool:
    return path.endswith(FORMS) and path[:-3] in manifest_


def _contents(
    site: Built, before: Manifest, packs: Path, workers: Executor
) -> tuple[dict[str, str], list[str], list[str]]:
    """The release's manifest; files of the site to be sent; packed ones, made in `packs`."""
    own = dict(site.own)
    sent = [path for path, digest in own.items() if before.get(path) != digest]
    for path, digest in site.own.items():
        if before.get(path) == digest:
            forms = (f"{path}{form}" for form in FORMS)
            own |= {form: before[form] for form in forms if form in before and form not in own}
    made = [path for path in packed(site.folder, sent, packs, workers) if path not in site.own]
    own |= {path: manifest.digest(packs / path) for path in made}
    return own, sent, made


def _release(
    site: Built, own: Manifest, survey: Survey, change: gates.Change, wanted: Wanted
) -> Release:
    now = datetime.now(UTC)
    time = next_time(now, survey.newest)
    known = survey.newest.withdrawn if survey.newest else {}
    shown = site.pages - site.moved.keys()
    withdrawn = withdrawn_after(known, site.withdrawn, shown)
    # The old index says what was withdrawn, and what stood on a page that is gone.
    gone = manifest.pages(change.before) - site.pages
    texts = not gone and not site.withdrawn.keys() - known.keys()
    left: dict[str, Carried] = {}
    if change.current:
        until = int(now.timestamp()) + wanted.rules.hours * 3600
        held_before = change.current.carried
        left = carried(change.before, held_before, own, until, int(now.timestamp()), texts=texts)
    reasons = {"vanished": wanted.vanished, "restored": wanted.restored}
    return Release(
        name=named(time, manifest.hash_of(own)),
        edition=site.edition,
        pages=len(site.pages),
        files=len(own),
        size=sum((site.folder / path).stat().st_size for path in site.own),
        by=deployer(),
        withdrawn=withdrawn,
        carried=left,
        vanished=tuple(change.answered_no_more),
        reasons={name: reason for name, reason in reasons.items() if reason},
        policy=(*site.scripts, *site.styles),
        preview=site.preview,
    )


def verify(target: Target, release: Release, own: Manifest, folder: str = "releases") -> None:
    """Every byte of a release against its manifest (E915). What was carried over may be gone."""
    there = target.sums(release.name, folder)
    expected = {**release.besides, **own}
    wrong = {path for path, digest in there.items() if expected.get(path) != digest}
    wrong |= own.keys() - there.keys()
    if wrong:
        named_ = "、".join(sorted(wrong)[:5])
        place = Place(target.shown)
        raise ProblemsFound([problem(codes.E915, place, release=release.name, files=named_)])


def _asked(
    target: Target,
    release: Release,
    own: Manifest,
    wanted: Wanted,
    workers: Executor,
    *,
    back: bool,
) -> None:
    """Ask the web server for the canary pages; where it answers wrongly, go `back` at once.

    Where the organisers' edition is open, an older one would be, too: nothing is shown then.
    """
    if not wanted.url:
        return
    problems = list(canaries.asked(wanted.url, release, own, wanted.rules.canaries))
    if any(each.code == codes.E922.code for each in problems):
        target.hide()
    elif problems and back:
        rolling.back(target, target.survey(), None, workers)
    if problems:
        raise ProblemsFound(problems)
