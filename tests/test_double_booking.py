"""Double bookings across files: a build that remembers finds what a build from nothing finds."""

from pathlib import Path

import pytest

from tests.site import Site

SITE = """
-- content/settings/site.yaml --
name: 测试社区
demo_today: 2026-11-23
visits: {load: {day: 1, week: 2}}
-- content/elders/kangqiao.yaml --
- {id: kq-1, name: 赵一, born: 1940-03, joined: 1965-07, branch: kangqiao, member_here: 是, lives_here: 是, status: 在册}
- {id: kq-2, name: 钱二, born: 1940-03, joined: 1965-07, branch: kangqiao, member_here: 是, lives_here: 是, status: 在册}
-- content/visits/kangqiao/b.yaml --
- {id: b-1, elder: kq-1, date: 2026-12-02, occasion: 日常, way: 入户, visitors: [孟凡], status: 计划}
"""
OTHER = "content/visits/kangqiao/a.yaml"
VISIT = (
    "- {{id: a-1, elder: {}, date: {}, occasion: 日常, way: 入户, visitors: [{}], status: 计划}}\n"
)


# Organisers remember the registers; members never had them, and look at them anew.
@pytest.mark.parametrize("edition", ["members", "organisers"])
def test_what_did_not_change_is_looked_at_again(tmp_path: Path, edition: str) -> None:
    site = Site(tmp_path, SITE)
    site.build("--edition", edition)
    # The other file comes first, so that the visit that did not change is the second.
    site.write(OTHER, VISIT.format("kq-1", "2026-12-02", "陶然"))
    ran = site.run("build", "--edition", edition)
    assert ran.code == 1
    assert "content/visits/kangqiao/b.yaml:1:32  错误 E530" in ran.err
    site.write(OTHER, VISIT.format("kq-2", "2026-12-02", "孟凡"))
    ran = site.run("build", "--edition", edition)
    assert ran.code == 0
    assert "content/visits/kangqiao/b.yaml:1:78  警告 E531" in ran.err
    # Said again by a build without changes.
    assert "E531" in site.run("build", "--edition", edition).err
    site.write(OTHER, VISIT.format("kq-2", "2026-12-03", "孟凡"))
    assert site.run("build", "--edition", edition).err == ""
    site.write(
        "content/visits/kangqiao/0.yaml",
        VISIT.format("kq-2", "2026-11-30", "孟凡").replace("a-1", "c-1"),
    )
    ran = site.run("build", "--edition", edition)
    assert f"{OTHER}:1:78  警告 E532" in ran.err
    site.write("content/visits/kangqiao/0.yaml", "(removed)\n")
    assert site.run("build", "--edition", edition).err == ""


@pytest.mark.parametrize("edition", ["members", "organisers"])
def test_who_leaves_is_noticed_at_their_visits(tmp_path: Path, edition: str) -> None:
    site = Site(tmp_path, SITE)
    site.build("--edition", edition)
    elders = tmp_path / "content/elders/kangqiao.yaml"
    text = elders.read_text(encoding="utf-8")
    elders.write_text(text.replace("status: 在册", "status: 去世, since: 2026-11-20"), "utf-8")
    ran = site.run("build", "--edition", edition)
    assert ran.code == 1
    assert "content/visits/kangqiao/b.yaml:1:32  错误 E534" in ran.err
