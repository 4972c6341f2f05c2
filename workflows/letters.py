"""Which event calls for which letters, and what each is told (D1-D29 of docs/law.md; D27 is ordered elsewhere)."""

from collections.abc import Iterator

from schemas import events as ev
from schemas import events_consultation as ec
from schemas import events_time as et
from schemas.case import Case
from schemas.joining import Requests
from schemas.letters import LetterOrder
from schemas.vocabulary import ConsultationKind, LetterKind, Remedy, Weight
from workflows.approval import AWAITED
from workflows.drafting import issued
from workflows.letters_told import Told, consultation_of, reply_told, told
from workflows.limit import due_of
from workflows.moment import Moment

_LETTERS = {
    ev.ApplicationReceived: LetterKind.RECEIPT,
    ev.CorrectionRequested: LetterKind.CORRECTION_NOTICE,
    et.ReasonsRequested: LetterKind.REASONS_REQUEST,
    et.ExtensionConsented: LetterKind.EXTENSION_NOTICE,
    et.FeeNotified: LetterKind.FEE_NOTICE,
    ec.ThirdPartyConsulted: LetterKind.THIRD_PARTY_CONSULTATION,
    ec.AgencyConsulted: LetterKind.AGENCY_CONSULTATION,
    ec.ReferredForDetermination: LetterKind.REFERRAL,
    ev.ReplyIssued: LetterKind.REPLY,
    ev.ApplicationWithdrawn: LetterKind.WITHDRAWAL,
    ev.ApplicationJoined: LetterKind.JOINDER,
}
_REMEDIES = {
    LetterKind.ABANDONMENT: Remedy.EITHER,
    LetterKind.FEE_ABANDONMENT: Remedy.EITHER,
    LetterKind.THIRD_PARTY_DECISION: Remedy.EITHER,
}
"""Intermediate notices carry no remedy clause (国办函〔2021〕132号 art. 3(1)); a reply carries its own."""


def letters_for(case: Case, event: ev.Event, moment: Moment) -> tuple[LetterOrder, ...]:
    """The letters that ``event``, already folded into ``case``, calls for, in the order they are made."""
    if case.channel is None or case.arrived_on is None:
        return ()
    return tuple(_order(case, kind, moment, told(event, case)) for kind in _kinds(case, event))


def draft_order(case: Case, moment: Moment) -> LetterOrder | None:
    """The reply as it would be issued now, for a preview; None while no draft lies for signature or issue.

    One that was returned may contradict what has been reviewed since.
    """
    if case.state not in AWAITED:
        return None
    reply = issued(case, moment)
    return _order(case, LetterKind.REPLY, moment, {**reply_told(case), "remedy": reply.remedy})


def _kinds(case: Case, event: ev.Event) -> Iterator[LetterKind]:
    if kind := _LETTERS.get(type(event)):
        yield kind
    match event:
        case ec.ThirdPartyConsulted() | ec.AgencyConsulted() if case.policy.tell_applicant_of_consultation:
            yield LetterKind.CONSULTATION_NOTICE
        case et.ReasonsJudged(delay_working_days=int()):
            yield LetterKind.DELAY_NOTICE
        case ec.ObjectionWeighed() if event.weight is not Weight.REASONABLE and _is_third_partys(case, event):
            yield LetterKind.THIRD_PARTY_DECISION
        case ev.ApplicationAbandoned():
            yield LetterKind.FEE_ABANDONMENT if event.unpaid else LetterKind.ABANDONMENT
        case ev.RecordPrinted():
            yield event.record


def _order(case: Case, kind: LetterKind, moment: Moment, told: Told) -> LetterOrder:
    number = 1 + sum(letter.kind is kind for letter in case.letters)
    correction = case.correction
    known: Told = {
        "dated": moment.today,
        "due_on": due_of(case, moment.calendar).due if case.received_on else None,
        "respond_by": correction.respond_by if correction else None,
        "remedy": _REMEDIES.get(kind, Remedy.NONE),
        "quotes": Requests.JOINED if case.own_withdrawn_on else Requests.WHOLE,
    }
    return LetterOrder(
        case_id=case.case_id,
        agency_id=case.agency_id,
        key=f"{case.case_id}/letter/{kind}/{number}",
        kind=kind,
        recorded_on=moment.today,
        channel=case.channel,
        arrived_on=case.arrived_on,
        received_on=case.received_on,
        statute=case.statute,
        how_confirmed=case.how_confirmed,
        items=correction.items if correction else (),
        irregular=correction.irregular if correction else False,
        guidance=correction.guidance if correction else None,
        notified_on=correction.notified_on if correction else None,
        corrected_on=correction.received_on if correction else None,
        excess=case.excess,
        extension=case.extension,
        fee=case.fee,
        red_head=case.policy.red_head,
        joined=moment.facts.joined_here,
        **{**known, **told},
    )


def _is_third_partys(case: Case, event: ec.ObjectionWeighed) -> bool:
    return consultation_of(case, event.id).kind is ConsultationKind.THIRD_PARTY
