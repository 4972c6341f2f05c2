"""The case's view of its clock: which line of the clock it is, when the limit runs, and what follows from it."""

from datetime import date

from schemas.case import Case
from schemas.clock import ClockLine, Deadline
from schemas.vocabulary import State
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.clock import deadline
from workflows.rules.receipt import needs_confirmation
from workflows.rules.statute import statute_for

LIMIT_RUNS = frozenset({State.RECEIVED, State.PROCESSING, State.AWAITING_APPROVAL, State.APPROVED, State.ISSUED})
"""States in which the agency owes a reply in time.

While a correction notice is out the agency waits for the applicant: the limit then runs from the receipt of the
corrected application (art. 30), so nothing becomes overdue before it. A reply is given when it is delivered, not when
it is issued (国办公开办函〔2016〕235号), so an issued reply still runs.
"""


def deadline_of(case: Case, calendar: WorkingCalendar, as_of: date, *, explain: bool = False) -> Deadline | None:
    """The due date of the case and the days used up to ``as_of``; None before the date of receipt is fixed."""
    if case.received_on is None or case.statute is None:
        return None
    line = ClockLine(
        statute=case.statute, received=case.received_on, as_of=max(as_of, case.received_on), events=case.clock
    )
    return deadline(line, calendar, explain=explain)


def due_of(case: Case, calendar: WorkingCalendar) -> Deadline:
    """The deadline of a case whose date of receipt is known, as of that date."""
    found = deadline_of(case, calendar, case.received_on or date.min)
    if found is None:
        raise ValueError("the date of receipt is not fixed yet")
    return found


def target_of(case: Case, calendar: WorkingCalendar) -> date | None:
    """The internal target: the strict reading of every doubtful point, never later than the due date.

    Excludes a consultation only from receipt to answer, and counts an online application, fax or ordinary letter
    from its arrival although art. 31 counts from the confirmation. Example: submitted Fri 2026-10-09, confirmed
    Mon 2026-10-12, due Mon 2026-11-09, target Thu 2026-11-05.
    """
    if case.arrived_on is None or case.channel is None:
        return None
    arrival = case.model_copy(
        update={"received_on": case.arrived_on, "statute": statute_for(case.arrived_on).id, "clock": ()}
    )
    from_arrival = due_of(arrival, calendar).due
    if case.received_on is None:
        return from_arrival
    strict = due_of(case, calendar).strict_due
    restarted = case.correction is not None and case.correction.received_on is not None
    return min(strict, from_arrival) if needs_confirmation(case.channel) and not restarted else strict
