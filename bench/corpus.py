"""Records of Chinese text, made of the sample's sentences, the same each time."""

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate, product
from pathlib import Path

import yaml
from msgspec import Struct
from msgspec.structs import replace

# ruff: noqa: S311 - chance here must be the same each time

SEED = 20261123
TODAY = date(2026, 11, 23)
_DAYS = 1780  # almost five years, back from today
_BYTES = 1700  # what a record has when no part is added any more: 2 KB in the mean
# The same for records of every length, a log-normal distribution: half are below 1.4 KB, one in a
# hundred is above 11 KB, and the mean of a file is 2 KB.
_LENGTHS = (6.96, 0.95)
_SHORTEST, _LONGEST = 200, 60_000
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
_TAGS = (
    "主题党日", "三会一课", "发展党员", "党费", "流动党员", "志愿服务", "走访慰问", "民主评议",
    "换届", "公示", "整改", "党群中心", "微党课", "电教片", "老党员", "就业", "物业", "安全",
    "防汛", "养老", "助学", "法治", "环境", "文体", "先进典型", "换证", "培训", "经费", "场所",
)  # fmt: skip


class Material(Struct, frozen=True):
    """What the sample gives: sentences, items (heading id, item id, name, scope), topics."""

    sentences: list[str]
    items: list[tuple[str, str, str, str]]
    topics: list[tuple[str, str]]


class Branch(Struct, frozen=True):
    """`parent`: the key of the branch above, empty where there is none."""

    key: str
    short: str
    code: str
    parent: str = ""


class Record(Struct, frozen=True):
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
    tags: tuple[str, ...] = ()
    # Rows of a table that is published beside the record; 0 for none.
    rows: int = 0
    # Working days of a notice's period; 0 for one that stays open.
    days: int = 0

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


class Corpus(Struct, frozen=True, dict=True):
    """`count` records made of the sample's `content`; four in five are notices.

    Of about one length and from 16 branches, so that two searches have the same to do; or with
    `spread`, as organisations have them: short and long, from many branches that write seldom or
    often, one twentieth as many as there are records (at most 5,000), with tags, tables beside
    some and periods.
    """

    content: Path
    count: int
    spread: bool = False

    @cached_property
    def places(self) -> list[str]:
        found = ["".join(each) for each in product(_PLACE_FIRST, _PLACE_SECOND)]
        random.Random(SEED).shuffle(found)
        return found

    @cached_property
    def branches(self) -> list[Branch]:
        number = min(max(self.count // 20, 16), 5_000) if self.spread else 16
        return [self._branch(at) for at in range(number)]

    def _branch(self, at: int) -> Branch:
        number = at // len(self.places)
        name = f"{self.places[at % len(self.places)]}社区"
        name += f"第{number + 1}党支部" if number else "党支部"
        # One in ten stands above the nine that follow it.
        parent = f"branch-{at // 10 * 10 + 1:02}" if self.spread and at % 10 else ""
        return Branch(f"branch-{at + 1:02}", name, f"21000{at + 1:04}", parent)

    def records(self) -> Iterator[Record]:
        """All of them, newest first."""
        found = material(self.content)
        chance = random.Random(SEED + self.count)
        numbers: dict[str, int] = {}
        maker = _Maker(found, self.places, chance)
        # The tenth branch writes half as often as the first, the hundredth a tenth as often.
        shares = list(accumulate(1 / (at + 10) for at in range(len(self.branches))))
        for at in range(self.count):
            day = TODAY - timedelta(days=3 + at * _DAYS // self.count)
            lesson = at % 5 == 4
            if self.spread:
                branch = chance.choices(self.branches, cum_weights=shares)[0]
                yield maker.varying(maker.record(day, branch, lesson, numbers, maker.length()))
            else:
                yield maker.record(day, chance.choice(self.branches), lesson, numbers)


class _Maker:
    def __init__(self, found: Material, places: list[str], chance: random.Random) -> None:
        self.found, self.places, self.chance = found, places, chance

    def length(self) -> int:
        """How many bytes a record is to have where records are short and long."""
        return min(max(int(self.chance.lognormvariate(*_LENGTHS)), _SHORTEST), _LONGEST)

    def varying(self, record: Record) -> Record:
        """The same with tags, a table beside one notice in fifteen, a period for one in four."""
        chance = self.chance
        tags = tuple(sorted(chance.sample(_TAGS, chance.choice((0, 0, 1, 1, 2, 3)))))
        rows = chance.randint(5, 120) if not record.speaker and chance.random() < 1 / 15 else 0
        days = chance.choice((7, 7, 10)) if not record.speaker and chance.random() < 1 / 4 else 0
        return replace(record, tags=tags, rows=rows, days=days)

    def record(
        self, day: date, branch: Branch, lesson: bool, numbers: dict[str, int], length: int = 0
    ) -> Record:
        """One record. `length`: its bytes, to the sentence; without, to the part after _BYTES."""
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
        while size < (length or _BYTES):
            paragraphs: list[str] = []
            for _ in range(chance.randint(1, 3)):
                sentences: list[str] = []
                for _ in range(chance.randint(2, 5)):
                    sentences.append(self.sentence())
                    size += len(sentences[-1].encode())
                    if length and size >= length:
                        break
                paragraphs.append("".join(sentences))
                if length and size >= length:
                    break
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
