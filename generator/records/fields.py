"""The language in which a kind of record is declared.

`field(label, help)` declares a field once: the validator, the JSON Schema, the labels on the page
and the help's reference all read it from the model.
"""

import inspect
import types
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from msgspec import Struct
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    InstanceOf,
    ValidationInfo,
)  # fmt: skip
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, PydanticUndefined, core_schema

from generator.problems import codes
from generator.records import scalars
from generator.records.marks import Mark as Mark
from generator.records.marks import at_most as at_most
from generator.records.marks import such_that as such_that
from generator.records.marks import written as written
from generator.records.scalars import DayOrMonth as DayOrMonthValue
from generator.records.tables import Tables

Part = str | int
FieldPath = tuple[Part, ...]


class Sort(Struct, Mark, frozen=True):
    """What the help and the forms call a type."""

    name: str
    example: str = ""


class Refers(Struct, Mark, frozen=True):
    """The value is the key of a record of the kind named `kind`."""

    kind: str

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(_key, handler(source))


def _key(value: str) -> str:
    """An address or a file name as the key that it means."""
    return value.strip("/").removesuffix(".yaml")


class Beside(Struct, Mark, frozen=True):
    """The value is the name of a file that lies beside the record and is published with it."""


class Indexed(Struct, Mark, frozen=True):
    """Records can be found by this value (`Library.holding`)."""


class Chosen(Struct, Mark, frozen=True):
    """The value is an entry of a table of the settings, by id or by name; the id is kept."""

    table: str

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_after_validator_function(self._settle, handler(source))

    def _settle(self, value: str, info: ValidationInfo) -> str:
        tables: Tables | None = info.context
        if tables is None:
            return value
        entry = tables.find(self.table, value)
        if entry is None:
            choices = list(tables.names(self.table))
            unread = tables.unread(self.table)
            raise scalars.wrong(codes.E204, value=value, choices=choices, unread=unread)
        return entry


class Prose(Struct, Mark, frozen=True):
    """The value is Markdown: its links and pictures are checked, its HTML is sanitised."""


def _nonempty(value: str) -> str:
    if not value:
        raise scalars.wrong(codes.E213)
    return value


Text = Annotated[str, BeforeValidator(scalars.text), AfterValidator(_nonempty), Sort("文字")]
Markdown = Annotated[
    str,
    BeforeValidator(scalars.prose),
    Prose(),
    Sort("正文（Markdown）", "|\n  第一段。\n\n  第二段。"),
]
Day = Annotated[date, BeforeValidator(scalars.day), Sort("日期", "2026-07-01")]
DayOrMonth = Annotated[
    InstanceOf[DayOrMonthValue],
    BeforeValidator(scalars.day_or_month),
    Sort("日期或年月", "1956-07"),
]
Moment = Annotated[
    datetime, BeforeValidator(scalars.moment), Sort("日期和时间", "2026-12-05 19:00")
]
Whole = Annotated[int, BeforeValidator(scalars.whole), Sort("整数", "30")]
Number = Annotated[Decimal, BeforeValidator(scalars.decimal), Sort("数", "0.5")]
YesNo = Annotated[bool, BeforeValidator(scalars.yes_no), Sort("是/否", "是")]
DoneOn = Annotated[
    date | bool, BeforeValidator(scalars.done_on), Sort("日期，或者 是/否", "2026-12-20")
]
Positions = Annotated[
    tuple[int, ...], BeforeValidator(scalars.positions), Sort("序号，可以几个", "[1, 3]")
]
# An address becomes a file of the site: it may not lead out of its folder.
OldAddress = Annotated[
    Text,
    written(
        r"/?(?!\.{1,2}(?:/|$))[^\s/?#:\\]+(?:/(?!\.{1,2}(?:/|$))[^\s/?#:\\]+)*/?",
        "是本站的旧网址，以 / 开头，不带 http 和问号，例如 /news/123.html",
    ),
]
LocalFile = Annotated[
    str,
    BeforeValidator(scalars.text),
    AfterValidator(_nonempty),
    Beside(),
    Sort("文件名", "表决结果.xlsx"),
]


def field(
    label: str,
    help: str,
    *,
    default: Any = PydanticUndefined,
    example: str = "",
    aliases: tuple[str, ...] = (),
) -> Any:
    """A field: its Chinese label and a help text; required unless a default is given.

    `aliases` are what ledgers call its column besides; a record does not call it so.
    """
    return Field(
        default=default,
        title=label,
        description=help,
        examples=[example] if example else None,
        validate_default=False,
        json_schema_extra={"aliases": list(aliases)},
    )


# A model's validator is built when the first record of its kind is read: where nothing is, as at
# most builds, it would take longer than all the rest.
_CONFIG = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Group(BaseModel):
    """A mapping inside a record, such as a speaker or a step."""

    model_config = _CONFIG


class Origin(Struct, frozen=True):
    """Where a record was read: the file under `content/`, its place in a list (or None)."""

    file: str
    index: int | None = None


_NOWHERE = Origin("")


