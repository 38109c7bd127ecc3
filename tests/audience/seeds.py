"""Invented personal data, made at run time: nobody has these numbers.

The region 219999 does not exist; the cards' issuers have not given out numbers with so many noughts.
"""

import random

from msgspec import Struct

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class Seed(Struct, frozen=True):
    """Something that must not be published, and the error that it is."""

    text: str
    code: str


def identity(draw: random.Random, region: str = "219999") -> str:
    born = f"{draw.randint(1930, 2005)}{draw.randint(1, 12):02d}{draw.randint(1, 28):02d}"
    first = f"{region}{born}{draw.randint(1, 999):03d}"
    total = sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True))
    return first + "10X98765432"[total % 11]


def card(draw: random.Random, begins: str = "6200000", length: int = 19) -> str:
    rest = length - len(begins) - 1
    first = begins + "".join(str(draw.randint(0, 9)) for _ in range(rest))
    total = 0
    for place, digit in enumerate(reversed(first)):
        value = int(digit) * (2 - place % 2)
        total += value - 9 if value > 9 else value
    return f"{first}{-total % 10}"


def mobile(draw: random.Random) -> str:
    return f"1{draw.choice('3456789')}{draw.randint(0, 999999999):09d}"


def wide(text: str) -> str:
    """In full width."""
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


def name(draw: random.Random) -> str:
    return draw.choice("赵孙李王张陈刘杨") + draw.choice(
        ("守田", "凡", "小梅", "建国", "桂兰", "德福")
    )


def seeds(draw: random.Random) -> list[Seed]:
    """One of every sort, in the ways in which people write them."""
    number, phone, bank = identity(draw), mobile(draw), card(draw)
    who = name(draw)
    old = f"{number[:6]}{number[8:14]}{draw.randint(1, 999):03d}"
    born = f"{draw.randint(1930, 1999)}年{draw.randint(1, 12)}月"
    return [
        Seed(number, "E701"),
        Seed(f"身份证号码：{number}", "E701"),
        Seed(f"{number[:6]} {number[6:14]} {number[14:]}", "E701"),
        Seed(f"{number[:6]}-{number[6:14]}-{number[14:]}", "E701"),
        Seed(" ".join(number), "E701"),
        Seed(wide(number), "E701"),
        Seed("\u200b".join((number[:9], number[9:])), "E701"),
        Seed(number.lower(), "E701"),
        Seed(f"身份证 {old}", "E701"),
        Seed(f"捐款 {bank} 收", "E702"),
        Seed(" ".join(bank[n : n + 4] for n in range(0, 19, 4)), "E702"),
        Seed(wide(bank), "E702"),
        Seed(f"信用卡 {card(draw, '4000', 16)}", "E702"),
        Seed(f"电话{phone}", "E703"),
        Seed(f"{phone[:3]} {phone[3:7]} {phone[7:]}", "E703"),
        Seed(f"{phone[:3]}-{phone[3:7]}-{phone[7:]}", "E703"),
        Seed(f"+86 {phone}", "E703"),
        Seed(f"（86）{phone}", "E703"),
        Seed(f"微信{wide(phone)}", "E703"),
        Seed(f"家住青松路{draw.randint(1, 99)}号3号楼2单元501室", "E704"),
        Seed(f"光明小区{draw.randint(1, 30)}栋302", "E704"),
        Seed(f"住址：胡家村三组{draw.randint(1, 99)}号", "E704"),
        Seed("幸福花园6-2-301", "E704"),
        Seed("迎宾街九号院二号楼一单元三〇一室", "E704"),
        Seed(f"{who}，男，{born}出生，汉族", "E705"),
        Seed(f"{who}同志生于{born}5日", "E705"),
        Seed(f"姓名：{who}，出生年月：{draw.randint(1930, 1999)}-05", "E705"),
        Seed(f"{who}同志患高血压多年", "E706"),
        Seed(f"党员{who}，因病住院", "E706"),
        Seed(f"姓名：{who}，健康状况：肢体残疾", "E706"),
    ]
