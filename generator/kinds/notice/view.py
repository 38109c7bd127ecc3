"""A notice as its page shows it."""

from datetime import date

from msgspec import Struct

from generator.audience.shown import File, Link, Shown

WORKDAYS, DAYS = "工作日", "自然日"
BASE = "notices/"
SECTION = Link("党务公开", BASE)
COMING, OPEN, ENDED, LASTING, CORRECTED = "待公布", "公示中", "已结束", "长期公开", "已更正"


def item_url(item: str) -> str:
    """Where the notices of an item of the catalogue are listed."""
    return f"{BASE}items/{item}/"


def length(days: int, unit: str) -> str:
    """So many days of that unit, as people say it."""
    return f"{days} 个工作日" if unit == WORKDAYS else f"{days} 天"


# The scope of what everybody may see.
TO_ALL = "向社会"


class Step(Struct, frozen=True):
    """One of 提出, 审核, 审批, 公布, with who and when, and a note such as 保密审查通过."""

    name: str
    by: str
    on: date | None
    note: str


class Feedback(Struct, frozen=True):
    office: str
    address: str
    phone: str
    email: str


class Reply(Struct, frozen=True):
    """An opinion and its answer, without names. `took`: how long it was from one to the other, in
    words, or nothing. `late` tells whether that was, or by now is, more than the rules allow.
    """

    received: date | None
    opinion: str
    result: str
    on: date | None
    took: str
    late: bool


class PeriodView(Struct, frozen=True):
    """`ends` is None for 长期. `share` is how much of the period has passed, 0 to 100."""

    starts: date
    ends: date | None
    length: str
    tentative: bool
    share: int


class NoticeView(Shown, frozen=True):
    """`state` is one of COMING, OPEN, ENDED, LASTING, CORRECTED; `body` is Markdown.

    `issuer` is the full name of the organisation, as its seal has it.
    """

    own = ("body",)

    key: str
    index: str
    heading: Link
    item: str
    item_id: str
    nature: str
    doc: str
    scope: str
    issuer: str
    issued: date
    state: str
    period: PeriodView
    steps: tuple[Step, ...]
    feedback: Feedback | None
    replies: tuple[Reply, ...]
    outcome: str
    corrects: Link | None
    corrected_by: tuple[Link, ...]
    summary: str
    body: str
    attachments: tuple[File, ...]
    source: str

    def texts(self) -> tuple[str, ...]:
        replies = (text for each in self.replies for text in (each.opinion, each.result))
        return (self.body, self.outcome, *replies, *(each.title for each in self.attachments))

    def words(self) -> tuple[str, ...]:
        facts = (self.index, self.item, self.nature, self.scope, self.source)
        return tuple(each for each in facts if each)

    def reach(self) -> str:
        return "" if self.scope == TO_ALL else self.scope

    def standing(self) -> str:
        return self.state
