"""The guard: what of a text would tell of a person, by the settings of a site."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property

from msgspec import Struct

from generator.audience.personal.about import BORN, births, illness_pattern, illnesses
from generator.audience.personal.address import addresses, compact
from generator.audience.personal.finding import NUMBERS, Finding, Sort
from generator.audience.personal.normal import HIDDEN, clauses, normal, written
from generator.audience.personal.numbers import ID_CUE, numbers
from generator.audience.personal.tables import TABLE, rows
from generator.privacy import Privacy

# Eleven digits on end, with what may part them: no number that is looked for is shorter, and none
# begins with nought, as the numbers of telephones at a desk do, or with a day (2026-11-23). What
# has begun before need not be looked at again.
_D, _S, _H = (written(each) for each in ("0123456789", " ", "-"))
_BETWEEN = f"[{written(f' {HIDDEN}-.·>*_~`+')}\t\r\n]"
_DAY = "(?:(?<=1)9|(?<=2)0)[0-9]{2}-[0-9]{2}-[0-9]{2}(?![0-9])"
_DIGITS = re.compile(
    rf"[{_D}](?<!0)(?<![1-9].)(?<![1-9]0.)(?!{_DAY})(?:{_BETWEEN}{{0,16}}+[{_D}]){{10}}"
)
# Without one of these there is no address of a home; with one, there may be.
_DOORS = (
    "室 栋 幢 座 单元 号楼 号院 号房 支弄 小区 花园 "
    "家园 公寓 新村 家住 现住 住址 住在 居住 户籍 家庭地址 楼 组 队 屯"
).split()
_N = f"[{_D}〇零一二三四五六七八九十]"
_NUMBERED = f"(?:(?<={_N}.)|(?<={_N}[{_S}].))"
_ONE_TO_THREE = "|".join(f"(?<![{_D}{_H}][{_D}]{{{n}}}.)(?<=[{_D}]{{{n}}}.)" for n in (1, 2, 3))
# What a home's address has, found by the characters that stand in few texts: those come first, and
# the rest is looked for around them.
_LIVED = re.compile(
    f"[室栋幢座单号支楼弄门排组队社屯沟家现住居户{written('#')}{_H}](?:"
    # A number before 室, 栋, 号楼; a number after 楼; group and house of a village.
    f"(?<=[室栋幢座单号支]){_NUMBERED}(?:(?<=[室栋幢座])|(?<=单)元|(?<=号)[楼院房]|(?<=支)弄)"
    f"|(?<=[楼弄门排])[{_S}]?[{_D}]{{3}}"
    f"|(?<=[组队社屯沟])[{_S}]?{_N}{{1,4}}[号户]"
    "|(?<=[家现])住|(?<=住)[址在]|(?<=居)住|(?<=户)籍|(?<=家)庭地址"
    # 12-3-402
    f"|(?<=[{written('#')}{_H}])(?:{_ONE_TO_THREE})"
    f"[{_D}]{{1,2}}[{written('#')}{_H}][{_D}]{{2,4}}(?![{_D}{_H}]))"
)
_MAY_BE_DOOR = re.compile("|".join(_DOORS))


class Offices(Struct, frozen=True):
    """How offices are reached, which is no person's: telephones and addresses as a finding's
    `what`.
    """

    phones: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()

    @classmethod
    def of(cls, contacts: Collection[str]) -> "Offices":
        """The contacts in some texts in which offices give them."""
        plain = [normal(each) for each in contacts]
        phones = {found.what for each in plain for found in numbers(each) if found.sort == "mobile"}
        return cls(frozenset(phones), frozenset(compact(each) for each in plain if len(each) > 7))

    def __or__(self, other: "Offices") -> "Offices":
        return Offices(self.phones | other.phones, self.addresses | other.addresses)


NO_OFFICES = Offices()


class Guard(Struct, frozen=True, dict=True):
    """Looks through texts by the settings of a site. A value: it may be sent to a process."""

    privacy: Privacy

    @cached_property
    def _allowed(self) -> frozenset[str]:
        return frozenset(_plain(normal(each.what)) for each in self.privacy.allow)

    @cached_property
    def _offices(self) -> "re.Pattern[str]":
        words = self.privacy.offices
        return re.compile("|".join(map(re.escape, words)) if words else "(?!)")

    @cached_property
    def _illnesses(self) -> "re.Pattern[str]":
        return illness_pattern(tuple(self.privacy.illnesses))

    @cached_property
    def _words(self) -> "re.Pattern[str]":
        """What a line must have to be looked at for what is said of somebody."""
        words = [BORN] if self.privacy.severity.birth != "不查" else []
        if self.privacy.severity.health != "不查":
            words += map(re.escape, self.privacy.illnesses)
        return re.compile("|".join(words) or "(?!)")

    def severity(self, sort: Sort) -> str:
        """错误, 警告 or 不查."""
        return "错误" if sort in NUMBERS else str(getattr(self.privacy.severity, sort))

    def suspects(self, text: str, numbers_only: bool = False) -> bool:
        """Whether the text is worth a closer look. Cheap: most texts are not."""
        return self.counts(text) or (not numbers_only and self.talks(text))

    def counts(self, text: str) -> bool:
        """Whether a number stands in the text that may be one of those that are looked for."""
        return bool(_DIGITS.search(text))

    def talks(self, text: str) -> bool:
        """Whether something stands in the text that may be said of somebody."""
        if self._words.search(text):
            return True
        lived = self.privacy.severity.address != "不查" and _MAY_BE_DOOR.search(text)
        return bool(lived and _LIVED.search(text))

    def find(
        self, text: str, *, numbers_only: bool = False, offices: Offices = NO_OFFICES
    ) -> list[Finding]:
        """What must not be published, in order; `numbers_only` for a register, where the rest is
        the purpose.
        """
        found = []
        if self.counts(text):
            plain = normal(text)
            found += [each for each in numbers(plain) if not numbers_only or each.sort in NUMBERS]
            if ID_CUE.search(plain):
                # A head far above says what a number is that has lost its check character.
                found += [each for each in self._cells(plain) if each.sort == "id"]
        if not numbers_only and self.talks(text):
            found += self._said(text, offices)
        kept: dict[tuple[Sort, int], Finding] = {}
        for each in found:
            if self.severity(each.sort) != "不查" and not self.waived(each, offices):
                kept.setdefault((each.sort, each.start), each)
        return sorted(kept.values(), key=lambda each: (each.start, each.end, each.sort))

    def waived(self, found: Finding, offices: Offices = NO_OFFICES) -> bool:
        """Whether it may be published: an office's contact, or allowed in the settings."""
        if found.sort == "mobile" and found.what in offices.phones:
            return True
        what = _plain(found.what)
        return what in self._allowed or (
            found.sort not in NUMBERS
            and found.sort != "mobile"
            and any(each in what or what in each for each in self._allowed)
        )

    def _cells(self, plain: str) -> Iterator[Finding]:
        for row in rows(plain):
            for each in numbers(row.text):
                spot = row.spot(each.start, each.end)
                if spot is not None:
                    yield Finding(each.sort, *spot, each.what, each.masked)

    def _said(self, text: str, offices: Offices) -> Iterator[Finding]:
        """What is said within a line; of a table's row, with the words of the table's head."""
        if not TABLE.search(text):
            for start, line in self._talking(text):
                yield from _moved(self._contexts(normal(line), offices), start)
            return
        plain = normal(text)
        yield from self._contexts(plain, offices)
        for row in rows(plain):
            for each in self._contexts(row.text, offices):
                spot = row.spot(each.start, each.end)
                if spot is not None:
                    yield Finding(each.sort, *spot, each.what, each.masked)

    def _talking(self, text: str) -> Iterator[tuple[int, str]]:
        """Those lines in which something may be said, with where they begin."""
        start = 0
        for line in text.split("\n"):
            if self.talks(line):
                yield start, line
            start += len(line) + 1

    def _contexts(self, plain: str, offices: Offices) -> Iterator[Finding]:
        severity = self.privacy.severity
        if severity.address != "不查":
            for start, clause in clauses(plain, _LIVED):
                yield from _moved(addresses(clause, self._offices, offices.addresses), start)
        if severity.birth != "不查":
            yield from births(plain)
        if severity.health != "不查":
            yield from illnesses(plain, self._illnesses)


def _moved(found: Iterable[Finding], by: int) -> Iterator[Finding]:
    """Findings of a part of a text, in the text."""
    for each in found:
        yield Finding(each.sort, each.start + by, each.end + by, each.what, each.masked)


def _plain(text: str) -> str:
    return re.sub(rf"[\s{HIDDEN}-]", "", text)


def hidden(text: str, found: Collection[Finding]) -> str:
    """The text with what was found in it hidden, character for character, but for its ends."""
    letters = list(text)
    for each in found:
        marks = [n for n in range(each.start, min(each.end, len(letters))) if letters[n].isalnum()]
        for place in marks[2:-3] if len(marks) > 8 else marks[1:]:
            letters[place] = "*"
    return "".join(letters)
