"""The clocks of those who are asked: each consultation's own days, and those it keeps out of the limit (art. 33(3))."""

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from api.desk import Desk
from api.look import look_at
from schemas.case import Case
from schemas.case_parts import Consultation, Referral
from schemas.clock import ClockLine
from schemas.law.statute import Statute
from schemas.law.versions import statute_of
from schemas.people import SignedIn
from schemas.sight import ConsultationClock, ConsultationClocks
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.course import Consultation as OnClock
from workflows.rules.course import follow


async def consultation_clocks(desk: Desk, person: SignedIn, case_id: UUID) -> ConsultationClocks:
    """The clocks of a case's consultations and referrals, as of today or of the day it ended. Raises ``NotFound``."""
    look = await look_at(desk, person, case_id)
    return ConsultationClocks(items=tuple(clocks_of(look.case, look.calendar, look.as_of)))


def clocks_of(case: Case, calendar: WorkingCalendar, as_of: date) -> Iterator[ConsultationClock]:
    """Each in the order it was sent. Sent on Mon 2026-03-02 and not answered, on Thu 2026-03-05 three days are out."""
    if case.statute is None or case.received_on is None:
        return
    statute = statute_of(case.statute)
    line = ClockLine(statute=case.statute, received=case.received_on, events=case.clock)
    course = follow(line, statute, calendar, on_record=True)
    known = {} if course.ordered else course.consultations
    both: list[Consultation | Referral] = [*case.consultations, *case.referrals]
    asked = sorted(both, key=lambda one: (one.sent_on, one.id))
    for one in asked:
        yield _clock(one, _left_out(known, one.id, statute), calendar, as_of)


def _left_out(known: Mapping[str, OnClock], one: str, statute: Statute) -> OnClock | None:
    found = known.get(one)
    return found if found and found.who in statute.excluded else None


def _clock(
    one: Consultation | Referral, out: OnClock | None, calendar: WorkingCalendar, as_of: date
) -> ConsultationClock:
    after, until = out.span() if out else (0, 0)
    asked = isinstance(one, Consultation)
    respond_by = one.respond_by if isinstance(one, Consultation) else None
    is_open = one.open if isinstance(one, Consultation) else one.received_on is None
    left = calendar.rank(respond_by) - calendar.rank(as_of) if respond_by and is_open else None
    return ConsultationClock(
        id=one.id,
        kind=one.kind if isinstance(one, Consultation) else None,
        sent_on=one.sent_on,
        delivered_on=one.delivered_on if isinstance(one, Consultation) else None,
        respond_by=respond_by,
        answered_on=one.answered_on if isinstance(one, Consultation) else one.received_on,
        open=is_open,
        excluded=max(0, min(until, calendar.rank(as_of)) - after) if asked or out else 0,
        excluded_until=calendar.day(until) if out else None,
        working_days_left=left,
    )
