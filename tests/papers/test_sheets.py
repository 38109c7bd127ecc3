"""走访单 and 高龄党员登记表: what is on them, what is not, and that they stay where they are."""

import re
from datetime import date
from pathlib import Path

import pytest

from tests.papers.sites import organisers
from tests.site import Site

ORGANISERS = "site-organisers"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return organisers(tmp_path_factory.mktemp("sheets"))


def _text(html: str) -> str:
    main = html[html.index('id="content"') : html.index("<footer")]
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", main))


def _sheet(site: Site, visitor: str) -> str:
    """The sheet to which the list leads under a visitor's name."""
    page = site.page("visits/sheets/2026-12/", ORGANISERS)
    match = re.search(rf'href="[^"]*?(sheets/2026-12-30/[0-9a-f]{{12}}/)">{visitor}<', page)
    assert match is not None
    return _text(site.page(f"visits/{match[1]}", ORGANISERS))


def test_a_sheet_has_what_is_needed_at_the_door(site: Site) -> None:
    told = _sheet(site, "甲连生")
    for text in (
        "欧阳守田", "男 88 岁 党龄 64 年", "第 1 户，共 2 户", "示例路12号3单元501室", "0427-2000137",
        "康桥社区党总支 第一网格", "独居", "政治生日（2026）", "□ 鲜花 68.50 元 街道经费",
        "2026年10月20日 医院 未遇 甲连生", "楼道灯坏了", "□ 申请扶手 乙长春 2026年12月31日前",
        "走访情况", "受访人签字", "孙桂珍", "名册里没有写",
    ):  # fmt: skip
        assert text in told, text
    # Health and state of mind stay at home; what is done is not to be done; who has left is gone.
    for text in ("高血压", "老伴", "关心时事", "联系物业", "周离去", "上次意见"):
        assert text not in told, text
    other = _sheet(site, "乙长春")
    assert "欧阳守田" in other
    assert "孙桂珍" not in other
    assert "户，共" not in other


def test_sheets_are_listed_by_day(site: Site) -> None:
    front = _text(site.page("visits/sheets/", ORGANISERS))
    assert "这些日子里没有要走访的" in front
    assert "2026 年 12 月 2" in front
    assert "2027 年 1 月 1" in front
    month = _text(site.page("visits/sheets/2026-12/", ORGANISERS))
    assert re.search(
        "2026年12月30日 周三 乙长春 1 户：欧阳守田 甲连生 2 户：欧阳守田、孙桂珍", month
    )


def test_what_is_overdue_comes_first(site: Site, tmp_path: Path) -> None:
    later = organisers(tmp_path)
    later.build("--edition", "organisers", "--today", "2027-01-10")
    front = _text(later.page("visits/sheets/", ORGANISERS))
    assert front.index("过了日子，还没有记结果") < front.index("2026年12月30日")
    assert front.index("30 天以内") < front.index("2027年1月20日")


def test_the_register_of_an_organisation(site: Site) -> None:
    told = _text(site.page("elders/register/kangqiao/", ORGANISERS))
    assert "高龄党员登记表 康桥社区党总支 共 2 人 截至2026年11月23日" in told
    assert "1 欧阳守田 男 1938.04.17 88 1960.12.30 64 第一网格 示例路12号3单元501室" in told
    assert "高血压多年 老伴去世 关心时事 甲连生 2026-03-11" in told
    assert "2 孙桂珍 女 1941.09 85 1966.03" in told
    assert "周离去" not in told
    assert "哈丽旦" in _text(site.page("elders/register/yingbin/", ORGANISERS))
    page = site.page("visits/papers/", ORGANISERS)
    assert "elders/register/kangqiao/" in page
    assert "visits/sheets/" in page


def test_older_years_have_a_page_of_their_own(site: Site, tmp_path: Path) -> None:
    later = organisers(tmp_path)
    later.build("--edition", "organisers", "--today", "2028-03-01")
    page = later.page("visits/papers/", ORGANISERS)
    assert "ledgers/2027/" in page
    assert "ledgers/2026/" not in page
    assert "ledgers/2026/gifts-_all.xlsx" in later.page("visits/papers/2026/", ORGANISERS)


def test_no_address_has_a_name(site: Site) -> None:
    root = site.root / ORGANISERS
    days = {path.name for path in (root / "visits/sheets").iterdir() if path.is_dir()}
    assert {"2026-12-30", "2027-01-20"} <= days
    for path in (root / "visits/sheets").glob("*/*"):
        assert path.name == "index.html" or re.fullmatch("[0-9a-f]{12}", path.name)
    assert all(date.fromisoformat(each) for each in days if len(each) == 10)
