"""高龄党员: the register of members of 80 and over, confined to organisers."""

from generator.kinds.elder.fields import Elder
from generator.kinds.elder.honours import plain, shown, total
from generator.kinds.elder.pages import pages
from generator.kinds.elder.rules import rules
from generator.kinds.elder.show import confine, in_order
from generator.kinds.kind import Counts, Kind, Section
from generator.records.declaration import Declaration, Filing

KIND = Kind(
    declaration=Declaration(
        "elder",
        "elders",
        "高龄党员",
        Elder,
        filing=Filing(
            name="branch",
            listed=True,
            natural=(("name", "born", "branch"), ("name", "branch")),
            derived={
                "年龄": "每年会变，由出生年月算出",
                "周岁": "每年会变，由出生年月算出",
                "党龄": "每年会变，由转正时间算出",
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
    register=True,
    section=Section("高龄党员", "名册", "visit", 50, confined=True),
    about=(
        "高龄党员名册，一个党组织一个文件，例如 elders/kangqiao-1.yaml，里面是一个列表，每人一项。"
        "名册只在组织版里显示，党员版里没有任何一项；"
        "只有本人同意公开的荣誉，写上姓名和党龄。"
    ),
    example="""\
- id: kq1-001
  name: 赵守田（示例）
  sex: 男
  born: 1941-03
  joined: 1965-07
  regular: 1966-07
  branch: kangqiao-1
  grid: 第二网格
  living: 独居
  contact: 孟凡（示例）
  member_here: 是
  lives_here: 是
  surveyed: 2026-05-18
  status: 在册
  consents:
    - {what: 光荣在党50年, on: 2026-06-20, scope: 全体党员}
""",
)
