"""What readers hand on of a record: a picture for phones, or a text for a chat (微公开).

The picture is painted in the browser when somebody asks for it (`handout.js`), so that a page holds
no more than its facts.
"""

import json

from msgspec import Struct

from generator.audience.shown import Countdown


class Handout(Struct, frozen=True):
    """`label` says in a word what it is, such as 公示. `facts` are pairs of a name and a value, and
    so are `answers`, which say where readers can answer.
    """

    label: str
    title: str
    facts: tuple[tuple[str, str], ...]
    summary: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    countdown: Countdown | None = None

    @property
    def text(self) -> str:
        """For pasting into a chat; the browser adds the address."""
        facts, answers = (
            [f"{name}：{value}" for name, value in pairs] for pairs in (self.facts, self.answers)
        )
        lines = (f"【{self.label}】{self.title}", *facts, self.summary, *answers)
        return "\n".join(each for each in lines if each)

    @property
    def data(self) -> str:
        """JSON for the browser, which paints it."""
        said = {
            "label": self.label,
            "title": self.title,
            "summary": self.summary,
            "facts": (*self.facts, *self.answers),
        }
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))
