"""What is said of somebody by name: a date of birth, an illness."""

import re
from collections.abc import Iterator

from generator.audience.personal.finding import Finding
from generator.audience.personal.names import masked_name, names
from generator.audience.personal.normal import clauses, written

_YEAR = r"(?:(?:18|19|20)[0-9]{2}|[一二][八九〇零○][〇零○一二三四五六七八九]{2})"
_DATE = (
    rf"{_YEAR}[ ]?(?:年|[-./])[ ]?(?:[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}})"
    r"(?:[ ]?(?:月|[-./])(?:[ ]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[ ]?[日号]?)?)?"
)
_BORN = re.compile(
    rf"(?:出生(?:日期|年月日?|时间|于)?|生于|生日|诞辰|生年月日)[^0-9。;\n]{{0,6}}?(?P<after>{_DATE}|(?:19|20)[0-9]{{4}}(?:[0-9]{{2}})?(?![0-9]))"
    rf"|(?P<before>{_DATE})[ ]?(?:出?生)(?![效产活物态成育长源动理日病前])"
)
# What a date of birth stands beside; plain characters come first, which are looked for in one go.
BORN = f"出生|诞辰|生(?:于|日|年月日|(?<=[月日{written('0123456789')}]生))"
_BORN_QUICK = re.compile(BORN)
# After a word for an illness: it is spoken of in general.
_GENERAL = (
    "(?!防治|预防|讲座|筛查|知识|宣传|门诊|科|人|证|联|患者|病人|日|医院|军人|事业|保险|报销|部|室|群体|家庭|"
    "专家|康复|用品|辅具|照料|护理|补贴|补助|服务|老人|老年|党员|儿童|职工|群众|居民|的(?:党员|老人|群众|同志|居民)|等级)"
)
# How far an illness may stand from the name, in characters.
_NEAR = 30


def illness_pattern(words: tuple[str, ...]) -> "re.Pattern[str]":
    """The words for illnesses, where they are not spoken of in general."""
    longest_first = sorted(words, key=len, reverse=True)
    if not longest_first:
        return re.compile("(?!)")
    word = f"(?:{'|'.join(map(re.escape, longest_first))})"
    # Of several in a row, what follows the last says what they are.
    return re.compile(f"(?>{word}(?:[、,和与及]{word})*){_GENERAL}")


def births(text: str) -> Iterator[Finding]:
    """Dates of birth beside a name, in a text in its normal form."""
    for first, clause in clauses(text, _BORN_QUICK):
        for match in _BORN.finditer(clause):
            group = "after" if match["after"] else "before"
            for _, _, name in names(clause)[:1]:
                start, end = (first + each for each in match.span(group))
                what = re.sub(r"\s", "", match[group])
                shown = re.sub("[0-9一二三四五六七八九十〇零○]", "*", what)
                yield Finding("birth", start, end, what, f"{masked_name(name)} {shown}")


def illnesses(text: str, words: "re.Pattern[str]") -> Iterator[Finding]:
    """Words for illnesses beside a name, in a text in its normal form; one for each name."""
    for begin, clause in clauses(text, words):
        spots = [(each.start(), each.end(), each[0]) for each in words.finditer(clause)]
        for start, end, name in names(clause):
            near = [each for each in spots if end <= each[0] <= end + _NEAR
                    or each[1] <= start <= each[1] + _NEAR]  # fmt: skip
            if near:
                first = begin + min(start, near[0][0])
                last = begin + max(end, near[0][1])
                what = re.sub(r"\s", "", text[first:last])
                yield Finding("health", first, last, what, f"{masked_name(name)}…{near[0][2]}")
