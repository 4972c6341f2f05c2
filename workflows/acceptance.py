"""Acceptance, correction and withdrawal (受理、补正、撤回; arts. 29, 30)."""

from collections.abc import Iterator
from datetime import date

from schemas.case import Case
from schemas.clock import CorrectionWasReceived
from schemas.events import (
    ApplicationAccepted,
    ApplicationWithdrawn,
    CaseClosed,
    CorrectionReceived,
    CorrectionRequested,
    Event,
    HandlerAssigned,
)
from schemas.joining import Joined
from schemas.steps import Accept, Assign, ReceiveCorrection, RequestCorrection, Withdraw
from schemas.vocabulary import Late, Outcome, State
from workflows.division import refuse_unanswered
from workflows.limit import due_of, due_with, is_ordered
from workflows.moment import Moment, present, refuse_if, refuse_unless, reject_date, reject_if
from workflows.rules.report import row_for


def may_accept(case: Case, moment: Moment) -> None:
    """A received application that waits for nobody (art. 29), or whose correction was asked for too late."""
    asked_too_late = case.state is State.AWAITING_CORRECTION and case.correction and case.correction.irregular
    refuse_unless(case.state is State.RECEIVED or asked_too_late, "not_awaiting_acceptance", article="29")


def accept(case: Case, step: Accept, moment: Moment) -> Iterator[Event]:
    """Take the application in hand."""
    yield ApplicationAccepted()


def may_assign(case: Case, moment: Moment) -> None:
    """Any open case can change hands until its reply is issued."""
    refuse_if(case.state is State.ISSUED, "reply_already_issued", article="45")


def assign(case: Case, step: Assign, moment: Moment) -> Iterator[Event]:
    """Give the case to a handler of the same agency."""
    reject_if(not moment.facts.handler_known, "unknown_handler", field="handler")
    yield HandlerAssigned(handler=step.handler)


def correction_notice_by(case: Case, moment: Moment) -> date | None:
    """Last day for the correction notice: seven working days from receipt (art. 30); None under the 2007 statute.

    Example: received Thu 2026-02-05, notice until Sat 2026-02-14, a make-up working day.
    """
    return due_of(case, moment.calendar).correction_notice_by


def may_request_correction(case: Case, moment: Moment) -> None:
    """Once, for everything (art. 30: 一次性告知), before anybody is asked and anything drafted."""
    refuse_unless(case.state in {State.RECEIVED, State.PROCESSING}, "not_awaiting_acceptance", article="30")
    begun = case.draft or case.consultations or case.referrals or case.fee
    refuse_if(begun, "not_awaiting_acceptance", article="30")
    refuse_if(case.correction, "correction_already_requested", article="30")
    refuse_if(is_ordered(case), "ordered_limit_stands", article="30")


def request_correction(case: Case, step: RequestCorrection, moment: Moment) -> Iterator[Event]:
    """Ask the applicant once, for everything, within seven working days of receipt (art. 30).

    A later notice is irregular: by the agency's policy it is refused, or the limit runs on (docs/law.md 6.6).
    Example: received Mon 2026-04-20, notice on Tue 2026-04-28 (day 6) stands, on Thu 2026-04-30 (day 8) is irregular.
    Served on Wed 2026-04-29 with ten working days, the applicant has until Fri 2026-05-15.
    """
    notified_on = step.acted_on(moment.today)
    reject_date(notified_on, field="notified_on", moment=moment, not_before=case.received_on)
    notice_by = correction_notice_by(case, moment)
    irregular = notice_by is not None and notified_on > notice_by
    refused = irregular and case.policy.late_correction_notice is Late.REFUSE
    refuse_if(refused, "correction_notice_too_late", article="30")
    served_on = step.served_on or notified_on
    reject_date(served_on, field="served_on", moment=moment, not_before=notified_on)
    respond_by = step.respond_by or moment.calendar.add(served_on, case.policy.correction_working_days)
    reject_if(respond_by <= served_on, "respond_by_not_after_notice", field="respond_by")
    reject_if((respond_by - notified_on).days > 366, "respond_by_too_far", field="respond_by")
    yield CorrectionRequested(
        items=step.items,
        guidance=step.guidance,
        notified_on=notified_on,
        served_on=step.served_on,
        respond_by=respond_by,
        irregular=irregular,
    )


def may_receive_correction(case: Case, moment: Moment) -> None:
    """Only an application that was sent back for correction (art. 30); asked for too late, also while it goes on."""
    correction = case.correction
    awaited = correction is not None and correction.irregular and correction.received_on is None
    goes_on = awaited and case.state in {State.RECEIVED, State.PROCESSING} and not is_ordered(case)
    refuse_unless(case.state is State.AWAITING_CORRECTION or goes_on, "no_correction_requested", article="30")


def receive_correction(case: Case, step: ReceiveCorrection, moment: Moment) -> Iterator[Event]:
    """A full new limit starts on receipt of the corrected application; late only with a good reason (art. 30).

    Example: corrected application received Wed 2026-05-13: new limit until Wed 2026-06-10.
    """
    received_on = step.acted_on(moment.today)
    correction = case.correction
    assert correction is not None  # noqa: S101 - the guard has seen it
    reject_date(received_on, field="received_on", moment=moment, not_before=correction.notified_on)
    text_id = present(moment.facts.text_id, "missing_field", field="content")
    late = received_on > correction.respond_by
    refuse_if(late and not step.late_reason, "correction_late_without_reason", article="30")
    reject_if(not late and step.late_reason, "correction_not_late", field="late_reason")
    found = due_with(case, CorrectionWasReceived(on=received_on), moment.calendar)
    yield CorrectionReceived(
        received_on=received_on,
        text_id=text_id,
        late_reason=step.late_reason,
        due_on=found.due,
        provisional=found.provisional,
    )


def may_withdraw(case: Case, moment: Moment) -> None:
    """The applicant may take the application back until the reply is issued."""
    refuse_if(case.state is State.ISSUED, "reply_already_issued")


def withdraw(case: Case, step: Withdraw, moment: Moment) -> Iterator[Event]:
    """Record the applicant's own act and close the case (row (六)3 of the annual report).

    With others joined into it, it closes only if he takes them back as well; else it goes on for them.
    """
    refuse_unanswered(case, step, moment)
    withdrawn_on = step.acted_on(moment.today)
    reject_date(withdrawn_on, field="withdrawn_on", moment=moment, not_before=case.arrived_on)
    yield ApplicationWithdrawn(withdrawn_on=withdrawn_on, joined=step.joined)
    if step.joined is Joined.GO_ON:
        return
    yield CaseClosed(outcome=Outcome.WITHDRAWN, closed_on=moment.today, row=row_for(Outcome.WITHDRAWN, None))
