"""Ledgers as they really look, made with openpyxl: title rows, merged headers, footers, habits."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter

from tests.site import Ran, Site

ID_NUMBER = "11010519491231002X"


def _framed(sheet: Any, last: int) -> None:
    """Frames far below the last row, as templates have them."""
    thin = Side(style="thin")
    for row in sheet.iter_rows(min_row=1, max_row=last, max_col=sheet.max_column):
        for cell in row:
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            cell.alignment = Alignment(horizontal="center", wrap_text=True)


def elders(path: Path) -> Path:
    """老党员台账: two-row header, ages, √ and ×, 2020.12, an ID number in a hidden column, the same
    branch merged downwards, a total and who drew it up.
    """
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "高龄党员"
    sheet.append(["康桥社区高龄党员台账"])
    sheet.merge_cells("A1:P1")
    sheet.append(["生成时间：2026年11月20日　　填报单位：康桥社区党总支（盖章）"])
    sheet.merge_cells("A2:P2")
    sheet.append(["序号", "姓 名", "性别", "年龄", "出生\n年月", "身份证号", "入党时间", "转正时间", "党龄",
                  "所在支部", "居住情况", None, "是否\n常住", "组织关系在册", "联系人", "备注"])  # fmt: skip
    sheet.append([None] * 10 + ["居住方式", "现住址", None, None, None, None])
    for column in "ABCDEFGHIJMNOP":
        sheet.merge_cells(f"{column}3:{column}4")
    sheet.merge_cells("K3:L3")
    rows: list[list[Any]] = [
        [1, "赵守田（示例）", "男", 88, 1938.04, ID_NUMBER, "1960.6", "1961年6月", 65, "康桥社区党总支",
         "独居", "示例路12号", "√", "√", "孟凡", None],
        [2, "钱玉兰（示例）", "女", 85, "1941.9", None, datetime(1966, 3, 12), "无", 59, None,
         "与子女", "无", "√", "√", "孟凡、陶然", "听力不好"],
        [3, "孙德厚（示例）", "男", 84, "１９４２年５月", None, "1971-12-01", "1972-12-01", 53, None,
         "养老机构", None, "×", "√", None, None],
    ]  # fmt: skip
    for row in rows:
        sheet.append(row)
    sheet["E5"].number_format = "0.00"
    sheet.merge_cells("J5:J7")
    sheet.append(["合计", "3 人"])
    sheet.append(["填表人：孟凡", None, None, None, None, None, "审核人：陶然"])
    sheet.column_dimensions["F"].hidden = True
    _framed(sheet, 60)
    notes = book.create_sheet("填表说明")
    notes.append(["本表每季度更新一次"])
    secret = book.create_sheet("字典")
    secret.append(["编号", "姓名"])
    secret.sheet_state = "hidden"
    book.save(path)
    return path


def visits(path: Path, *, more: Sequence[Sequence[Any]] = ()) -> Path:
    """走访登记表: one header row, dates in four ways, gifts and what follows beside one another."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "2026年"
    sheet.append(["走访慰问老党员登记表（2026年）"])
    sheet.merge_cells("A1:M1")
    sheet.append(["序号", "姓名", "走访日期", "节点", "走访方式", "走访人员", "困难诉求", "意见建议",
                  "慰问品", "金额（元）", "资金来源", "后续安排", "备注"])  # fmt: skip
    rows: list[list[Any]] = [
        [1, "赵守田（示例）", datetime(2026, 2, 3), "春节", "入户", "孟凡、陶然", "女儿出差", "无",
         "慰问金", 500, "区管党费", "无", None],
        [2, "钱玉兰（示例）", "2026.6.23", "七一", "入户", "孟凡，陶然", "无", "活动室台阶高",
         "米、面、油", "260元", "街道经费", "加装扶手", None],
        [3, "孙德厚（示例）", "２０２６年７月６日", "日常", "医院", "陶然", None, None,
         "无", "无", "无", None, "住院"],
        [4, "赵守田（示例）", 46296, "日常", "入户", "孟凡 陶然", None, None, None, None, None, None, None],
    ]  # fmt: skip
    for row in [*rows, *more]:
        sheet.append(list(row))
    sheet.append(["填表人：孟凡", None, None, None, "日期：2026年10月"])
    _framed(sheet, 30)
    book.save(path)
    return path


def notices(path: Path) -> Path:
    """党务公开目录台账: the procedure under one heading in three rows of merged cells."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["党务公开事项登记表"])
    sheet.append(["序号", "索引号", "公开事项名称", "类别", "文种", "公开范围", "责任单位", "公开时间",
                  "公开时限", "办理程序", None, None, None, None, None, None, None, None, "反映渠道", None])  # fmt: skip
    sheet.append([None] * 9 + ["提出人", "提出日期", "审核人", "审核日期", "保密审查结论", "审批人", "审批日期",
                               "实施人", "实施日期", "地点", "电话"])  # fmt: skip
    sheet.merge_cells("A1:T1")
    sheet.merge_cells("J2:R2")
    sheet.merge_cells("S2:T2")
    for number in range(1, 10):
        letter = get_column_letter(number)
        sheet.merge_cells(f"{letter}2:{letter}3")
    sheet.append([1, "210000011/2026-00001", "第三季度党费收缴情况", "党费管理", "公开", "全体党员",
                  "康桥社区党总支", date(2026, 10, 12), "长期", "组织委员", "2026.10.9", "纪检委员", "2026.10.10",
                  "通过", "党总支", "2026.10.11", "宣传委员", "2026.10.12", "党群服务中心 102 室",
                  "0427-2000012"])  # fmt: skip
    sheet.append([2, "无", "关于接收一名预备党员的公示", "发展党员", "公示", "本单位",
                  "kangqiao", "2026年11月20日", "5个工作日", "组织委员", "2026.11.17", None, None,
                  None, None, None, None, None, "党群服务中心 102 室", "0427-2000012"])  # fmt: skip
    book.save(path)
    return path


def rows(path: Path, header: Sequence[str], *those: Mapping[str, Any]) -> Path:
    """A plain table: a header, and rows by the names in it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(header))
    for each in those:
        sheet.append([each.get(name) for name in header])
    book.save(path)
    return path


def book(site: Site, header: tuple[str, ...], *those: tuple[Any, ...]) -> str:
    path = site.root / "台账.xlsx"
    rows(path, header, *(dict(zip(header, row, strict=False)) for row in those))
    return path.name


def files(site: Site) -> dict[str, bytes]:
    content = site.root / "content"
    return {
        each.relative_to(content).as_posix(): each.read_bytes()
        for each in sorted(content.rglob("*"))
        if each.is_file()
    }


def refused(site: Site, ran: Ran, before: dict[str, bytes]) -> str:
    assert ran.code == 1, ran.out + ran.err
    assert files(site) == before
    return ran.err


# Two members of one branch, with comments.
ELDERS = """\
-- content/elders/kangqiao.yaml --
# 康桥的名册

- id: kq-001
  name: 赵守田（示例）     # 老支书
  born: 1938-04-17
  joined: 1960-06
  branch: kangqiao
  phone: "0427-2000137"
  member_here: 是
  lives_here: 是
  status: 在册

- id: kq-002
  name: 钱玉兰（示例）
  born: 1941-09
  joined: 1966-03-12
  branch: kangqiao
  member_here: 是
  lives_here: 是
  status: 在册
"""
VISIT = ("姓名", "日期", "节点", "方式", "走访人", "状态")
