"""The words of JSON Schema (draft 2020-12) that data files are described in."""

from collections.abc import Mapping

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Form = Mapping[str, object]


def text(title: str, about: str = "") -> Form:
    """A text, which may be empty."""
    told = {"description": about} if about else {}
    return {"title": title, **told, "type": "string"}


def choice(title: str, values: tuple[str, ...]) -> Form:
    return {"title": title, "enum": list(values)}


def whole(title: str) -> Form:
    return {"title": title, "type": "integer"}


def day(title: str) -> Form:
    return {"title": title, "type": "string", "format": "date"}


def moment(title: str) -> Form:
    return {"title": title, "type": "string", "format": "date-time"}


def address(title: str) -> Form:
    about = "设置了网站的完整网址时是完整网址，否则从本文件所在的位置算起。"
    return {"title": title, "description": about, "type": "string", "format": "uri-reference"}


def named(title: str) -> Form:
    """A name, and the address that it leads to."""
    return group(title, {"name": text("名称"), "url": address("网址")})


def or_nothing(form: Form) -> Form:
    """A value that may be null."""
    title = form["title"]
    rest = {key: value for key, value in form.items() if key != "title"}
    return {"title": title, "anyOf": [rest, {"type": "null"}]}


def several(title: str, form: Form) -> Form:
    return {"title": title, "type": "array", "items": form}


def group(title: str, properties: Mapping[str, Form]) -> Form:
    """All properties are always there."""
    return {
        "title": title,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
