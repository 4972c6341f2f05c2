"""What a letter is told by the event that calls for it: what the case does not hold, and the part it is about."""

from datetime import date
from functools import singledispatch
from typing import Any

from schemas import events as ev
from schemas import events_consultation as ec
from schemas import events_time as et
from schemas.case import Case
from schemas.case_parts import Consultation, OwnSearch
from schemas.joining import Joined, Requests
from schemas.letters import LetterRef
from schemas.vocabulary import LetterKind
from workflows.findings import findings_of
from workflows.releasing import given_out, pages_of

Told = dict[str, Any]
"""Fields of ``LetterOrder`` beyond those that every letter has."""


@singledispatch
def told(event: object, case: Case) -> Told:
    """What the event tells its letters; most tell nothing of their own."""
    return {}


def reply_told(case: Case) -> Told:
    """What a reply says: the decision with its findings, the search, the remedy."""
    assert case.draft is not None  # noqa: S101 - a reply was drafted
    return {
        "decision": case.draft.decision,
        "earlier": case.draft.earlier,
        "final_text": case.draft.final_text,
        "findings": findings_of(case),
        **_given_out(case),
        "search": "\n".join((*case.searches, *_set_aside(case))) or None,
        "remedy": case.remedy,
        **_ordered(case),
    }


def consultation_of(case: Case, consultation: str) -> Consultation:
    """The consultation of this id, which must be there."""
    return next(asked for asked in case.consultations if asked.id == consultation)


@told.register
def _(event: ev.CorrectionRequested, case: Case) -> Told:
    return {"dated": event.notified_on}


@told.register
def _(event: et.ReasonsRequested, case: Case) -> Told:
    return {"dated": event.notified_on, "respond_by": event.respond_by}


@told.register
def _(event: et.ReasonsJudged, case: Case) -> Told:
    return {"due_on": event.due_on, "delay_working_days": event.delay_working_days, "finding": event.finding}


@told.register
def _(event: et.ExtensionConsented, case: Case) -> Told:
    return {"due_on": event.due_on}


@told.register
def _(event: et.FeeNotified, case: Case) -> Told:
    return {"dated": event.notified_on}


@told.register(ec.ThirdPartyConsulted)
@told.register(ec.AgencyConsulted)
def _(event: ec.ThirdPartyConsulted | ec.AgencyConsulted, case: Case) -> Told:
    return {"dated": event.sent_on, "consultation": consultation_of(case, event.id)}


@told.register
def _(event: ec.ObjectionWeighed, case: Case) -> Told:
    found: Told = {"weighed": event.documents, "weight": event.weight, "reason": event.reason}
    return {**found, "consultation": consultation_of(case, event.id)}


@told.register
def _(event: ec.ReferredForDetermination, case: Case) -> Told:
    return {"dated": event.sent_on, "referral": next(one for one in case.referrals if one.id == event.id)}


@told.register
def _(event: ev.ApplicationAbandoned, case: Case) -> Told:
    return {"finding": event.finding}


@told.register
def _(event: ev.ApplicationWithdrawn, case: Case) -> Told:
    goes_on: Told = {"quotes": Requests.OWN} if event.joined is Joined.GO_ON else {}
    return {"withdrawn_on": event.withdrawn_on, **goes_on}


@told.register
def _(event: ev.ApplicationJoined, case: Case) -> Told:
    return {"joined_into": event.reference}


@told.register
def _(event: ev.RecordPrinted, case: Case) -> Told:
    """The searches of a search record; the letter of a return slip, what it was about, the day it was served."""
    if event.record is LetterKind.SEARCH_RECORD:
        return {"own_searches": _own_searches(case), "rounds": case.rounds, "set_aside": case.set_aside}
    served = next((letter for letter in case.letters if letter.letter_id == event.letter), None)
    if served is None:
        return {}
    asked = next((asked for asked in case.consultations if asked.id == served.about), None)
    referral = next((referral for referral in case.referrals if referral.id == served.about), None)
    about: Told = {"consultation": asked, "referral": referral, "served_on": _served_on(case, served, asked)}
    if served == _standing_reply(case) and case.draft:
        delivered = {"service_method": case.delivered_by, "service_proof": case.delivery_proof}
        about |= {"decision": case.draft.decision, "served_on": case.delivered_on, **delivered}
    return {"served": served, **about}


@told.register
def _(event: ev.ReplyIssued, case: Case) -> Told:
    return reply_told(case)


def _given_out(case: Case) -> Told:
    """How much goes with the reply, where the review says it page by page."""
    given = given_out(case)
    return {"released_documents": len(given), "released_pages": pages_of(given)} if given else {}


def _ordered(case: Case) -> Told:
    """Who ordered this reply anew, and which one it replaces; nothing for a first reply."""
    ordering = [sought for sought in case.remedies if sought.order]
    if not ordering:
        return {}
    last = ordering[-1]
    number = f"（{last.file_number}）" if last.file_number else ""
    replies = [letter.number for letter in case.letters if letter.kind is LetterKind.REPLY]
    told: Told = {"ordered_by": f"{last.body}{number}", "ordered_on": last.served_on}
    return {**told, "replaces": replies[-1] if case.given and replies else None}


def _own_searches(case: Case) -> tuple[OwnSearch, ...]:
    """The office's own, also those of which a case carried over by the first releases keeps only the words."""
    kept = len(case.own_searches) + sum(len(asked.answers) for asked in case.rounds)
    return (*(OwnSearch(how=words) for words in case.searches[: len(case.searches) - kept]), *case.own_searches)


def _set_aside(case: Case) -> tuple[str, ...]:
    """What a search found and does not count: a reply that tells of the search must not say more was found."""
    number = len(case.set_aside)
    return (f"上述检索到的文件中，有{number}份经核对不属于所申请公开的政府信息。",) if number else ()


def _standing_reply(case: Case) -> LetterRef | None:
    """The letter of the reply that stands: not one that an ordered new reply has replaced."""
    replies = [letter for letter in case.letters if letter.kind is LetterKind.REPLY]
    return replies[-1] if replies and case.issued_on else None


def _served_on(case: Case, served: LetterRef, asked: Consultation | None) -> date | None:
    """The day a letter other than the reply reached its addressee; null where none is on record."""
    match served.kind:
        case LetterKind.EXTENSION_NOTICE:
            return case.extension.notified_on if case.extension else None
        case LetterKind.FEE_NOTICE:
            return case.fee.served_on if case.fee else None
        case LetterKind.THIRD_PARTY_CONSULTATION | LetterKind.AGENCY_CONSULTATION:
            return asked.delivered_on if asked else None
    return None
