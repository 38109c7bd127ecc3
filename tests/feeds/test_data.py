"""Data files are as their schema says, which a validator of others applies."""

import json
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests.feeds.sites import ADDRESS, site
from tests.site import Site

ROOT = Path(__file__).parents[2]
KINDS = ("notices", "lessons")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site, built."""
    made = Site(tmp_path_factory.mktemp("sample"), base="")
    shutil.copytree(ROOT / "content", made.root / "content")
    return made.build()


def _read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def _wrong(folder: Path, value: object) -> list[str]:
    schema = _read(folder / "schema.json")
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    return [f"{each.json_path}: {each.message}" for each in validator.iter_errors(value)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_samples_data_is_as_its_schema_says(sample: Path, kind: str) -> None:
    folder = sample / kind / "data"
    index = _read(folder / "index.json")
    assert [each["year"] for each in index["years"]] == [2026, 2025]
    for each in index["years"]:
        year = _read(folder / each["file"])
        assert _wrong(folder, year) == []
        assert len(year["records"]) == each["count"] > 3
        for record in year["records"]:
            page = unquote(urljoin(f"/{kind}/data/{each['file']}", record["url"]))
            assert (sample / page[1:] / "index.html").is_file(), page


@pytest.mark.parametrize("kind", KINDS)
def test_every_property_is_named_in_chinese(sample: Path, kind: str) -> None:
    def untitled(form: Any, at: str) -> list[str]:
        found = [] if form.get("title", "")[:1] > "\u3000" else [at]
        for name, each in form.get("properties", {}).items():
            found += untitled(each, f"{at}.{name}")
        return found + (untitled(form["items"], f"{at}[]") if "items" in form else [])

    schema = _read(sample / kind / "data" / "schema.json")
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert untitled(schema, "$") == []


def test_the_schema_refuses_what_is_not_so(sample: Path) -> None:
    folder = sample / "notices/data"
    year = _read(folder / "2026.json")
    year["records"][0]["issued"] = "昨天"
    year["records"][0]["state"] = "草稿"
    year["records"][0]["more"] = "x"
    assert len(_wrong(folder, year)) == 3


@pytest.mark.parametrize("addressed", [False, True])
def test_a_notice_is_there_with_all_that_is_shown_of_it(tmp_path: Path, addressed: bool) -> None:
    folder = site(tmp_path, addressed=addressed).build() / "notices/data"
    year = _read(folder / "2026.json")
    assert _wrong(folder, year) == []
    record = next(each for each in year["records"] if each["index"])
    assert list(record)[:5] == ["id", "url", "index", "title", "heading"]
    assert record["title"] == '党费收缴、使用 <一> & "二"'
    assert record["branch"]["name"] == "康桥社区党总支"
    assert record["state"] == "已更正"
    assert record["period"]["ends"] == "2026-11-23"
    assert record["steps"][1]["note"] == "保密审查通过"
    assert record["replies"][1]["on"] is None
    assert record["corrected_by"][0]["name"] == "更正"
    root = ADDRESS if addressed else "../../"
    assert record["url"] == f"{root}notices/kangqiao/2026/0001/"
    assert record["attachments"][0]["url"].startswith(f"{root}notices/kangqiao/2026/0001/%E8")
    assert year["site"]["url"] == (ADDRESS if addressed else None)
