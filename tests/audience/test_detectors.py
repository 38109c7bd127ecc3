"""What is found in texts, and what is not: the ordinary numbers of an ordinary page."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.audience.personal import guard
from generator.audience.personal.guard import NO_OFFICES, Guard, Offices, hidden
from generator.audience.personal.normal import normal
from generator.audience.personal.numbers import numbers
from generator.privacy import Exemption, Privacy
from tests.audience import seeds

GUARD = Guard(Privacy())


def codes(text: str, **about: object) -> list[str]:
    return [each.sort for each in GUARD.find(text, **about)]  # type: ignore[arg-type]


@pytest.mark.parametrize("number", range(20))
def test_every_seed_is_found_alone(number: int) -> None:
    for seed in seeds.seeds(random.Random(number)):
        assert codes(seed.text), seed.text


@pytest.mark.parametrize("number", range(5))
def test_what_is_shown_has_no_whole_number(number: int) -> None:
    for seed in seeds.seeds(random.Random(number)):
        for found in GUARD.find(seed.text):
            assert found.masked not in seed.text
            digits = [each for each in found.what if each.isdigit()]
            if len(digits) >= 11:
                assert sum(each.isdigit() for each in found.masked) <= 7
        line = hidden(seed.text, GUARD.find(seed.text))
        assert len(line) == len(seed.text)
        assert not {"id", "bank", "mobile"} & set(codes(line)), line


PIECES = st.sampled_from(
    [
        *"0123456789８①𝟙",
        *" -.\n\u3000\u2212\u2028\ufeff，。；|\t室号楼组户住生",
        "2026-11-23",
        "20",
        "19",
    ]
    + [
        "138",
        "0013",
        "8000",
        "2100",
        "6222",
        "赵守田",
        "1941-03-05",
        "年3月",
        "出生",
        "住院",
        "家住",
        "身份证号",
        "姓名|出生|住址\n",
    ]
    + [each.text for each in seeds.seeds(random.Random(15))]
)


@given(st.lists(PIECES, max_size=24).map("".join))
@settings(max_examples=400, deadline=None)
def test_the_quick_search_passes_over_nothing(text: str) -> None:
    """Whatever is found by looking closely at all of a text."""
    plain = normal(text)
    assert GUARD.counts(text) or not [*numbers(plain)]
    for each in GUARD._said(plain, NO_OFFICES):
        assert each in [*GUARD._said(text, NO_OFFICES)]
        assert GUARD.talks(text)
    closely = {(each.sort, each.start) for each in GUARD._contexts(plain, NO_OFFICES)}
    assert closely <= {(each.sort, each.start) for each in GUARD._said(text, NO_OFFICES)}


def test_a_wrong_check_character_counts_where_the_text_says_what_it_is() -> None:
    number = seeds.identity(random.Random(1))
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    assert codes(f"身份证号：{wrong}") == ["id"]
    assert codes(f"编号 {wrong}") == []


def test_days_and_regions_that_there_are_not() -> None:
    for number in ("219999199913050020", "219999199902300020", "009999199901010020"):
        assert codes(f"身份证号：{number}") == []


def test_two_numbers_side_by_side() -> None:
    draw = random.Random(2)
    one, two, phone = seeds.identity(draw), seeds.identity(draw), seeds.mobile(draw)
    assert codes(f"{one} {two} {phone}") == ["id", "id", "mobile"]
    assert codes(f"{phone} {phone}") == ["mobile", "mobile"]
    assert codes(f"{phone}/{phone}") == ["mobile", "mobile"]


def test_contacts_of_offices_are_no_persons() -> None:
    phone = seeds.mobile(random.Random(3))
    home = "康桥路12号3号楼2单元501室"
    offices = Offices.of([f"{phone[:3]}-{phone[3:7]}-{phone[7:]}", f"辽宁省{home}"])
    assert codes(f"联系 {phone}，{home}", offices=offices) == []
    assert codes(f"联系 {phone}，{home}") == ["mobile", "address"]


def test_what_is_allowed_is_not_found() -> None:
    phone = seeds.mobile(random.Random(4))
    reason = "支委会同意"
    allow = [
        Exemption(what=f"{phone[:3]} {phone[3:]}", reason=reason),
        Exemption(what="1941年3月", reason=reason),
    ]
    guard = Guard(Privacy(allow=allow))
    assert guard.find(f"电话 {phone}；赵守田，男，1941年3月出生") == []


def test_a_register_has_its_telephones() -> None:
    draw = random.Random(5)
    text = f"赵守田同志患高血压，电话 {seeds.mobile(draw)}，证件 {seeds.identity(draw)}"
    assert codes(text, numbers_only=True) == ["id"]


GENERAL = """
关爱残疾党员，走访高龄老人。高血压、糖尿病防治讲座周六举行，请张建国同志主持。
街道残联主任李明到会讲话。住院费用报销流程见附件。全体党员要安全用电。
王建国书记看望困难党员。社区党支部 1990 年 5 月成立，2026 年 3 月换届。
地点：社区党群服务中心 102 室。康桥路 12 号党群服务中心三楼 301 会议室。到村委会 2 楼 201 室办理。
第三党小组组长负责 1—5 号楼，网格员负责 6 栋至 9 栋共 302 户。3 号楼 12 户居民参加。
政治生日当天，支部送上贺卡。每位党员过政治生日。入党时间 1965 年 7 月。
老党员健康状况普遍良好。手术室、住院部在二楼。助残日活动。生活、生产、生态一起抓。
赵一曼烈士 1905 年生于四川。
"""


def test_what_is_said_in_general_is_nobodys() -> None:
    found = [each for each in GUARD.find(GENERAL) if each.sort != "birth"]
    assert found == []
    assert len(GUARD.find(GENERAL)) <= 1


def ordinary(draw: random.Random) -> list[str]:
    """Numbers such as stand on any page, none of them a person's."""

    def some(count: int) -> str:
        return "".join(str(draw.randint(0, 9)) for _ in range(count))

    made = []
    for _ in range(14):
        year, month, day = draw.randint(1990, 2030), draw.randint(1, 12), draw.randint(1, 28)
        isbn = f"978-7-{some(3)}-{some(5)}-{some(1)}"
        made += [
            f"中组发〔{year}〕{draw.randint(1, 99)}号",
            f"索引号 2100000{some(2)}/{year}-{some(5)}",
            f"金额 {draw.randint(1, 99_999_999):,}.{some(2)} 元",
            f"共 {some(9)}.{some(2)} 元",
            f"电话 0427-2{some(6)} 转 {some(4)}",
            f"热线 400-{some(3)}-{some(4)}",
            f"{year}-{month:02d}-{day:02d} 09:00—{year}-{month:02d}-{day:02d} 17:00",
            f"{year}年{month}月{day}日至{year + 1}年{month}月{day}日",
            f"{year}{month:02d}{day:02d}{some(6)}",
            f"ISBN {isbn}",
            f"统一社会信用代码 {draw.choice('159')}{draw.choice('1239')}2110{some(2)}{some(8)}{draw.choice('ABCDEFGHJKLMNPQRTUWXY')}{some(1)}",
            f"订单号 {some(18)}",
            f"运单 SF{some(13)}",
            f"流水号 {year}{month:02d}{day:02d}{some(12)}",
            f"经度 121.{some(14)}，纬度 41.{some(14)}",
            f"10.{draw.randint(0, 255)}.{draw.randint(0, 255)}.{draw.randint(1, 254)}:8080",
            f"发票代码 {some(12)} 号码 {some(8)}",
            f"邮编 {some(6)}，QQ 群 {draw.randint(1, 9)}{some(8)}",
            f"编号 {some(16)}",
            f"项目编号 {some(11)}",
            f"sha256 {''.join(draw.choice('0123456789abcdef') for _ in range(64))}",
            f"设备 IMEI {some(15)}",
            f"合同号 HT-{year}-{some(4)}-{some(4)}",
            f"图幅 {some(5)} {some(5)} {some(5)}",
            f"参加 {draw.randint(10, 99)} {draw.randint(10, 99)} {draw.randint(10, 99)} 人次，占 {some(2)}.{some(2)}%",
        ]
    return made


@pytest.mark.parametrize("number", range(4))
def test_ordinary_numbers_alarm_hardly_ever(number: int) -> None:
    page = ordinary(random.Random(number))
    assert len(page) >= 300
    found = GUARD.find("\n".join(page))
    assert len(found) <= len(page) * 0.02
    assert len([each for each in page if GUARD.find(each)]) <= len(page) * 0.02


def test_ordinary_texts_are_not_looked_at_closely(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "康桥社区党支部召开支部党员大会，讨论二季度党费收缴情况，收取 1234.50 元，电话 0427-2000011。"
        * 16
    )
    assert 1800 < len(text.encode()) < 2500

    def closely(text: str) -> str:
        raise AssertionError(text)

    # Every closer look begins with the text in its normal form, which costs more than the rest.
    monkeypatch.setattr(guard, "normal", closely)
    assert not GUARD.suspects(text)
    assert GUARD.find(text) == []
    with pytest.raises(AssertionError):
        GUARD.find(f"{text}联系人手机 13912345678。")
