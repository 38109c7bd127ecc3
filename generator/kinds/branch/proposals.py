"""What is proposed for a new organisation: an id, from its name."""

import re
from collections.abc import Mapping

from generator.ground import Ground
from generator.kinds.branch.fields import Branch

# What every organisation is called; the rest tells them apart.
_COMMON = re.compile(
    "中共|中国共产党|委员会|支部|总支部?|社区|党总支|党支部|党委|党小组|流动党员|党"
)
_ORDINALS = {each: str(number) for number, each in enumerate("一二三四五六七八九", 1)}
_ORDINAL = re.compile("第([一二三四五六七八九])")


def proposals(branch: Branch, ground: Ground) -> Mapping[str, str]:
    """`康桥第一支部` → `kangqiao-1`."""
    # It takes long to load, and every command loads this module.
    from pypinyin import Style, lazy_pinyin

    own = _COMMON.sub("", branch.short or branch.name)
    own = _ORDINAL.sub(lambda found: f"-{_ORDINALS[found[1]]}", own)
    letters = "".join(lazy_pinyin(own, style=Style.NORMAL, errors=_ascii))
    plain = re.sub("-+", "-", letters.lower()).strip("-")
    return {"id": plain} if plain and not ground.library.known("branch", plain) else {}


def _ascii(other: str) -> str:
    return re.sub("[^A-Za-z0-9-]", "", other)
