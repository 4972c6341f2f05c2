"""Delivery of the reply (送达; art. 40, 国办公开办函〔2016〕235号)."""

from collections.abc import Iterator

from schemas.case import Case
from schemas.events import CaseClosed, Event, ReplyDelivered
from schemas.steps import RecordDelivery
from schemas.vocabulary import State
from workflows.limit import due_of
from workflows.moment import Moment, refuse_unless, reject_date, reject_if
from workflows.releasing import package_given
from workflows.rules.report import outcome_of
from workflows.service import reject_not_for_applicants


def may_record_delivery(case: Case, moment: Moment) -> None:
    """Nothing can be delivered before it is issued."""
    refuse_unless(case.state is State.ISSUED, "reply_not_issued", article="40")


def record_delivery(case: Case, step: RecordDelivery, moment: Moment) -> Iterator[Event]:
    """Record the day that counts: signature, hand-over to the post, or sending; then the case closes.

    Example: a reply handed to the post on the last day is in time.
    """
    delivered_on = step.acted_on(moment.today)
    reject_not_for_applicants(step.method)
    reject_date(delivered_on, field="delivered_on", moment=moment)
    assert case.issued_on is not None  # noqa: S101 - an issued case has it
    assert case.draft is not None  # noqa: S101
    reject_if(delivered_on < case.issued_on, "date_before_issue", field="delivered_on")
    proof = {ref.document_id: ref for ref in moment.facts.documents}
    missing = step.proof_document is not None and step.proof_document not in proof
    reject_if(missing, "document_not_of_case", field="proof_document")
    yield ReplyDelivered(
        method=step.method,
        delivered_on=delivered_on,
        proof=step.proof,
        proof_document=proof[step.proof_document] if step.proof_document else None,
        in_time=delivered_on <= due_of(case, moment.calendar).due,
        form=step.form,
        package=package_given(case, step.form, moment),
    )
    outcome = case.draft.outcome or outcome_of(case.draft.decision)
    yield CaseClosed(outcome=outcome, closed_on=moment.today, row=case.report_row)
