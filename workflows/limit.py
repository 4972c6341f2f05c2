"""The case's view of its clock: which line of the clock it is, when the limit runs, and what follows from it."""

from datetime import date

from schemas.case import Case
from schemas.clock import ClockEvent, ClockLine, CorrectionWasReceived, CorrectionWasRequested, Deadline, Ordered
from schemas.law.versions import statute_for
from schemas.vocabulary import State
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.clock import deadline
from workflows.rules.receipt import needs_confirmation

LIMIT_RUNS = frozenset({State.RECEIVED, State.PROCESSING, State.AWAITING_APPROVAL, State.APPROVED, State.ISSUED})
"""States in which the agency owes a reply in time.

While a correction notice is out the agency waits for the applicant: the limit then runs from the receipt of the
corrected application (art. 30), and while a fee is awaited from its payment (国办函〔2020〕109号 art. 6), so nothing
becomes overdue before it. A reply is given when it is delivered, not when
it is issued (国办公开办函〔2016〕235号), so an issued reply still runs.
"""


def limit_runs(case: Case) -> bool:
    """Whether the agency owes a reply in time.

    Also while a correction is awaited that it asked for too late (docs/law.md 6.6), and while nothing proves that the
    applicant received the fee notice: his period to pay does not run before.
    """
    asked_too_late = case.correction is not None and case.correction.irregular
    unproven = case.fee is not None and case.fee.served_on is None
    waits_in_vain = (case.state is State.AWAITING_CORRECTION and asked_too_late) or (
        case.state is State.AWAITING_PAYMENT and unproven
    )
    return case.state in LIMIT_RUNS or waits_in_vain


def is_ordered(case: Case) -> bool:
    """Whether the limit is one that was ordered, which nothing moves."""
    return any(isinstance(event, Ordered) for event in case.clock)


def deadline_of(case: Case, calendar: WorkingCalendar, as_of: date, *, explain: bool = False) -> Deadline | None:
    """The due date of the case and the days used up to ``as_of``; None before the date of receipt is fixed."""
    if case.received_on is None or case.statute is None:
        return None
    line = ClockLine(
        statute=case.statute, received=case.received_on, as_of=max(as_of, case.received_on), events=case.clock
    )
    return deadline(line, calendar, explain=explain, on_record=True)


def due_of(case: Case, calendar: WorkingCalendar) -> Deadline:
    """The deadline of a case whose date of receipt is known, as of that date."""
    found = deadline_of(case, calendar, case.received_on or date.min)
    if found is None:
        raise ValueError("the date of receipt is not fixed yet")
    return found


def due_with(case: Case, event: ClockEvent, calendar: WorkingCalendar) -> Deadline:
    """The deadline of a case if this happened to its clock as well."""
    clock = tuple(sorted((*case.clock, event), key=lambda happened: happened.on))
    return due_of(case.model_copy(update={"clock": clock}), calendar)


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
    restarts = case.correction is None or not case.correction.irregular
    still = CorrectionWasRequested if restarts else CorrectionWasRequested | CorrectionWasReceived
    moved = any(not isinstance(event, still) for event in case.clock)
    return min(strict, from_arrival) if needs_confirmation(case.channel) and not moved else strict
