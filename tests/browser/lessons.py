"""A small site of lessons to be heard, answered and read; the recording is made here, of silence."""

import io
import wave
from pathlib import Path

from tests.site import Site

SECONDS = 20
# Every second a line: more than the box shows at once.
CUES = [(number, f"第{number + 1}句：讲到这里，请各位记下来。") for number in range(12)]
_HEAD = "date: 2026-07-01\ntopic: 政治理论\nbranch: kangqiao\nsummary: 一句话。\n"
HEARD, ASKED, READ = "lessons/2026/0001/", "lessons/2026/0002/", "lessons/2026/0003/"
_FILES = {
    "settings/study.yaml": """\
hours: 32
source: 《中国共产党党员教育管理工作条例》（2019 年）第二十条
exempt: {who: [年老体弱, 行动不便, 身患重病, 失能], source: 《中国共产党党员教育管理工作条例》（2019 年）第二十三条}
watched: 50
passing: 50
""",
    "lessons/2026/0001/lesson.yaml": f"""\
title: 听的课
form: 音频
hours: 1.5
{_HEAD}\
media:
  - {{file: talk.wav, title: 录音, captions: talk.vtt}}
""",
    "lessons/2026/0002.yaml": f"""\
title: 问的课
form: 图文
hours: 1
{_HEAD}\
quiz:
  - question: 活动证多久审核一次？
    options: [每月, 每半年, 每两年]
    answer: 2
    why: 发证的党组织每半年审核一次。
  - question: 报到时带什么？
    options: [活动证, 房产证, 介绍信]
    answer: [3, 1]
""",
    "lessons/2026/0003.yaml": f"title: 读的课\nform: 图文\n{_HEAD}body: 读一读。\n",
}
# A full or forbidden storage, as browsers have it: its own methods throw, or naming it does.
STORAGE = {
    "full": """Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError'); };""",
    "forbidden": """Object.defineProperty(window, 'localStorage', { get() {
      throw new DOMException('forbidden', 'SecurityError'); } });""",
}


def sound(seconds: int = SECONDS) -> bytes:
    """A WAV of silence."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * 8000 * seconds)
    return made.getvalue()


def captions() -> str:
    lines = [f"00:00:{start:02}.000 --> 00:00:{start:02}.900\n{said}\n" for start, said in CUES]
    return "WEBVTT\n\n" + "\n".join(lines)


def lessons(folder: Path) -> Site:
    """The site, not built yet."""
    site = Site(folder)
    for path, content in _FILES.items():
        site.write(f"content/{path}", content)
    site.write("content/lessons/2026/0001/talk.vtt", captions())
    (folder / "content/lessons/2026/0001/talk.wav").write_bytes(sound())
    return site
