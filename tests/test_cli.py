"""The command line: exit codes, formats, what it says when it is misused."""

import json
from pathlib import Path

import pytest

from generator.problems.codes import CODES
from tests.site import Site

BAD = """
-- content/notices/kangqiao/2026/0012.yaml --
title: 关于一名同志的公示
heading: 发展党原
doc: 公示
scope: 本单位
branch: kangqiao
issued: 2026-11-20
-- content/lessons/2026/0001.yaml --
title: 第一课
date: 2026-02-30
topic: theory
form: 图文
branch: kangqiao
summary: 一课
"""


def test_clean(tmp_path: Path) -> None:
    ran = Site(tmp_path).run("check")
    assert ran.code == 0
    assert "没有问题" in ran.out


def test_the_text_shows_the_spot_and_the_cure(tmp_path: Path) -> None:
    ran = Site(tmp_path, BAD).run("check")
    assert ran.code == 1
    assert (
        "content/notices/kangqiao/2026/0012.yaml:2:10  错误 E204  “公开类别”没有这一项：发展党原\n"
        "   2 │ heading: 发展党原\n"
        "     │          ^^^^^^^^\n"
        "  可选：发展党员、党费管理  您要写的是不是“发展党员”？\n"
    ) in ran.out
    assert "2 个错误" in ran.out


def test_all_errors_of_all_files_in_one_run(tmp_path: Path) -> None:
    found = Site(tmp_path, BAD).check()
    assert [(each["code"], each["line"]) for each in found] == [("E206", 2), ("E204", 2)]


def test_json_has_every_part(tmp_path: Path) -> None:
    found = Site(tmp_path, BAD).check()
    for each in found:
        assert list(each) == ["code", "severity", "file", "line", "column", "message", "hint"]


def test_sarif_is_what_code_review_reads(tmp_path: Path) -> None:
    log = json.loads(Site(tmp_path, BAD).run("check", "--format", "sarif").out)
    assert log["version"] == "2.1.0"
    run = log["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["E204", "E206"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] == CODES[result["ruleId"]].severity
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"].startswith("content/")
        assert place["region"]["endColumn"] > place["region"]["startColumn"]


def test_code_quality_is_what_a_merge_request_shows(tmp_path: Path) -> None:
    site = Site(tmp_path, BAD)
    report = json.loads(site.run("check", "--format", "codequality").out)
    assert [each["check_name"] for each in report] == ["E206", "E204"]
    for each in report:
        assert each["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert each["location"]["path"].startswith("content/")
        assert each["location"]["lines"]["begin"] == 2
    assert json.loads(Site(tmp_path / "sound").run("check", "--format", "codequality").out) == []
    # A problem that only moves down in its file is no new one; another of its sort is.
    path = "content/lessons/2026/0001.yaml"
    text = (tmp_path / path).read_text("utf-8")
    site.write(path, f"# 一行说明\n{text}")
    later = json.loads(site.run("check", "--format", "codequality").out)
    assert later[0]["location"]["lines"]["begin"] == 3
    assert [each["fingerprint"] for each in later] == [each["fingerprint"] for each in report]
    site.write(path, text.replace("02-30", "02-31"))
    later = json.loads(site.run("check", "--format", "codequality").out)
    assert later[0]["fingerprint"] != report[0]["fingerprint"]
    site.write("content/lessons/2026/0002.yaml", text)
    prints = [
        each["fingerprint"] for each in json.loads(site.run("check", "--format", "codequality").out)
    ]
    assert len(set(prints)) == 3


def test_annotations_are_one_line_each(tmp_path: Path) -> None:
    lines = Site(tmp_path, BAD).run("check", "--format", "annotations").out.splitlines()
    assert lines[1] == (
        "::error file=content/notices/kangqiao/2026/0012.yaml,line=2,col=10,endColumn=14,title=E204"
        "::“公开类别”没有这一项：发展党原%0A可选：发展党员、党费管理  您要写的是不是“发展党员”？"
    )
    assert len(lines) == 2


def test_paths_choose_what_is_reported(tmp_path: Path) -> None:
    site = Site(tmp_path, BAD)
    assert [each["code"] for each in site.check("content/lessons")] == ["E206"]
    assert [each["code"] for each in site.check("content/lessons/2026/0001.yaml")] == ["E206"]
    assert site.check("content/branches") == []
    assert site.run("check", "content/branches").code == 0


def test_misuse_is_said_and_exits_with_two(tmp_path: Path) -> None:
    site = Site(tmp_path)
    for arguments in (
        ("check", "--content", "nowhere"),
        ("check", "--format", "xml"),
        ("check", "nowhere.yaml"),
        ("build", "--today", "2026-02-30"),
        ("build", "--edition", "public"),
        ("serve", "--address", "here"),
        ("publish",),
        (),
    ):
        ran = site.run(*arguments)
        assert ran.code == 2, arguments
        assert ran.err, arguments


def test_content_elsewhere_is_named_as_it_was_given(tmp_path: Path) -> None:
    site = Site(tmp_path, BAD)
    (tmp_path / "content").rename(tmp_path / "records")
    found = site.check("--content", "records/")
    assert found[0]["file"] == "records/lessons/2026/0001.yaml"


def test_strict_stops_at_a_warning_that_an_earlier_build_let_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.memory.memory._TICK", 0)
    site = Site(tmp_path)
    site.write("content/branches/left.txt", "没有人提到它")
    assert site.run("build").code == 0
    assert site.run("build").code == 0
    ran = site.run("build", "--strict")
    assert ran.code == 1
    assert "E116" in ran.err


def test_strict_stops_at_a_warning(tmp_path: Path) -> None:
    warning = BAD.replace("发展党原", "发展党员").replace("2026-02-30", "2026-02-28")
    warning += "body: |\n  <script>alert(1)</script>\n"
    site = Site(tmp_path, warning)
    assert [each["severity"] for each in site.check()] == ["warning"]
    assert site.run("build", "--strict").code == 1
    assert not (tmp_path / "site").exists()
    assert site.run("build").code == 0
    assert "alert(1)" not in site.page("lessons/2026/0001/")
