"""Home addresses down to the door: a place, a building or group of a village, and a door."""

import re
from collections.abc import Collection, Iterator
from functools import cache

from generator.audience.personal.finding import Finding

_N = "(?:[0-9]{1,4}|[〇零一二三四五六七八九十百]{1,4})"
_HAN = "[\u4e00-\u9fff]"
_PLACE = (
    "(?:路|街|巷|胡同|大道|小区|花园|家园|嘉园|名苑|苑|新城|园|庄|新村|公寓|大院|家属院|家属楼|宿舍|社区|村|湾|"
    "[华豪雅]府|庭|新居|坊|屯|里|弄|名邸|城|楼盘|镇)"
)
_UNIT = rf"(?:{_N}|[A-Z甲乙丙丁])[ ]?(?:号楼|号院|栋|幢|座|单元|号|支弄|弄|层|楼|门|排|区|期|院)"
_LEAD = rf"{_PLACE}(?:{_HAN}{{0,5}}?)[ ]?"
_SEVERAL = rf"(?:{_UNIT}[ ,-]?){{0,5}}"
# A number after which comes no unit of something else.
_ROOM = (
    r"(?:[0-9]{2,4}|[〇零一二三四五六七八九十]{2,4})"
    r"(?![0-9]|[ ]?[年月日元人名个户次场项件份平㎡米:%万]|[.-][0-9])"
)
_DOOR = (
    rf"{_UNIT}[ ,-]?{_ROOM}(?:室|号房|房|户)?"
    rf"|{_N}(?:室|号房|号室)"
    r"|[0-9]{1,3}[-#][0-9]{1,2}[-#][0-9]{2,4}(?![0-9日-])(?:室|号|户)?"
)
_HOME = rf"{_LEAD}{_SEVERAL}(?:{_DOOR})"
_VILLAGE = (
    rf"[村屯庄]{_HAN}{{0,4}}?(?:第?{_N}[ ]?(?:村民小?组|小?组|队|社|排)|{_HAN}{{1,4}}[组屯沟])[ ]?"
    rf"{_N}[ ]?(?:号|户)(?!楼|线|文|令|井|公路|机)"
)
# Where somebody is said to live, the number of a house is enough.
_SAID = (
    r"(?:家庭住址|家庭地址|住址|现住址|现居住地|居住地址?|户籍地址?|户籍所在地|家住在?|现住在?|住在|居住在)"
    rf"[ ]?[:：]?[ ]?(?P<at>{_HAN}{{0,16}}?{_PLACE}{_HAN}{{0,4}}?[ ]?{_N}[ ]?"
    r"(?:号|栋|幢|座|组)[^\s,;。、)）|\"<]{0,16})"
)
# What stands before a place belongs to its name.
_NAME = re.compile(r"(?:(?![到在住至从往于去是为和及由])[\u4e00-\u9fff]){1,8}$")
_LIVES = re.compile("住址|家住|住在|现住|居住|户籍|家庭地址|家中|家里|住户|入户|上门|的家")
_STOPS = "\n。;!?|"


@cache
def _patterns() -> tuple[tuple[bool, "re.Pattern[str]"], ...]:
    """Whether somebody is said to live there, and the pattern. To compile these takes long, and
    most builds look for no address.
    """
    return (
        (True, re.compile(_SAID)), (False, re.compile(_HOME)), (False, re.compile(_VILLAGE))
    )  # fmt: skip


def addresses(text: str, offices: "re.Pattern[str]", known: Collection[str]) -> Iterator[Finding]:
    """The home addresses in a text in its normal form.

    `offices` are words of places where nobody lives; `known` are addresses of offices.
    """
    taken: list[tuple[int, int]] = []
    for said, pattern in _patterns():
        for match in pattern.finditer(text):
            group = "at" if said else 0
            start, end = match.span(group)
            if not said:
                name = _NAME.search(text, max(start - 8, 0), start)
                start = name.start() if name else start
            if any(start < other_end and other < end for other, other_end in taken):
                continue
            plain = compact(text[start:end])
            # However much of the street's name the one or the other gives.
            core = compact(text[max(start, match.start(group) - 2) : end])
            if any(core in each or each in plain for each in known):
                continue
            if not said and not _lived_in(text, start, end, offices):
                continue
            taken.append((start, end))
            yield Finding("address", start, end, plain, _masked(plain))


def compact(text: str) -> str:
    """An address without what may be written one way or another."""
    return re.sub(r"[\s,-]", "", text)


def _lived_in(text: str, start: int, end: int, offices: "re.Pattern[str]") -> bool:
    """Whether the words around an address leave it a home."""
    before = text[max(start - 20, 0) : start]
    after = text[end : end + 14]
    for stop in _STOPS:
        before, after = before.rpartition(stop)[2], after.partition(stop)[0]
    if _LIVES.search(before + text[start:end]):
        return True
    return not offices.search(before + text[start:end] + after)


def _masked(plain: str) -> str:
    shown = re.sub(f"{_N}", "*", plain)
    return shown if len(shown) <= 24 else f"{shown[:24]}…"
