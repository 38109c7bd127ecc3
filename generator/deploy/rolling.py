"""Going back to an older release, and keeping house among them."""

import time
from collections.abc import Iterator
from concurrent.futures import Executor

from msgspec.structs import replace

from generator import texts
from generator.deploy.carrying import asset
from generator.deploy.cleaning import clean, unclean
from generator.deploy.hosts import HostError
from generator.deploy.releases import Carried, Release
from generator.deploy.target import Survey, Target
from generator.problems import codes
from generator.problems.problem import Place, ProblemsFound, problem

# How long what a page that is open may need stays after going back, in seconds.
_DAY = 86_400


def back(target: Target, survey: Survey, name: str | None, workers: Executor) -> Release:
    """Show the release before the current one, or the one that is named. Under the target's lock.

    Raises ProblemsFound (E919) where there is none.
    """
    chosen = _chosen(target, survey, name)
    newest = survey.newest
    if newest is not None and unclean(chosen, newest):
        # A deployment that was killed has not come to it.
        chosen = clean(target, chosen, newest, workers)
    _lend(target, survey.current, chosen)
    target.swap(chosen)
    return chosen


def _chosen(target: Target, survey: Survey, name: str | None) -> Release:
    if name is not None:
        found = survey.named(name)
    else:
        older = [
            each
            for each in survey.releases
            if survey.current is None or each.name < survey.current.name
        ]
        found = older[-1] if older else None
    if found is None:
        place = Place(target.shown)
        raise ProblemsFound(
            [
                problem(
                    codes.E919, place, release=name or texts.PREVIOUS_RELEASE, target=target.shown
                )
            ]
        )
    return found


def _lend(target: Target, current: Release | None, chosen: Release) -> None:
    """Give the chosen release the scripts and style sheets of the current one, for open pages.

    Never its index: that says what one may be going back from.
    """
    if current is None or current.name == chosen.name:
        return
    own, own_chosen = target.manifest(current), target.manifest(chosen)
    until = int(time.time()) + _DAY
    lent = {
        path: Carried(digest, until)
        for path, digest in own.items()
        if asset(path) and path not in own_chosen and path not in chosen.carried
    }
    if lent:
        target.lend(replace(chosen, carried={**chosen.carried, **lent}), current, lent)


def cleaned(
    target: Target, survey: Survey, workers: Executor
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Clean copies of all releases that have what was withdrawn since: (made, not to be made)."""
    newest, made, lost = survey.newest, [], []
    if newest is None:
        return (), ()
    known = {(each.time, each.cleaned) for each in survey.releases if not unclean(each, newest)}
    for release in survey.releases:
        if not unclean(release, newest) or (release.time, release.cleaned or release.name) in known:
            continue
        try:
            made.append(clean(target, release, newest, workers).name)
        except (HostError, ProblemsFound):
            # Better none to go back to than one that shows what was withdrawn.
            lost.append(release.name)
    return tuple(made), tuple(lost)


def tidy(target: Target, survey: Survey, workers: Executor, keep: int) -> list[str]:
    """Remove releases: those with something withdrawn, and all but the newest `keep`.

    The current one stays, whatever it is. What was carried over and has had its time goes.
    """
    newest = survey.newest
    if newest is None:
        return []
    cleaned(target, survey, workers)
    survey = target.survey()
    sound = [each for each in survey.releases if not unclean(each, newest)]
    staying = {each.name for each in sound[-keep:]}
    gone = [
        each
        for each in survey.releases
        if each.name not in staying and (survey.current is None or each.name != survey.current.name)
    ]
    for each in gone:
        target.remove(each)
    for each in survey.releases:
        if each not in gone:
            expire(target, each)
    return [each.name for each in gone]


def expire(target: Target, release: Release) -> None:
    """Remove what was carried over into a release and has had its time."""
    over = _over(release, int(time.time()))
    if paths := sorted(over):
        left = {path: each for path, each in release.carried.items() if path not in paths}
        target.drop(replace(release, carried=left), paths)


def _over(release: Release, now: int) -> Iterator[str]:
    return (path for path, each in release.carried.items() if each.until <= now)
