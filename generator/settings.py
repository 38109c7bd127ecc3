"""What a site can set: every file of `content/settings/`, declared once.

Numbers that come from a rule stand in these files with their citation, never in the code.
"""

import os
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec import Struct
from pydantic import AfterValidator, BaseModel

from generator import texts
from generator.catalogue import Catalogue, Heading, Identifier, Item
from generator.privacy import Privacy
from generator.problems import codes
from generator.problems.problem import Place, Problem, problem
from generator.records import document, reading
from generator.records.fields import (
    Day,
    FieldPath,
    Group,
    Number,
    Text,
    Whole,
    field,
    such_that,
    written,
)
from generator.records.shaping import nearest, nodes_at
from generator.records.tree import MISNAMED
from generator.settings_deploy import Deployment
from generator.settings_owners import Owners
from generator.settings_visits import Occasion, Occasions, VisitRule
from generator.study import Study

Every = Literal["每天", "每周", "每月", "每季度"]
# Stands for the site's name while `site.yaml` has errors; it is never shown.
SITE_STAND_IN = "（网站名称）"
# A threshold of two would tell one of two visited people about the other.
Threshold = Annotated[Whole, such_that(lambda n: n >= 3, "不小于 3")]
ReadingSpeed = Annotated[Whole, such_that(lambda n: 50 <= n <= 2000, "在 50 到 2000 之间")]
PlannedHours = Annotated[
    Number, such_that(lambda n: 0 <= n <= 1000 and n * 2 % 1 == 0, "是 0.5 的整数倍，例如 4.5")
]
Year = Annotated[Whole, such_that(lambda n: 1900 <= n <= 2200, "是四位数的年份")]


# With the slash at its end, so that an address of the site can be set behind it as it is.
WebAddress = Annotated[
    Text,
    written(
        r"https?://[^\s/?#@\"'<>\\]+(?:/[^\s?#\"'<>\\]*)?",
        "是以 http:// 或 https:// 开头的网址，不带问号，例如 http://10.0.0.8/dangjian/",
    ),
    AfterValidator(lambda url: f"{url.rstrip('/')}/"),
]
# The same, or where it is on the same server as the site.
MediaAddress = Annotated[
    Text,
    written(
        r"(?:https?://[^\s/?#@\"'<>\\]+)?(?:/(?!/)[^\s?#\"'<>\\]*)?",
        "是以 http:// 或 https:// 开头的网址，或者本服务器上以 / 开头的路径，例如 /media/",
    ),
    AfterValidator(lambda url: f"{url.rstrip('/')}/"),
]
Megabytes = Annotated[Whole, such_that(lambda n: 1 <= n <= 100_000, "在 1 到 100000 之间")]


class SmallNumbers(Group):
    k: Threshold = field("下限", "公布的数取它的整倍数，至少是 3。", default=5)
    every: Every = field("公布周期", "隔多久公布新的数。", default="每月")
    source: Text = field("依据", "这个数出自哪里。", default="")


class Reading(Group):
    per_minute: ReadingSpeed = field("每分钟字数", "一分钟默读多少字。", default=300)
    source: Text = field("依据", "这个数出自哪里。", default="")


class Site(Group):
    """`site.yaml`: the site as a whole."""

    name: Text = field("网站名称", "显示在页头和标题里。", example="康桥社区党组织")
    tagline: Text = field("副名称", "页头名称下面的一行小字。", default="")
    footer: Text = field("页脚", "页脚里的一句话，例如主办单位。", default="")
    emblem: Text = field(
        "标志图片", "本单位自备的标志，放在 pages 里；程序不附带任何徽记。", default=""
    )
    path: Text = field(
        "网站路径",
        "网站放在服务器的哪个路径下，只有“找不到页面”那一页用到。",
        default="/",
        example="/dangjian/",
    )
    url: WebAddress = field(
        "网站的完整网址",
        "读者在浏览器里看到的首页网址；要离开网站的内容靠它带上完整的网址。",
        default="",
        example="http://10.0.0.8/dangjian/",
    )
    media_base: MediaAddress = field(
        "媒体路径",
        "不放在记录旁边的音视频，读者从哪里取：网址，或者本服务器上的路径。",
        default="",
        example="/media/",
    )
    media_limit: Megabytes = field(
        "音视频上限（MB）", "放在记录旁边的音视频最多多大；再大的放到媒体路径。", default=20
    )
    demo_today: Day | None = field(
        "演示日期", "示例网站用：把这一天当作今天。正式网站请删掉这一行。", default=None
    )
    visits: VisitRule = field("走访", "走访的次数、年龄、摸底、提醒和排期。", default=VisitRule())
    small_numbers: SmallNumbers = field("小数保护", "人次太少时不公布。", default=SmallNumbers())
    reading: Reading = field("阅读速度", "估算一篇文字要读几分钟。", default=Reading())


