"""Referral of what the agency cannot determine (报请确定; art. 17(3))."""

from collections.abc import Iterator

from schemas.case import Case
from schemas.case_parts import Referral
from schemas.events import Event
from schemas.events_consultation import DeterminationReceived, ReferredForDetermination
from schemas.steps_consultation import RecordDetermination, ReferForDetermination
from schemas.vocabulary import State
from workflows.consultation import reject_unknown
from workflows.moment import Moment, present, refuse_if, refuse_unless, reject_date


def may_refer(case: Case, moment: Moment) -> None:
    """In hand, with something found whose disclosure is in doubt."""
    refuse_unless(case.state is State.PROCESSING, "not_in_hand", article="17(3)")
    refuse_unless(case.documents, "no_document_to_ask_about", article="17(3)")


def refer(case: Case, step: ReferForDetermination, moment: Moment) -> Iterator[Event]:
    """The clock runs on unless the agency's policy says otherwise; the information stays closed (docs/law.md 6.4)."""
    reject_unknown(case, step.documents)
    sent_on = step.acted_on(moment.today)
    reject_date(sent_on, field="sent_on", moment=moment, not_before=case.received_on)
    yield ReferredForDetermination(
        id=f"r{len(case.referrals) + 1}",
        to=step.to,
        department=step.department,
        documents=step.documents,
        doubt=step.doubt,
        own_view=step.own_view,
        sent_on=sent_on,
        stops_clock=case.policy.referral_stops_clock,
    )


def undetermined(case: Case) -> tuple[Referral, ...]:
    """The referrals that are not answered yet."""
    return tuple(referral for referral in case.referrals if referral.result is None)


def may_record_determination(case: Case, moment: Moment) -> None:
    """A referral is open, and the reply has not left the house."""
    refuse_if(case.state is State.ISSUED, "reply_already_issued", article="17(3)")
    refuse_unless(undetermined(case), "no_referral_open", article="17(3)")


def record_determination(case: Case, step: RecordDetermination, moment: Moment) -> Iterator[Event]:
    """Take in what was determined; the review must follow it."""
    asked = next((one for one in undetermined(case) if one.id == step.referral), None)
    referral = present(asked, "no_such_referral", field="referral")
    received_on = step.acted_on(moment.today)
    reject_date(received_on, field="received_on", moment=moment, not_before=referral.sent_on)
    yield DeterminationReceived(id=referral.id, received_on=received_on, result=step.result, text=step.text)
