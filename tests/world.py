"""What people do to a content folder, drawn by lot: whatever shows anywhere on the site changes."""

import os
import random
from datetime import date, timedelta
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tests.site import Site

START = date(2026, 11, 23)
BRANCHES = ("kangqiao", "kangqiao-1", "xincun", "gone-branch")
NOTICES = tuple(f"{branch}/{year}/{n:04d}" for branch in BRANCHES[:3]
                for year in (2025, 2026) for n in (1, 2))  # fmt: skip
LESSONS = tuple(f"{year}/{n:04d}" for year in (2025, 2026) for n in (1, 2, 3))
# An office's telephone, or somebody's where no office gives it.
NUMBER = "13900001234"
ITEMS = {"发展党员": "发展对象公示", "党费管理": "党费收缴情况"}
WORDS = ("走访", "党员", "学习", "第一", "公示", "社区", "80周岁", "活动证")


class Known(Struct, frozen=True):
    """What there is to refer to; now and then something is chosen that there is not."""

    branches: tuple[str, ...] = BRANCHES[:1]
    notices: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    slips: bool = True

    def branch(self, draw: random.Random) -> str:
        return draw.choice(BRANCHES if self.slips and draw.random() < 0.02 else self.branches)

    def notice(self, draw: random.Random) -> str:
        return draw.choice(NOTICES if self.slips and draw.random() < 0.05 else self.notices)


def notice(draw: random.Random, known: Known, key: str) -> str:
    heading = draw.choice(("发展党员", "党费管理"))
    lines = [
        f"title: {_words(draw)}",
        f"heading: {heading}",
        f"doc: {draw.choice(('公示', '通知', '公开'))}",
        "scope: 全体党员",
        f"branch: {known.branch(draw)}",
        f"issued: 2026-{draw.randint(1, 11):02d}-{draw.randint(1, 28):02d}",
        f"tags: [{draw.choice(WORDS)}, {draw.choice(WORDS)}一]",
    ]
    if draw.random() < 0.4:
        lines += [f"days: {draw.randint(1, 9)}", "unit: 工作日"]
    if draw.random() < 0.2:
        lines.append("draft: 是")
    if draw.random() < 0.2:
        lines.append(f"publish_on: 2026-11-{draw.randint(20, 28)}")
    if known.notices and draw.random() < 0.25:
        lines.append(f"corrects: {known.notice(draw)}")
    if draw.random() < 0.25:
        lines.append(f"index: 210000011/2026-{draw.randint(1, 99):05d}")
    if draw.random() < 0.2:
        lines.append(f"withdrawn: {{on: 2026-11-{draw.randint(20, 28)}, reason: 写错了}}")
    if draw.random() < 0.2:
        lines.append(f"redirects: [/old/{draw.randint(1, 99)}.html]")
    if draw.random() < 0.3:
        year, month = draw.choice((2025, 2026)), draw.randint(1, 9)
        done = f", result: {_words(draw)}, on: {year}-0{month}-{draw.randint(12, 28)}"
        done = done if draw.random() < 0.5 else ""
        lines.append(f"replies: [{{received: {year}-0{month}-11, opinion: {_words(draw)}{done}}}]")
    if draw.random() < 0.5:
        lines.append(f"item: {ITEMS[heading]}")
    if draw.random() < 0.3:
        lines.append(f"summary: {_words(draw)}")
    if draw.random() < 0.3:
        lines.append(f"outcome: {_words(draw)}")
    if draw.random() < 0.3:
        lines.append(
            f"steps: {{proposed: {{by: {_words(draw)}, on: 2025-0{draw.randint(1, 9)}-01}}}}"
        )
    if draw.random() < 0.3:
        lines.append(f"feedback: {{office: {_words(draw)}, phone: '{NUMBER}'}}")
    if key.rpartition("/")[0] in known.forms and draw.random() < 0.5:
        lines.append(f"attachments: [{{file: form.txt, title: {_words(draw)}}}]")
    lines += ["body: |", f"  {_words(draw)}。"]
    if known.notices and draw.random() < 0.4:
        lines.append(f"  见[那件](/notices/{known.notice(draw)}/)。")
    if draw.random() < (0.5 if key.rpartition("/")[0] in known.forms else 0.02 * known.slips):
        lines.append("  看[附件](form.txt)。")
    return "\n".join(lines) + "\n"


