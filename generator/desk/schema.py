"""JSON Schemas for editors, of the kinds of record and of the settings (draft-07).

Editors' YAML (yaml-language-server) knows no later draft as a whole. It takes `2020.12` and `007`
for numbers, which the reader of records does not: so wherever a text stands, a number may. A field
is known by its key and by its Chinese label.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, BeforeValidator

from generator.desk import cells, words
from generator.kinds.kind import Kind, all_kinds
from generator.records.declaration import Declaration
from generator.records.fields import Chosen, FieldShape, Sort, names, shapes
from generator.records.marks import AtMost, SuchThat, Written
from generator.settings import FILES, Settings

DRAFT = "http://json-schema.org/draft-07/schema#"
FOLDER = "schemas"
Schema = dict[str, Any]

_DIGIT = "[0-9０-９]"
_GAP = r"\s*"
_YEAR = f"{_DIGIT}{{4}}"
_TWO = f"{_DIGIT}{{1,2}}"
_IN_WORDS = rf"{_YEAR}{_GAP}年{_GAP}{_TWO}{_GAP}月"
_DAY = rf"(?:{_YEAR}([-－/／.．]){_TWO}\1{_TWO}|{_IN_WORDS}{_GAP}{_TWO}{_GAP}日)"
_MONTH = rf"(?:{_YEAR}[-－/／.．]{_TWO}|{_IN_WORDS})"
_YES_NO: list[Any] = [True, False, "是", "否", "true", "false"]
_SORTS: dict[str, Schema] = {
    "日期": {"type": ["string"], "pattern": f"^{_GAP}{_DAY}{_GAP}$"},
    "日期或年月": {
        "type": ["string", "number"], "pattern": f"^{_GAP}(?:{_DAY}|{_MONTH}){_GAP}$"
    },
    "日期和时间": {
        "type": ["string"], "pattern": f"^{_GAP}{_DAY}[T\\s]+{_TWO}[:：]{_DIGIT}{{2}}{_GAP}$"
    },
    "整数": {"type": ["integer", "string"], "pattern": f"^{_GAP}-?{_DIGIT}+{_GAP}$"},
    "数": {"type": ["number", "string"], "pattern": f"^{_GAP}-?{_DIGIT}+([.．]{_DIGIT}+)?{_GAP}$"},
    "是/否": {"enum": _YES_NO},
    "日期，或者 是/否": {
        "anyOf": [{"enum": _YES_NO}, {"type": "string", "pattern": f"^{_GAP}{_DAY}{_GAP}$"}]
    },
    "序号，可以几个": {
        "type": ["integer", "string", "array"], "items": {"type": ["integer", "string"]}
    },
}  # fmt: skip
_TEXT: Schema = {"type": ["string", "number", "boolean"]}


def of_kind(declaration: Declaration[Any], settings: Settings) -> Schema:
    """A file of a kind: one record, or a list of them."""
    making = _Making(settings)
    record = making.group(declaration.model)
    listed: Schema = {"type": "array", "items": record, "minItems": 1}
    if declaration.addressed:
        listed["items"] = {"allOf": [record, _one_of(declaration.model, "id")]}
    return {
        "$schema": DRAFT,
        "title": declaration.label,
        "description": words.SCHEMA_KIND.format(kind=declaration.label, folder=declaration.folder),
        "definitions": making.definitions,
        "if": {"type": "array"},
        "then": listed,
        "else": record,
    }


def of_settings(name: str, settings: Settings) -> Schema:
    """A file of `content/settings/`."""
    model, label = FILES[name]
    making = _Making(settings)
    top = making.group(model)
    return {
        "$schema": DRAFT,
        "title": label,
        "description": words.SCHEMA_SETTINGS.format(name=name),
        "definitions": making.definitions,
        **top,
    }


class _Making:
    """Groups become definitions, each once."""

    def __init__(self, settings: Settings) -> None:
        self.definitions: dict[str, Schema] = {}
        self._settings = settings

    def group(self, model: type[BaseModel]) -> Schema:
        """A reference to the definition of a mapping."""
        name = model.__name__
        if name not in self.definitions:
            made: Schema = {"type": "object", "properties": {}, "additionalProperties": False}
            self.definitions[name] = made
            known = shapes(model)
            for key, field in names(model).items():
                made["properties"][key] = self.field(known[field])
            required = [_one_of(model, each.name) for each in known.values() if each.required]
            if required:
                made["allOf"] = required
        return {"$ref": f"#/definitions/{name}"}

    def field(self, shape: FieldShape) -> Schema:
        value = self._value(shape)
        if shape.many:
            value = {"type": "array", "items": value}
        if not shape.required:
            value = _or_nothing(value)
        told = [shape.help]
        for mark in (SuchThat, Written):
            found = shape.mark(mark)
            if isinstance(found, (SuchThat, Written)):
                told.append(words.SCHEMA_BOUND.format(expected=found.expected))
        if shape.example:
            told.append(words.EXAMPLE.format(example=shape.example))
        title = f"{shape.label}（{words.FILE_REQUIRED}）" if shape.required else shape.label
        about: Schema = {"title": title, "description": " ".join(told)}
        sort = shape.mark(Sort)
        example = shape.example or (sort.example if sort and cells.sort(shape) else "")
        if example and not shape.many and shape.nested is None and "\n" not in example:
            about["examples"] = [example]
        # What stands beside a reference is passed over in this draft.
        return {**about, "allOf": [value]} if "$ref" in value else {**about, **value}

    def _value(self, shape: FieldShape) -> Schema:
        if shape.nested is not None:
            return self.group(shape.nested)
        if shape.choices:
            # A choice that is also read in other words is open.
            free = [e for e in shape.marks if isinstance(e, BeforeValidator)]
            listed: Schema = {"enum": list(shape.choices)}
            return {"anyOf": [listed, {"type": "string"}]} if free else listed
        chosen = shape.mark(Chosen)
        if chosen is not None:
            return self._entries(chosen.table)
        sort = shape.mark(Sort)
        value = dict(_SORTS.get(sort.name if sort else "", _TEXT))
        at_most, written = shape.mark(AtMost), shape.mark(Written)
        if at_most is not None:
            value["maxLength"] = at_most.limit
        if written is not None:
            value["pattern"] = f"^(?:{written.pattern})$"
            # What no number can be is not taken for one.
            if not any(re.fullmatch(written.pattern, each) for each in ("7", "2026", "1.5")):
                value["type"] = ["string"]
        return value

    def _entries(self, table: str) -> Schema:
        """The entries of a table of the settings, by name first, then by id."""
        named = self._settings.names(table)
        ids = [each for name in named if (each := self._settings.find(table, name))]
        return {"enum": list(dict.fromkeys((*named, *ids)))} if named else dict(_TEXT)


def _one_of(model: type[BaseModel], name: str) -> Schema:
    """The field is there, by its key or by its label, and not by both."""
    called = [key for key, field in names(model).items() if field == name]
    return {"oneOf": [{"required": [each]} for each in called]}


def _or_nothing(value: Schema) -> Schema:
    """The value, or a key with nothing behind it."""
    if isinstance(value.get("type"), (str, list)):
        own = value["type"]
        return {**value, "type": [*([own] if isinstance(own, str) else own), "null"]}
    if "enum" in value:
        return {**value, "enum": [*value["enum"], None]}
    if "$ref" in value:
        return {"anyOf": [value, {"type": "null"}]}
    return {**value, "anyOf": [*value["anyOf"], {"type": "null"}]}


def files(settings: Settings, content: str) -> dict[str, str]:
    """Every file for editors by its path from the folder that holds `content`: the schemas, and
    what tells an editor which file has which.
    """
    made = {
        f"{FOLDER}/{kind.name}.json": _text(of_kind(kind.declaration, settings))
        for kind in all_kinds()
    }
    for name in FILES:
        made[f"{FOLDER}/settings-{name}.json"] = _text(of_settings(name, settings))
    return {**made, **dict(_editor(all_kinds(), content))}


def _editor(kinds: tuple[Kind[Any], ...], content: str) -> Iterator[tuple[str, str]]:
    """The workspace of Visual Studio Code with the YAML extension; nothing is fetched."""
    globs: Mapping[str, list[str]] = {
        **{
            f"./{FOLDER}/{each.name}.json": [f"{content}/{each.declaration.folder}/**/*.yaml"]
            for each in kinds
        },
        **{
            f"./{FOLDER}/settings-{name}.json": [f"{content}/settings/{name}.yaml"]
            for name in FILES
        },
    }
    workspace = {
        "yaml.schemas": globs,
        "yaml.schemaStore.enable": False,
        "yaml.yamlVersion": "1.2",
        "yaml.format.enable": False,
        "files.encoding": "utf8",
        "[yaml]": {"editor.insertSpaces": True, "editor.tabSize": 2, "editor.autoIndent": "keep"},
    }
    yield ".vscode/settings.json", _text(workspace)
    yield ".vscode/extensions.json", _text({"recommendations": ["redhat.vscode-yaml"]})


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def write(root: Path, made: Mapping[str, str]) -> list[str]:
    """Write what has changed below `root`; an editor's own settings that stand already are kept."""
    written = []
    for name, text in made.items():
        path = root / name
        if path.is_file() and (name.startswith(".") or path.read_text("utf-8") == text):
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        written.append(name)
    return written
