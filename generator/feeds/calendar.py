"""iCalendar (RFC 5545), with what RFC 7986 adds for a calendar that is subscribed to."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from msgspec import Struct

from generator.feeds.moments import utc
from generator.feeds.source import Source

MIME = "text/calendar"
_LINE = 75
# China has kept one time since 1991, without summer time: one rule says it all (3.6.5).
_ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Shanghai",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800",
    "TZNAME:CST",
    "END:STANDARD",
    "END:VTIMEZONE",
)


class Event(Struct, frozen=True):
    """Something on a day, or on days (`ends` is the last of them), or at an hour of Asia/Shanghai.

    `url` is the address that it tells of, from the root; `part` tells events of one address apart.
    `known_as` is what it is known by where that address may change. `cancelled` and `private` are
    STATUS:CANCELLED and CLASS:PRIVATE (3.8.1.11, 3.8.1.3).
    `alarms` are minutes before the start; before the start of a day, minus 540 is nine o'clock on
    that day.
    """

    url: str
    title: str
    starts: date | datetime
    ends: date | datetime | None = None
    part: str = ""
    text: str = ""
    place: str = ""
    categories: tuple[str, ...] = ()
    alarms: tuple[int, ...] = ()
    updated: date | None = None
    known_as: str = ""
    cancelled: bool = False
    private: bool = False


class Agenda(Struct, frozen=True):
    """The events of a calendar, to be written at `url`. `day` is that of the build."""

    source: Source
    url: str
    title: str
    events: tuple[Event, ...]
    day: date


def calendar(agenda: Agenda) -> bytes:
    """The stream (3.4), the same for the same events on the same day."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//dangwu//dangwu//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"UID:{agenda.source.identity(agenda.url)}",
        f"NAME:{_text(agenda.title)}",
        # What clients read that do not know RFC 7986.
        f"X-WR-CALNAME:{_text(agenda.title)}",
        "X-WR-TIMEZONE:Asia/Shanghai",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        *_ZONE,
    ]
    for event in agenda.events:
        lines.extend(_event(agenda, event))
    lines.append("END:VCALENDAR")
    return b"".join(map(_folded, lines))


def _event(agenda: Agenda, event: Event) -> Iterator[str]:
    """An event (3.6.1). The instant at which it was made is the beginning of the build's day."""
    source = agenda.source
    identity = event.known_as or (f"{event.url}#{event.part}" if event.part else event.url)
    yield "BEGIN:VEVENT"
    yield f"UID:{source.identity(identity)}"
    yield f"DTSTAMP:{utc(agenda.day)}"
    yield f"DTSTART{_when(event.starts)}"
    if isinstance(event.starts, datetime):
        if event.ends is not None and event.ends > event.starts:
            yield f"DTEND{_when(event.ends)}"
    else:
        # The end is not part of an event (3.6.1).
        yield f"DTEND{_when((event.ends or event.starts) + timedelta(days=1))}"
        yield "TRANSP:TRANSPARENT"
    yield f"SUMMARY:{_text(event.title)}"
    if event.text:
        yield f"DESCRIPTION:{_text(event.text)}"
    if event.place:
        yield f"LOCATION:{_text(event.place)}"
    if event.cancelled:
        yield "STATUS:CANCELLED"
    if event.private:
        yield "CLASS:PRIVATE"
    if event.categories:
        yield f"CATEGORIES:{','.join(map(_text, event.categories))}"
    if source.url:
        # A URI cannot be relative here: a calendar has no address to begin at.
        yield f"URL:{source.link(event.url)}"
    if event.updated is not None:
        yield f"LAST-MODIFIED:{utc(event.updated)}"
    for minutes in event.alarms:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"TRIGGER:{'-' if minutes > 0 else ''}PT{abs(minutes)}M"
        yield f"DESCRIPTION:{_text(event.title)}"
        yield "END:VALARM"
    yield "END:VEVENT"


def _when(moment: date | datetime) -> str:
    if isinstance(moment, datetime):
        return f";TZID=Asia/Shanghai:{moment:%Y%m%dT%H%M%S}"
    return f";VALUE=DATE:{moment:%Y%m%d}"


def _text(text: str) -> str:
    """A text (3.3.11): what has a meaning is escaped, what cannot be seen is left out."""
    lines = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").splitlines()
    return "\\n".join("".join(c for c in line if c >= " " and c != "\x7f") for line in lines)


def _folded(line: str) -> bytes:
    """A content line in pieces of at most 75 octets, none of which cuts a character (3.1)."""
    raw = line.encode()
    if len(raw) <= _LINE:
        return raw + b"\r\n"
    pieces = []
    begin, room = 0, _LINE
    while len(raw) - begin > room:
        end = begin + room
        # The bytes after the first of a character begin with the bits 10.
        while raw[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(raw[begin:end])
        # The space that marks a continuation is an octet of its line.
        begin, room = end, _LINE - 1
    pieces.append(raw[begin:])
    return b"\r\n ".join(pieces) + b"\r\n"