def _lesson(draw: random.Random, known: Known) -> str:
    lines = [
        f"title: {_words(draw)}",
        f"date: {draw.choice((2025, 2026))}-{draw.randint(1, 11):02d}-05",
        f"topic: {draw.choice(('政治理论', '知识技能'))}",
        "form: 图文",
        f"summary: {_words(draw)}",
        f"branch: {known.branch(draw)}",
        f"tags: [{draw.choice(WORDS)}]",
        f"points: [{_words(draw)}, {_words(draw)}]",
        f"minutes: {draw.randint(1, 90)}",
    ]
    if draw.random() < 0.3:
        lines.append(f"speaker: {{name: 某甲, position: {_words(draw)}}}")
    if draw.random() < 0.3:
        lines.append(f"audience: [{draw.choice(('流动党员', '老年党员'))}]")
    if draw.random() < 0.3:
        lines.append(f"sessions: [{{starts: 2026-12-{draw.randint(10, 28)} 19:00}}]")
    if draw.random() < 0.6:
        lines.append(f"series: {draw.choice(('甲', '乙'))}")
    if draw.random() < 0.5:
        lines.append(f"transcript: {_words(draw)}")
    lines.append(f"body: {_words(draw)}")
    return "\n".join(lines) + "\n"


def _branch(draw: random.Random) -> str:
    parent = f"parent: {draw.choice(BRANCHES[:1])}\n" if draw.random() < 0.5 else ""
    phone = f"phone: '{NUMBER}'\n" if draw.random() < 0.5 else ""
    return (
        f"name: 中共{_words(draw)}支部委员会\nshort: {_words(draw)}支部\ntype: 党支部\n"
        f"code: '21{draw.randint(10, 99)}'\n{parent}{phone}"
    )


def _catalogue(draw: random.Random) -> str:
    cadences = ("即时", "每年", "每季度")
    return "procedure: {required: 否}\nfeedback: {docs: []}\nheadings:\n" + "".join(
        f"  - {{id: heading-{number}, name: {heading}, items: [{{id: item-{number}, name: {item},"
        f" cadence: {draw.choice(cadences)}, scope: 全体党员}}]}}\n"
        for number, (heading, item) in enumerate(ITEMS.items())
    )


def _words(draw: random.Random) -> str:
    return "".join(draw.sample(WORDS, 3)) + str(draw.randint(1, 99))


