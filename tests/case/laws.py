"""What must hold of every case, said a second time and from the law alone: from the events, not from the guards."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from schemas import events as ev
from schemas import events_after as ea
from schemas import events_consultation as ec
from schemas import events_search as es
from schemas import events_time as et
from schemas.case import Case
from schemas.case_parts import CaseDocument, Consultation
from schemas.clock import (
    ClockEvent,
    ClockLine,
    ConsultationAnswered,
    ConsultationSent,
    CorrectionWasReceived,
    CorrectionWasRequested,
    Delayed,
    Extended,
    FeeNotified,
    FeePaid,
    Ordered,
)
from schemas.decisions import findings
from schemas.events import Event
from schemas.events_escalation import EscalationFell
from schemas.law.versions import statute_for, statute_of
from schemas.vocabulary import (
    ConsultationKind,
    Consulted,
    Ground,
    LetterKind,
    Outcome,
    Position,
    ReviewResult,
    State,
    Weight,
)
from tests.case.laws_ladder import check_rung
from tests.case.laws_review import DISCLOSING, check_review
from workflows.limit import LIMIT_RUNS, due_of, limit_runs
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.clock import deadline

DAY = timedelta(days=1)
ENDED = frozenset({State.CLOSED, State.ARCHIVED})
OPEN = frozenset(State) - ENDED - {State.NEW}
IN_HAND = frozenset({State.PROCESSING})
UNANSWERED = frozenset({State.RECEIVED, State.PROCESSING})
UNISSUED = OPEN - {State.ISSUED}
RECEIVED = OPEN - {State.REGISTERED}
SIGNED = frozenset({State.AWAITING_APPROVAL, State.APPROVED})
CORRECTING, PAYING = frozenset({State.AWAITING_CORRECTION}), frozenset({State.AWAITING_PAYMENT})
CLOSED = frozenset({State.CLOSED})

LEGAL: dict[str, frozenset[State]] = {
    "application_registered": frozenset({State.NEW}),
    "application_received": frozenset({State.REGISTERED}),
    "contact_attempted": frozenset({State.REGISTERED}),
    "application_accepted": frozenset({State.RECEIVED}) | CORRECTING,
    "handler_assigned": UNISSUED,
    "correction_requested": UNANSWERED,
    "correction_received": CORRECTING | UNANSWERED,
    "correction_lapsed": CORRECTING,
    "application_abandoned": CORRECTING | PAYING,
    "application_withdrawn": UNISSUED,
    "application_split": UNANSWERED,
    "application_joined": UNANSWERED,
    "reasons_requested": UNANSWERED,
    "reasons_received": RECEIVED,
    "reasons_lapsed": RECEIVED,
    "reasons_judged": UNANSWERED,
    "extension_proposed": UNANSWERED | SIGNED,
    "extension_consented": UNANSWERED | SIGNED,
    "extension_denied": UNANSWERED | SIGNED,
    "extension_notified": RECEIVED,
    "fee_notified": IN_HAND,
    "fee_notice_delivered": PAYING,
    "fee_lapsed": PAYING,
    "fee_paid": PAYING,
    "search_recorded": IN_HAND,
    "search_requested": IN_HAND,
    "search_answered": IN_HAND,
    "search_withdrawn": IN_HAND,
    "search_reminder_fell": IN_HAND,
    "third_party_consulted": IN_HAND,
    "agency_consulted": IN_HAND,
    "consultation_delivered": IN_HAND | SIGNED | PAYING,
    "consultation_delivery_failed": IN_HAND | SIGNED | PAYING,
    "opinion_received": IN_HAND | SIGNED | PAYING,
    "consultation_lapsed": IN_HAND | SIGNED | PAYING | {State.ISSUED},
    "consultation_withdrawn": IN_HAND | SIGNED | PAYING,
    "objection_weighed": IN_HAND,
    "referred_for_determination": IN_HAND,
    "determination_received": IN_HAND | SIGNED | PAYING,
    "document_reviewed": IN_HAND,
    "review_proposed": IN_HAND,
    "review_confirmed": IN_HAND,
    "review_returned": IN_HAND,
    "document_set_aside": IN_HAND,
    "reply_drafted": IN_HAND,
    "final_text_set": SIGNED,
    "approval_delegated": frozenset({State.AWAITING_APPROVAL}),
    "reply_approved": frozenset({State.AWAITING_APPROVAL}),
    "reply_returned": SIGNED,
    "reply_issued": frozenset({State.APPROVED}),
    "reply_delivered": frozenset({State.ISSUED}),
    "letter_issued": OPEN | CLOSED,
    "record_printed": OPEN | CLOSED,
    "escalation_fell": OPEN | CLOSED,
    "reminder_fell": LIMIT_RUNS | CORRECTING | PAYING,
    "became_overdue": LIMIT_RUNS | CORRECTING | PAYING,
    "calendar_adopted": OPEN,
    "deadline_moved": RECEIVED,
    "case_closed": OPEN,
    "remedy_filed": OPEN | CLOSED,
    "remedy_date_set": OPEN | CLOSED,
    "remedy_date_kept": OPEN | CLOSED,
    "remedy_decided": OPEN | CLOSED,
    "new_reply_ordered": RECEIVED | CLOSED,
    "reassessment_fell": CLOSED,
    "document_reassessed": CLOSED,
    "information_published": CLOSED,
    "refusal_filed": CLOSED,
    "case_archived": CLOSED,
}
"""The states in which each kind of event may happen."""
CLOCKS_OWN = {
    "correction_lapsed",
    "reasons_lapsed",
    "fee_lapsed",
    "consultation_lapsed",
    "search_reminder_fell",
    "escalation_fell",
    "reminder_fell",
    "became_overdue",
    "reassessment_fell",
    "case_archived",
}
BEFORE_CLOSING = {"application_withdrawn", "application_abandoned", "application_joined", "reply_delivered"}
MAY_LIE_AHEAD = {
    "respond_by",
    "due_on",
    "due_before",
    "due_after",
    "payable_until",
    "open_until",
    "next_on",
}
LETTERS = {
    "application_received": LetterKind.RECEIPT,
    "correction_requested": LetterKind.CORRECTION_NOTICE,
    "reasons_requested": LetterKind.REASONS_REQUEST,
    "extension_consented": LetterKind.EXTENSION_NOTICE,
    "fee_notified": LetterKind.FEE_NOTICE,
    "third_party_consulted": LetterKind.THIRD_PARTY_CONSULTATION,
    "agency_consulted": LetterKind.AGENCY_CONSULTATION,
    "referred_for_determination": LetterKind.REFERRAL,
    "reply_issued": LetterKind.REPLY,
    "application_withdrawn": LetterKind.WITHDRAWAL,
    "application_joined": LetterKind.JOINDER,
}
SEARCHED = DISCLOSING | {Outcome.REFUSED, Outcome.NOT_FOUND}
EXTENSIONS = {"cn-ogi-2007": 15, "cn-ogi-2019": 20}


def letters_after(event: Event, case: Case) -> list[LetterKind]:
    """The letters that must follow an event, in order."""
    kinds = [LETTERS[event.kind]] if event.kind in LETTERS else []
    asked = isinstance(event, ec.ThirdPartyConsulted | ec.AgencyConsulted)
    if asked and case.policy.tell_applicant_of_consultation:
        kinds.append(LetterKind.CONSULTATION_NOTICE)
    if isinstance(event, et.ReasonsJudged) and event.delay_working_days:
        kinds.append(LetterKind.DELAY_NOTICE)
    if isinstance(event, ec.ObjectionWeighed) and event.weight is not Weight.REASONABLE:
        third = next(one for one in case.consultations if one.id == event.id).kind is ConsultationKind.THIRD_PARTY
        kinds += [LetterKind.THIRD_PARTY_DECISION] if third else []
    if isinstance(event, ev.ApplicationAbandoned):
        kinds.append(LetterKind.FEE_ABANDONMENT if event.unpaid else LetterKind.ABANDONMENT)
    return [*kinds, event.record] if isinstance(event, ev.RecordPrinted) else kinds


def clock_of(events: Sequence[Event]) -> tuple[ClockEvent, ...]:
    """The clock as the events tell it, and not as the fold has kept it."""
    delivered = {event.id: event.delivered_on for event in events if isinstance(event, ec.ConsultationDelivered)}
    stopping = {event.id for event in events if isinstance(event, ec.ReferredForDetermination) and event.stops_clock}
    partial = _partial(events)
    told = [
        happened for event in events if event not in partial for happened in _on_the_clock(event, delivered, stopping)
    ]
    return tuple(sorted(told, key=lambda happened: happened.on))


def _partial(events: Sequence[Event]) -> list[Event]:
    """The opinions that leave a document without a position: the period runs on for it (art. 32)."""
    missing: dict[str, set[UUID]] = {}
    partial: list[Event] = []
    for event in events:
        if isinstance(event, ec.ThirdPartyConsulted | ec.AgencyConsulted):
            missing[event.id] = set(event.documents)
        elif isinstance(event, ec.OpinionReceived):
            missing[event.id] -= {place.document for place in event.positions}
            partial += [event] if missing[event.id] else []
    return partial


def _on_the_clock(event: Event, delivered: dict[str, date], stopping: set[str]) -> Iterator[ClockEvent]:  # noqa: C901
    match event:
        case ev.CorrectionRequested():
            yield CorrectionWasRequested(on=event.notified_on, irregular=event.irregular)
        case ev.CorrectionReceived():
            yield CorrectionWasReceived(on=event.received_on)
        case ec.ThirdPartyConsulted():
            until = delivered.get(event.id)
            yield ConsultationSent(on=event.sent_on, id=event.id, who=Consulted.THIRD_PARTY, delivered=until)
        case ec.AgencyConsulted():
            until = delivered.get(event.id)
            yield ConsultationSent(on=event.sent_on, id=event.id, who=Consulted.AGENCY, delivered=until)
        case ec.ReferredForDetermination() if event.stops_clock:
            yield ConsultationSent(on=event.sent_on, id=event.id, who=Consulted.AGENCY)
        case ec.OpinionReceived() if not event.late:
            yield ConsultationAnswered(on=event.received_on, id=event.id)
        case ec.ConsultationWithdrawn():
            yield ConsultationAnswered(on=event.withdrawn_on, id=event.id)
        case ec.DeterminationReceived() if event.id in stopping:
            yield ConsultationAnswered(on=event.received_on, id=event.id)
        case et.ReasonsJudged() if event.delay_working_days:
            yield Delayed(on=event.judged_on, working_days=event.delay_working_days)
        case et.ExtensionNotified():
            yield Extended(on=event.sent_on, working_days=event.working_days)
        case et.FeeNotified():
            yield FeeNotified(on=event.notified_on)
        case et.FeePaid():
            yield FeePaid(on=event.paid_on)
        case ea.NewReplyOrdered():
            yield Ordered(on=event.ordered_on, working_days=event.order.working_days, by=event.order.by)


def due_again(events: Sequence[Event], calendar: WorkingCalendar) -> date | None:
    """The due date computed from the events alone; None before the date of receipt is fixed."""
    received = next((event.received_on for event in events if isinstance(event, ev.ApplicationReceived)), None)
    if received is None:
        return None
    line = ClockLine(statute=statute_for(received).id, received=received, events=clock_of(events))
    return deadline(line, calendar, on_record=True).due


def check_excluded_days(case: Case, calendar: WorkingCalendar) -> None:
    """Overlapping consultations never leave out more working days than there are in their union."""
    if case.received_on is None or any(event.kind == "ordered" for event in case.clock):
        return
    found = due_of(case, calendar)
    left_out = calendar.count(found.limit_starts, found.due) - found.limit
    union = {
        day for first, end in _spans(case, calendar) for day in _days(first + DAY, end) if calendar.is_working(day)
    }
    assert left_out <= len({day for day in union if found.limit_starts < day <= found.due})


def _spans(case: Case, calendar: WorkingCalendar) -> Iterator[tuple[date, date]]:
    assert case.statute
    statute = statute_of(case.statute)
    answered = {event.id: event.on for event in case.clock if event.kind == "consultation_answered"}
    for event in case.clock:
        if isinstance(event, ConsultationSent) and event.who in statute.excluded:
            lapse = calendar.add(event.delivered or event.on, statute.consultation_limit)
            yield event.on, min(lapse, answered.get(event.id, lapse))


def _days(start: date, end: date) -> Iterator[date]:
    return (start + n * DAY for n in range((end - start).days + 1))


def _check_after(event: Event, before: Case) -> None:
    """While a remedy is pending days are set for it; once none is, the case may be archived."""
    match event:
        case ea.RemedyDateSet() | ea.RemedyDateKept():
            assert next(sought for sought in before.remedies if sought.id == event.remedy).result is None
        case ev.CaseArchived():
            assert all(sought.result for sought in before.remedies)
            assert before.closed_on


def check_event(event: Event, before: Case, calendar: WorkingCalendar) -> None:
    """What the law forbids of one event, seen from the case it happened to."""
    assert before.state in LEGAL[event.kind] or _on_the_spot(event, before), (event.kind, before.state)
    match event:
        case ev.ReplyDrafted() | ev.ReplyIssued() if event.outcome in DISCLOSING:
            assert list(bars(before)) == []
        case ev.ReplyApproved():
            check_signature(event, before)
        case et.ExtensionNotified():
            assert event.working_days <= EXTENSIONS[str(before.statute)]
            assert event.sent_on <= due_of(before, calendar).due
        case ev.ApplicationAccepted() if before.state is State.AWAITING_CORRECTION:
            assert before.correction
            assert before.correction.irregular
        case ev.CorrectionReceived():
            assert before.correction
            assert before.correction.irregular or before.state is State.AWAITING_CORRECTION
            assert before.correction.received_on is None
        case ev.ReminderFell() | ev.BecameOverdue():
            assert limit_runs(before)
        case EscalationFell():
            check_rung(event, before, calendar)
        case ev.CaseClosed():
            assert event.row
    if isinstance(event, ev.ReplyIssued):
        check_chain(before)
    _check_after(event, before)
    check_remedy_dates(event, before)
    check_search(event, before, calendar)
    check_review(event, before)


def check_remedy_dates(event: Event, case: Case) -> None:
    """A day is set and kept in a remedy that is pending, and kept once (行政复议法 art. 48, 行政诉讼法 art. 67)."""
    if not isinstance(event, ea.RemedyDateSet | ea.RemedyDateKept):
        return
    remedy = next(sought for sought in case.remedies if sought.id == event.remedy)
    assert remedy.result is None
    known = {day.id: day for day in remedy.dates}
    if isinstance(event, ea.RemedyDateKept):
        assert known[event.id].kept_on is None
    else:
        assert event.due_before == (known[event.id].due_on if event.id in known else None)


def check_search(event: Event, case: Case, calendar: WorkingCalendar) -> None:
    """What a department owes, it owes by a working day, and is reminded of only while it owes it (art. 36(4))."""
    owing = {asked.id: asked for asked in case.rounds if not asked.answered and not asked.withdrawn_on}
    match event:
        case ev.ReplyDrafted() if SEARCHED & {finding.outcome for finding in findings(event.decision)}:
            assert not owing
        case es.SearchRequested():
            assert calendar.is_working(event.due_on)
            assert event.due_on >= event.asked_on
        case es.SearchAnswered():
            assert bool(event.none_because) != bool(event.documents or event.unfiled)
            assert event.answered_on >= owing[event.id].asked_on
        case es.SearchReminderFell(overdue=True):
            assert event.on == owing[event.id].due_on + DAY
        case es.SearchReminderFell():
            assert owing[event.id].asked_on < event.on < owing[event.id].due_on
            assert not owing[event.id].overdue_on


def _on_the_spot(event: Event, case: Case) -> bool:
    """The one reply that is issued unsigned: at the counter, on the day of receipt, for outcomes named beforehand."""
    if not isinstance(event, ev.ReplyIssued) or case.state is not State.AWAITING_APPROVAL:
        return False
    return event.issued_on == case.received_on and event.outcome in case.policy.on_the_spot


def bars(case: Case) -> Iterator[str]:
    """Why something that is to be disclosed must not be, or not yet (arts. 11, 15, 17, 32, 34)."""
    for document in case.documents:
        assert document.review, "everything is reviewed before anything is disclosed"
        if document.review.result is ReviewResult.WITHHOLD:
            continue
        for asked in case.consultations:
            if document.document_id in asked.documents and not asked.withdrawn:
                yield from _bars_of(asked, document)
        for referral in case.referrals:
            if document.document_id in referral.documents:
                milder = {None: True, ReviewResult.WITHHOLD: True, ReviewResult.DISCLOSE: False}
                partial = document.review.result is ReviewResult.DISCLOSE
                if milder.get(referral.result, partial):
                    yield "referred"


def _bars_of(asked: Consultation, document: CaseDocument) -> Iterator[str]:
    said = asked.objections.get(document.document_id)
    if not asked.answered_on and not asked.lapsed:
        yield "no answer yet"
    if asked.kind is ConsultationKind.APPROVING_AGENCY and not (said and said.position is Position.AGREES):
        yield "not approved"
    if (
        said is None
        or said.position is Position.AGREES
        or said.weight in {Weight.NOT_REASONABLE, Weight.PUBLIC_INTEREST}
    ):
        return
    review = document.review
    in_part = said.position is Position.OBJECTS_IN_PART and review and review.result is ReviewResult.PARTIAL
    theirs = in_part and review and bool({Ground.PRIVACY, Ground.BUSINESS_SECRET} & set(review.grounds))
    respected = theirs if asked.kind is ConsultationKind.THIRD_PARTY else in_part
    if said.weight is None or not respected:
        yield "objected to"


def check_signature(event: ev.ReplyApproved, case: Case) -> None:
    """Nobody signs twice in one chain, and nobody signs what he drafted, now or before."""
    assert case.draft
    assert event.by not in {signature.by for signature in case.draft.signatures}
    assert event.by not in case.drafters
    assert event.by != case.draft.by
    assert event.stage == case.draft.chain[len(case.draft.signatures)]
    assert event.final == (len(case.draft.signatures) + 1 == len(case.draft.chain))


def check_chain(case: Case) -> None:
    """What is issued was signed by the whole chain that the agency wants for its outcome."""
    assert case.draft
    if case.state is State.AWAITING_APPROVAL:
        return
    assert case.draft.outcome
    assert [signature.stage for signature in case.draft.signatures] == list(case.policy.chain_for(case.draft.outcome))
    signers = [signature.by for signature in case.draft.signatures]
    assert len(set(signers)) == len(signers)
    assert not set(signers) & set(case.drafters)


def check_history(events: Sequence[Event]) -> None:
    """What may happen only once, and what only after something else."""
    seen: Counter[str] = Counter(event.kind for event in events)
    for once in ("application_registered", "application_received", "correction_requested", "reasons_requested"):
        assert seen[once] <= 1, once
    for once in ("extension_notified", "fee_notified", "fee_paid", "case_archived", "application_split"):
        assert seen[once] <= 1, once
    assert seen["case_closed"] <= 1 + seen["new_reply_ordered"]
    assert seen["became_overdue"] == 0 or seen["application_received"]
    if seen["case_archived"]:
        assert events[-1].kind == "case_archived"
