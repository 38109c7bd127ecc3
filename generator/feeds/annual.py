"""Data files for other systems: the records of a kind by year, an index of the years, a schema."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from generator.audience.shown import Link, Shown
from generator.audience.view import View
from generator.feeds import pair
from generator.feeds.shapes import (
    DIALECT,
    Form,
    address,
    day,
    group,
    or_nothing,
    several,
    text,
    whole,
)
from generator.feeds.source import Source
from generator.pages.paper import Paper

S = TypeVar("S", bound=Shown)


class Annual(Struct, frozen=True):
    """The records of a year, to be written at `url`; `day` is that of the build."""

    source: Source
    url: str
    year: int
    day: date
    records: tuple[Any, ...]

    def link(self, address: str) -> str:
        return self.source.link(address, self.url)

    def named(self, link: Link) -> dict[str, str]:
        """As `shapes.named` says."""
        return {"name": link.text, "url": self.link(link.url)}


class Years(Struct, frozen=True):
    """What the index says: (year, records) of each, the newest first."""

    source: Source
    title: str
    day: date
    years: tuple[tuple[int, int], ...]


def papers(
    folder: str,
    title: str,
    view: View,
    records: Iterable[S],
    makers: tuple[Callable[[Annual], bytes], Callable[[Any], bytes]],
) -> Iterator[Paper]:
    """The files below `folder`. `records` are dated and come newest first; `makers` make the file
    of a year, and the schema.
    """
    of_year, schema = makers
    source, day = pair.source(view), view.day
    years = []
    for year, found in groupby(records, key=_year):
        some = tuple(found)
        years.append((year, len(some)))
        url = f"{folder}{year}.json"
        if view.concerns(some):
            yield Paper(url, of_year, Annual(source, url, year, day, some))
    yield Paper(f"{folder}index.json", index, Years(source, title, day, tuple(years)))
    yield Paper(f"{folder}schema.json", schema, None)


def _year(record: Shown) -> int:
    return record.entry.day.year if record.entry.day else 0


def index(years: Years) -> bytes:
    """Which years there are, and where."""
    top = {
        "schema": "schema.json",
        "title": years.title,
        "site": {"name": years.source.name, "url": years.source.url or None},
        "built": years.day,
        "years": [
            {"year": year, "count": count, "file": f"{year}.json"} for year, count in years.years
        ],
    }
    return msgspec.json.format(msgspec.json.encode(top), indent=2) + b"\n"


def written(annual: Annual, records: Iterable[Mapping[str, object]]) -> bytes:
    """The file of a year: a line for each record, so that two days of it can be compared."""
    head = {
        "schema": "schema.json",
        "site": {"name": annual.source.name, "url": annual.source.url or None},
        "built": annual.day,
        "year": annual.year,
    }
    lines = b",\n".join(map(msgspec.json.encode, records))
    return msgspec.json.encode(head)[:-1] + b',"records":[\n' + lines + b"\n]}\n"


def schema(title: str, record: Form) -> bytes:
    """The JSON Schema of the file of a year, whose records are as `record` says."""
    site = group("网站", {"name": text("网站名称"), "url": or_nothing(address("网站首页的网址"))})
    file = group(
        title,
        {
            "schema": address("本说明的位置"),
            "site": site,
            "built": day("生成日期"),
            "year": whole("年份"),
            "records": several("记录", record),
        },
    )
    top = {"$schema": DIALECT, **file}
    return msgspec.json.format(msgspec.json.encode(top), indent=2) + b"\n"
