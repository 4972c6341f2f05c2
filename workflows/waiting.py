"""For whom a case waits: whose act moves it on now, by which steps, and whose answer from outside comes first."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple
from uuid import UUID

from schemas.case import Case
from schemas.case_parts import CaseDocument, Consultation
from schemas.errors import StepRefused
from schemas.escalation import Matter
from schemas.events import CLOCK
from schemas.policy import TWO_PERSONS
from schemas.vocabulary import ConsultationKind, Position, ReviewResult, Role, State
from schemas.waiting import Awaited
from workflows.abandonment import may_confirm_abandonment
from workflows.drafting import may_issue_reply
from workflows.extension import EXTENDABLE, may_notify_extension
from workflows.limit import is_ordered
from workflows.matters import open_matters
from workflows.moment import Moment
from workflows.objection import refuse_kept_back
from workflows.rules.calendar import WorkingCalendar
from workflows.search import open_rounds

HANDLER, REVIEWER, HEAD = (Role.HANDLER,), (Role.REVIEWER,), (Role.OGI_HEAD,)
NOBODYS = frozenset({State.REGISTERED, State.RECEIVED})
"""A case that nobody has taken by then waits for the head of the office as well, who gives it to somebody."""
COUNTING = frozenset({Matter.REPLY, Matter.REMEDY})
"""Days set by law or by a court: where one of them runs, it is the one that counts."""


class Next(NamedTuple):
    """A step that moves the case on, and for whom it waits; ``barred`` are persons who may not take it themselves.

    ``outside``: it only records an answer that somebody else still owes.
    """

    step: str
    roles: tuple[Role, ...]
    outside: Awaited | None = None
    barred: frozenset[UUID] = frozenset()


class Waiting(NamedTuple):
    """``person``: the delegate of an approval. ``barred``: who may take no step but those of a handler.

    ``until``: the day that counts next. ``outside``: nothing is left but to record an answer from there.
    """

    roles: tuple[Role, ...]
    person: UUID | None
    steps: tuple[str, ...]
    outside: Awaited | None
    barred: tuple[UUID, ...]
    until: date | None


def waiting_of(case: Case, calendar: WorkingCalendar) -> Waiting:
    """Whom the case waits for, from what happened in it alone: from the same facts as the guards and the matters.

    An open case always waits for somebody of the office; while an applicant or a third party is awaited, for the
    handler, who records the answer. A closed one waits only while a court or reconsideration body wants something.
    """
    ahead = tuple(_ahead(case, calendar))
    outside = ahead[0].outside if ahead and all(one.outside for one in ahead) else None
    delegate = case.draft.delegate if case.state is State.AWAITING_APPROVAL and case.draft else None
    return Waiting(
        roles=tuple(role for role in Role if any(role in one.roles for one in ahead)),
        person=delegate,
        steps=tuple(dict.fromkeys(one.step for one in ahead)),
        outside=outside,
        barred=_barred(ahead),
        until=_until(case, calendar) if ahead else None,
    )


def _ahead(case: Case, calendar: WorkingCalendar) -> Iterator[Next]:
    """Every step that moves the case on, the most pressing first."""
    yield from _extension(case, calendar)
    if ahead := _AHEAD.get(case.state):
        yield from ahead(case, calendar)
    if case.state is not State.ARCHIVED and any(sought.awaited for sought in case.remedies):
        yield Next("keep_remedy_date", HANDLER)
    if case.state in NOBODYS and case.handler is None:
        yield Next("assign", HEAD)


def _until(case: Case, calendar: WorkingCalendar) -> date | None:
    """The reply's day or a court's; where neither runs, the nearest of what is open: receipt, correction, payment."""
    matters = open_matters(case, calendar)
    counting = [one for one in matters if one.matter in COUNTING]
    return min((one.due_on for one in counting or matters), default=None)


def _barred(ahead: tuple[Next, ...]) -> tuple[UUID, ...]:
    """Who may take none of the steps that wait for another function than the handler's."""
    others = [one.barred for one in ahead if one.roles != HANDLER]
    return tuple(sorted(frozenset.intersection(*others))) if others else ()


