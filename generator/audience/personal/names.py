"""Names of persons in Chinese texts: known by what stands around them.

A surname alone proves nothing (高血压, 方案, 全体): a name needs a label before it, a form of
address after it, or the shape of an entry in a list.
"""

import re
from functools import cache

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程"
    "苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾"
    "毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰"
    "焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳阳管柴蒙鲍华喻祁"
    "蒲房滕屈饶解牟艾尤时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟"
    "应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝封官谈匡鞠惠荆乐冀"
    "胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻厉仝区郜海阚花权强帅豆朴朝"
)
_DOUBLE = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|司徒|宇文|长孙|端木|百里|南宫"
_CHINESE = "[\u4e00-\u9fff]"
# What begins like a name and is none.
_WORDS = (
    "高龄 高度 高校 高等 高新 全体 全面 全部 全市 全区 全县 全国 全省 全镇 全街 全年 全程 "
    "全员 安全 安排 安心 安置 任何 任务 关于 关心 关爱 关注 关怀 关键 关系 方案 方便 方面 "
    "方式 方法 程序 金额 时间 时任 时代 时常 时期 常住 常年 常见 常态 成员 成立 成为 成功 "
    "成绩 包括 包联 包保 于是 于今 应当 应急 应该 项目 计划 和谐 和平 文明 文化 文件 文字 "
    "明确 明年 明天 平安 广大 农民 农村 农历 农业 连续 连日 连年 路上 路口 海内 海外 南部 "
    "向党 温暖 温馨 康复 康桥 华侨 强化 强调 满意 万元 万人 万一 单位 单独 单人 单亲 古稀 "
    "简单 简介 简要 解决 解答 解放 解除 管理 管道 车站 车辆 师生 师傅 房屋 房间 商量 商户 "
    "官方 原因 原则 原来 班子 储备 劳动 楼院 楼道 楼门 区里 区内 区委 权利 位置 麻烦 白内 "
    "白天 白血 石油 石化 水平 马上 马列 毛病 毛泽 何时 何种 何地 如何 许多 余人 余名 余次 "
    "余户 余元 曾经 曾患 曾因 曾任 曾多 严格 严重 严肃 严禁 武装 宁可 尚未 尚有 易患 易发 "
    "甘于 祝愿 纪念 纪律 纪委 章程 章节 章党 段时 夏季 秋季 冬季 季度 游客 游泳 景区 党员 "
    "党费 党课 党委 党支 党群 党组 党总 党内 党史 党龄 党纪 党性 费用 冷天 席位 卫生 卫健 "
    "米面 应对 边远 江西 江苏 黄河 兰州 焦点 左右 左邻 牛奶 易燃 花费 盘锦 盘山 盛大 谷雨 "
    "阳光 尤其 穆斯 司机 吉林 乐于 乐观 皮肤 林业 林地 田间 龙头 雷雨 史料 毕业 童年 凌晨 "
    "柏油 宗教 桂花 荣誉 池塘 查看 查询 查找 查出 迟到 封闭 谈心 谈话 惠民 朝阳 朝鲜 温度 "
    "施工 施行 文艺 文娱 申请 申报 向前 向上 常委 常务 常规 汤药 孔子 莫名 庄稼 庄严 颜色 "
    "齐全 齐心 易于 程度 胡同 周岁 周边 周围 周年 周末 周一 周二 周三 周四 周五 周六 周日 "
    "高血 高血压 高危 高温 高发 金融 石家 唐山 管辖 管委 路程 路线 路段 部分 肖像 叶子 丁字 "
    "陆续 江边 沈阳 苏州 宁夏 安徽 万家 钱款 张贴 张榜 陈列 陈述 黄金 何以 罗列 谢谢 宋代 "
    "唐代 许可 董事 余下 余额 姜汤 钟点 范围 金属 贾人 夏天 付出 付款 方可 雷锋 侯补 顾问 "
    "顾虑 贺信 龚行"
).split()
_NOT = frozenset(_WORDS)
_GIVEN = f"{_CHINESE}{{1,2}}"
_NAME = (
    rf"(?P<name>(?:{_DOUBLE}){_GIVEN}|[{_SURNAMES}]{_GIVEN}?|{_CHINESE}{{2,6}}·{_CHINESE}{{2,8}})"
)
_SAMPLE = r"(?:\(示例\) ?)?"
_LABELS = (
    "姓名|党员姓名|老人姓名|户主|本人|申请人|当事人|发展对象|积极分子|预备党员|联系人|对象|负责人|患者|病人|"
    "受助人|帮扶对象|走访对象"
)
_BEGINS = r"(?:^|(?<=[\s,;:。、(（\[【“\"|>·]))"


