"""Due dates as iCalendar (RFC 5545): one event a case or a day, all-day, with nothing of who applied."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from icalendar import Calendar, Event

from schemas.due_dates import DueCase, DueScope

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


def calendar_file(scope: DueScope, of: UUID, cases: Sequence[DueCase], today: date) -> CalendarFile:
    """Own cases one by one, those of an agency by the day. ``of``: the person or the agency. Same cases, same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Daylight//Due dates//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", _NAMES[scope])
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for event in _by_case(cases, today) if scope is DueScope.MINE else _by_day(of, cases, today):
        calendar.add_component(event)
    content = bytes(calendar.to_ical())
    return CalendarFile(content, f'"{sha256(content).hexdigest()[:32]}"')


def _by_case(cases: Sequence[DueCase], today: date) -> Iterator[Event]:
    for case in cases:
        yield _event(str(case.case_id), case.due_on, f"{case.reference} {left(case.working_days_left)}", today)


def _by_day(of: UUID, cases: Sequence[DueCase], today: date) -> Iterator[Event]:
    for day, alike in groupby(cases, key=lambda case: case.due_on):
        due = list(alike)
        event = _event(f"{day.isoformat()}/{of}", day, f"答复期限到期{len(due)}件", today)
        lines = [f"{case.reference} {left(case.working_days_left)}" for case in due[:NAMED]]
        more = [f"另有{len(due) - NAMED}件"] if len(due) > NAMED else []
        event.add("description", "\n".join([*lines, *more]))
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
