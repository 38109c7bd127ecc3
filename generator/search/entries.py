"""What of a view is searched: one `Searched` for each record that has a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pypinyin import Style, lazy_pinyin
from pypinyin.seg.mmseg import seg
from pypinyin.seg.simpleseg import simple_seg

from generator import prose
from generator.audience.shown import Shown
from generator.audience.view import View
from generator.search.normal import folded


@dataclass(frozen=True, slots=True)
class Searched:
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


def searched_of(shown: Shown) -> Searched:
    """A shown value as the index takes it."""
    entry = shown.entry
    branch = entry.branch.text if entry.branch else ""
    category = entry.category.text if entry.category else ""
    words = shown.words()
    facts = (branch, category, *entry.facts, *words, *entry.tags, *_dates(entry.day))
    sounds = (_pinyin(each) for each in (entry.title, branch, *shown.speakers()))
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
            " ".join(each for each in sounds if each),
        ),
    )


def _dates(day: date | None) -> tuple[str, ...]:
    if day is None:
        return ()
    return (day.isoformat(), f"{day.year}年{day.month}月{day.day}日")


@lru_cache(maxsize=8192)
def _syllables(word: str) -> tuple[str, ...]:
    """The syllables of a word; titles are made of few words, and each takes long to look up."""
    return tuple(lazy_pinyin(word, style=Style.NORMAL, errors="ignore"))


@lru_cache(maxsize=4096)
def _pinyin(text: str) -> str:
    """`dangke dk` for 党课: syllables joined, and their initials; nothing without Chinese."""
    words = (word for run in simple_seg(text) for word in seg.cut(run))
    syllables = [each for word in words for each in _syllables(word) if each]
    letters = ["".join(c for c in each if "a" <= c <= "z") for each in syllables]
    letters = [each for each in letters if each]
    return f"{''.join(letters)} {''.join(each[0] for each in letters)}" if letters else ""