@cache
def _shapes() -> tuple["re.Pattern[str]", ...]:
    """What names stand in. To compile these takes long, and most builds look for nobody."""
    shapes = (
        # 姓名：张三
        rf"(?:{_LABELS})(?:一|二|三)?[ \t]?[:：][ \t]?{_SAMPLE}"
        rf"(?P<name>{_CHINESE}{{2,4}}|{_CHINESE}{{2,6}}·{_CHINESE}{{2,8}})(?!{_CHINESE})",
        # 张三同志
        rf"{_NAME}[ ]?(?:同志|先生|女士|老人|大爷|大娘|大妈|奶奶|爷爷|阿姨|叔叔|老师傅)",
        # 党员张三，
        r"(?:党员|同志|居民|村民|老人|群众|职工|书记|主任|网格员|家属|其子|其女|妻子|丈夫|户主|"
        rf"患者)[ ]?{_SAMPLE}{_NAME}(?=[,、\s:(（患因男女系身]|$|"
        r"出生|生于|家住|现住|住在|住院|确诊|"
        r"的(?:生日|住址|家))",
        # 张三，男，
        rf"{_BEGINS}{_SAMPLE}{_NAME}[ ]?(?:\(示例\))?[,、\s(（]{{1,3}}[男女](?=[,、\s性)）]|$)",
        # 张三患病
        rf"{_BEGINS}{_SAMPLE}{_NAME}[ ]?(?:\(示例\))?"
        r"(?=,?[ ]?(?:身?患|罹患|因病|确诊|住院|突发|出生|生于|病重|病危|"
        r"瘫痪|卧床|失能|的生日|生日|系?[一二三四]级|(?:19|20)[0-9]{2}[年.]))",
    )
    return tuple(re.compile(each, re.MULTILINE) for each in shapes)


def names(text: str) -> list[tuple[int, int, str]]:
    """(start, end, name) of the persons in a text in its normal form."""
    found: dict[int, tuple[int, int, str]] = {}
    for number, shape in enumerate(_shapes()):
        for match in shape.finditer(text):
            name = match["name"]
            # A label tells of a name whatever it is.
            if number == 0 or _fits(name):
                found.setdefault(match.start("name"), (*match.span("name"), name))
    return [found[each] for each in sorted(found)]


def _fits(name: str) -> bool:
    return len(name) >= 2 and name not in _NOT and name[:2] not in _NOT


def masked_name(name: str) -> str:
    """The surname, and as many asterisks for every name."""
    return f"{_surname(name)}**"


def addressed(name: str) -> str:
    """A person by the surname alone (张同志), whatever the name's length, so that it is not told.

    A name without a surname, as of several ethnic groups (阿卜杜拉·…), gives its first character.
    What stands in brackets is no part of the name.
    """
    bare = re.sub(r"[(（][^()（）]*[)）]", "", name).strip()
    return f"{_surname(bare)}同志" if bare else "同志"


def _surname(name: str) -> str:
    double = re.match(_DOUBLE, name) if len(name) > 2 else None
    return double[0] if double else name[0]
