"""Numbers that belong to one person: identity cards, bank cards, mobile telephones.

An identity card's number is checked as GB 11643-1999 makes it: region, date of birth, sequence, and
a check character by ISO 7064 MOD 11-2. A bank card's is checked as ISO/IEC 7812 makes it (Luhn).
"""

import re
from collections.abc import Callable, Iterator
from datetime import date

from msgspec import Struct

from generator.audience.personal.finding import Finding, masked

# What may part the digits of one number: spaces, hyphens, what nobody sees, Markdown's emphasis; or
# the end of a line.
_GAP = "(?:[ \u200b*_~`-]{1,3}|[ \u200b]{0,3}\n[ \u200b>]{0,12})"
_RUN = re.compile(rf"[0-9](?:{_GAP}?[0-9])+")
_GROUP = re.compile("[0-9]+")
_LAST = re.compile(r"[ \u200b-]{0,2}[Xx×](?![0-9A-Za-z])")
_DOTTED = re.compile(r"(?<![0-9.])1[3-9][0-9][.·][0-9]{4}[.·][0-9]{4}(?![0-9.])")
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 "
    "71 81 82 83 91".split()
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
ID_CUE = re.compile("身份证|身份号码|证件号|公民身份|身份信息|身分证")
_BANK_CUE = re.compile(
    "银行|卡号|账号|帐号|账户|帐户|借记卡|信用卡|储蓄|工资卡|开户|社保卡|转账|汇款"
)
_PHONE_CUE = re.compile("手机|电话|联系|微信|热线|致电|tel|phone|mobile", re.IGNORECASE)
# Before a number that is something else.
_OTHER = re.compile(
    "订单|流水|单号|编号|索引|文号|条码|条形码|ISBN|信用代码|运单|发票|合同|项目|批次|票据|凭证|序列|"
    "交易号|代码|学号|证书|户号|表号|设备|版本|IMEI|登记号|许可证|专利|档案号|案号|邮编|传真|金额|[¥$€]",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r" ?(?:[.,][0-9]|[元万亿千%‰]|人民币|[Kk]?[Bb]\b)")
