"""A new kind of record is a folder: here one from outside, which no file of the generator names."""

import os
import subprocess
import sys
from pathlib import Path

from tests.site import Site

ROOT = Path(__file__).parents[1]

KIND = """
from collections.abc import Iterator
from typing import Annotated

from generator.audience.shown import Entry, Shown
from generator.audience.sight import Sight
from generator.audience.view import OrganisersView, View
from generator.kinds.kind import Kind, Section
from generator.pages.drawing import Drawing
from generator.pages.page import Page
from generator.pages.paper import Paper
from generator.problems import codes
from generator.records.declaration import Declaration
from generator.records.fields import Day, Record, Refers, Text, field
from generator.records.library import fault


class Team(Record):
    name: Text = field("队名", "志愿服务队的名称。")
    founded: Day = field("成立日期", "哪天成立。")
    branch: Annotated[Text, Refers("branch")] = field("所属", "党组织的编号。")


class TeamView(Shown, frozen=True):
    name: str


def rules(team, ground):
    if team.founded > ground.day:
        yield fault(codes.E501, "founded", value=team.founded, other="今天", start=ground.day)


def show(team: Team, sight: Sight) -> Iterator[TeamView]:
    entry = Entry("team", "志愿队", sight.address(team), team.name, team.founded,
                  tags=tuple(team.tags))
    yield TeamView(entry, team.name)


def pages(view: View) -> Iterator[Page]:
    teams = view.of(TeamView)
    yield Page("teams/", "志愿服务队", "teams", Drawing("team/teams.html", {"teams": teams}))
    for each in teams:
        yield Page(each.entry.url, each.name, "teams", Drawing("team/teams.html", {"teams": [each]}))


def names(teams: tuple[str, ...]) -> bytes:
    return "\\n".join(teams).encode()


def papers(view: View) -> Iterator[Paper]:
    yield Paper("teams/names.txt", names, tuple(each.name for each in view.of(TeamView)))


def confined_papers(view: OrganisersView) -> Iterator[Paper]:
    yield Paper("teams/inside.txt", names, ("内部",))


KIND = Kind(
    declaration=Declaration("team", "teams", "志愿队", Team),
    package=__name__,
    show=show,
    pages=pages,
    papers=papers,
    confined_papers=confined_papers,
    rules=rules,
    section=Section("志愿服务", "志愿", "branch", 35, "支志愿队"),
    about="一支队伍一个文件。",
    example="name: 夜巡队\\n",
)
"""
OTHER = "name: 中共某某支部委员会\ntype: 党支部\ncode: '2101'\nabout: 见[文件]({})\n"
TEMPLATE = """<div class="dw-wrap dw-page" id="content"><h1>志愿服务队</h1>
{% for team in teams %}<a href="{{ team.entry.url | at }}">{{ team.name }}</a>{% endfor %}</div>
"""


def _outside(folder: Path) -> None:
    package = folder / "dangwu_teams"
    (package / "templates").mkdir(parents=True)
    (package / "__init__.py").write_text(KIND, encoding="utf-8")
    (package / "templates" / "teams.html").write_text(TEMPLATE, encoding="utf-8")
    info = folder / "dangwu_teams-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: dangwu-teams\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[dangwu.kinds]\nteam = dangwu_teams:KIND\n")