def _extension(case: Case, calendar: WorkingCalendar) -> Iterator[Next]:
    """To be decided by another person, then told to the applicant, both before the limit ends (art. 33(2))."""
    extension = case.extension
    if extension is None or case.state not in EXTENDABLE or is_ordered(case):
        return
    if extension.consented_by is None and case.overdue_on is None:
        yield Next("decide_extension", HEAD, barred=frozenset({extension.proposed_by}))
    elif _allowed(may_notify_extension, case, calendar):
        yield Next("notify_extension", HANDLER)


def _registered(case: Case, calendar: WorkingCalendar) -> Iterator[Next]:
    yield Next("confirm_receipt", HANDLER)


def _received(case: Case, calendar: WorkingCalendar) -> Iterator[Next]:
    yield from _reasons(case)
    yield Next("accept", HANDLER)


def _awaiting_correction(case: Case, calendar: WorkingCalendar) -> Iterator[Next]:
    """The applicant's turn; after his silence ours, and all along if he was asked too late (arts. 30; 6.6)."""
    irregular = case.correction is not None and case.correction.irregular
    lapsed = _allowed(may_confirm_abandonment, case, calendar)
    if irregular:
        yield Next("accept", HANDLER)
    if lapsed:
        yield Next("confirm_abandonment", HANDLER)
    yield Next("receive_correction", HANDLER, Awaited.APPLICANT)


def _awaiting_payment(case: Case, calendar: WorkingCalendar) -> Iterator[Next]:
    """His period to pay runs once it is proven that he was told (国办函〔2020〕109号 art. 6)."""
    if case.fee and case.fee.served_on is None:
        yield Next("record_fee_delivery", HANDLER)
    if _allowed(may_confirm_abandonment, case, calendar):
        yield Next("confirm_abandonment", HANDLER)
    yield Next("record_payment", HANDLER, Awaited.APPLICANT)


def _processing(case: Case, calendar: WorkingCalendar) -> Iterator[Next]:
    """What is asked and found and reviewed; once nothing of it is open, the reply."""
    yield from _reasons(case)
    open_still = (*_objections(case), *_review(case), *_answers(case), *_rounds(case))
    yield from open_still
    if open_still:
        return
    if not case.documents and not case.searches:
        yield Next("record_search", HANDLER)
        yield Next("request_search", HANDLER)
    yield _anew(case) if _refused(refuse_kept_back, case) else Next("draft_reply", HANDLER)


def _reasons(case: Case) -> Iterator[Next]:
    """The reasons for an excessive application, awaited or to be judged (art. 35)."""
    excess = case.excess
    if excess is None or excess.reasonable is not None:
        return
    if excess.received_on or excess.lapsed:
        yield Next("judge_reasons", HANDLER)
    else:
        yield Next("record_reasons", HANDLER, Awaited.APPLICANT)


def _objections(case: Case) -> Iterator[Next]:
    """A no that nobody has weighed yet (art. 32)."""
    heard = (said for asked in case.consultations if not asked.withdrawn for said in asked.objections.values())
    if any(said.position is not Position.AGREES and said.weight is None for said in heard):
        yield Next("weigh_objection", (*REVIEWER, *HEAD))


def _review(case: Case) -> Iterator[Next]:
    """One proposes, another confirms; in cases of the first edition the reviewer alone (art. 17)."""
    unreviewed = [document for document in case.documents if document.review is None]
    proposers = frozenset(document.proposal.by for document in unreviewed if document.proposal)
    if proposers:
        yield Next("confirm_review", REVIEWER, barred=proposers if len(proposers) == 1 else frozenset())
    if any(document.proposal is None for document in unreviewed):
        yield _anew(case)
    undetermined = [document for document in case.documents if _is_undetermined(document)]
    if undetermined:
        yield from _undetermined(case, undetermined)


