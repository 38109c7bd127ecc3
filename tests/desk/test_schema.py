"""The schemas for editors: kept fresh, valid, and of one mind with the checker."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from generator import settings
from generator.desk import schema
from generator.kinds.kind import all_kinds
from tests.site import Site

ROOT = Path(__file__).parents[2]
KINDS = {each.declaration.folder: each.name for each in all_kinds()}


class Core(yaml.SafeLoader):
    """YAML as editors read it: the core schema of 1.2 (10.3.2), where `on` and `NO` are texts."""


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first)


class Dated(Core):
    """As some do besides: what looks like a day is one."""


Dated.yaml_implicit_resolvers = {
    key: list(those) for key, those in Core.yaml_implicit_resolvers.items()
}
Dated.add_implicit_resolver(
    "tag:yaml.org,2002:timestamp", re.compile(r"^\d{4}-\d\d-\d\d$"), list("0123456789")
)


def plain(value: Any) -> Any:
    """As JSON has it: days as texts."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.fixture(scope="module")
def schemas() -> dict[str, Draft7Validator]:
    read, problems = settings.read(ROOT / "content", "content")
    assert problems == []
    found = {}
    for name, text in schema.files(read, "content").items():
        if name.startswith("schemas/"):
            made = json.loads(text)
            Draft7Validator.check_schema(made)
            found[name.removeprefix("schemas/").removesuffix(".json")] = Draft7Validator(made)
    return found


def test_the_files_are_fresh() -> None:
    """`dangwu schema` writes them."""
    read, _ = settings.read(ROOT / "content", "content")
    for name, text in schema.files(read, "content").items():
        assert (ROOT / name).read_text("utf-8") == text, f"{name}: run dangwu schema"
    assert {each.name for each in (ROOT / "schemas").iterdir()} == {
        name.removeprefix("schemas/")
        for name in schema.files(read, "content")
        if "schemas/" in name
    }


def sample() -> Iterator[tuple[str, Path]]:
    for path in sorted((ROOT / "content").rglob("*.yaml")):
        folder = path.relative_to(ROOT / "content").parts[0]
        yield (f"settings-{path.stem}" if folder == "settings" else KINDS[folder]), path


@pytest.mark.parametrize("loader", [Core, Dated])
def test_the_sample_passes(
    schemas: dict[str, Draft7Validator], loader: type[yaml.SafeLoader]
) -> None:
    count = 0
    for name, path in sample():
        value = plain(yaml.load(path.read_text("utf-8"), Loader=loader))  # noqa: S506
        errors = [
            f"{path}: {each.json_path} {each.message}" for each in schemas[name].iter_errors(value)
        ]
        assert errors == []
        count += 1
    assert count > 80


def test_the_examples_of_the_help_pass(schemas: dict[str, Draft7Validator]) -> None:
    for kind in all_kinds():
        value = plain(yaml.load(kind.example, Loader=Core))  # noqa: S506
        assert list(schemas[kind.name].iter_errors(value)) == []


NOTICE = """\
标题: 一件事
heading: 党费管理
doc: 公开
公开范围: 全体党员
branch: kangqiao
issued: 2026年10月12日
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ("heading: 党费管理", "公开类别: 党费管理"),
        ("issued: 2026年10月12日", "issued: ２０２６/１０/１２"),
        ("标题: 一件事", "标题: 007"),
        ("doc: 公开", "doc: 公开\nsummary:\nreplies:\nsteps:\ndraft: 是"),
        ("doc: 公开", "doc: 公开\ndays: 5\nunit: 工作日"),
        ("doc: 公开", "doc: 公开\ndays: '５'\nunit: 工作日"),
    ],
)
def test_what_the_checker_takes_the_schema_takes(
    schemas: dict[str, Draft7Validator], tmp_path: Path, old: str, new: str
) -> None:
    text = NOTICE.replace(old, new, 1) if old else NOTICE
    assert list(schemas["notice"].iter_errors(plain(yaml.load(text, Loader=Core)))) == []  # noqa: S506
    site = Site(tmp_path)
    site.write("content/notices/kangqiao/2026/0001.yaml", text)
    assert site.check() == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("标题: 一件事\n", ""),
        ("标题: 一件事", "标题: 一件事\ntitle: 两件事"),
        ("doc: 公开", "doc: 公事"),
        ("doc: 公开", "doc: 公开\n标提: 一"),
        ("党费管理", "党费管里"),
        ("2026年10月12日", "去年"),
        ("2026年10月12日", "2026-10"),
        ("branch: kangqiao", "branch: [kangqiao]"),
        ("doc: 公开", "doc: 公开\ntags: 一个"),
        ("doc: 公开", "doc: 公开\nindex: 31"),
        ("doc: 公开", "doc: 公开\nindex: 210000011/31"),
        ("doc: 公开", "doc: 公开\ndraft: 也许"),
        ("doc: 公开", "doc: 公开\ndays: 五"),
        ("doc: 公开", f"doc: 公开\nsummary: {'长' * 101}"),
        ("doc: 公开", "doc: 公开\nsteps: {reviewed: {人: 某}}"),
        ("doc: 公开", "doc: 公开\nwithdrawn: {on: 2026-11-01}"),
        ("标题: 一件事", "标题:"),
    ],
)
def test_what_the_checker_refuses_the_schema_refuses(
    schemas: dict[str, Draft7Validator], tmp_path: Path, old: str, new: str
) -> None:
    text = NOTICE.replace(old, new, 1)
    assert text != NOTICE
    assert list(schemas["notice"].iter_errors(plain(yaml.load(text, Loader=Core)))) != []  # noqa: S506
    site = Site(tmp_path)
    site.write("content/notices/kangqiao/2026/0001.yaml", text)
    assert site.check() != []


def test_it_speaks_chinese(schemas: dict[str, Draft7Validator]) -> None:
    every = {name: dict(each.schema) for name, each in schemas.items()}  # type: ignore[arg-type]
    for made in every.values():
        for group in made["definitions"].values():
            for each in group["properties"].values():
                assert re.search("[\u4e00-\u9fff]", each["title"])
                assert re.search("[\u4e00-\u9fff]", each["description"])
    title = every["notice"]["definitions"]["Notice"]["properties"]["title"]
    assert title["title"] == "标题（必填）"
    assert "例如：2026 年第三季度党费收缴、使用情况" in title["description"]
    topic = every["lesson"]["definitions"]["Lesson"]["properties"]["类别"]
    assert "政治理论" in topic["enum"]


def test_the_command_writes_what_has_changed(tmp_path: Path) -> None:
    site = Site(tmp_path)
    (tmp_path / ".vscode").mkdir()
    (tmp_path / ".vscode/settings.json").write_text("{}")
    assert "写好了" in site.run("schema").out
    assert (tmp_path / ".vscode/settings.json").read_text() == "{}"
    made = json.loads((tmp_path / "schemas/lesson.json").read_text("utf-8"))
    # The topics are those of this site.
    assert made["definitions"]["Lesson"]["properties"]["topic"]["enum"] == [
        "政治理论", "知识技能", "theory", "skills",
    ]  # fmt: skip
    assert "没有改动" in site.run("schema").out
    # From now on a new record says which schema it has.
    fields = {"名称": "中共某某支部委员会", "类型": "党支部", "机构代码": "1"}
    pairs = [part for key, text in fields.items() for part in ("--set", f"{key}={text}")]
    assert site.run("new", "branch", *pairs).code == 0
    text = site.page("content/branches/moumou.yaml", ".")
    assert text.startswith("# yaml-language-server: $schema=../../schemas/branch.json\n")
    assert site.check() == []
