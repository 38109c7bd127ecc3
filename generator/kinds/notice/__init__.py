"""公开事项: disclosures, notices, resolutions, corrections."""

from generator.kinds.kind import Kind, Section
from generator.kinds.notice import agenda
from generator.kinds.notice.boards import due_pages, due_panels
from generator.kinds.notice.fields import Notice
from generator.kinds.notice.pages import block_newest, block_open, pages
from generator.kinds.notice.papers import papers
from generator.kinds.notice.proposals import proposals
from generator.kinds.notice.rules import rules
from generator.kinds.notice.show import in_order, show
from generator.records.declaration import NUMBERED, Declaration, Filing

KIND = Kind(
    declaration=Declaration(
        "notice",
        "notices",
        "公开事项",
        Notice,
        filing=Filing(
            ("branch", "issued.year"), NUMBERED, natural=(("index",), ("branch", "title", "issued"))
        ),
    ),
    package=__name__,
    show=show,
    order=in_order,
    pages=pages,
    confined_pages=due_pages,
    panels=due_panels,
    papers=papers,
    confined_papers=agenda.papers,
    rules=rules,
    proposals=proposals,
    section=Section("党务公开", "公开", "notice", 20, "件公开事项"),
    blocks={"open": block_open, "newest": block_newest},
    about=(
        "一件公开事项一个文件，放在 notices 文件夹里自己党组织的文件夹下，按年份编号，"
        "例如 notices/kangqiao/2026/0012.yaml。"
        "有附件时建一个文件夹 0012，里面放 notice.yaml 和附件。"
    ),
    example="""\
title: 关于拟接收两名同志为预备党员的公示
index: 210000012/2026-00031
heading: 发展党员
doc: 公示
nature: 即时
scope: 本单位
branch: kangqiao-1
issued: 2026-11-20
days: 5
unit: 工作日
steps:
  proposed: {by: 组织委员, on: 2026-11-17}
  reviewed: {by: 纪检委员, on: 2026-11-18, secrecy: 通过}
  approved: {by: 支部书记, on: 2026-11-19}
  published: {by: 宣传委员, on: 2026-11-20}
feedback:
  office: 社区党群服务中心 102 室
  phone: 0427-2000012
summary: 支部拟接收两名入党积极分子为预备党员，公示五个工作日，欢迎反映情况。
body: |
  经支部委员会讨论，拟于近期召开支部党员大会……
""",
)