def _undetermined(case: Case, undetermined: list[CaseDocument]) -> Iterator[Next]:
    """To be referred; and reviewed again as it was determined (art. 17(3))."""
    referred = {document for referral in case.referrals for document in referral.documents}
    awaited = {document for referral in case.referrals if referral.result is None for document in referral.documents}
    if any(document.document_id not in referred for document in undetermined):
        yield Next("refer_for_determination", HANDLER)
    if any(document.document_id in referred - awaited for document in undetermined):
        yield _anew(case)


def _anew(case: Case) -> Next:
    if case.edition >= TWO_PERSONS:
        return Next("propose_review", HANDLER)
    return Next("review_document", REVIEWER)


def _answers(case: Case) -> Iterator[Next]:
    """What others were asked and owe: consulted parties, and those who determine."""
    for asked in case.consultations:
        if asked.open and asked.delivered_on is None:
            yield Next("record_consultation_delivery", HANDLER)
    for asked in case.consultations:
        if asked.open:
            yield Next("record_opinion", HANDLER, _who(asked))
    if any(referral.result is None for referral in case.referrals):
        yield Next("record_determination", HANDLER, Awaited.AGENCY)


def _rounds(case: Case) -> Iterator[Next]:
    """What departments that search owe; it is taken in while the case is in hand, not once its reply is drafted."""
    if open_rounds(case):
        yield Next("answer_search", HANDLER, Awaited.DEPARTMENT)


def _who(asked: Consultation) -> Awaited:
    return Awaited.THIRD_PARTY if asked.kind is ConsultationKind.THIRD_PARTY else Awaited.AGENCY


def _awaiting_approval(case: Case, calendar: WorkingCalendar) -> Iterator[Next]:
    """Whose signature is awaited; the head of the OGI office is an approver too (分级审批)."""
    draft = case.draft
    if draft is None or draft.stage is None:
        return
    bearing = (Role.APPROVER, Role.OGI_HEAD) if draft.stage is Role.APPROVER else (draft.stage,)
    signed = {signature.by for signature in draft.signatures}
    yield Next("approve_reply", bearing, barred=frozenset({*case.drafters, *signed}))


def _approved(case: Case, calendar: WorkingCalendar) -> Iterator[Next]:
    """To be issued; taken back by who signs, if something came to light since the draft that bars it."""
    if _allowed(may_issue_reply, case, calendar):
        yield Next("issue_reply", HANDLER)
        return
    takes_back = {*(case.draft.chain if case.draft else ()), Role.OGI_HEAD}
    yield Next("approve_reply", tuple(role for role in Role if role in takes_back), barred=frozenset(case.drafters))
    yield from _answers(case)


def _issued(case: Case, calendar: WorkingCalendar) -> Iterator[Next]:
    yield Next("record_delivery", HANDLER)


_AHEAD: dict[State, Callable[[Case, WorkingCalendar], Iterator[Next]]] = {
    State.REGISTERED: _registered,
    State.RECEIVED: _received,
    State.AWAITING_CORRECTION: _awaiting_correction,
    State.AWAITING_PAYMENT: _awaiting_payment,
    State.PROCESSING: _processing,
    State.AWAITING_APPROVAL: _awaiting_approval,
    State.APPROVED: _approved,
    State.ISSUED: _issued,
}


def _is_undetermined(document: CaseDocument) -> bool:
    return document.review is not None and document.review.result is ReviewResult.UNDETERMINED


def _refused(refuse: Callable[[Case], None], case: Case) -> bool:
    try:
        refuse(case)
    except StepRefused:
        return True
    return False


def _allowed(guard: Callable[[Case, Moment], None], case: Case, calendar: WorkingCalendar) -> bool:
    """Whether a guard that asks neither who nor on which day lets the step pass."""
    nobody = Moment(datetime.min.replace(tzinfo=UTC), date.min, CLOCK, calendar)
    return not _refused(lambda asked: guard(asked, nobody), case)
