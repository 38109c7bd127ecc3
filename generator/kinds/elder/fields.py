"""高龄党员: the register of members of 80 and over. Confined: never in the members' edition."""

from typing import Literal

from generator.kinds.branch.fields import BranchRef
from generator.records.fields import Day, DayOrMonth, Record, Text, YesNo, field

Status = Literal["在册", "转出", "去世", "停止党籍"]


class Elder(Record):
    id: Text = field("编号", "登记编号，全册不重复。", example="kq1-001")
    name: Text = field("姓名", "姓名。", example="（示例）赵守田")
    sex: Literal["男", "女"] | None = field("性别", "男或女。", default=None)
    born: DayOrMonth = field("出生年月", "出生日期，只知道年月也可以。", example="1941-03")
    joined: DayOrMonth = field(
        "入党时间", "支部大会通过接收为预备党员的日期，政治生日从它算。", example="1965-07"
    )
    regular: DayOrMonth | None = field("转正时间", "转为正式党员的日期，党龄从它算。", default=None)
    branch: BranchRef = field("所在支部", "所在党组织的编号。", example="kangqiao-1")
    grid: Text = field("网格", "所在网格。", default="", example="第二网格")
    address: Text = field("住址", "住在哪里。", default="")
    phone: Text = field("电话", "联系电话。", default="")
    living: Literal["独居", "与配偶", "与子女", "养老机构", "其他"] | None = field(
        "居住方式", "和谁一起住。", default=None
    )
    health: Text = field("健康状况", "身体情况。", default="")
    family: Text = field("家庭情况", "家庭情况。", default="")
    thoughts: Text = field("思想动态", "思想情况。", default="")
    contact: Text = field("包联人", "固定联系的人。", default="")
    member_here: YesNo = field("组织关系在本区", "组织关系是不是在本区。", example="是")
    lives_here: YesNo = field("常住本区", "是不是常住本区。", example="是")
    surveyed: Day | None = field("最近摸底日期", "最近一次摸底是哪天。", default=None)
    status: Status = field("状态", "现在的状态。", example="在册")
    since: Day | None = field("生效日期", "从哪天起是这个状态。", default=None)
