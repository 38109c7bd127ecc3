"""Records of about 2 KB of Chinese text, made of the sample's sentences, the same each time."""

import json
import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from html import escape
from itertools import product
from pathlib import Path

import yaml

# ruff: noqa: S311 - chance here must be the same each time

SEED = 20261123
TODAY = date(2026, 11, 23)
_DAYS = 1780  # almost five years, back from today
_BYTES = 1700  # what a record has when no part is added any more: 2 KB in the mean
_PLACE_FIRST = "春和明清永安青长福康新东南西北金玉红松柏柳桃荷梅竹兰云石龙凤鹤鹿丰惠德文兴宁泰"
_PLACE_SECOND = "桥园河湖山湾庄沟岭坪塘渠泉井亭台楼门港滩洲堡寨屯铺店林坡"
_PLACES_OF_SAMPLE = re.compile("康桥|迎宾|胡家|青松|大连|中山|盘山|盘锦|惠安")
_DATE = re.compile(r"\d{1,2}月\d{1,2}日")
_NUMBER = re.compile(r"(?<![\d.:-])\d{1,5}(?![\d.:月日-])")
_BAD = re.compile(r"[\[\]|<>*`#_~\\&\"]|\d{6}|https?:")
_SENTENCE = re.compile(r"[^。！？]+[。！？]+[”）」』]*")
_HEADINGS = (
    "基本情况", "主要做法", "工作安排", "下一步打算", "注意事项", "办理程序", "有关说明",
    "存在问题", "整改措施", "学习体会", "讨论摘要", "时间地点", "参加人员", "监督方式",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Material:
    """What the sample gives: sentences, items (heading id, item id, name, scope), topics."""

    sentences: list[str]
    items: list[tuple[str, str, str, str]]
    topics: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Branch:
    key: str
    short: str
    code: str


@dataclass(frozen=True, slots=True)
class Record:
    """One record: a notice, or a lesson where `speaker` is set. `parts`: (heading, paragraphs)."""

    key: str
    title: str
    summary: str
    day: date
    branch: Branch
    group: str
    item: str
    label: str
    scope: str
    speaker: str
    number: int
    parts: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def url(self) -> str:
        return f"{'lessons' if self.speaker else 'notices'}/{self.key}/"

    @property
    def paragraphs(self) -> Iterator[str]:
        return (each for _, paragraphs in self.parts for each in paragraphs)

    @property
    def facts(self) -> str:
        """What stands in a record's box: the same words as the site's own pages have."""
        return f"{self.branch.short} {self.label} {self.speaker} {self.day.isoformat()}".strip()


def material(content: Path) -> Material:
    """Read the sample content folder."""
    sentences: dict[str, None] = {}
    for path in sorted([*content.glob("notices/**/*.yaml"), *content.glob("lessons/**/*.yaml")]):
        record = yaml.safe_load(path.read_text(encoding="utf-8"))
        for name in ("summary", "body", "transcript", "outcome"):
            for line in str(record.get(name) or "").splitlines():
                plain = re.sub(r"^([-*>]|\d+\.)\s+", "", line.strip()).replace("**", "")
                if plain and plain[0] not in "#|":
                    sentences |= dict.fromkeys(_SENTENCE.findall(plain))
    good = [each.strip() for each in sentences if 10 <= len(each.strip()) <= 90]
    catalogue = yaml.safe_load((content / "settings/catalogue.yaml").read_text(encoding="utf-8"))
    topics = yaml.safe_load((content / "settings/topics.yaml").read_text(encoding="utf-8"))
    return Material(
        sentences=[each for each in good if not _BAD.search(each)],
        items=[
            (heading["id"], item["id"], item["name"], item["scope"])
            for heading in catalogue["headings"]
            for item in heading["items"]
        ],
        topics=[(each["id"], each["name"]) for each in topics["topics"]],
    )


@dataclass(frozen=True)
class Corpus:
    """`count` records made of the sample's `content`; four in five are notices."""

    content: Path
    count: int

    @cached_property
    def places(self) -> list[str]:
        found = ["".join(each) for each in product(_PLACE_FIRST, _PLACE_SECOND)]
        random.Random(SEED).shuffle(found)
        return found

    @cached_property
    def branches(self) -> list[Branch]:
        return [
            Branch(f"branch-{number + 1:02}", f"{place}社区党支部", f"21000{number + 1:04}")
            for number, place in enumerate(self.places[:16])
        ]

    def records(self) -> Iterator[Record]:
        """All of them, newest first."""
        found = material(self.content)
        chance = random.Random(SEED + self.count)
        numbers: dict[str, int] = {}
        for at in range(self.count):
            day = TODAY - timedelta(days=3 + at * _DAYS // self.count)
            yield _Maker(found, self.places, chance).record(
                day, chance.choice(self.branches), at % 5 == 4, numbers
            )


class _Maker:
    def __init__(self, found: Material, places: list[str], chance: random.Random) -> None:
        self.found, self.places, self.chance = found, places, chance

    def record(self, day: date, branch: Branch, lesson: bool, numbers: dict[str, int]) -> Record:
        chance = self.chance
        folder = f"{day.year}" if lesson else f"{branch.key}/{day.year}"
        number = numbers[folder] = numbers.get(folder, 0) + 1
        if lesson:
            (group, label), item, scope = chance.choice(self.found.topics), "", ""
            speaker = f"{chance.choice(self.places)}社区党校"
            title = self.varied(chance.choice(self.found.sentences)).rstrip("。！？”）」』")[:26]
        else:
            group, item, label, scope = chance.choice(self.found.items)
            speaker = ""
            title = f"{chance.choice(self.places)}{label}（{day.year}年第{number}号）"
        summary = self.sentence()[:80]
        parts = []
        size = len((title + summary).encode())
        while size < _BYTES:
            paragraphs = []
            for _ in range(chance.randint(1, 3)):
                text = "".join(self.sentence() for _ in range(chance.randint(2, 5)))
                size += len(text.encode())
                paragraphs.append(text)
            parts.append((chance.choice(_HEADINGS), tuple(paragraphs)))
        return Record(
            key=f"{folder}/{number:04}", title=title, summary=summary, day=day, branch=branch,
            group=group, item=item, label=label, scope=scope, speaker=speaker, number=number,
            parts=tuple(parts),
        )  # fmt: skip

    def sentence(self) -> str:
        """A sentence of the sample, varied; one in three begins like one and ends like another."""
        chance = self.chance
        text = chance.choice(self.found.sentences)
        if chance.random() < 0.33:
            other = chance.choice(self.found.sentences)
            if "，" in text and "，" in other:
                text = f"{text.partition('，')[0]}，{other.partition('，')[2]}"
        return self.varied(text)

    def varied(self, text: str) -> str:
        """Other numbers, dates and names of places; most sentences name one place more."""
        chance = self.chance
        text = _DATE.sub(lambda _: self._date(), text)
        text = _NUMBER.sub(self._number, text)
        text = _PLACES_OF_SAMPLE.sub(lambda _: chance.choice(self.places), text)
        roll = chance.random()
        if roll < 0.12:
            text = f"{self._date()}，{text}"
        elif roll < 0.3:
            text = f"在{chance.choice(self.places)}，{text}"
        return text

    def _date(self) -> str:
        return f"{self.chance.randint(1, 12)}月{self.chance.randint(1, 28)}日"

    def _number(self, match: re.Match[str]) -> str:
        digits = match[0]
        if len(digits) == 4 and digits.startswith(("19", "20")):
            return str(self.chance.randint(2008, 2026))
        return str(self.chance.randint(1, max(10 ** len(digits) - 1, 12)))


def write_content(corpus: Corpus, target: Path) -> int:
    """The corpus as a content folder for `dangwu`. Gives the bytes of the texts."""
    shutil.copytree(corpus.content / "settings", target / "settings")
    for branch in corpus.branches:
        _write(
            target / f"branches/{branch.key}.yaml",
            f"name: 中共{branch.short}\nshort: {branch.short}\ntype: 党支部\n"
            f"code: {json.dumps(branch.code)}\n",
        )
    size = 0
    for each in corpus.records():
        text = as_markdown(each)
        size += len(f"{each.title}{each.summary}{''.join(each.paragraphs)}".encode())
        body = "".join(f"  {line}\n" if line else "\n" for line in text.splitlines())
        head = [f"title: {_quoted(each.title)}", f"summary: {_quoted(each.summary)}"]
        head += [f"branch: {each.branch.key}"]
        if each.speaker:
            head += [f"date: {each.day}", f"topic: {each.group}", "form: 图文"]
            head += [f"speaker: {{name: {each.speaker}}}"]
        else:
            head += [f"issued: {each.day}", f"heading: {each.group}", f"item: {each.item}"]
            head += ["doc: 公开", f"scope: {each.scope}"]
            head += [f"index: {each.branch.code}/{each.day.year}-{each.number:05}"]
        _write(target / f"{each.url.rstrip('/')}.yaml", "\n".join([*head, "body: |", body]))
    return size


def write_html(corpus: Corpus, target: Path) -> None:
    """The corpus as plain HTML pages, for Pagefind."""
    for each in corpus.records():
        body = "".join(
            f"<h2>{heading}</h2>" + "".join(f"<p>{escape(text)}</p>\n" for text in paragraphs)
            for heading, paragraphs in each.parts
        )
        page = (
            '<!doctype html><html lang="zh-cn"><head><meta charset="utf-8">'
            f"<title>{escape(each.title)}</title></head><body><main data-pagefind-body>"
            f"<h1>{escape(each.title)}</h1>"
            f"<p>{escape(each.summary)}</p>\n<p>{each.facts}</p>\n{body}</main></body></html>\n"
        )
        _write(target / each.url / "index.html", page)


def write_markdown(corpus: Corpus, target: Path) -> None:
    """The corpus as Markdown pages, for Material."""
    _write(target / "index.md", "# 首页\n")
    for each in corpus.records():
        text = f"# {each.title}\n\n{each.summary}\n\n{each.facts}\n\n{as_markdown(each)}"
        _write(target / f"{each.url.rstrip('/')}.md", text)


def as_markdown(record: Record) -> str:
    return "\n".join(
        f"## {heading}\n\n" + "".join(f"{text}\n\n" for text in paragraphs)
        for heading, paragraphs in record.parts
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


_made: set[Path] = set()


def _write(path: Path, text: str) -> None:
    if path.parent not in _made:
        path.parent.mkdir(parents=True, exist_ok=True)
        _made.add(path.parent)
    path.write_text(text, encoding="utf-8")
