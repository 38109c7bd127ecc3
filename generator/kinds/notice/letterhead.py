"""What a notice has on paper and not on the screen, in the manner of an official document.

GB/T 9704-2012《党政机关公文格式》gives the direction: 7.2 (版头), 7.3.3 (结构层次序数), 7.4 (版记).
"""

import re

from msgspec import Struct

from generator.kinds.notice.view import NoticeView

# A heading that the writer has numbered: 一、 （一） 1. 第一
_NUMBERED = re.compile(
    r"^#{2,6} +(?:第?[一二三四五六七八九十\d]|[（(][一二三四五六七八九十\d])", re.M
)
# How many characters of the issuer's name are set in which size, the largest first.
_SIZES = (9, 12, 15, 19)


class Letterhead(Struct, frozen=True):
    """`issuer` stands over the red line, in the size `size` (0 is the largest), so that it is one
    line. `counted`: headings are given numbers, for the writer has given none.
    """

    issuer: str
    size: int
    counted: bool


def letterhead(notice: NoticeView) -> Letterhead:
    size = sum(len(notice.issuer) > most for most in _SIZES)
    return Letterhead(notice.issuer, size, not _NUMBERED.search(notice.body))
