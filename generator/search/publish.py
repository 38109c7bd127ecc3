"""The search as a part of a site: its scripts, its index, and what pages say of them."""

import base64
import json
from collections.abc import Iterator, Sequence
from importlib.resources import files

from generator import minify
from generator.audience.view import View
from generator.search.part import Part

FOLDER = "search/"
DATA = f"{FOLDER}data/"
ROOT = f"{DATA}root.json"
_SCRIPTS = ("reader.js", "worker.js", "suggest.js", "page.js")
# On a stick modules, fetch and workers are closed: one plain script does it all.
_TOGETHER, _JOINED = "search.js", ("reader.js", "suggest.js", "page.js")
# Bytes of a segment in a script on a stick, where ranges cannot be asked for.
_PIECE = 32768


def parts(view: View, kinds: Sequence[tuple[str, str]], sticks: bool) -> Iterator[Part]:
    """Every file of the search, named below `search/`. `kinds`: (id, name) as filters show them."""
    # Arrays and sounds take long to load: only the process that makes the index needs them.
    from generator.search import index
    from generator.search.entries import searched

    for each in index.build(searched(view), kinds, view.day):
        if sticks:
            yield from _wrapped(each)
        else:
            yield Part(f"data/{each.name}", each.pieces)
    if sticks:
        folder = files(__package__) / "static"
        texts = [(folder / name).read_text(encoding="utf-8") for name in _JOINED]
        yield Part(_TOGETHER, (minify.script(_joined(texts)).encode(),))
        return
    yield from static()


def static() -> Iterator[Part]:
    """The scripts, named below `search/`."""
    folder = files(__package__) / "static"
    for name in _SCRIPTS:
        text = (folder / name).read_text(encoding="utf-8")
        yield Part(name, (minify.script(text).encode(),))


def address(file: str) -> str:
    """Where the file of a segment is, from the root of the site."""
    return f"{DATA}{file}.bin"


def scripts() -> list[str]:
    """The addresses of the scripts, whichever of them a site has."""
    return [f"{FOLDER}{name}" for name in (*_SCRIPTS, _TOGETHER)]


def head(base: str, url: str, sticks: bool) -> str:
    """What the head of the page at `url` says; `base` leads from it to the root."""
    if sticks:
        return f'<script defer src="{base}{FOLDER}{_TOGETHER}"></script>'
    names = ("suggest.js", "page.js") if url == FOLDER else ("suggest.js",)
    return "".join(f'<script type="module" src="{base}{FOLDER}{name}"></script>' for name in names)


def _wrapped(part: Part) -> Iterator[Part]:
    """A file of the index as scripts that hand its bytes over (FORMAT.md, *Files*)."""
    name, _, ending = part.name.rpartition(".")
    if ending == "json":
        yield _script(name, part.content)
        return
    content = part.content
    for number, begin in enumerate(range(0, len(content), _PIECE)):
        yield _script(f"{name}/{number}", content[begin : begin + _PIECE])


def _script(name: str, content: bytes) -> Part:
    text = base64.b64encode(content).decode()
    call = f"dangwuData({json.dumps(name)},{json.dumps(text)})\n"
    return Part(f"data/{name}.js", (call.encode(),))


def _joined(texts: Sequence[str]) -> str:
    """Modules as one plain script: no imports, no exports, no lines for modules alone."""
    lines = []
    for text in texts:
        for line in text.splitlines():
            if not line.startswith(("import ", "/*module*/")):
                lines.append(line.removeprefix("export "))
    return "(() => {\n" + "\n".join(lines) + "\n})();\n"
