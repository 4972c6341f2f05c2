"""Due dates as iCalendar (RFC 5545): one event a case or a day, all-day, with nothing of who applied."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from icalendar import Calendar, Event

from schemas.due_dates import DueCase, DueList, DueOn, DueScope

MEDIA_TYPE = "text/calendar; charset=utf-8"
HOST = "daylight"
"""The right-hand side of every UID (RFC 5545, 3.8.4.7): the left one is a UUID or a day with one."""
NAMED = 40
"""So many references stand in the event of a day."""
_DAY = timedelta(days=1)
_NAMES = {DueScope.MINE: "本人办件答复期限", DueScope.AGENCY: "本机关办件答复期限"}


class CalendarFile(NamedTuple):
    """The file, and what tells it from another one (RFC 9110, 8.8.3)."""

    content: bytes
    etag: str


def own_calendar_file(of: UUID, listed: DueList, today: date) -> CalendarFile:
    """Own cases one by one; of more than it holds, an event of today says so. ``of``: the person."""
    events = [*_by_case(listed.items, today), *_left_out(of, listed, today)]
    return _file(_NAMES[DueScope.MINE], events)


def agency_calendar_file(of: UUID, days: Sequence[DueOn], today: date) -> CalendarFile:
    """The cases of an agency by the day, every one counted. ``of``: the agency."""
    return _file(_NAMES[DueScope.AGENCY], _by_day(of, days, today))


def _file(name: str, events: Iterable[Event]) -> CalendarFile:
    """Same events, same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Daylight//Due dates//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(event)
    content = bytes(calendar.to_ical())
    return CalendarFile(content, f'"{sha256(content).hexdigest()[:32]}"')


def _by_case(cases: Sequence[DueCase], today: date) -> Iterator[Event]:
    for case in cases:
        yield _event(str(case.case_id), case.due_on, f"{case.reference} {left(case.working_days_left)}", today)


def _left_out(of: UUID, listed: DueList, today: date) -> Iterator[Event]:
    """What a calendar of one's own does not hold any more is not silently missing."""
    if listed.left_out:
        said = f"本日历只列{len(listed.items)}件，另有{listed.left_out}件期限较晚，请登录系统查看"
        yield _event(f"more/{of}", today, said, today)


def _by_day(of: UUID, days: Sequence[DueOn], today: date) -> Iterator[Event]:
    for one in days:
        event = _event(f"{one.day.isoformat()}/{of}", one.day, f"答复期限到期{one.count}件", today)
        lines = [f"{case.reference} {left(case.working_days_left)}" for case in one.named]
        unnamed = one.count - len(one.named)
        event.add("description", "\n".join([*lines, *([f"另有{unnamed}件"] if unnamed else [])]))
        yield event


def left(days: int) -> str:
    """How much time is left, in words: 剩余3个工作日, 今日到期, 逾期2个工作日."""
    if days < 0:
        return f"逾期{-days}个工作日"
    return f"剩余{days}个工作日" if days else "今日到期"


def _event(uid: str, day: date, summary: str, today: date) -> Event:
    """An all-day event that takes nobody's time. Stamped with the day it is true on, so that it stays the same."""
    event = Event()
    event.add("uid", f"{uid}@{HOST}")
    event.add("dtstamp", datetime.combine(today, time(), UTC))
    event.add("dtstart", day)
    event.add("dtend", day + _DAY)
    event.add("summary", summary)
    event.add("transp", "TRANSPARENT")
    return event
