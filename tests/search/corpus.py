"""The site of the recall gate: the sample content, 300 records made by chance, and what to ask.

The witness is brute force: `in` over the normalised fields of every record. It knows no index.
"""

import json
import random
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import yaml
from msgspec import Struct

from generator.cli import main
from generator.inspection import begin, inspect
from generator.search.entries import Searched, searched
from generator.search.normal import PINYIN, folded, moved, normal
from generator.search.reader import parsed

ROOT = Path(__file__).parents[2]
SEED = 20261123
YEARS, EACH = (2023, 2024, 2025, 2026), 75
BRANCHES = ("kangqiao", "kangqiao-1", "kangqiao-2", "hujia", "qingsong", "yingbin")
TOPICS = ("theory", "discipline", "purpose", "skills")
SPEAKERS = ("欧阳海燕", "单雄信", "𠮷田老师", "Ａnna Lindström", "区党校讲师团", "曾国强（示例）")
# In most records, so that runs of them have many candidates and are verified by positions.
OFTEN = (
    "支部组织全体党员开展老党员走访慰问活动，听取意见建议。",
    "经支部委员会研究决定，现将有关情况向全体党员公开。",
    "党员教育管理工作要落到每一个支部、每一名党员。",
    "请各党小组于月底前将落实情况报社区党总支。",
)
PIECES = (
    "年满80周岁", "80周岁以上", "第3支部", "１８周岁以下", "2026年第三季度", "A4纸2份", "5G基站",
    "QQ群里发", "APP下载", "COVID-19疫情", "e-mail地址", "WPS文档V2.0版", "Wi-Fi密码", "Ｗｉ－Ｆｉ",
    "黨員教育管理工作條例", "臺灣同胞", "國家機關", "社區黨總支", "發展黨員", "龘靐齉龗", "叕又双",
    "犇猋骉鱻", "氿亓仝", "㙍㳇", "𠮷野家", "𠀀𠀁𠀂", "𪚥𪚥", "𡈼字", "𬺰", "𰻞𰻞面", "豈更",
    "👩\u200d🏫讲党课", "👍🏽点赞👍🏿", "🇨🇳国旗", "❤\ufe0f爱心", "👨\u200d👩\u200d👧一家", "①学习②讨论⑩总结",
    "㈠提名㈡表决", "50㎡活动室", "½学时", "㋀㏠", "№12", "café课", "cafe\u0301课", "ÉCOLE", "İstanbul",
    "STRASSE与Straße", "ΟΔΥΣΣΕΥΣ和ΣΑΣ", "αςΣ党", "Пётр同志", "각ᄀ\u1161ᆨ하", "ｶﾞｷﾞｸﾞ", "パーティー", "ﬁne ﬂow",
    "ǅ字", "q\u0323\u0307", "党\u0301员", "a¨b", "中\u3000间\u3000空", "多  个   空格", "不\u00a0断", "零\u200b宽",
    "“引号”", "《条例》第25条", "（试行）", "——", "……", "1＋1＝2", "100%", "3.14", "0427-2000012",
    "三会一课", "主题党日", "民主评议", "组织关系转接", "流动党员", "发展对象", "政治审查", "入党积极分子",
    "党费收缴", "换届选举", "困难帮扶", "志愿服务", "红色教育基地", "廉政谈话", "微党课", "读书班",
    "啊" * 120, "哈哈" * 60, "8" * 90, "ab" * 40, "𠮷" * 30, "👍🏽" * 20,
)  # fmt: skip
JOINTS = ("", "", "", "，", "。", "、", "；", " ", "　", "\n\n")


class Made(Struct, frozen=True):
    """A record as it was written: its address and its raw texts."""

    url: str
    texts: tuple[str, ...]


class Witness:
    """Brute force over the records of a content folder."""

    def __init__(self, content: Path) -> None:
        plan = inspect(begin(content, "content", None), "members")
        self.records: list[Searched] = list(searched(plan.view))

    @cached_property
    def plain(self) -> dict[str, tuple[str, ...]]:
        """Address → normalised fields; pinyin last, its letters moved."""
        found = {}
        for each in self.records:
            fields = [normal(text) for text in each.fields]
            found[each.url] = (*fields[:PINYIN], moved(fields[PINYIN]))
        return found

    def holding(self, query: str) -> set[str]:
        """The addresses of the records that a query must find, and no others."""
        wanted = parsed(query)
        return {
            url
            for url, fields in self.plain.items()
            if all(any(word in text for text in fields[:PINYIN]) for word in wanted.words)
            and not any(word in text for word in wanted.without for text in fields)
        }

    def sounding(self, query: str) -> set[str]:
        """Those that it finds by their pinyin alone."""
        wanted = parsed(query)
        if not all(word.isascii() and word.isalpha() for word in wanted.words):
            return set()
        found = {
            url
            for url, fields in self.plain.items()
            if all(moved(word) in fields[PINYIN] for word in wanted.words)
            and not any(word in text for word in wanted.without for text in fields)
        }
        return found - self.holding(query)


