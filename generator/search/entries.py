"""What of a view is searched: one `Searched` for each record that has a page."""

from collections.abc import Callable, Iterator
from datetime import date

from msgspec import Struct

from generator import prose
from generator.audience.shown import Shown
from generator.audience.view import View
from generator.search.normal import folded
from generator.search.sounds import sounds


class Searched(Struct, frozen=True):
    """A record as the index takes it; `fields` are the five of FORMAT.md, as they are shown."""

    url: str
    kind: str
    day: date | None
    branch: str
    category: str
    state: str
    opens: date | None
    closes: date | None
    fields: tuple[str, str, str, str, str]

    @property
    def segment(self) -> str:
        return str(self.day.year) if self.day else "undated"


def searched(view: View) -> Iterator[Searched]:
    """Everything in the view that has an address of its own."""
    for each in view.everything():
        yield searched_of(each)


def searched_of(shown: Shown, sound: Callable[[str], str] = sounds) -> Searched:
    """A shown value as the index takes it; `sound` tells how texts sound."""
    entry = shown.entry
    branch = entry.branch.text if entry.branch else ""
    category = entry.category.text if entry.category else ""
    words = shown.words()
    facts = (branch, category, *entry.facts, *words, *entry.tags, *_dates(entry.day))
    spoken = (sound(each) for each in (entry.title, branch, *shown.speakers()))
    run = entry.countdown
    return Searched(
        url=entry.url,
        kind=entry.kind,
        day=entry.day,
        branch=branch,
        category=category,
        state=shown.standing(),
        opens=run.starts if run else None,
        closes=run.ends if run else None,
        fields=(
            folded(entry.title),
            folded(entry.summary),
            folded(" ".join(prose.plain(each) for each in shown.texts())),
            folded(" ".join(each for each in facts if each)),
            " ".join(each for each in spoken if each),
        ),
    )


def _dates(day: date | None) -> tuple[str, ...]:
    if day is None:
        return ()
    return (day.isoformat(), f"{day.year}年{day.month}月{day.day}日")
