"""What `privacy.yaml` can set: how strictly personal data is looked for, and what may stay.

Numbers of identity cards and bank cards have no severity here: they are errors always.
"""

from typing import Literal

from generator.records.fields import Group, Text, field

Severity = Literal["错误", "警告", "不查"]

# Words of an address that say that nobody lives there.
_OFFICES = (
    "党群服务中心 服务中心 服务站 办公室 办公楼 办公地点 办公 居委会 村委会 村部 会议室 "
    "活动室 活动中心 党校 学校 医院 卫生院 卫生室 政府 机关 党委 党支部 党总支 派出所 "
    "图书馆 文化站 窗口 大厅 公司 接待 来访 来信 反映 咨询 报名 报到 领取 办理 集合 值班"
).split()
_ILLNESSES = (
    "癌 肿瘤 白血病 残疾 失能 半失能 失智 偏瘫 瘫痪 卧床 痴呆 阿尔茨海默 帕金森 高血压 "
    "糖尿病 冠心病 心脏病 心梗 脑梗 脑出血 中风 尿毒症 透析 肾病 肝炎 乙肝 肝硬化 肺结核 "
    "艾滋 精神病 精神障碍 抑郁 骨折 失明 失聪 重病 大病 重疾 慢性病 住院 手术 化疗 因病 "
    "患病 病重 病危"
).split()


class Severities(Group):
    mobile: Severity = field("手机号", "没有登记为办公电话的手机号。", default="错误")
    address: Severity = field("住址", "写到门牌的家庭住址。", default="错误")
    birth: Severity = field("出生日期", "写在人名旁边的出生日期。", default="警告")
    health: Severity = field("健康", "写在人名旁边的病情、伤残。", default="错误")


class Exemption(Group):
    what: Text = field("内容", "放行的内容。")
    reason: Text = field("理由", "为什么可以公布。")


class Privacy(Group):
    """`privacy.yaml`: what may be published although it looks like personal data."""

    severity: Severities = field(
        "严重程度", "查到以后算错误、警告，还是不查；身份证号和银行卡号总是错误。",
        default=Severities(),
    )  # fmt: skip
    allow: list[Exemption] = field("放行", "逐项写明理由。", default=[])
    offices: list[Text] = field(
        "办公场所的词", "地址里有这些词，就不是住址；写了就代替自带的。", default=_OFFICES
    )
    illnesses: list[Text] = field(
        "健康的词", "写在人名旁边要查的病情、伤残；写了就代替自带的。", default=_ILLNESSES
    )
    source: Text = field("依据", "出自哪里。", default="")
