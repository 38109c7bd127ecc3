"""Which record of the folder a row is: by its id, its file, or what tells records apart."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from generator.desk.opened import Opened
from generator.records.declaration import Declaration
from generator.records.fields import Record, shapes
from generator.records.scalars import bare
from generator.records.tables import Tables

Natural = tuple[tuple[str, Any], ...]


class Known:
    """The records of a kind by all that tells them apart."""

    def __init__(self, declaration: Declaration[Record], desk: Opened) -> None:
        self._declaration = declaration
        self._tables: Tables = desk.settings
        self._by_id: dict[str, list[Record]] = {}
        self._by_natural: dict[Natural, list[Record]] = {}
        self._by_key: dict[str, Record] = {}
        for each in desk.library.all(declaration.model):
            self._by_key[each.key] = each
            if each.id:
                self._by_id.setdefault(each.id, []).append(each)
            for natural in self.naturals(each):
                self._by_natural.setdefault(natural, []).append(each)

    def naturals(self, record: Record) -> list[Natural]:
        """What tells this record apart, the surest first."""
        found = []
        for names in self._declaration.filing.natural:
            pairs = tuple((name, _bare(getattr(record, name))) for name in names)
            if all(value not in (None, "") for _, value in pairs):
                found.append(pairs)
        return found

    def match(self, tree: Mapping[str, Any], file: str) -> tuple[Record | None, str]:
        """The record that a row is, and by what it is known, in words; None for a new one."""
        own = str(tree.get("id", ""))
        if own:
            ids = self._by_id.get(own, [])
            found = self._by_key.get(own) or (ids[0] if len(ids) == 1 else None)
            if found is None and file:
                found = self._in_file(file, own)
            return found, own
        if file and not self._declaration.filing.listed:
            return self._in_file(file, ""), file
        for natural in self.written(tree):
            those = self._by_natural.get(natural, [])
            if len(those) == 1:
                return those[0], self.said(natural)
        return None, ""

    def _in_file(self, file: str, own: str) -> Record | None:
        whole = f"{self._declaration.folder}/{file}.yaml"
        for each in self._by_key.values():
            if each.origin.file == whole and (each.origin.index is None or each.id == own):
                return each
        return None

    def written(self, tree: Mapping[str, Any]) -> list[Natural]:
        """As `naturals`, of a row, which need not have all that a record must have."""
        found = []
        for names in self._declaration.filing.natural:
            pairs = tuple((name, self._value(name, tree.get(name))) for name in names)
            if all(value not in (None, "") for _, value in pairs):
                found.append(pairs)
        return found

    def _value(self, name: str, text: Any) -> Any:
        if text in (None, ""):
            return None
        try:
            adapter = _adapter(self._declaration.model, name)
            return _bare(adapter.validate_python(text, context=self._tables))
        except ValidationError:
            return None

    def said(self, natural: Natural) -> str:
        """What tells a record apart, as its fields are called."""
        labels = shapes(self._declaration.model)
        return "、".join(labels[name].label for name, _ in natural)


def _bare(value: Any) -> Any:
    """A text without spaces, its signs of one width: names are typed in many ways."""
    return bare(value) if isinstance(value, str) else value


@cache
def _adapter(model: type[BaseModel], name: str) -> TypeAdapter[Any]:
    info = model.model_fields[name]
    annotation: Any = info.annotation
    for each in info.metadata:
        annotation = Annotated[annotation, each]
    return TypeAdapter(annotation)
