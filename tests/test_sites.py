"""Living fixtures: good sites build and show what they say, bad ones are refused at the exact spot.

A file's comment holds its expectations: `expect FILE:LINE:COLUMN CODE [part of the hint]`, all of
them and no other; `page URL TEXT`, `absent URL TEXT`, `file PATH`, `nofile PATH` for good ones.
"""

from pathlib import Path

import pytest

from tests.site import HERE, Site

GOOD = sorted((HERE / "sites" / "good").glob("*.txt"))
BAD = sorted((HERE / "sites" / "bad").glob("*.txt"))


def _lines(comment: str, word: str) -> list[str]:
    return [
        line.removeprefix(f"{word} ")
        for line in comment.splitlines()
        if line.startswith(f"{word} ")
    ]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad(path: Path, tmp_path: Path) -> None:
    site = Site(tmp_path, path.read_text(encoding="utf-8"))
    found = site.check()
    expected = [line.split(" ", 2) for line in _lines(site.comment, "expect")]
    assert expected, "a bad site says what is expected"
    spots = [(f"{each['file']}:{each['line']}:{each['column']}", each["code"]) for each in found]
    assert spots == [(each[0], each[1]) for each in expected]
    for wanted, each in zip(expected, found, strict=True):
        if len(wanted) > 2:
            assert wanted[2] in each["hint"] + each["message"]
    wrong = any(each["severity"] == "error" for each in found)
    assert site.run("check").code == int(wrong)
    assert site.run("build", *(() if wrong else ("--strict",))).code == 1
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good(path: Path, tmp_path: Path) -> None:
    site = Site(tmp_path, path.read_text(encoding="utf-8"))
    assert site.check() == []
    built = site.build()
    for line in _lines(site.comment, "page"):
        url, text = line.split(" ", 1)
        assert text in site.page(url), line
    for line in _lines(site.comment, "absent"):
        url, text = line.split(" ", 1)
        assert text not in site.page(url), line
    for line in _lines(site.comment, "file"):
        assert (built / line).is_file(), line
    for line in _lines(site.comment, "nofile"):
        assert not (built / line).exists(), line


def test_there_are_enough_of_them() -> None:
    assert len(BAD) >= 100
    codes = {path.stem.split("-")[0] for path in BAD}
    assert len(codes) >= 55
