"""What is proposed for a new notice: the next index number of its organisation."""

from collections.abc import Mapping

from generator.ground import Ground
from generator.kinds.branch.fields import Branch
from generator.kinds.notice.fields import Notice


def proposals(notice: Notice, ground: Ground) -> Mapping[str, str]:
    """机构代码/YYYY-NNNNN, one after the greatest that was ever given in that year.

    A number that was left free is not given again: it may have stood on paper.
    """
    branch = ground.library.get(Branch, notice.branch)
    if branch is None:
        return {}
    head = f"{branch.code}/{notice.issued.year}-"
    given = [
        int(each.index.removeprefix(head))
        for each in ground.library.all(Notice)
        if each.index and each.index.startswith(head)
    ]
    return {"index": f"{head}{max(given, default=0) + 1:05d}"}
