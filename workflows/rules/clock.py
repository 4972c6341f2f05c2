"""The clock: when an answer is due, and how far the limit is used.

Three effects and no others: a corrected application or a paid fee RESTARTS a full limit, a consultation STOPS the
count and lets it RESUME, one extension and one delay ADD working days. Everything else leaves the clock alone. An
ordered new reply has a limit of its own, which none of the three can move.
"""

from datetime import date

from schemas.clock import ClockLine, Deadline
from schemas.errors import InvalidInput
from schemas.law.versions import statute_of
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.course import follow
from workflows.rules.explain import explained_days
from workflows.rules.limits import correction_notice_by


def deadline(line: ClockLine, calendar: WorkingCalendar, *, explain: bool = False, on_record: bool = False) -> Deadline:
    """The due date of a line and its explanation (arts. 30, 33; 国办函〔2020〕109号 art. 6).

    The due date follows from every event given; ``as_of`` only says up to which day the used days are counted.
    Received 2026-05-11, third party asked 05-18, answered 06-03: due 2026-06-25, 5 of 20 working days used on 06-03.
    A senseless line is ``InvalidInput`` with a code of ``schemas.messages_clock``. ``on_record``: the events are those
    of a case, judged when they happened; what has since become too late adds nothing, and is refused no more.
    """
    statute = statute_of(line.statute)
    as_of = _as_of(line)
    course = follow(line, statute, calendar, on_record=on_record)
    excluded = course.excluded()
    due, used = course.due(excluded), course.used(as_of, excluded)
    return Deadline(
        due=due,
        strict_due=course.due(course.excluded(strict=True)),
        limit=course.limit,
        limit_starts=course.start,
        working_days_used=used,
        working_days_left=course.limit - used,
        provisional=not calendar.is_official_throughout(course.start, due),
        correction_notice_by=correction_notice_by(line.received, statute, calendar),
        as_of=as_of,
        statute=line.statute,
        article=course.article.code,
        calendar_version=calendar.version,
        days=explained_days(course, due) if explain else None,
    )


def _as_of(line: ClockLine) -> date:
    """The day asked about; by default the last event's, else the day of receipt."""
    if line.as_of is None:
        return line.events[-1].on if line.events else line.received
    if line.as_of < line.received:
        raise InvalidInput("date_before_receipt", field="as_of")
    return line.as_of