def _dangwu(site: Site, outside: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join((str(outside), str(ROOT)))
    return subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=site.root, env={**os.environ, "PYTHONPATH": path},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_kind_from_outside_has_everything(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    _outside(outside)
    site = Site(tmp_path / "project")
    site.write(
        "content/teams/night.yaml",
        "队名: 夜巡队\n成立日期: 2026年3月5日\n所属: kangqiao\n标签: [志愿服务]\n",
    )
    made = _dangwu(site, outside, "build")
    assert made.returncode == 0, made.stderr
    assert "夜巡队" in site.page("teams/night/")
    assert "夜巡队" in site.page("archive/2026/03/")
    assert "志愿服务" in site.page("tags/")
    home = site.page("")
    assert 'href="teams/"' in home
    assert "1 支志愿队" in home
    assert site.page("teams/names.txt") == "夜巡队"
    assert not (site.root / "site/teams/inside.txt").exists()
    reference = site.page("help/team/")
    assert "成立日期" in reference
    assert "2026-07-01" in reference or "日期" in reference


def test_its_papers_follow_its_records(tmp_path: Path) -> None:
    """Pages may lead to papers; from what all may see, none leads to one of organisers' own."""
    outside = tmp_path / "outside"
    _outside(outside)
    site = Site(tmp_path / "project")
    record = "队名: 夜巡队\n成立日期: 2026年3月5日\n所属: kangqiao\n"
    site.write("content/teams/night.yaml", record)
    site.write("content/branches/other.yaml", OTHER.format("/teams/names.txt"))
    assert _dangwu(site, outside, "build", "--edition", "organisers").returncode == 0
    assert site.page("teams/inside.txt", "site-organisers") == "内部"
    number = (site.root / "site-organisers/teams/inside.txt").stat().st_ino
    site.write("content/teams/day.yaml", record.replace("夜巡", "日巡"))
    assert _dangwu(site, outside, "build", "--edition", "organisers").returncode == 0
    assert site.page("teams/names.txt", "site-organisers") == "日巡队\n夜巡队"
    assert (site.root / "site-organisers/teams/inside.txt").stat().st_ino == number
    site.write("content/branches/other.yaml", OTHER.format("/teams/inside.txt"))
    made = _dangwu(site, outside, "check")
    assert "content/branches/other.yaml:4:" in made.stdout
    assert "E401" in made.stdout


def test_a_paper_stands_where_nothing_else_does(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    _outside(outside)
    site = Site(tmp_path / "project")
    site.write("content/pages/teams/names.txt", "x")
    site.write("content/branches/other.yaml", OTHER.format("/") + "redirects: [/teams/names.txt]\n")
    made = _dangwu(site, outside, "check")
    assert "content/pages/teams/names.txt:1:1  错误 E904" in made.stdout
    assert "content/branches/other.yaml:5:13  错误 E305" in made.stdout


def test_its_fields_are_checked_like_any_other(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    _outside(outside)
    site = Site(tmp_path / "project")
    site.write("content/teams/night.yaml", "队名: 夜巡队\n成立日: 2026-03-05\n所属: kangqio\n")
    made = _dangwu(site, outside, "check")
    assert made.returncode == 1
    assert "content/teams/night.yaml:2:1  错误 E201" in made.stdout
    assert "成立日期" in made.stdout
    site.write("content/teams/night.yaml", "队名: 夜巡队\n成立日期: 2027-03-05\n所属: kangqio\n")
    made = _dangwu(site, outside, "check")
    assert "content/teams/night.yaml:2:7  错误 E501" in made.stdout
    assert "content/teams/night.yaml:3:5  错误 E301" in made.stdout
    assert "kangqiao" in made.stdout


def test_without_it_its_folder_is_unknown(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write("content/teams/night.yaml", "队名: 夜巡队\n")
    assert [each["code"] for each in site.check()] == ["E110"]


def test_the_desk_knows_it(tmp_path: Path) -> None:
    """New records, ledgers in and out and the editors' schema, with no more than its fields."""
    outside = tmp_path / "outside"
    _outside(outside)
    site = Site(tmp_path / "project")
    pairs = ("--set", "队名=夜巡队", "--set", "成立日期=2026.3.5", "--set", "所属=康桥社区党总支")
    made = _dangwu(site, outside, "new", "team", *pairs, "--set", "编号=night")
    assert made.returncode == 0, made.stderr
    text = site.page("content/teams/night.yaml", ".")
    assert "\nfounded: 2026-03-05\n" in text
    assert "\nbranch: kangqiao\n" in text
    made = _dangwu(site, outside, "export", "--kind", "team", "--out", "队伍.csv")
    assert made.returncode == 0, made.stderr
    table = (site.root / "队伍.csv").read_text("utf-8-sig")
    assert "编号,队名*,成立日期*,所属*,存放位置" in table
    assert "kangqiao（康桥社区党总支）" in table
    more = "巡护队,2026年4月5日,kangqiao,,day\r\n"
    site.write("队伍2.csv", "队名,成立日期,所属,备注,编号\r\n" + more)
    made = _dangwu(site, outside, "import", "队伍2.csv", "--kind", "志愿队")
    assert made.returncode == 0, made.stderr
    assert "founded: 2026-04-05" in site.page("content/teams/day.yaml", ".")
    assert _dangwu(site, outside, "check").returncode == 0
    assert _dangwu(site, outside, "schema").returncode == 0
    assert '"队名"' in site.page("schemas/team.json", ".")
