"""The house: which room may import which, and that no kind is named outside its folder."""

import ast
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1] / "generator"

# Room → the rooms that it may use. A room is a folder or a module at the top.
MAY_USE = {
    "texts": set[str](),
    "calling": {"texts"},
    "minify": set(),
    "problems": {"texts"},
    "clock": set(),
    "prose": set(),
    "records": {"problems", "texts"},
    "catalogue": {"records"},
    "files": set(),
    "privacy": {"records"},
    "study": {"records"},
    "settings_visits": {"catalogue", "records"},
    "settings_deploy": {"records"},
    "settings": {"catalogue", "privacy", "study", "settings_deploy", "settings_owners", "settings_visits", "records", "problems",
                 "texts"},
    "settings_owners": {"records"},
    "ground": {"records", "settings", "clock"},
    "audience": {"records", "settings", "privacy", "problems", "texts", "files", "clock", "ground", "prose"},
    "pages": {"audience", "problems", "prose", "records"},
    "ledgers": set(),
    "feeds": {"pages", "audience", "clock"},
    "kinds": {"feeds", "ledgers", "pages", "audience", "records", "catalogue", "settings", "settings_visits", "clock", "prose",
              "ground", "planning", "problems", "texts"},
    "search": {"audience", "prose", "minify"},
    "shell": {"prose", "minify"},
    "release": {"pages", "problems", "prose"},
    "links": {"pages", "audience", "records", "problems", "prose", "texts"},
    "survey": {"links", "kinds", "audience", "records", "ground", "problems"},
    "registers": {"survey", "links", "kinds", "audience", "records", "settings", "problems", "texts"},
    "layout": {"kinds", "pages", "audience", "privacy"},
    "inspection": {"registers", "files", "survey", "layout", "links", "kinds", "pages", "audience", "records", "settings", "clock",
                   "ground", "problems", "prose", "shell", "texts"},
    "memory": {"survey", "audience", "privacy", "records", "problems"},
    "crew": set(),
    "phases": set(),
    "progress": {"phases"},
    "press": {"files", "phases", "crew", "inspection", "layout", "survey", "memory", "release", "search", "shell", "kinds", "pages",
              "audience", "privacy", "problems", "prose", "settings"},
    "retouch": {"press", "layout", "memory", "inspection", "survey", "release", "search", "shell", "kinds", "pages",
                "audience", "records", "problems"},
    "build": {"retouch", "records", "registers", "texts", "phases", "crew", "inspection", "survey", "memory", "press", "kinds", "audience", "problems",
              "release", "shell"},
    "desk": {"calling", "kinds", "locks", "inspection", "ground", "settings", "records", "ledgers", "files", "audience", "clock",
             "problems", "texts"},
    "pack": {"inspection", "press", "release", "shell", "kinds", "pages", "records", "files", "problems",
             "prose", "texts"},
    "scan": {"inspection", "audience", "privacy", "files", "records", "release", "problems"},
    "locks": {"calling", "inspection", "registers", "kinds", "audience", "records", "settings", "problems", "texts"},
    "planning": {"clock"},
    "drafting": {"locks", "registers", "inspection", "kinds", "problems", "records", "texts"},
    "review": {"calling", "locks", "inspection", "kinds", "audience", "settings", "settings_owners", "records", "problems", "texts"},
    "watching": {"build", "progress", "texts"},
    "cli": {"calling", "watching", "deploy", "desk", "doctor", "drafting", "locks", "pack", "review", "scan", "progress", "build", "inspection", "search",
            "audience", "problems", "records",
            "shell", "texts"},
    "deploy": {"calling", "locks", "scan", "release", "pages", "audience", "settings", "settings_deploy", "problems", "texts", "clock", "crew"},
    "doctor": {"deploy", "clock", "texts"},
}  # fmt: skip
# The engine calls the plugin and the preview; they call the build, as the command line does.
FRONT_DOORS = {"shell/plugin.py", "shell/serve.py"}
# After `audience/` these alone may know a raw record's module, for its declaration's sake.
DECLARATIONS = {"pages/reference.py"}


def _modules() -> list[Path]:
    return sorted(HOUSE.rglob("*.py"))


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("generator"):
            found |= {f"{node.module}.{each.name}" for each in node.names}
        elif isinstance(node, ast.Import):
            found |= {each.name for each in node.names if each.name.startswith("generator")}
    return found


def _room(dotted: str) -> str:
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 else ""


@pytest.mark.parametrize("path", _modules(), ids=lambda path: path.relative_to(HOUSE).as_posix())
def test_no_room_imports_one_above_it(path: Path) -> None:
    name = path.relative_to(HOUSE).as_posix()
    room = name.split("/")[0].removesuffix(".py")
    if room in ("__init__", "__main__") or name in FRONT_DOORS:
        return
    used = {_room(each) for each in _imports(path)} - {room, "", "__version__"}
    assert used <= MAY_USE[room], f"{name} uses {used - MAY_USE[room]}"


def test_only_the_shell_knows_the_engine() -> None:
    for path in _modules():
        if path.is_relative_to(HOUSE / "shell"):
            continue
        text = path.read_text(encoding="utf-8")
        assert "import mkdocs" not in text
        assert "from mkdocs" not in text


def test_pages_never_hold_a_raw_record() -> None:
    """What follows `audience/` imports neither the records' models nor the library."""
    after = [*HOUSE.glob("pages/*.py"), *HOUSE.glob("release/*.py")]
    after += [*HOUSE.glob("feeds/*.py"), *HOUSE.glob("ledgers/*.py")]
    for name in ("pages", "view", "papers", "feeds", "registers", "data"):
        after += HOUSE.glob(f"kinds/*/{name}.py")
    for path in after:
        if path.relative_to(HOUSE).as_posix() in DECLARATIONS:
            continue
        for each in _imports(path):
            parts = each.split(".")
            assert parts[1] not in ("records", "ground"), f"{path}: {each}"
            assert not (
                parts[1] == "kinds" and len(parts) > 3 and parts[3] in ("fields", "rules")
            ), f"{path}: {each}"


def test_no_other_file_names_the_kinds() -> None:
    kinds = {path.parent.name for path in HOUSE.glob("kinds/*/fields.py")}
    assert kinds == {"branch", "lesson", "notice", "elder", "visit"}
    for path in _modules():
        if path.is_relative_to(HOUSE / "kinds") and path.parent != HOUSE / "kinds":
            continue
        for each in _imports(path):
            parts = each.split(".")
            assert parts[1:2] != ["kinds"] or parts[2:3] not in [[kind] for kind in kinds], path


def test_files_stay_small() -> None:
    long = {
        path.name: count
        for path in [*_modules(), *Path(__file__).parent.rglob("*.py")]
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}
