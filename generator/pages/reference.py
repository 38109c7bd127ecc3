"""A model's fields as the help lists them, from their declaration."""

from collections.abc import Iterator

from pydantic import BaseModel

from generator.records.fields import Chosen, FieldShape, Refers, Sort, shapes

Row = tuple[str, str, str, bool, str, list[str], int]


def reference(model: type[BaseModel], depth: int = 0) -> list[Row]:
    """(label, key, type in words, required, help, values to choose from, depth) of each field."""
    return list(_rows(model, depth))


def _rows(model: type[BaseModel], depth: int) -> Iterator[Row]:
    for shape in shapes(model).values():
        text = shape.help + (f" 例如：{shape.example}" if shape.example else "")
        choices = list(shape.choices)
        yield shape.label, shape.name, sort_of(shape), shape.required, text, choices, depth
        if shape.nested is not None:
            yield from _rows(shape.nested, depth + 1)


def sort_of(shape: FieldShape) -> str:
    """The type of a field in words."""
    refers, chosen, sort = shape.mark(Refers), shape.mark(Chosen), shape.mark(Sort)
    if shape.nested is not None:
        name = "一组字段"
    elif refers is not None:
        name = "另一条记录的编号"
    elif chosen is not None:
        name = "设置里的一项，写名称或编号"
    elif shape.choices:
        name = "从下面选一项"
    else:
        name = sort.name if sort else "文字"
    return f"列表，每项是{name}" if shape.many else name
