"""Honours: exactly who agreed is named, with name and 党龄, and the rest is a number."""

import shutil
from pathlib import Path

import pytest

from tests.site import Site
from tests.test_locks import Keyed

BORN = "born: 1938-03-04, grid: 密网格, address: 密住址, phone: 0427-7777002, contact: 密包联"
AGREED = "consents: [{what: 光荣在党50年, on: 2026-06-21, scope: 全体党员}]"


def member(key: str, name: str, *, joined: str = "1957-05-06", more: str = "status: 在册") -> str:
    return (
        f"- {{id: {key}, name: {name}, {BORN}, joined: {joined}, branch: kangqiao, "
        f"member_here: 是, lives_here: 否, {more}}}\n"
    )


def site(root: Path, *members: str, others: int = 0) -> Site:
    rest = (member(f"secret-{n}", f"匿名{n}") for n in range(others))
    return Site(root, "-- content/elders/kangqiao.yaml --\n" + "".join((*members, *rest)))


def everything(folder: Path) -> str:
    return "\n".join(
        path.read_bytes().decode("utf-8", "replace") for path in folder.rglob("*") if path.is_file()
    )


def test_who_agreed_is_named_and_nothing_else_is_told(tmp_path: Path) -> None:
    own = site(tmp_path, member("open-1", "赵同意", more=f"status: 在册, {AGREED}"), others=6)
    built = everything(own.build())
    page = own.page("honours/")
    assert "赵同意" in page
    assert "69 年" in page
    # Not even how many others there are.
    assert "位同志" not in page
    for secret in (
        "匿名",
        "1938",
        "1957",
        "密网格",
        "密住址",
        "密包联",
        "7777002",
        "secret-",
        "open-1",
        "2026-06-21",
    ):
        assert secret not in built, secret
    assert 'href="../honours/"' in own.page("visits/")


@pytest.mark.parametrize(
    ("more", "day"),
    [
        ("status: 在册", "2026-11-23"),
        # Before the day of consent, after its end, for particular people, for something else.
        (f"status: 在册, {AGREED}", "2026-06-20"),
        (f"status: 在册, {AGREED}".replace("scope", "until: 2026-10-01, scope"), "2026-10-02"),
        (f"status: 在册, {AGREED}".replace("全体党员", "特定对象"), "2026-11-23"),
        (f"status: 在册, {AGREED}".replace("光荣在党50年", "老党员讲党课"), "2026-11-23"),
        # Who has left: from that day on, or at once.
        (f"status: 去世, since: 2026-11-23, {AGREED}", "2026-11-23"),
        (f"status: 转出, {AGREED}", "2026-11-23"),
    ],
)
def test_who_is_not_named(tmp_path: Path, more: str, day: str) -> None:
    own = site(tmp_path, member("open-1", "赵同意", more=more), others=6)
    assert "赵同意" not in everything(own.build("--today", day))


def test_fifty_years_are_full_on_the_first_of_july(tmp_path: Path) -> None:
    own = site(
        tmp_path,
        member("a", "赵满年", joined="1976-07-01", more=f"status: 在册, {AGREED}"),
        member("b", "钱未满", joined="1976-07-02", more=f"status: 在册, {AGREED}"),
    )
    own.build("--today", "2026-07-01")
    page = own.page("honours/")
    assert "赵满年" in page
    assert "钱未满" not in page
    assert "位同志" not in page


@pytest.mark.parametrize("joined", ["1999-07-01", "1957-05-06"])
def test_no_page_where_nobody_is_to_be_named(tmp_path: Path, joined: str) -> None:
    own = site(tmp_path, member("a", "赵不写", joined=joined))
    assert not (own.build() / "honours").exists()
    assert "honours" not in own.page("visits/")


def test_who_agreed_is_named_by_a_build_without_the_key(tmp_path: Path) -> None:
    ends = f"status: 在册, {AGREED}".replace("scope", "until: 2026-12-10, scope")
    own = Keyed(
        tmp_path,
        "-- content/elders/kangqiao.yaml --\n"
        + member("open-1", "赵同意", more=f"status: 在册, {AGREED}")
        + member("open-2", "钱到期", more=ends)
        + member("secret-1", "匿名一"),
    )
    plain = everything(own.build())
    assert own.run("counts").code == 0
    own.run("lock")
    Path(own.key).unlink()
    sheet = own.raw("content/elders/counts.yaml").decode()
    for secret in (
        "匿名",
        "1938",
        "1957",
        "密住址",
        "密网格",
        "7777002",
        "secret-",
        "open-",
        "2026-06-21",
    ):
        assert secret not in sheet, secret
    shutil.rmtree(own.root / "site")
    assert everything(own.build()) == plain
    assert "钱到期" in own.page("honours/")
    # Who builds without the register keeps to the end of a consent all the same.
    later = everything(own.build("--today", "2026-12-11"))
    assert "赵同意" in later
    assert "钱到期" not in later
