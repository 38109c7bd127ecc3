"""三清: what is known of a member, the family and the state of mind, and what is still missing.

The ledger keeps three things clear for each (大连中山区, 2019): 党员情况, 家庭情况, 思想动态.
Which fields of the register tell of which is said here; their labels are those of the fields.
"""

from collections.abc import Iterator

from generator.kinds.elder.fields import Elder
from generator.kinds.elder.view import Clear
from generator.records.fields import shapes

_TELLING = {
    "党员情况": ("sex", "regular", "grid", "contact"),
    "家庭情况": ("living", "address", "phone", "health", "family"),
    "思想动态": ("thoughts",),
}


def clears(elder: Elder) -> Iterator[Clear]:
    """The three of them, each with the labels of the fields that are empty."""
    labels = shapes(Elder)
    for name, fields in _TELLING.items():
        missing = tuple(labels[each].label for each in fields if not getattr(elder, each))
        yield Clear(name, missing)