_MOBILE_GROUPS = {(11,), (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (4, 4, 3), (1,) * 11, (1, 10)}
_COUNTRY = re.compile(r"(?:\+ ?|00)?86\)?[ \u200b-]{0,2}$")
_TRUNK = re.compile(r"(?<![0-9])0$")
_HANDLE = re.compile(r"(?:wx|vx|qq|tel|phone|mobile|微信)[:_-]?$", re.IGNORECASE)
_YEARS = range(1900, 2036)


class _Number(Struct, frozen=True):
    """Neighbouring groups of digits of a text, read as one number."""

    text: str
    digits: str
    groups: tuple[int, ...]
    start: int
    end: int

    def before(self, count: int) -> str:
        """What stands before it on its line, at most so many characters."""
        return self.text[max(self.start - count, 0) : self.start].rpartition("\n")[2]

    def around(self, count: int) -> str:
        return self.text[max(self.start - count, 0) : self.end + count]

    @property
    def follows(self) -> str:
        return self.text[self.end : self.end + 1]

    @property
    def embedded(self) -> bool:
        """Whether it is part of a longer word, a decimal or a number in several parts."""
        before = self.text[max(self.start - 2, 0) : self.start]
        after = self.text[self.end : self.end + 2]
        if (before[-1:].isascii() and before[-1:].isalnum()) or (
            after[:1].isascii() and after[:1].isalnum()
        ):
            return True
        near = before[-1:] in {".", "-"} and before[:1].isdigit()
        return near or (after[:1] in {".", "-"} and after[1:].isdigit())


def numbers(text: str) -> Iterator[Finding]:
    """The numbers in a text in its normal form; what is found does not overlap."""
    for run in _RUN.finditer(text):
        groups = [(each.start(), each.end()) for each in _GROUP.finditer(text, *run.span())]
        if sum(end - start for start, end in groups) < 11:
            continue
        taken = 0
        for first, (start, _) in enumerate(groups):
            if start < taken:
                continue
            found = next(_at(text, groups, first), None)
            if found is not None:
                taken = found.end
                yield found
    for dotted in _DOTTED.finditer(text):
        number = re.sub("[^0-9]", "", dotted[0])
        yield Finding("mobile", *dotted.span(), number, masked(number, 3, 4))


def _at(text: str, groups: list[tuple[int, int]], first: int) -> Iterator[Finding]:
    """What begins with a group of digits: an identity card before the rest."""
    candidates = []
    digits, lengths = "", []
    for start, end in groups[first:]:
        digits += text[start:end]
        lengths.append(end - start)
        if len(digits) > 19:
            break
        if len(digits) >= 11:
            candidates.append(
                _Number(text, digits, tuple(lengths), groups[first][0], end)
            )  # fmt: skip
    checks: tuple[Callable[[_Number], Finding | None], ...] = (_card, _old_card, _bank, _mobile)
    for check in checks:
        for each in candidates:
            found = check(each)
            if found is not None:
                yield found


def _card(number: _Number) -> Finding | None:
    """18 characters; with a wrong check character only where the text says what it is."""
    end, whole = number.end, number.digits
    if len(whole) == 17:
        last = _LAST.match(number.text, end)
        if last is None:
            return None
        end, whole = last.end(), f"{whole}X"
    if len(whole) != 18 or whole[:2] not in _PROVINCES or not _day(whole[6:14]):
        return None
    total = sum(int(digit) * weight for digit, weight in zip(whole, _WEIGHTS, strict=False))
    if _CHECKS[total % 11] != whole[17] and not ID_CUE.search(number.around(24)):
        return None
    if number.text[end : end + 1].isdigit() and number.text[end : end + 1].isascii():
        return None
    return Finding("id", number.start, end, whole, masked(whole))


def _old_card(number: _Number) -> Finding | None:
    """15 digits, as cards had until 1999, without a check digit: the text must say what it is."""
    whole = number.digits
    if len(whole) != 15 or number.embedded or whole[:2] not in _PROVINCES:
        return None
    if not _day(f"19{whole[6:12]}") or not ID_CUE.search(number.text):
        return None
    return Finding("id", number.start, number.end, whole, masked(whole))


def _day(text: str) -> bool:
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    if year not in _YEARS:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _bank(number: _Number) -> Finding | None:
    """62… (银联) of 16 to 19 digits, 4…, 51–55… and 35… of 16."""
    whole = number.digits
    if not 16 <= len(whole) <= 19 or number.embedded or not _printed(number) or not luhn(whole):
        return None
    union = whole.startswith("62")
    other = len(whole) == 16 and (whole[0] == "4" or "51" <= whole[:2] <= "55" or whole[:2] == "35")
    said = _BANK_CUE.search(number.around(20))
    if not (union or other or said) or _AMOUNT.match(number.text, number.end):
        return None
    if not said and _OTHER.search(number.before(14)):
        return None
    return Finding("bank", number.start, number.end, whole, masked(whole))


def _printed(number: _Number) -> bool:
    """Whether the digits stand as on a card, or are broken by the end of a line."""
    groups = number.groups
    fours = all(each == 4 for each in groups[:-1]) and groups[-1] <= 4
    alone = len(groups) == 1 or set(groups) == {1} or groups[0] == 6
    return fours or alone or (len(groups) == 2 and "\n" in number.text[number.start : number.end])


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of ISO/IEC 7812."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and len(set(digits)) > 1


def _mobile(number: _Number) -> Finding | None:
    whole, start = number.digits, number.start
    groups = number.groups
    if len(whole) in (13, 15) and whole[:-11] in ("86", "0086"):
        whole = whole[-11:]
        groups = groups[1:] if groups[0] in (2, 4) else (groups[0] - len(number.digits) + 11,
                                                         *groups[1:])  # fmt: skip
    elif len(whole) == 12 and whole[0] == "0":
        whole, groups = whole[1:], (groups[0] - 1, *groups[1:])
    if len(whole) != 11 or whole[0] != "1" or whole[1] < "3":
        return None
    broken = "\n" in number.text[number.start : number.end] and len(groups) == 2
    if groups not in _MOBILE_GROUPS and not broken:
        return None
    before = number.text[max(start - 8, 0) : start]
    spoken = _COUNTRY.search(before) or _TRUNK.search(before) or _HANDLE.search(before)
    if number.embedded and not (spoken and not number.follows.isalnum()):
        return None
    if _AMOUNT.match(number.text, number.end):
        return None
    if _OTHER.search(number.before(10)) and not _PHONE_CUE.search(number.before(10)):
        return None
    return Finding("mobile", start, number.end, whole, masked(whole, 3, 4))
