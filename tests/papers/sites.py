"""A small site with a register and visits of every sort, for what organisers print and save."""

from pathlib import Path

from tests.site import Site

REGISTER = """\
-- content/settings/occasions.yaml --
occasions:
  - {id: spring-festival, name: 春节, dates: [2026-02-17, 2027-02-06], before: 21}
  - {id: july-first, name: 七一, fixed: 07-01, before: 15}
  - {id: party-birthday, name: 政治生日}
  - {id: ill, name: 生病住院}
  - {id: everyday, name: 日常}
-- content/branches/yingbin.yaml --
name: 中共迎宾社区总支部委员会
short: 迎宾社区党总支
type: 党总支
code: "210000021"
-- content/elders/kangqiao.yaml --
- id: kq-001
  name: 欧阳守田
  sex: 男
  born: 1938-04-17
  joined: 1960-12-30
  regular: 1961-12-30
  branch: kangqiao
  grid: 第一网格
  address: 示例路12号3单元501室
  phone: 0427-2000137
  living: 独居
  health: 高血压多年
  family: 老伴去世
  thoughts: 关心时事
  contact: 甲连生
  member_here: 是
  lives_here: 是
  surveyed: 2026-03-11
  status: 在册
- id: kq-002
  name: 孙桂珍
  sex: 女
  born: 1941-09
  joined: 1966-03
  branch: kangqiao
  address: 示例路14号
  member_here: 是
  lives_here: 是
  status: 在册
- id: kq-003
  name: 周离去
  born: 1936-02-02
  joined: 1958-02-02
  branch: kangqiao
  member_here: 是
  lives_here: 是
  status: 去世
  since: 2026-10-01
-- content/elders/yingbin.yaml --
- id: yb-001
  name: "=哈丽旦·吾守尔"
  sex: 女
  born: 1939-05-05
  joined: 1962-05-05
  branch: yingbin
  member_here: 是
  lives_here: 是
  status: 在册
-- content/visits/kangqiao/2026.yaml --
- id: v-001
  elder: kq-001
  date: 2026-02-10
  occasion: 春节
  way: 入户
  visitors: [甲连生, 乙长春]
  status: 已完成
  recorder: 乙长春
  needs: 楼道灯坏了
  opinions: 无
  gifts:
    - {what: 慰问金, amount: 500, fund: 区管党费}
    - {what: 棉拖鞋, amount: 45.5, fund: 街道经费}
    - {what: "@米"}
  followups:
    - {what: 联系物业修灯, by: 甲连生, due: 2026-02-20, done: 2026-02-18}
    - {what: 申请扶手, by: 乙长春, due: 2026-12-31}
- id: v-002
  elder: kq-001
  date: 2026-10-20
  occasion: 生病住院
  way: 医院
  visitors: [甲连生]
  status: 未遇
- id: v-003
  elder: kq-003
  date: 2026-03-03
  occasion: 日常
  way: 入户
  visitors: [甲连生]
  status: 已完成
  gifts: [{amount: 100, fund: 区管党费}]
- id: v-005
  elder: kq-001
  date: 2026-12-30
  occasion: 政治生日
  way: 入户
  visitors: [甲连生, 乙长春]
  status: 计划
  gifts: [{what: 鲜花, amount: 68.5, fund: 街道经费}]
- id: v-006
  elder: kq-002
  date: 2026-12-30
  occasion: 日常
  way: 入户
  visitors: [甲连生]
  status: 计划
- id: v-007
  elder: kq-002
  date: 2026-12-10
  occasion: 生病住院
  way: 医院
  visitors: [乙长春]
  status: 取消
-- content/visits/yingbin/2027.yaml --
- id: v-101
  elder: yb-001
  date: 2027-01-20
  occasion: 春节
  way: 入户
  visitors: [乙长春]
  status: 计划
"""


def organisers(root: Path, *settings: str) -> Site:
    """The site, built for organisers; `settings` are lines of `visits` in `site.yaml`."""
    site = Site(root, REGISTER)
    lines = "".join(f"  {each}\n" for each in settings)
    site.write(
        "content/settings/site.yaml",
        "name: 测试社区\nurl: http://10.0.0.8/dangjian/\ndemo_today: 2026-11-23\n"
        + (f"visits:\n{lines}" if lines else ""),
    )
    site.build("--edition", "organisers")
    return site
