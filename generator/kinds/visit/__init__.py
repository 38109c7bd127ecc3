"""走访: visits to elderly members; counts for everybody, the schedule for organisers."""

from generator.kinds.kind import Counts, Kind, Section
from generator.kinds.visit.counting import plain, shown, total
from generator.kinds.visit.fields import Visit
from generator.kinds.visit.pages import block_progress, confined_pages, pages
from generator.kinds.visit.panels import panels
from generator.kinds.visit.papers import confined_papers
from generator.kinds.visit.rules import rules
from generator.kinds.visit.schedule import draft
from generator.kinds.visit.show import confine, in_order
from generator.records.declaration import Declaration, Filing

KIND = Kind(
    declaration=Declaration(
        "visit",
        "visits",
        "走访",
        Visit,
        addressed=False,
        filing=Filing(
            ("elder.branch",),
            "date.year",
            listed=True,
            natural=(("elder", "date"),),
            derived={
                "本年次数": "由走访记录算出",
                "距上次天数": "由走访记录算出",
                "下次建议日": "由走访记录算出",
            },
        ),
    ),
    package=__name__,
    total=total,
    counts=Counts(plain, shown),
    order=in_order,
    pages=pages,
    rules=rules,
    confine=confine,
    confined_pages=confined_pages,
    confined_papers=confined_papers,
    panels=panels,
    draft=draft,
    register=True,
    section=Section("老党员走访", "走访", "visit", 30),
    blocks={"progress": block_progress},
    about=(
        "走访记录，一个党组织一年一个文件，例如 visits/kangqiao-1/2026.yaml，"
        "里面是一个列表，每次一项。"
        "党员版只公布件数，不公布走访谁、在哪里、哪一天去。"
    ),
    example="""\
- id: v2026-kq1-003
  elder: kq1-001
  date: 2026-10-16
  occasion: 重阳
  way: 入户
  visitors: [孟凡（示例）, 陶然（示例）]
  status: 已完成
  needs: 楼道的灯坏了，晚上下楼不方便。
  gifts:
    - {what: 慰问金, amount: 500, fund: 区管党费}
  followups:
    - {what: 联系物业修灯, by: 陶然（示例）, due: 2026-10-23, done: 2026-10-20}
""",
)
