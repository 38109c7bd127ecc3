"""A new record as a file to go on writing in: what is known, and each other field as a comment."""

from collections.abc import Iterator

from pydantic import BaseModel

from generator.desk import lines, words
from generator.desk.lines import Tree
from generator.records.fields import FieldShape, Prose, shapes


def commented(tree: Tree, model: type[BaseModel], kind: str, modeline: str) -> str:
    """A file with one record; whoever takes away `# ` before a field may write in it."""
    found = [*([modeline] if modeline else []), f"# {words.FILE_HEAD.format(kind=kind)}"]
    for name, shape in shapes(model).items():
        if name == "id":
            continue
        found += ["", f"# {told(shape)}"]
        if name in tree:
            found += lines.entry(shape, tree[name])
        else:
            found += [f"# {each}".rstrip() for each in _skeleton(shape)]
    return "\n".join(found) + "\n"


def told(shape: FieldShape) -> str:
    """The label of a field and what is to be written in it, on one line."""
    required = f"（{words.FILE_REQUIRED}）" if shape.required else ""
    parts = [f"{shape.label}{required}：{shape.help}"]
    if shape.choices:
        parts.append(words.FILE_ONE_OF.format(choices=words.AND.join(shape.choices)))
    if shape.example:
        parts.append(words.EXAMPLE.format(example=shape.example))
    return " ".join(parts)


def _skeleton(shape: FieldShape) -> Iterator[str]:
    """A field without content, as YAML that says nothing yet."""
    if shape.nested is None:
        empty = "|" if shape.mark(Prose) else "[]" if shape.many else ""
        yield f"{shape.name}: {empty}".rstrip()
        return
    yield f"{shape.name}:"
    inner: list[str] = []
    for each in shapes(shape.nested).values():
        if each.nested is None:
            empty = f"{each.name}: {'[]' if each.many else ''}".rstrip()
            inner.append(f"{empty}  # {told(each)}")
        else:
            inner += _skeleton(each)
    for number, line in enumerate(inner):
        dash = ("- " if number == 0 else "  ") if shape.many else ""
        yield f"  {dash}{line}"


def rest(tree: Tree, model: type[BaseModel]) -> str:
    """The fields that a record of a list may have besides, in one line of comment."""
    others = [
        words.SAYS.format(label=shape.label, key=name)
        for name, shape in shapes(model).items()
        if name not in tree
    ]
    return f"# {words.FILE_MORE.format(fields=words.AND.join(others))}"
