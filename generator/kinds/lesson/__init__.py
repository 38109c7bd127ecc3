"""党课: the lessons of 空中党课."""

from generator.kinds.kind import Kind, Section
from generator.kinds.lesson.fields import Lesson
from generator.kinds.lesson.hours import confined_pages, panels
from generator.kinds.lesson.pack import PACKING
from generator.kinds.lesson.pages import block_newest, pages
from generator.kinds.lesson.papers import papers
from generator.kinds.lesson.proposals import proposals
from generator.kinds.lesson.rules import rules
from generator.kinds.lesson.sessions import block_next
from generator.kinds.lesson.show import in_order, show
from generator.records.declaration import NUMBERED, Declaration, Filing

KIND = Kind(
    declaration=Declaration(
        "lesson",
        "lessons",
        "党课",
        Lesson,
        filing=Filing(("date.year",), NUMBERED, natural=(("number",), ("title", "date"))),
    ),
    package=__name__,
    show=show,
    order=in_order,
    pages=pages,
    papers=papers,
    confined_pages=confined_pages,
    panels=panels,
    rules=rules,
    proposals=proposals,
    section=Section("空中党课", "党课", "lesson", 10, "节党课"),
    packing=PACKING,
    blocks={"newest": block_newest, "sessions": block_next},
    about=(
        "一节党课一个文件，按年份放在 lessons 文件夹，例如 lessons/2026/0007.yaml。"
        "有音视频、课件、图片时，建一个文件夹 lessons/2026/0007，里面放 lesson.yaml 和这些文件。"
    ),
    example="""\
title: 持活动证报到，三件事别忘了
number: 2026-17
date: 2026-11-12
topic: 党章党规党纪
form: 微视频
speaker: {name: 社区党校, position: 康桥社区}
branch: kangqiao
minutes: 5
hours: 0.5
audience: [流动党员]
summary: 到了新地方，带上活动证去报到，请对方如实记录，每半年交回审核。
points:
  - 带证报到
  - 如实记录
  - 每半年审核一次
body: |
  ## 第一件：带证报到

  到了流入地，先找到当地党组织……
""",
)
