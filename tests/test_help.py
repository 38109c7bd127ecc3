"""The help is a contract: no field, command, option, setting or error code is missing from it."""

import argparse
from pathlib import Path

import pytest

from generator.cli import parser
from generator.kinds.kind import all_kinds
from generator.pages.reference import reference
from generator.problems.codes import CODES, GROUPS
from generator.records.fields import shapes
from generator.settings import FILES
from tests.site import Site

HELP = Path(__file__).parents[1] / "content" / "pages" / "help"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp("help"))
    site.build()
    return site


def test_every_field_of_every_kind(built: Site) -> None:
    for kind in all_kinds():
        page = built.page(f"help/{kind.name}/")
        for label, key, *_ in reference(kind.declaration.model):
            assert f"<b>{label}</b><code>{key}</code>" in page, f"{kind.name}.{key}"


def test_every_choice_of_a_field(built: Site) -> None:
    for kind in all_kinds():
        page = built.page(f"help/{kind.name}/")
        for shape in shapes(kind.declaration.model).values():
            for choice in shape.choices:
                assert choice in page, f"{kind.name}.{shape.name}: {choice}"


def test_every_error_code(built: Site) -> None:
    page = built.page("help/errors/")
    for code in CODES.values():
        assert f'id="{code.code}"' in page
        assert code.title in page
        assert code.code[:2] in GROUPS


def test_every_command_and_option() -> None:
    text = (HELP / "commands.md").read_text(encoding="utf-8")
    for action in parser()._actions:
        if not isinstance(action, argparse._SubParsersAction):
            continue
        for name, command in action.choices.items():
            assert f"dangwu {name}" in text
            for option in command._actions:
                for flag in option.option_strings:
                    assert flag in text or flag in ("-h", "--help"), f"{name} {flag}"


def test_every_setting() -> None:
    text = (HELP / "settings.md").read_text(encoding="utf-8")
    for file, (model, _) in FILES.items():
        assert f"{file}.yaml" in text
        for _, key, *_ in reference(model):
            assert f"`{key}`" in text, f"{file}.yaml: {key}"


def test_every_example_in_the_help_is_right(tmp_path: Path) -> None:
    """What the help tells people to copy passes the check, but for what it refers to."""
    site = Site(tmp_path, base=(Path(__file__).parent / "sites" / "base.txt").read_text("utf-8"))
    places = {
        "branch": "branches/example.yaml",
        "lesson": "lessons/2026/0001.yaml",
        "notice": "notices/kangqiao/2026/0001.yaml",
        "elder": "elders/kangqiao.yaml",
        "visit": "visits/kangqiao/2026.yaml",
    }
    for kind in all_kinds():
        site.write(f"content/{places[kind.name]}", kind.example)
    found = {each["code"] for each in site.check()}
    # The examples name organisations, topics and key dates of the sample site.
    assert found <= {"E301", "E204"}