class Topic(Group):
    id: Identifier = field("编号", "写进记录和网址。")
    name: Text = field("名称", "显示的名称。")
    hours: PlannedHours = field("计划学时", "一年里这一类开多少学时的课。", default=Decimal(0))
    source: Text = field("依据", "出自哪里。", default="")


class Topics(Group):
    """`topics.yaml`: the topics of lessons, and how many hours of each a year is to have."""

    topics: list[Topic] = field("类别", "党课类别。")


class WorkYear(Group):
    year: Year = field("年份", "哪一年。")
    source: Text = field("依据", "放假安排的文号。", default="")
    off: list[Day] = field("放假", "放假的日子（含周末可不写）。", default=[])
    work: list[Day] = field("调休上班", "周末上班的日子。", default=[])


class Workdays(Group):
    """`workdays.yaml`: days off and weekend working days that `chinesecalendar` does not know."""

    years: list[WorkYear] = field("年份", "每年一项。", default=[])


FILES: dict[str, tuple[type[BaseModel], str]] = {
    "site": (Site, "网站设置"),
    "catalogue": (Catalogue, "公开目录"),
    "topics": (Topics, "党课类别"),
    "occasions": (Occasions, "走访节点"),
    "workdays": (Workdays, "工作日"),
    "privacy": (Privacy, "隐私"),
    "deploy": (Deployment, "部署"),
    "study": (Study, "学习记录"),
    "owners": (Owners, "负责人"),
}
OPTIONAL: dict[str, BaseModel] = {
    "catalogue": Catalogue(headings=[]),
    "topics": Topics(topics=[]),
    "occasions": Occasions(occasions=[]),
    "workdays": Workdays(),
    "privacy": Privacy(),
    "deploy": Deployment(),
    "study": Study(),
    "owners": Owners(),
}


class Settings(Struct, frozen=True, dict=True):
    """All settings of a site; the tables that records choose from."""

    site: Site
    catalogue: Catalogue
    topics: Topics
    occasions: Occasions
    workdays: Workdays
    privacy: Privacy
    deploy: Deployment
    study: Study
    owners: Owners
    unread_files: frozenset[str] = frozenset()

    @cached_property
    def headings(self) -> dict[str, Heading]:
        return {each.id: each for each in self.catalogue.headings}

    @cached_property
    def items(self) -> dict[str, tuple[Item, Heading]]:
        return {
            item.id: (item, heading)
            for heading in self.catalogue.headings
            for item in heading.items
        }

    @cached_property
    def topic_names(self) -> dict[str, str]:
        return {each.id: each.name for each in self.topics.topics}

    @cached_property
    def occasion_names(self) -> dict[str, str]:
        return {each.id: each.name for each in self.occasions.occasions}

    def occasion(self, key: str) -> Occasion:
        """The key date with that id."""
        return next(each for each in self.occasions.occasions if each.id == key)

    @cached_property
    def announced(self) -> dict[int, dict[date, bool]]:
        """For `clock.Calendar`: year → day → whether it is worked."""
        return {
            each.year: {**dict.fromkeys(each.off, False), **dict.fromkeys(each.work, True)}
            for each in self.workdays.years
        }

    @cached_property
    def _tables(self) -> dict[str, dict[str, str]]:
        """Table → id or name → id."""
        pairs: dict[str, Iterable[tuple[str, str]]] = {
            "headings": ((each.id, each.name) for each in self.catalogue.headings),
            "items": ((item.id, item.name) for item, _ in self.items.values()),
            "topics": self.topic_names.items(),
            "occasions": self.occasion_names.items(),
        }
        tables: dict[str, dict[str, str]] = {}
        for table, entries in pairs.items():
            known: dict[str, str] = {}
            for identifier, name in entries:
                known[name] = known[identifier] = identifier
            tables[table] = known
        return tables

    def find(self, table: str, value: str) -> str | None:
        return self._tables[table].get(value)

    def unread(self, table: str) -> bool:
        return ("catalogue" if table in ("headings", "items") else table) in self.unread_files

    def names(self, table: str) -> tuple[str, ...]:
        named = {
            "headings": [each.name for each in self.catalogue.headings],
            "items": [item.name for item, _ in self.items.values()],
            "topics": list(self.topic_names.values()),
            "occasions": list(self.occasion_names.values()),
        }
        return tuple(named[table])


