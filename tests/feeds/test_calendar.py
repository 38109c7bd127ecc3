"""Calendars are read back by another library, whatever is in their texts."""

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from generator.feeds.calendar import Agenda, Event, calendar
from generator.feeds.source import Source

DAY = date(2026, 11, 23)
EVENING = datetime.fromisoformat("2026-12-05T19:00")
NOWHERE, SOMEWHERE = Source("测试社区"), Source("测试社区", "http://10.0.0.8/dangjian/")
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]))


def _written(*events: Event, source: Source = NOWHERE) -> bytes:
    return calendar(Agenda(source, "lessons/calendar.ics", "同步学习", events, DAY))


def _read(*events: Event, source: Source = NOWHERE) -> list[Any]:
    found: Any = Calendar.from_ical(_written(*events, source=source))
    assert not found.errors
    return list(found.walk("VEVENT"))


def test_an_hour_is_an_hour_of_shanghai() -> None:
    (event,) = _read(
        Event(
            "lessons/2026/0001/", "一起学", EVENING, EVENING + timedelta(minutes=90),
            text="第一行\n第二行", place="村部；二楼, 东", categories=("形势政策", "甲,乙"),
            alarms=(30,), updated=date(2026, 11, 1),
        ),
        source=SOMEWHERE,
    )  # fmt: skip
    assert event.start.isoformat() == "2026-12-05T19:00:00+08:00"
    assert event.end - event.start == timedelta(minutes=90)
    assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert event["SUMMARY"] == "一起学"
    assert event["DESCRIPTION"] == "第一行\n第二行"
    assert event["LOCATION"] == "村部；二楼, 东"
    assert event.categories == ["形势政策", "甲,乙"]
    assert event["URL"] == "http://10.0.0.8/dangjian/lessons/2026/0001/"
    assert event["DTSTAMP"].dt.isoformat() == "2026-11-22T16:00:00+00:00"
    assert event["LAST-MODIFIED"].dt.isoformat() == "2026-10-31T16:00:00+00:00"
    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(minutes=-30)
    assert alarm["ACTION"] == "DISPLAY"
    assert alarm["DESCRIPTION"] == "一起学"


def test_days_end_with_the_day_after_the_last() -> None:
    one, several = _read(
        Event("a/", "党费公示", date(2026, 12, 31), alarms=(-540,)),
        Event("b/", "公示", date(2026, 11, 20), date(2026, 11, 27)),
    )
    assert (one.start, one.end) == (date(2026, 12, 31), date(2027, 1, 1))
    assert (several.start, several.end) == (date(2026, 11, 20), date(2026, 11, 28))
    assert one["TRANSP"] == "TRANSPARENT"
    assert "URL" not in one
    (alarm,) = one.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(hours=9)


def test_a_moment_without_an_end_has_none() -> None:
    for event in _read(Event("a/", "学", EVENING), Event("a/", "学", EVENING, EVENING)):
        assert "DTEND" not in event


def test_identities_tell_events_apart_and_stay() -> None:
    events = (
        Event("a/", "学", DAY),
        Event("a/", "学", DAY, part="2"),
        Event("b/", "学", DAY),
    )
    found = [each["UID"] for each in _read(*events)]
    assert len(set(found)) == 3
    changed = Event("a/", "改了题目", date(2027, 1, 1))
    assert [each["UID"] for each in _read(changed, source=SOMEWHERE)] == found[:1]
    assert [each["UID"] for each in _read(changed, source=Source("别处"))] != found[:1]


def test_an_event_may_be_known_by_itself_cancelled_and_private() -> None:
    one, moved, plain = _read(
        Event("a/", "走访", DAY, known_as="visit 1", cancelled=True, private=True),
        Event("b/", "走访", DAY, known_as="visit 1", part="2"),
        Event("a/", "走访", DAY),
    )
    assert one["UID"] == moved["UID"] != plain["UID"]
    assert (one["STATUS"], one["CLASS"]) == ("CANCELLED", "PRIVATE")
    assert "STATUS" not in plain
    assert "CLASS" not in plain


def test_the_time_zone_is_in_the_calendar() -> None:
    found: Any = Calendar.from_ical(_written())
    (zone,) = found.walk("VTIMEZONE")
    assert zone["TZID"] == "Asia/Shanghai"
    (standard,) = zone.walk("STANDARD")
    assert standard["TZOFFSETTO"].td == timedelta(hours=8)
    assert found["VERSION"] == "2.0"
    assert found["X-WR-CALNAME"] == "同步学习"


@settings(deadline=None, derandomize=True)
@given(TEXT, TEXT, TEXT)
def test_every_text_is_read_back(title: str, text: str, place: str) -> None:
    (event,) = _read(Event("a/", f"题{title}", DAY, text=f"文{text}", place=f"处{place}"))
    assert event["SUMMARY"] == f"题{title}"
    assert event["DESCRIPTION"] == f"文{text}"
    assert event["LOCATION"] == f"处{place}"


@settings(deadline=None, derandomize=True)
@given(st.text(st.characters(codec="utf-8")))
def test_lines_are_folded_between_characters(text: str) -> None:
    raw = _written(Event("a/", text, DAY))
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


def test_nothing_in_a_text_begins_a_line_of_its_own() -> None:
    (event,) = _read(Event("a/", "题\r\nATTENDEE:mailto:a@b.c\x00\r\n", DAY))
    assert "ATTENDEE" not in event
    assert event["SUMMARY"] == "题\nATTENDEE:mailto:a@b.c"
