"""All lessons by year as JSON, for other systems, with its schema."""

from collections.abc import Iterator
from datetime import datetime

from generator.audience.view import View
from generator.clock import SHANGHAI
from generator.feeds import annual, shapes
from generator.feeds.annual import Annual
from generator.feeds.shapes import Form
from generator.kinds.lesson.view import LessonView
from generator.pages.paper import Paper

FOLDER = "lessons/data/"
INDEX = f"{FOLDER}index.json"


def papers(view: View) -> Iterator[Paper]:
    lessons = view.of(LessonView)
    makers = (of_year, schema)
    yield from annual.papers(FOLDER, "党课", view, lessons, makers)


def of_year(year: Annual) -> bytes:
    return annual.written(year, (_record(year, each) for each in year.records))


def schema(nothing: None) -> bytes:
    return annual.schema("一年的党课", LESSON)


def _record(year: Annual, lesson: LessonView) -> dict[str, object]:
    """As LESSON says, in its order."""
    entry = lesson.entry
    return {
        "id": year.source.identity(entry.url).urn,
        "url": year.link(entry.url),
        "number": lesson.number,
        "title": entry.title,
        "date": lesson.day,
        "updated": entry.updated,
        "topic": year.named(lesson.topic),
        "form": lesson.form,
        "speaker": {"name": lesson.speaker, "position": lesson.position},
        "branch": year.named(entry.branch) if entry.branch else None,
        "minutes": lesson.minutes or None,
        "hours": lesson.hours,
        "audience": list(lesson.audience),
        "series": year.named(lesson.series) if lesson.series else None,
        "order": lesson.order or None,
        "summary": lesson.summary,
        "points": list(lesson.points),
        "body": lesson.body,
        "transcript": lesson.transcript,
        "media": [
            {
                "title": each.title,
                "url": year.link(each.url),
                "type": each.mime,
                "size": each.size or None,
                "captions": year.link(each.captions) if each.captions else None,
            }
            for each in lesson.media
        ],
        "attachments": [
            {"title": each.title, "url": year.link(each.url), "size": each.size}
            for each in lesson.attachments
        ],
        "sessions": [
            {
                "starts": _moment(each.starts),
                "ends": _moment(each.ends) if each.ends else None,
                "place": each.place,
                "link": each.link,
            }
            for each in lesson.sessions
        ],
        "tags": list(entry.tags),
        "source": lesson.source,
    }


def _moment(moment: datetime) -> str:
    return moment.replace(tzinfo=SHANGHAI).isoformat()


_FILE = {
    "title": shapes.text("名称"),
    "url": shapes.address("网址"),
    "size": shapes.whole("大小（字节）"),
}
_MEDIUM: Form = shapes.group(
    "音视频",
    {
        "title": _FILE["title"],
        "url": _FILE["url"],
        "type": shapes.text("媒体类型", "例如 audio/mpeg。"),
        "size": shapes.or_nothing(_FILE["size"]),
        "captions": shapes.or_nothing(shapes.address("字幕（WebVTT）")),
    },
)
_SESSION: Form = shapes.group(
    "一次同步学习",
    {
        "starts": shapes.moment("开始"),
        "ends": shapes.or_nothing(shapes.moment("结束")),
        "place": shapes.text("地点"),
        "link": shapes.text("链接"),
    },
)
LESSON: Form = shapes.group(
    "一节党课",
    {
        "id": shapes.text("标识", "不随网址改变（urn:uuid）。"),
        "url": shapes.address("网址"),
        "number": shapes.text("期号"),
        "title": shapes.text("题目"),
        "date": shapes.day("日期"),
        "updated": shapes.or_nothing(shapes.day("修订日期")),
        "topic": shapes.named("类别"),
        "form": shapes.text("形式"),
        "speaker": shapes.group(
            "主讲人", {"name": shapes.text("姓名"), "position": shapes.text("职务")}
        ),
        "branch": shapes.or_nothing(shapes.named("主办支部")),
        "minutes": shapes.or_nothing(shapes.whole("时长（分钟）")),
        "hours": shapes.text("认定学时", "以 0.5 为一档；没有认定的是空的。"),
        "audience": shapes.several("面向", shapes.text("面向")),
        "series": shapes.or_nothing(shapes.named("专题")),
        "order": shapes.or_nothing(shapes.whole("次序")),
        "summary": shapes.text("简介"),
        "points": shapes.several("要点", shapes.text("要点")),
        "body": shapes.text("正文", "Markdown。"),
        "transcript": shapes.text("文字稿", "Markdown。"),
        "media": shapes.several("音视频", _MEDIUM),
        "attachments": shapes.several("课件", shapes.group("课件", _FILE)),
        "sessions": shapes.several("同步学习", _SESSION),
        "tags": shapes.several("标签", shapes.text("标签")),
        "source": shapes.text("来源"),
    },
)
