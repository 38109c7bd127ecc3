"""What people call a record, who do not know its key."""

from generator.records.fields import Record

# Fields by which records of any kind are called.
_NAMES = ("name", "short", "title")


def called(record: Record) -> tuple[str, ...]:
    """Its names and its title, as far as its kind has them; the shortest way to say it last."""
    found = (getattr(record, each, None) for each in _NAMES)
    return tuple(dict.fromkeys(str(each) for each in found if each))
