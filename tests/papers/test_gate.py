"""What organisers' papers may tell, and what nothing of a site may."""

import random
from pathlib import Path

import pytest

from tests.audience import seeds
from tests.audience.test_gate import blind
from tests.papers.sites import REGISTER
from tests.site import Site

DRAW = random.Random(23)
NUMBER, PHONE = seeds.identity(DRAW), seeds.mobile(DRAW)


def _site(root: Path, phone: str, needs: str) -> Site:
    text = REGISTER.replace("0427-2000137", phone).replace("楼道灯坏了", needs)
    return Site(root, text)


def test_organisers_papers_have_what_their_pages_have(tmp_path: Path) -> None:
    site = _site(tmp_path, PHONE, "高血压住院，家住康桥路12号3号楼2单元501室")
    site.build("--edition", "organisers")
    for name in ("members-_all.csv", "2026/results-_all.csv", "2026/plan-_all.csv"):
        told = (tmp_path / "site-organisers/visits/ledgers" / name).read_text("utf-8")
        assert PHONE in told or "501室" in told


def test_no_paper_has_the_number_of_an_identity_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blind(monkeypatch)
    site = _site(tmp_path, PHONE, f"身份证 {NUMBER}")
    ran = site.run("build", "--edition", "organisers")
    assert ran.code == 1
    assert NUMBER not in ran.out + ran.err
    for place in ("visits/ledgers/2026/results-_all.xlsx", "visits/sheets/2026-12-30/"):
        assert place in ran.out + ran.err
    assert not (tmp_path / "site-organisers").exists()


def test_the_same_papers_beside_the_registers_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An organisation's page, in the same edition, may not tell what a ledger may."""
    blind(monkeypatch)
    site = _site(tmp_path, PHONE, "无")
    site.write(
        "content/branches/yingbin.yaml",
        f'name: 迎宾党总支\ntype: 党总支\ncode: "210000021"\nabout: 老党员电话 {PHONE}\n',
    )
    ran = site.run("build", "--edition", "organisers")
    assert ran.code == 1
    assert "branches/yingbin/" in ran.err + ran.out
    assert "visits/ledgers" not in ran.err + ran.out
