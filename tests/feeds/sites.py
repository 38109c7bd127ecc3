"""A site with everything that a feed may hold, and with what it may not."""

from pathlib import Path

from tests.site import Site

# What is in none of the papers, whoever they are for.
CANARY = "金丝雀"
TEXT = """
-- content/branches/xincun.yaml --
name: 中共新村支部委员会
short: 新村<支部>&“一”
type: 党支部
code: "210000013"
-- content/notices/kangqiao/2026/0001/notice.yaml --
title: 党费收缴、使用 <一> & "二"
index: 210000011/2026-00001
heading: 党费管理
item: 党费收缴情况
doc: 公示
nature: 定期
scope: 全体党员
branch: kangqiao
issued: 2026-11-16
days: 5
unit: 工作日
steps:
  proposed: {by: 组织委员, on: 2026-11-12}
  reviewed: {by: 纪检委员, on: 2026-11-13, secrecy: 通过}
  approved: {by: 书记, on: 2026-11-14}
  published: {by: 宣传委员, on: 2026-11-16}
feedback: {office: 102 室, phone: 0427-2000001}
replies:
  - {received: 2026-11-17, opinion: "=1+1 看不清", result: 字放大了, on: 2026-11-20}
  - {received: 2026-11-22, opinion: 再贴一份}
tags: [党费, "<标签>"]
summary: 二季度 <党费> & 使用。
body: |
  正文 **第一段**，见[附件](账目 #1.xlsx)。
attachments:
  - {file: "账目 #1.xlsx", title: 账目表}
-- content/notices/kangqiao/2026/0001/账目 #1.xlsx --
abc
-- content/notices/kangqiao/2026/0002.yaml --
title: 更正
heading: 党费管理
doc: 更正
scope: 全体党员
branch: kangqiao
issued: 2026-11-21
corrects: kangqiao/2026/0001
body: 数字以此为准。
-- content/notices/xincun/2025/0001.yaml --
title: 发展对象
heading: 发展党员
doc: 公开
scope: 本单位
branch: xincun
issued: 2025-03-01
updated: 2025-04-01
outcome: 无异议
replies: [{received: 2026-01-05, opinion: 公示牌太高, result: 改低, on: 2026-01-05}]
body: 名单见公开栏。
-- content/notices/kangqiao/2026/0003.yaml --
title: 金丝雀草稿
heading: 党费管理
doc: 公开
scope: 全体党员
branch: kangqiao
issued: 2026-11-22
draft: 是
tags: [金丝雀标签]
summary: 金丝雀
body: 金丝雀
replies: [{received: 2024-11-17, opinion: 金丝雀}]
-- content/notices/kangqiao/2026/0004.yaml --
title: 金丝雀未到日子
heading: 党费管理
doc: 更正
corrects: xincun/2025/0001
scope: 全体党员
branch: kangqiao
issued: 2026-11-22
publish_on: 2026-11-24
body: 金丝雀
-- content/notices/kangqiao/2024/0005/notice.yaml --
title: 金丝雀撤下
heading: 党费管理
doc: 公开
scope: 全体党员
branch: kangqiao
issued: 2024-11-22
withdrawn: {on: 2026-11-22, reason: 数字有误}
body: 金丝雀
attachments: [{file: canary.txt, title: 金丝雀附件}]
-- content/notices/kangqiao/2024/0005/canary.txt --
金丝雀
-- content/lessons/2026/0001/lesson.yaml --
title: 听一课
date: 2026-10-01
updated: 2026-10-03
topic: 政治理论
form: 音频
speaker: {name: 社区党校, position: 康桥社区}
branch: xincun
minutes: 12
hours: 0.5
audience: [流动党员]
summary: 在路上听。
points: [先听, 再想]
transcript: 文字。
media: [{file: one.mp3, title: 录音, captions: one.vtt}]
sessions:
  - {starts: 2026-12-05 19:00, ends: 2026-12-05 20:00, place: 村部, link: "http://10.0.0.9/m"}
  - {starts: 2024-12-05 19:00, place: 前年的会议室}
-- content/lessons/2026/0001/one.mp3 --
mp3
-- content/lessons/2026/0001/one.vtt --
WEBVTT
-- content/lessons/2026/0002.yaml --
title: 金丝雀课
date: 2026-10-01
publish_on: 2026-12-01
topic: 知识技能
form: 图文
branch: xincun
audience: [老年党员]
summary: 金丝雀
body: 金丝雀
sessions: [{starts: 2026-12-05 19:00, place: 金丝雀}]
-- content/elders/kangqiao.yaml --
- id: kq-0
  name: 金丝雀甲
  born: 1931-04-05
  joined: 1951-02
  branch: kangqiao
  address: 金丝雀路八号
  member_here: 是
  lives_here: 是
  status: 在册
-- content/visits/kangqiao/2026.yaml --
- elder: kq-0
  date: 2026-09-17
  occasion: 日常
  way: 入户
  visitors: [金丝雀走访人]
  status: 已完成
  needs: 金丝雀诉求
"""
ADDRESS = "http://10.0.0.8/dangjian/"
SETTINGS = f"name: 测试 <社区>\ndemo_today: 2026-11-23\nurl: {ADDRESS}\n"


def site(root: Path, *, addressed: bool = False) -> Site:
    """The site; `addressed` tells where it stands."""
    found = Site(root, TEXT)
    if addressed:
        found.write("content/settings/site.yaml", SETTINGS)
    return found


def papers(folder: Path) -> dict[str, bytes]:
    """Address → content of every feed, calendar, register and data file of a built site."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".xml", ".json", ".ics", ".csv", ".xlsx")
        and path.relative_to(folder).parts[0] in ("notices", "lessons")
        and "0001" not in path.parts
    }
