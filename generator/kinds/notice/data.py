"""All notices by year as JSON, for other systems, with its schema."""

from collections.abc import Iterator

from generator.audience.view import View
from generator.feeds import annual, shapes
from generator.feeds.annual import Annual
from generator.feeds.shapes import Form
from generator.kinds.notice.view import COMING, CORRECTED, ENDED, LASTING, OPEN, NoticeView
from generator.pages.paper import Paper

FOLDER = "notices/data/"
INDEX = f"{FOLDER}index.json"
STATES = (COMING, OPEN, ENDED, LASTING, CORRECTED)


def papers(view: View) -> Iterator[Paper]:
    notices = view.of(NoticeView)
    yield from annual.papers(FOLDER, "公开事项", view, notices, (of_year, schema))


def of_year(year: Annual) -> bytes:
    return annual.written(year, (_record(year, each) for each in year.records))


def schema(nothing: None) -> bytes:
    return annual.schema("一年的公开事项", NOTICE)


def _record(year: Annual, notice: NoticeView) -> dict[str, object]:
    """As NOTICE says, in its order."""
    entry, period = notice.entry, notice.period
    return {
        "id": year.source.identity(entry.url).urn,
        "url": year.link(entry.url),
        "index": notice.index,
        "title": entry.title,
        "heading": year.named(notice.heading),
        "item": notice.item,
        "doc": notice.doc,
        "nature": notice.nature,
        "scope": notice.scope,
        "branch": year.named(entry.branch) if entry.branch else None,
        "issued": notice.issued,
        "updated": entry.updated,
        "state": notice.state,
        "period": {
            "starts": period.starts,
            "ends": period.ends,
            "length": period.length,
            "tentative": period.tentative,
        },
        "steps": [
            {"name": each.name, "by": each.by, "on": each.on, "note": each.note}
            for each in notice.steps
        ],
        "replies": [
            {
                "received": each.received,
                "opinion": each.opinion,
                "result": each.result,
                "on": each.on,
            }
            for each in notice.replies
        ],
        "outcome": notice.outcome,
        "corrects": year.named(notice.corrects) if notice.corrects else None,
        "corrected_by": [year.named(each) for each in notice.corrected_by],
        "summary": notice.summary,
        "body": notice.body,
        "attachments": [
            {"title": each.title, "url": year.link(each.url), "size": each.size}
            for each in notice.attachments
        ],
        "tags": list(entry.tags),
        "source": notice.source,
    }


def _maybe(title: str) -> Form:
    return shapes.or_nothing(shapes.day(title))


_PERIOD: Form = shapes.group(
    "公开期限",
    {
        "starts": shapes.day("起始日"),
        "ends": shapes.or_nothing({**shapes.day("截止日"), "description": "长期公开的没有。"}),
        "length": shapes.text("期限", "例如“5 个工作日”；只写了截止日的是空的。"),
        "tentative": {"title": "暂算：放假安排还没有公布", "type": "boolean"},
    },
)
_STEP: Form = shapes.group(
    "办理程序的一步",
    {
        "name": shapes.text("步骤"),
        "by": shapes.text("经办"),
        "on": _maybe("日期"),
        "note": shapes.text("说明", "审核这一步写保密审查的结论。"),
    },
)
_REPLY: Form = shapes.group(
    "一条意见的办理",
    {
        "received": _maybe("收到日期"),
        "opinion": shapes.text("意见"),
        "result": shapes.text("办理"),
        "on": _maybe("答复日期"),
    },
)
_ATTACHMENT: Form = shapes.group(
    "附件",
    {
        "title": shapes.text("名称"),
        "url": shapes.address("网址"),
        "size": shapes.whole("大小（字节）"),
    },
)
NOTICE: Form = shapes.group(
    "一件公开事项",
    {
        "id": shapes.text("标识", "不随网址改变（urn:uuid）。"),
        "url": shapes.address("网址"),
        "index": shapes.text("索引号", "机构代码/年份-五位数；没有编号的是空的。"),
        "title": shapes.text("标题"),
        "heading": shapes.named("公开类别"),
        "item": shapes.text("公开事项"),
        "doc": shapes.text("文种"),
        "nature": shapes.text("公开性质"),
        "scope": shapes.text("公开范围"),
        "branch": shapes.or_nothing(shapes.named("发布单位")),
        "issued": shapes.day("发布日期"),
        "updated": _maybe("修订日期"),
        "state": shapes.choice("状态（生成那一天的）", STATES),
        "period": _PERIOD,
        "steps": shapes.several("办理程序", _STEP),
        "replies": shapes.several("意见办理", _REPLY),
        "outcome": shapes.text("公示结果"),
        "corrects": shapes.or_nothing(shapes.named("更正对象")),
        "corrected_by": shapes.several("由哪些更正", shapes.named("更正")),
        "summary": shapes.text("摘要"),
        "body": shapes.text("正文", "Markdown。"),
        "attachments": shapes.several("附件", _ATTACHMENT),
        "tags": shapes.several("标签", shapes.text("标签")),
        "source": shapes.text("来源"),
    },
)