class Record(BaseModel):
    """What every kind has. `key` is the record's address below its kind: `kangqiao/2026/0012`."""

    model_config = _CONFIG

    id: Text = field(
        "编号", "列表里的记录用它作编号；单独成文件的记录，编号就是文件名，不必写。", default=""
    )
    draft: YesNo = field("草稿", "写“是”就不发布，哪里都看不到。", default=False)
    publish_on: Day | None = field("定时发布", "从这一天起才显示。", default=None)
    updated: Day | None = field("更新日期", "内容有改动时写上。", default=None)
    tags: list[Text] = field(
        "标签", "便于查找的词，每项一个。", default=[], example="[流动党员, 活动证]"
    )
    source: Text = field("来源", "文字从哪里来，例如某某会议。", default="")
    redirects: list[OldAddress] = field(
        "旧地址",
        "这条记录以前的网址，访问旧网址会转到这里。",
        default=[],
        example="[/news/123.html]",
    )

    # Not private attributes of pydantic's: these it copies and looks up at length, at each use.
    @property
    def key(self) -> str:
        """Its address below its kind; empty until it is `placed`."""
        key: str = self.__dict__.get("_key", "")
        return key

    @property
    def origin(self) -> Origin:
        """Where it was read."""
        origin: Origin = self.__dict__.get("_origin", _NOWHERE)
        return origin

    def withdrawal(self) -> tuple[date, str] | None:
        """When and why the record was taken down; a kind that can be withdrawn says so."""
        return None

    def awaiting(self, day: date) -> bool:
        """Whether a step that must come before publishing is still to be taken on that day; a kind
        whose records go through a procedure says so.
        """
        return False

    def found_by(self) -> Iterable[tuple[str, str]]:
        """(name, value) that `Library.holding` finds it by, derived from its fields by its kind."""
        return ()

    def placed(self, key: str, origin: Origin) -> None:
        """Say, once, where the record was read. The reader alone calls it."""
        self.__dict__["_key"] = key
        self.__dict__["_origin"] = origin


R = TypeVar("R", bound=Record)
K = TypeVar("K", bound=Mark)


class FieldShape(Struct, frozen=True):
    """A field as the reader, the schema and the help need it."""

    name: str
    label: str
    help: str
    required: bool
    many: bool
    nested: type[BaseModel] | None
    marks: tuple[Any, ...]
    choices: tuple[str, ...]
    example: str
    aliases: tuple[str, ...]

    @property
    def group(self) -> type[BaseModel]:
        """The model of the group that it holds; TypeError where it holds none."""
        if self.nested is None:
            raise TypeError(self.name)
        return self.nested

    def mark(self, sort: type[K]) -> K | None:
        """The first mark of that class in the field's type, or None."""
        return next((each for each in self.marks if isinstance(each, sort)), None)


def _unfold(annotation: Any) -> Iterator[Any]:
    """The annotation and everything inside it, outermost first."""
    yield annotation
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *marks = get_args(annotation)
        yield from _unfold(inner)
        yield from marks
    elif origin in (list, tuple, Union, types.UnionType):
        for inner in get_args(annotation):
            yield from _unfold(inner)


def _shape(name: str, info: FieldInfo) -> FieldShape:
    inside = [each for mark in (info.annotation, *info.metadata) for each in _unfold(mark)]
    nested = next(
        (each for each in inside if isinstance(each, type) and issubclass(each, BaseModel)), None
    )
    literal = next((each for each in inside if get_origin(each) is Literal), None)
    many = any(get_origin(each) is list or each is list for each in inside)
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    return FieldShape(
        name=name,
        label=info.title or name,
        help=info.description or "",
        required=info.is_required(),
        many=many,
        nested=nested,
        marks=tuple(inside),
        choices=tuple(get_args(literal)) if literal else (),
        example=str(info.examples[0]) if info.examples else "",
        aliases=tuple(map(str, extra.get("aliases", ()))),  # type: ignore[arg-type]
    )


def shapes(model: type[BaseModel]) -> dict[str, FieldShape]:
    """The declared fields of a model, by key, in order; common fields of records come last."""
    return _shapes(model)


@cache
def _shapes(model: type[BaseModel]) -> dict[str, FieldShape]:
    shared = Record.model_fields if issubclass(model, Record) else {}
    own = [each for each in model.model_fields if each not in shared]
    common = [each for each in model.model_fields if each in shared]
    if shared and "id" in inspect.get_annotations(model):
        # A register puts its number first, as its ledger does.
        own, common = ["id", *own], [each for each in common if each != "id"]
    return {name: _shape(name, model.model_fields[name]) for name in (*own, *common)}


@cache
def names(model: type[BaseModel]) -> dict[str, str]:
    """Key or Chinese label → key."""
    found: dict[str, str] = {}
    for name, shape in shapes(model).items():
        found[name] = name
        found[shape.label] = found[scalars.folded(shape.label)] = name
    return found


@cache
def _carriers(model: type[BaseModel], mark: type[Mark]) -> tuple[FieldShape, ...]:
    """The fields that carry a mark of that class, themselves or further inside."""
    return tuple(
        shape
        for shape in shapes(model).values()
        if shape.mark(mark) is not None
        or (shape.nested is not None and _carriers(shape.nested, mark))  # type: ignore[arg-type]
    )


def values(record: BaseModel, mark: type[Mark]) -> Iterator[tuple[FieldPath, FieldShape, str]]:
    """Each text in the record whose type carries a mark of that class, with its path."""
    # mypy does not see that a class is hashable.
    for shape in _carriers(type(record), mark):  # type: ignore[arg-type]
        value = getattr(record, shape.name)
        if not value:
            continue
        if not isinstance(value, list):
            yield from _inside((shape.name,), shape, value, mark)
            continue
        for position, item in enumerate(value):
            yield from _inside((shape.name, position), shape, item, mark)


def _inside(
    path: FieldPath, shape: FieldShape, value: Any, mark: type[Mark]
) -> Iterator[tuple[FieldPath, FieldShape, str]]:
    if isinstance(value, BaseModel):
        for rest, inner, text in values(value, mark):
            yield (*path, *rest), inner, text
    else:
        yield path, shape, str(value)
