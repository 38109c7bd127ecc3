"""A build while somebody watches: how far it is, where the time went, what came of it."""

import gc
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator import progress, texts
from generator.build import Order, Report, build

# Builds that take so many seconds say where the time went.
_LONG = 3.0


def watched(wanted: Order, profile: str | None) -> Report:
    """Build; show how far it is where somebody looks on; write down where the time went."""
    # A build makes many values that live to its end, and nothing that goes round in circles.
    gc.disable()
    if profile is None:
        with progress.shown() as tell:
            return build(wanted, tell)
    # These are seldom needed, and every build would wait for them to load.
    import cProfile
    import pstats

    profiler = cProfile.Profile()
    report = profiler.runcall(build, wanted)
    with Path(profile).open("w", encoding="utf-8") as target:
        print(texts.PROFILE_HEAD, file=target)
        for name, seconds in report.phases.items():
            print(f"{seconds:8.2f}  {name}", file=target)
        pstats.Stats(profiler, stream=target).sort_stats("cumulative").print_stats(60)
    print(texts.PROFILE_DONE.format(path=profile))
    return report


def summary(report: Report, site: Path) -> Iterator[str]:
    """What is said of a build that has come to its end."""
    said = report.said
    yield texts.BUILD_DONE.format(
        records=said.records, pages=said.pages, seconds=report.seconds, site=site,
        anew=report.anew, files=said.files, made=report.written.made,
        size=report.written.bytes / 1e6,
    )  # fmt: skip
    if report.seconds >= _LONG:
        yield texts.BUILD_PHASES.format(phases="，".join(_phases(report.phases)))


def _phases(phases: Mapping[str, float]) -> Iterator[str]:
    for name, seconds in phases.items():
        if seconds >= 0.05:
            yield texts.BUILD_PHASE.format(name=name, seconds=seconds)
