"""The search as a part of a site: its scripts, its index, and what pages say of them."""

import base64
import json
from collections.abc import Iterator, Sequence
from importlib.resources import files

from generator.audience.view import View
from generator.search.part import Part

FOLDER = "search/"
_SCRIPTS = ("reader.js", "worker.js", "suggest.js", "page.js")
# On a stick modules, fetch and workers are closed: one plain script does it all.
_TOGETHER, _JOINED = "search.js", ("reader.js", "suggest.js", "page.js")


def parts(view: View, kinds: Sequence[tuple[str, str]], sticks: bool) -> Iterator[Part]:
    """Every file of the search, named below `search/`. `kinds`: (id, name) as filters show them."""
    # Arrays and sounds take long to load: only the process that makes the index needs them.
    from generator.search import index
    from generator.search.entries import searched

    for each in index.build(searched(view), kinds, view.day):
        yield _wrapped(each) if sticks else Part(f"data/{each.name}", each.content)
    folder = files(__package__) / "static"
    if sticks:
        texts = [(folder / name).read_text(encoding="utf-8") for name in _JOINED]
        yield Part(_TOGETHER, _joined(texts).encode())
        return
    for name in _SCRIPTS:
        yield Part(name, (folder / name).read_bytes())


def scripts() -> list[str]:
    """The addresses of the scripts, whichever of them a site has."""
    return [f"{FOLDER}{name}" for name in (*_SCRIPTS, _TOGETHER)]


def head(base: str, url: str, sticks: bool) -> str:
    """What the head of the page at `url` says; `base` leads from it to the root."""
    if sticks:
        return f'<script defer src="{base}{FOLDER}{_TOGETHER}"></script>'
    names = ("suggest.js", "page.js") if url == FOLDER else ("suggest.js",)
    return "".join(f'<script type="module" src="{base}{FOLDER}{name}"></script>' for name in names)


def _wrapped(part: Part) -> Part:
    """A file of the index as a script that hands its bytes over (FORMAT.md, *Files*)."""
    name = part.name.rpartition(".")[0]
    text = base64.b64encode(part.content).decode()
    return Part(f"data/{name}.js", f"dangwuData({json.dumps(name)},{json.dumps(text)})\n".encode())


def _joined(texts: Sequence[str]) -> str:
    """Modules as one plain script: no imports, no exports, no lines for modules alone."""
    lines = []
    for text in texts:
        for line in text.splitlines():
            if not line.startswith(("import ", "/*module*/")):
                lines.append(line.removeprefix("export "))
    return "(() => {\n" + "\n".join(lines) + "\n})();\n"