class World:
    """A content folder that things are done to, and the sites built of it."""

    def __init__(self, root: Path) -> None:
        self.site = Site(root)
        self.content = root / "content"
        self.day = START
        for number, key in enumerate(NOTICES[::2]):
            self.write(
                f"notices/{key}.yaml",
                notice(random.Random(number), replace(self.known(), slips=False), key),
            )

    def known(self) -> Known:
        def keys(kind: str, pattern: str = "*.yaml") -> tuple[str, ...]:
            folder = self.content / kind
            found = (path.relative_to(folder) for path in folder.rglob(pattern))
            return tuple(sorted(path.with_suffix("").as_posix() for path in found))

        forms = (each.rpartition("/")[0] for each in keys("notices", "form.txt"))
        return Known(keys("branches"), keys("notices"), tuple(forms))

    def free(self, draw: random.Random) -> list[Path]:
        """Records that no other one names; now and then all of them."""
        found = sorted(self.content.glob("[nl]*/**/*.yaml"))
        if draw.random() < 0.1:
            return found
        said = "".join(path.read_text(encoding="utf-8") for path in found)
        return [path for path in found if f"{path.parent.name}/{path.stem}" not in said]

    def write(self, path: str, text: str) -> None:
        self.site.write(f"content/{path}", text)

    def mend(self, draw: random.Random) -> None:
        """The text of a record is another, now and then an empty one; nothing else of it is."""
        found = sorted(self.content.glob("[nl]*/**/*.yaml"))
        if found:
            one = draw.choice(found)
            head, body, _ = one.read_text(encoding="utf-8").partition("body:")
            empty = draw.random() < 0.1 and "lessons" in one.parts
            said = "''" if empty else f"{_words(draw)}。"
            if draw.random() < 0.04:
                said += f"电话 {NUMBER}。"
            one.write_text(f"{head}{body} {said}\n", encoding="utf-8")

    def do(self, what: str, seed: int) -> None:
        """One thing that somebody does. What makes no sense at the moment does nothing."""
        draw = random.Random(seed)
        if what == "notice":
            key = draw.choice(NOTICES)
            self.write(f"notices/{key}.yaml", notice(draw, self.known(), key))
        elif what == "lesson":
            self.write(f"lessons/{draw.choice(LESSONS)}.yaml", _lesson(draw, self.known()))
        elif what == "branch":
            self.write(f"branches/{draw.choice(BRANCHES[1:])}.yaml", _branch(draw))
        elif what == "text":
            self.mend(draw)
        elif what == "remove":
            found = self.free(draw)
            if found:
                draw.choice(found).unlink()
        elif what == "rename":
            found = [each for each in self.free(draw) if "notices" in each.parts]
            if found:
                one = draw.choice(found)
                other = self.content / f"notices/{draw.choice(NOTICES)}.yaml"
                other.parent.mkdir(parents=True, exist_ok=True)
                one.rename(other)
        elif what == "attachment":
            name = self.content / f"notices/{draw.choice(BRANCHES[:3])}/2026/form.txt"
            if name.exists() and draw.random() < 0.2:
                name.unlink()
            else:
                self.write(name.relative_to(self.content).as_posix(), _words(draw))
        elif what == "settings":
            day = f"demo_today: {self.day}\n"
            url = f"url: http://10.0.0.{draw.randint(1, 9)}/\n" if draw.random() < 0.5 else ""
            self.write("settings/site.yaml", f"name: {_words(draw)}\n{day}{url}")
        elif what == "catalogue":
            self.write("settings/catalogue.yaml", _catalogue(draw))
        elif what == "page":
            self.write(f"pages/{draw.choice(('about', 'guide', 'guide/more'))}.md",
                       f"# {_words(draw)}\n\n[党组织](/branches/)\n")  # fmt: skip
        elif what == "register":
            self.write("elders/kangqiao.yaml", _register(draw))
            self.write("visits/kangqiao/2026.yaml", _visits(draw))
        elif what == "touch":
            for path in self.content.rglob("*.yaml"):
                os.utime(path)
        elif what == "night":
            self.day += timedelta(days=draw.randint(1, 3))


def _register(draw: random.Random) -> str:
    return "".join(
        f"- {{id: kq-{n:03d}, name: 某{_words(draw)}, born: 1940-0{draw.randint(1, 9)},"
        f" joined: 1966-0{draw.randint(1, 9)}, branch: kangqiao, grid: {draw.choice(WORDS)}网格,"
        f" contact: {draw.choice(('某甲', '某乙、某丙'))}, member_here: 是, lives_here: 是,"
        f" status: {draw.choice(('在册', '在册', '转出'))}}}\n"
        for n in range(1, 3)
    )


def _visits(draw: random.Random) -> str:
    return "".join(
        f"- {{elder: kq-{draw.randint(1, 2):03d}, date: 2026-0{draw.randint(1, 9)}-11,"
        f" occasion: 日常, way: 入户, visitors: [{draw.choice(('某甲', '某乙'))}], status: 已完成,"
        f" gifts: [{{amount: {draw.randint(1, 9)}00, fund: {draw.choice(('区管党费', '社会捐助'))}}}],"
        f" followups: [{{what: {_words(draw)}, due: 2026-{draw.choice((10, 12))}-20}}]}}\n"
        f"- {{elder: kq-{draw.randint(1, 2):03d}, date: {draw.choice(('2026-11-20', '2026-12-21', '2027-01-19'))},"
        f" occasion: 日常, way: 入户, visitors: [某丙], status: 计划}}\n"
        for _ in range(draw.randint(1, 9))
    )