class Corpus(Witness):
    """Content, the site made of it, and what to ask of it."""

    def __init__(self, root: Path) -> None:
        content = root / "content"
        self.site = root / "site"
        shutil.copytree(ROOT / "content", content)
        self.made = list(_records(content, random.Random(SEED)))
        assert main(["build", "--content", str(content), "--site", str(self.site)]) == 0
        super().__init__(content)

    def cuts(self, number: int) -> list[str]:
        """Runs of 1–12 characters cut at random from the raw text, as queries for exactly them."""
        chance = random.Random(SEED + 1)
        texts = [text for each in self.made for text in each.texts]
        texts += [text for each in self.records for text in each.fields[:PINYIN] if text]
        found: dict[str, None] = {}
        while len(found) < number:
            text = chance.choice(texts)
            length = chance.randint(1, 12)
            at = chance.randrange(max(len(text) - length, 0) + 1)
            cut = text[at : at + length]
            if normal(cut) and '"' not in cut:
                found[quoted(cut)] = None
        return list(found)

    def names(self) -> list[str]:
        """Every title, branch and speaker, as queries for exactly them."""
        found = {each.fields[0] for each in self.records}
        found |= {each.branch for each in self.records if each.branch} | set(SPEAKERS)
        return sorted(quoted(each) for each in found)

    def together(self) -> dict[str, list[str]]:
        """Two words (AND), a word without another, and letters, sixty of each by chance."""
        chance = random.Random(SEED + 2)
        cuts = [each for each in self.cuts(400) if len(each) < 6]
        often = ["党员", "支部", "走访慰问", "2026", "社区", "学"]
        pairs = [(chance.choice(cuts), chance.choice(often)) for _ in range(60)]
        sounds = [text for each in self.records for text in each.fields[PINYIN].split()]
        letters = ["dangke", "dk", "dang zhibu", "a", "ab", "wifi", "zhang -党费"]
        for _ in range(53):
            text = chance.choice(sounds)
            at = chance.randrange(len(text))
            letters.append(text[at : at + chance.randint(2, 8)])
        return {
            "and": [f"{one} {two}" for one, two in pairs],
            "without": [f"{two} -{one}" for one, two in pairs],
            "pinyin": letters,
        }


def quoted(text: str) -> str:
    """A query for a run of characters, whatever is in it."""
    assert '"' not in text
    plain = text == folded(text) and " " not in text and not text.startswith("-")
    return text if plain else f'"{text}"'


def _records(content: Path, chance: random.Random) -> Iterator[Made]:
    for year in YEARS:
        last = date(2026, 11, 20) if year == 2026 else date(year, 12, 31)
        for number in range(EACH):
            day = date(year, 1, 1)
            day += timedelta(days=chance.randint(0, (last - day).days))
            title = f"{_mixed(chance, 2)}{year}年第{number}号".replace("\n\n", "")
            summary = _mixed(chance, 3).replace("\n\n", "")[:90]
            body = _mixed(chance, chance.randint(2, 14), OFTEN)
            facts: dict[str, object] = {"title": title, "summary": summary, "body": body}
            if number % 2:
                url = f"lessons/{year}/{5000 + number}"
                facts |= {"date": day.isoformat(), "topic": chance.choice(TOPICS), "form": "图文"}
                facts |= {"branch": chance.choice(BRANCHES)}
                facts |= {"speaker": {"name": chance.choice(SPEAKERS)}}
            else:
                branch = chance.choice(BRANCHES)
                url = f"notices/{branch}/{year}/{5000 + number}"
                facts |= {"issued": day.isoformat(), "heading": "发展党员", "doc": "通知"}
                facts |= {
                    "scope": "本单位",
                    "branch": branch,
                    "tags": [chance.choice(PIECES[40:90])],
                }
                code = yaml.safe_load((content / f"branches/{branch}.yaml").read_bytes())["code"]
                facts |= {"index": f"{code}/{year}-{90000 + number}"}
                step = {"by": "支部", "on": day.isoformat()}
                steps = dict.fromkeys(("proposed", "reviewed", "approved", "published"), step)
                facts |= {"steps": {**steps, "reviewed": {**step, "secrecy": "通过"}}}
            path = content / f"{url}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            lines = (
                f"{key}: {json.dumps(each, ensure_ascii=False)}" for key, each in facts.items()
            )
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
            yield Made(f"{url}/", (title, summary, body))


def _mixed(chance: random.Random, number: int, often: tuple[str, ...] = ()) -> str:
    parts = [chance.choice(PIECES) for _ in range(number)] + [
        each for each in often if chance.random() < 0.85
    ]
    chance.shuffle(parts)
    return "".join(f"{each}{chance.choice(JOINTS)}" for each in parts).strip()
