"""Registration and the date of receipt (登记, 收到申请之日; arts. 31, 45)."""

from collections.abc import Iterator
from datetime import date

from schemas.case import Case
from schemas.clock import ClockLine
from schemas.events import PORTAL, ApplicationReceived, ApplicationRegistered, ContactAttempted, Event
from schemas.law.versions import FIRST_STATUTE, statute_for
from schemas.steps import ConfirmReceipt, RecordContactAttempt, Register
from schemas.vocabulary import Channel, State
from workflows.moment import Moment, refuse_if, refuse_unless, reject_date, reject_if
from workflows.rules.clock import deadline
from workflows.rules.receipt import receipt_date

SPLIT_OFF = "随拆分前的申请一并确认"
"""How the day of receipt of a part was confirmed: with the application it was split from."""


def may_register(case: Case, moment: Moment) -> None:
    """Once, at the very beginning (art. 45)."""
    refuse_unless(case.state is State.NEW, "already_registered", article="45")


def register(case: Case, step: Register, moment: Moment) -> Iterator[Event]:
    """Enter the application; where no confirmation is needed the day of arrival is the date of receipt (art. 31).

    What nobody of the staff has seen cannot have come but online.
    """
    refuse_if(moment.actor == PORTAL and step.channel is not Channel.ONLINE, "portal_online_only", article="31")
    reject_date(step.arrived_on, field="arrived_on", moment=moment)
    reject_if(step.arrived_on < FIRST_STATUTE, "no_statute_in_force", field="arrived_on")
    if step.received_on:
        reject_date(step.received_on, field="received_on", moment=moment, not_before=step.arrived_on)
    yield ApplicationRegistered(
        reference=step.reference,
        channel=step.channel,
        arrived_on=step.arrived_on,
        applicant_kind=step.applicant_kind,
        calendar_version=moment.calendar.version,
        policy=case.policy,
        split_from=step.split_from,
        edition=step.edition,
    )
    if step.received_on:
        yield _received(step.received_on, moment, how=SPLIT_OFF)
    elif received_on := receipt_date(step.channel, step.arrived_on, None):
        yield _received(received_on, moment)


def may_confirm_receipt(case: Case, moment: Moment) -> None:
    """Only where art. 31 makes confirmation the date of receipt, and only once."""
    refuse_unless(case.state is State.REGISTERED, "receipt_already_fixed", article="31")


def confirm_receipt(case: Case, step: ConfirmReceipt, moment: Moment) -> Iterator[Event]:
    """The day both sides have confirmed is the date of receipt (art. 31).

    Example: submitted online Fri 2026-10-09, confirmed Mon 2026-10-12: received 2026-10-12.
    """
    confirmed_on = step.acted_on(moment.today)
    reject_date(confirmed_on, field="confirmed_on", moment=moment, not_before=case.arrived_on)
    yield _received(confirmed_on, moment, how=step.how)


def record_contact_attempt(case: Case, step: RecordContactAttempt, moment: Moment) -> Iterator[Event]:
    """The applicant was not reached: no limit runs before contact is restored (国办公开办函〔2015〕207号)."""
    attempted_on = step.acted_on(moment.today)
    reject_date(attempted_on, field="attempted_on", moment=moment, not_before=case.arrived_on)
    yield ContactAttempted(attempted_on=attempted_on, how=step.how)


def _received(received_on: date, moment: Moment, how: str | None = None) -> ApplicationReceived:
    statute = statute_for(received_on).id
    found = deadline(ClockLine(statute=statute, received=received_on), moment.calendar)
    return ApplicationReceived(
        received_on=received_on, how=how, statute=statute, due_on=found.due, provisional=found.provisional
    )