def read(content: Path, shown: str) -> tuple[Settings, list[Problem]]:
    """The settings under `content/settings/`, with their problems (E1xx, E2xx, E6xx).

    What could not be read has a stand-in, so that the records are checked all the same.
    """
    folder = content / "settings"
    problems: list[Problem] = []
    values: dict[str, Any] = dict(OPTIONAL)
    unread: set[str] = set()
    present = sorted(folder.iterdir()) if folder.is_dir() else []
    for path in present:
        file = f"{shown}/settings/{path.name}"
        if path.suffix != ".yaml":
            if MISNAMED.search(path.name):
                unread.add(MISNAMED.sub("", path.name))
                problems.append(problem(codes.E111, Place(file), name=path.name))
            continue
        if path.stem not in FILES:
            near = nearest(path.stem, FILES)
            hint = texts.DID_YOU_MEAN.format(near=f"{near}.yaml") if near else ""
            problems.append(problem(codes.E602, Place(file), hint, name=path.name))
            continue
        value, found = _file(path, file, content)
        problems.extend(found)
        if value is None:
            unread.add(path.stem)
        else:
            values[path.stem] = value
    if "site" not in values:
        if "site" not in unread:
            place = Place(f"{shown}/settings/site.yaml")
            problems.append(problem(codes.E601, place, name="site.yaml"))
        values["site"] = Site(name=SITE_STAND_IN)
    made = Settings(**values, unread_files=frozenset(unread))
    return made, [
        *problems,
        *_too_few(made, folder / "topics.yaml", f"{shown}/settings/topics.yaml"),
    ]


def place(content: Path, shown: str, name: str, path: FieldPath) -> Place:
    """Where a value of `name.yaml` stands."""
    file = f"settings/{name}.yaml"
    read_ = document.read(f"{shown}/{file}", (content / file).read_bytes())
    if isinstance(read_, Problem):
        return read_.place
    return read_.place(nodes_at(read_.root, FILES[name][0], path))


def _file(path: Path, file: str, content: Path) -> tuple[BaseModel | None, list[Problem]]:
    leaves = not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(content))
    if leaves or (path.is_symlink() and not os.path.isfile(path)):  # noqa: PTH113 - links go round
        return None, []  # The walk through the folders reports it (E112, E115).
    try:
        raw = path.read_bytes()
    except OSError as error:
        return None, [problem(codes.E115, Place(file), reason=document.unreadable(error))]
    read_ = document.read(file, raw)
    if isinstance(read_, Problem):
        return None, [read_]
    model, label = FILES[path.stem]
    value, found = reading.model_from(read_, read_.root, model, label, None)
    if value is not None:
        found.extend(_twice(read_, value))
    if isinstance(value, Owners) and not any(each.admin for each in value.owners):
        found.append(problem(codes.E956, read_.place(nodes_at(read_.root, Owners, ("owners",)))))
    return value, found


def _too_few(made: Settings, path: Path, file: str) -> Iterator[Problem]:
    """A plan by topics that does not reach what `study.yaml` asks of a year (E542, a warning)."""
    planned = sum((each.hours for each in made.topics.topics), Decimal())
    if not planned or planned >= made.study.hours:
        return
    read_ = document.read(file, path.read_bytes())
    if isinstance(read_, Problem):
        return
    node = nodes_at(read_.root, Topics, ("topics",))
    said = {"planned": f"{planned.normalize():f}", "yearly": f"{made.study.hours.normalize():f}"}
    yield problem(codes.E542, read_.place(node), made.study.source, **said)


def _twice(read_: document.Document, value: BaseModel) -> Iterator[Problem]:
    """Ids and names that occur twice in one table (E603)."""
    tables: list[list[tuple[FieldPath, BaseModel]]] = [
        [((table, n), entry) for n, entry in enumerate(getattr(value, table, []))]
        for table in ("headings", "topics", "occasions", "years")
    ]
    if isinstance(value, Catalogue):
        tables.append(
            [
                (("headings", n, "items", m), item)
                for n, heading in enumerate(value.headings)
                for m, item in enumerate(heading.items)
            ]
        )
    for table in tables:
        seen: set[str] = set()
        for path, entry in table:
            own = {each: str(getattr(entry, each, "")) for each in ("id", "name", "year")}
            for field_, named in own.items():
                if named and named in seen:
                    node = nodes_at(read_.root, type(value), (*path, field_))
                    yield problem(codes.E603, read_.place(node), value=named)
            seen.update(own.values())
