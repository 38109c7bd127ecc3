"""How Chinese texts sound, for who types letters: `dangke` and `dk` find 党课."""

from collections.abc import Mapping
from functools import lru_cache


class Sounds:
    """The sounds of texts, of which some are `known`; `used` are those that were asked for.

    The dictionaries that tell them take longer to load than a month of an index takes to make.
    """

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known
        self.used: dict[str, str] = {}

    def of(self, text: str) -> str:
        """As `sounds` says."""
        found = self._known.get(text)
        if found is None:
            found = sounds(text)
        self.used[text] = found
        return found

    @property
    def changed(self) -> bool:
        """Whether others were asked for than are known."""
        return self.used.keys() != self._known.keys()


def prepare() -> None:
    """Load the dictionaries."""
    sounds("党课")


@lru_cache(maxsize=4096)
def sounds(text: str) -> str:
    """`dangke dk` for 党课: syllables joined, and their initials; nothing without Chinese."""
    from pypinyin.seg.mmseg import seg
    from pypinyin.seg.simpleseg import simple_seg

    words = (word for run in simple_seg(text) for word in seg.cut(run))
    syllables = [each for word in words for each in _syllables(word) if each]
    letters = ["".join(c for c in each if "a" <= c <= "z") for each in syllables]
    letters = [each for each in letters if each]
    return f"{''.join(letters)} {''.join(each[0] for each in letters)}" if letters else ""


@lru_cache(maxsize=8192)
def _syllables(word: str) -> tuple[str, ...]:
    """The syllables of a word; titles are made of few words, and each takes long to look up."""
    from pypinyin import Style, lazy_pinyin

    return tuple(lazy_pinyin(word, style=Style.NORMAL, errors="ignore"))
