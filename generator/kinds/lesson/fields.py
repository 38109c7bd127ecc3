"""党课: a lesson of 空中党课."""

from typing import Annotated, Literal

from generator.kinds.attachment import Attachment
from generator.kinds.branch.fields import BranchRef
from generator.records.beside import Served
from generator.records.fields import (
    Chosen,
    Day,
    Group,
    Indexed,
    LocalFile,
    Markdown,
    Moment,
    Number,
    Positions,
    Record,
    Text,
    Whole,
    at_most,
    field,
    such_that,
    written,
)

Form = Literal["视频", "音频", "图文", "直播回放", "微视频"]
Audience = Literal["全体党员", "流动党员", "老年党员", "入党积极分子"]
Minutes = Annotated[Whole, such_that(lambda n: 1 <= n <= 1440, "在 1 到 1440 之间")]
Hours = Annotated[
    Number, such_that(lambda n: 0 <= n <= 100 and n * 2 % 1 == 0, "是 0.5 的整数倍，例如 1.5")
]
Short = Annotated[Text, at_most(100)]
Order = Annotated[Whole, such_that(lambda n: n >= 1, "从 1 数起")]
# Below the media address there are recordings alone, by endings that a browser may play.
MediaFile = Annotated[
    LocalFile,
    written(
        r"[^/].*|(?i:(?:/(?!\.{1,2}(?:/|$))[^\s/?#:\\%]+)+\."
        r"(?:mp3|m4a|aac|ogg|oga|opus|wav|flac|mp4|m4v|webm|ogv|mov))",
        "是记录旁边的文件名，或者以 / 开头、媒体路径下的音视频文件，例如 /2026/0018.mp4",
    ),
    Served(),
]


class Speaker(Group):
    name: Text = field("姓名", "主讲人姓名，或者“社区党校”这样的名称。")
    position: Text = field(
        "职务", "单位和职务。", default="", aliases=("单位职务", "单位及职务", "职务职称")
    )


class Medium(Group):
    file: MediaFile = field(
        "文件",
        "音视频的文件名，放在记录旁边；太大的放到媒体路径，从那里算起，以 / 开头。",
        example="lesson.mp3",
    )
    title: Text = field("名称", "显示的名称。", default="")
    captions: LocalFile | None = field(
        "字幕",
        "WebVTT 字幕的文件名，放在记录旁边；页面上的跟读文字由它而来。",
        default=None,
        example="lesson.vtt",
    )


class Question(Group):
    question: Text = field("题目", "问什么。", example="活动证多久审核一次？")
    options: list[Text] = field("选项", "至少两项。", example="[每半年, 每两年]")
    answer: Positions = field("答案", "正确选项的序号，从 1 数起；多选写成列表。", example="1")
    why: Text = field("解释", "为什么是这个答案。", default="")


class Session(Group):
    starts: Moment = field("开始", "什么时候开始。")
    ends: Moment | None = field("结束", "什么时候结束。", default=None)
    place: Text = field("地点", "在哪里。", default="")
    link: Text = field("链接", "视频会议的内网地址。", default="")


class Lesson(Record):
    title: Text = field(
        "题目",
        "党课的题目。",
        example="持活动证报到，三件事别忘了",
        aliases=("党课题目", "课题", "标题"),
    )
    number: Text = field(
        "期号", "第几期。", default="", example="2026-18", aliases=("期次", "期数")
    )
    date: Day = field(
        "日期", "发布或讲课的日期。", aliases=("时间", "授课日期", "授课时间", "上课日期")
    )
    topic: Annotated[Text, Chosen("topics")] = field(
        "类别", "党课类别，写名称或编号。", example="党章党规党纪", aliases=("党课类别", "课程类别")
    )
    form: Form = field("形式", "党课的形式。", aliases=("授课形式",))
    speaker: Speaker | None = field(
        "主讲人", "谁讲的。", default=None, example="{name: 社区党校}", aliases=("授课人", "主讲")
    )
    branch: BranchRef = field(
        "主办支部",
        "主办党组织的编号。",
        example="kangqiao",
        aliases=("主办单位", "主办党组织", "所在支部", "党支部"),
    )
    minutes: Minutes | None = field(
        "时长（分钟）", "大约几分钟。", default=None, example="12", aliases=("时长",)
    )
    hours: Hours | None = field(
        "认定学时", "计几个学时，以 0.5 为一档。", default=None, aliases=("学时",)
    )
    audience: list[Audience] = field(
        "面向", "适合哪些人，可以几项。", default=[], aliases=("面向对象", "学习对象", "对象")
    )
    series: Annotated[Text, Indexed()] = field(
        "专题", "属于哪个专题，同一专题的题目写得一样。", default=""
    )
    order: Order | None = field("次序", "在专题里是第几节。", default=None, example="1")
    summary: Short = field("简介", "一两句话，最多 100 字。")
    points: list[Text] = field("要点", "三五条，每项一条。", default=[])
    body: Markdown = field("正文", "党课的文字。", default="", aliases=("讲稿",))
    transcript: Markdown = field(
        "文字稿", "音视频里说的话，便于查找，也给听不清的党员看。", default="", aliases=("文字版",)
    )
    media: list[Medium] = field("音视频", "放在记录旁边的音视频。", default=[])
    attachments: list[Attachment] = field(
        "课件", "可以下载的文件。", default=[], aliases=("课件附件", "附件")
    )
    quiz: list[Question] = field("自测", "学完做几道题。", default=[])
    sessions: list[Session] = field("同步学习", "约好时间一起学。", default=[])
