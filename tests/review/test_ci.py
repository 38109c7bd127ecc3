"""The templates of continuous integration: they read, and every command in them is one of ours."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.cli import parser
from tests.site import Site

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "ci").glob("*.yml"))


def scripts(value: Any) -> list[str]:
    """Every script of a template, wherever it stands."""
    if isinstance(value, list):
        return [line for each in value for line in scripts(each)]
    if not isinstance(value, dict):
        return []
    found = []
    for key, each in value.items():
        if key in ("run", "script", "before_script", "FETCH"):
            found += [each] if isinstance(each, str) else list(each)
        else:
            found += scripts(each)
    return found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_command_is_one_of_ours(path: Path) -> None:
    text = path.read_text("utf-8")
    lines = [line for each in scripts(yaml.safe_load(text)) for line in each.splitlines()]
    ours = [line for line in lines if re.search(r"\bdangwu (?:check|build|deploy)\b", line)]
    assert len(ours) >= 4
    for line in ours:
        words = shlex.split(re.split(r" (?:>|\|\|) ", line.strip())[0])
        parser().parse_args(words[1:])
    for line in lines:
        if "scripts/venv" in line:
            assert (ROOT / "scripts/venv").stat().st_mode & 0o100
            assert (ROOT / line.split()[-1]).is_file()
    assert not re.search(r"https?://|uses:|docker\.io|github\.com", text)


def test_the_hook_for_pre_commit_is_one_of_ours() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["id"] == "dangwu-check"
    assert hook["pass_filenames"] is False
    parser().parse_args(hook["entry"].split()[1:])


def test_a_preview_says_so_on_every_page(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.build("--site", "preview", "--preview")
    pages = sorted((tmp_path / "preview").rglob("*.html"))
    framed = [page for page in pages if "dw-header" in page.read_text("utf-8")]
    assert len(framed) > 10
    for page in framed:
        html = page.read_text("utf-8")
        assert "预览：还在审核" in html, page
        assert '<meta name="robots" content="noindex">' in html, page
    # What was a preview becomes a site, whole, and the other way round.
    site.build("--site", "preview")
    for page in pages:
        assert "noindex" not in page.read_text("utf-8")
    site.build("--site", "preview", "--preview", "给张书记看")
    assert "给张书记看" in pages[0].read_text("utf-8")
