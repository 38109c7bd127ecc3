"""The programs that build the same records into a site: what each reads, runs and writes."""

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from bench import forms
from bench.corpus import TODAY, Corpus
from bench.peers import Peers

_ROOT = Path(__file__).parents[1]
_HUGO = Path(__file__).parent / "hugo"
_FLOOR = Path(__file__).parent / "floor.py"
OURS, TENTH, FLOOR = "ours", "ours, of a tenth", "the floor"
HUGO, PAGEFIND, ZENSICAL, MATERIAL = "Hugo", "Hugo + Pagefind", "Zensical", "Material"
# Records stand outside the navigation: within, both take far longer.
_MATERIAL = """site_name: bench
docs_dir: markdown
site_dir: material
theme: {name: material, language: zh, font: false}
plugins: [search]
nav: [index.md]
validation: {nav: {omitted_files: ignore}}
"""
_ZENSICAL = """[project]
site_name = "bench"
docs_dir = "markdown"
site_dir = "zensical"
nav = ["index.md"]
[project.theme]
language = "zh"
font = false
"""


class Tool(Struct, frozen=True):
    """A build from nothing is its commands, one after the other, in its folder.

    It reads `content` and writes `site`, a page for each of `records` and more; `kept` is what it
    keeps for a next build.
    """

    name: str
    records: int
    folder: Path
    content: Path
    commands: Sequence[Sequence[str | Path]]
    site: Path
    kept: Sequence[Path] = ()

    def clear(self) -> None:
        """Take away all that a build has left."""
        for path in (self.site, *self.kept):
            shutil.rmtree(path, ignore_errors=True)


def ours(name: str, corpus: Corpus, work: Path) -> Tool:
    """Our own command over a content folder, with its cache beside that as for everybody."""
    content, site = work / "content", work / "site"
    forms.write_content(corpus, content)
    command: list[str | Path] = [sys.executable, "-m", "generator", "build"]
    command += ["--today", TODAY.isoformat(), "--content", content, "--site", site]
    kept = [work / ".cache/dangwu"]
    return Tool(name, corpus.count, _ROOT, content, [command], site, kept)


def floor(mine: Tool, work: Path) -> Tool:
    """The least: our records read, and as many files and bytes written as `write_manifest` says."""
    out = work / "site"
    command: list[str | Path] = [sys.executable, _FLOOR, mine.content]
    command += [work / "manifest.json", out]
    return Tool(FLOOR, mine.records, work, mine.content, [command], out)


def write_manifest(mine: Tool, floor: Tool) -> None:
    """Tell the floor what our build has written."""
    files = (path for path in mine.site.rglob("*") if path.is_file())
    names = [(path.relative_to(mine.site).as_posix(), path.stat().st_size) for path in files]
    floor.folder.mkdir(parents=True, exist_ok=True)
    (floor.folder / "manifest.json").write_text(json.dumps(sorted(names)), encoding="utf-8")


def others(corpus: Corpus, peers: Peers, work: Path) -> list[Tool]:
    """The peers, each over the same records in the form that it reads."""
    hugo, pages = work / "hugo", work / "pages"
    shutil.copytree(_HUGO, hugo)
    forms.write_hugo(corpus, hugo / "content")
    forms.write_markdown(corpus, pages / "markdown")
    (pages / "zensical.toml").write_text(_ZENSICAL, encoding="utf-8")
    (pages / "mkdocs.yml").write_text(_MATERIAL, encoding="utf-8")
    plain, searched = hugo / "plain", hugo / "searched"
    draw: list[str | Path] = [peers.hugo, "--quiet", "--cacheDir", hugo / "cache", "--destination"]
    index: list[str | Path] = [peers.pagefind, "--site", searched]
    zensical: list[str | Path] = [peers.zensical, "build", "-f", "zensical.toml"]
    material: list[str | Path] = [sys.executable, "-m", "mkdocs", "build", "-q"]
    kept = [hugo / "cache", hugo / "resources"]
    count = corpus.count
    return [
        Tool(HUGO, count, hugo, hugo / "content", [[*draw, plain]], plain, kept),
        Tool(PAGEFIND, count, hugo, hugo / "content", [[*draw, searched], index], searched, kept),
        Tool(ZENSICAL, count, pages, pages / "markdown", [zensical], pages / "zensical",
             [pages / ".cache"]),
        Tool(MATERIAL, count, pages, pages / "markdown", [material], pages / "material"),
    ]  # fmt: skip
