"""Who visits whom, and the addresses of what is made for one visitor or one organisation.

Addresses stand in the logs of servers and in the settings of calendars, outside the organisers'
edition: they hold neither a name nor what can be worked out from one without `visits.secret`.
"""

from collections.abc import Iterable
from hashlib import blake2b

from generator.audience.shown import Link
from generator.kinds.visit.quota import PLANNED
from generator.kinds.visit.view import VisitSheet
from generator.settings import Settings


def token(settings: Settings, what: str) -> str:
    """Twelve hexadecimal digits that stand for `what` in addresses, the same in every build.

    It is keyed BLAKE2b (RFC 7693); the key is the settings' secret, of any length.
    """
    site = settings.site
    secret = site.visits.secret or site.name
    key = blake2b(secret.encode(), digest_size=32).digest()
    return blake2b(what.encode(), key=key, digest_size=6).hexdigest()


def by_visitor(sheets: Iterable[VisitSheet]) -> dict[str, list[VisitSheet]]:
    """Visitor → their visits to those who are still with us, in the order given; names sorted."""
    found: dict[str, list[VisitSheet]] = {}
    for each in sheets:
        if each.about:
            for name in dict.fromkeys(each.visitors):
                found.setdefault(name, []).append(each)
    return dict(sorted(found.items()))


def planned(sheets: Iterable[VisitSheet]) -> list[VisitSheet]:
    """The visits that are still to be made."""
    return [each for each in sheets if each.status == PLANNED]


def place(sheet: VisitSheet) -> Link | None:
    """The organisation of the member who is visited."""
    return Link(sheet.branch, sheet.place) if sheet.place else None
