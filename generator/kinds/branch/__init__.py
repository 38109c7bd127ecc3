"""党组织: Party organisations, their tree and a page for each."""

from generator.kinds.branch.fields import Branch
from generator.kinds.branch.pages import block_all, pages
from generator.kinds.branch.proposals import proposals
from generator.kinds.branch.rules import rules
from generator.kinds.branch.show import in_order, show
from generator.kinds.kind import Kind, Section
from generator.records.declaration import Declaration, Filing

KIND = Kind(
    declaration=Declaration(
        "branch",
        "branches",
        "党组织",
        Branch,
        filing=Filing(natural=(("code",), ("name",))),
    ),
    package=__name__,
    show=show,
    order=in_order,
    pages=pages,
    rules=rules,
    proposals=proposals,
    section=Section("党组织", "组织", "branch", 40, "个党组织"),
    blocks={"all": block_all},
    about="一个党组织一个文件，放在 branches 文件夹，文件名就是编号，例如 kangqiao-1.yaml。",
    example="""\
name: 中共康桥社区第一支部委员会
short: 康桥第一支部
type: 党支部
parent: kangqiao
code: "210000012"
address: 惠安街道示例路 12 号
hours: 周一至周五 8:30–17:00
office: 社区党群服务中心 102 室
phone: 0427-2000012
about: |
  支部负责康桥社区东片的党员教育和服务群众工作。
""",
)
