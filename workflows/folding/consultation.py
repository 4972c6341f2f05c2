"""Folding: consultations and referrals."""

from datetime import date

from schemas import events_consultation as ec
from schemas.case import Case
from schemas.case_parts import Consultation, Objection, Referral
from schemas.clock import ClockEvent, ConsultationAnswered, ConsultationSent
from schemas.vocabulary import ConsultationKind, Consulted
from workflows.folding.changes import Changes, changed, changes, on_the_clock, overdue_before


@changes.register
def _(event: ec.ThirdPartyConsulted, case: Case) -> Changes:
    asked = Consultation(kind=ConsultationKind.THIRD_PARTY, **event.model_dump(exclude={"kind"}))
    return _sent(case, asked, Consulted.THIRD_PARTY)


@changes.register
def _(event: ec.AgencyConsulted, case: Case) -> Changes:
    asked = Consultation(kind=event.consultation, **event.model_dump(exclude={"kind", "consultation"}))
    return _sent(case, asked, Consulted.AGENCY)


@changes.register
def _(event: ec.ConsultationDelivered, case: Case) -> Changes:
    """Until now the days left out were counted from sending; the overdue mark is set anew if it still holds."""
    delivered = {"delivered_on": event.delivered_on, "respond_by": event.respond_by}
    clock = tuple(_delivered(happened, event) for happened in case.clock)
    heard = changed(case.consultations, event.id, lambda _: delivered)
    return {"consultations": heard, "clock": clock, "overdue_on": None}


@changes.register
def _(event: ec.ConsultationDeliveryFailed, case: Case) -> Changes:
    tried = changed(case.consultations, event.id, lambda asked: {"attempts": asked.attempts + 1})
    return {"consultations": tried}


@changes.register
def _(event: ec.OpinionReceived, case: Case) -> Changes:
    """Answered, and the excluded days over, once every document has its position."""
    said = {place.document: Objection(position=place.position) for place in event.positions}
    told = {"answered_on": event.received_on, "text_id": event.text_id, "late": event.late}
    asked = next(one for one in case.consultations if one.id == event.id)
    objections = {**asked.objections, **said}
    if not objections.keys() >= set(asked.documents):
        return {"consultations": changed(case.consultations, event.id, lambda _: {"objections": objections})}
    lapsed = asked.lapsed and event.late  # one that came in time had not lapsed, however late it is entered
    heard = {**told, "lapsed": lapsed, "objections": objections}
    ended = {} if event.late else _ended(case, event.id, told)
    return {"consultations": changed(case.consultations, event.id, lambda _: heard), **ended}


@changes.register
def _(event: ec.ConsultationLapsed, case: Case) -> Changes:
    return {"consultations": changed(case.consultations, event.id, lambda _: {"lapsed": True})}


@changes.register
def _(event: ec.ConsultationWithdrawn, case: Case) -> Changes:
    withdrawn = changed(case.consultations, event.id, lambda _: {"withdrawn": True})
    return {"consultations": withdrawn, **_ended(case, event.id, {"answered_on": event.withdrawn_on})}


@changes.register
def _(event: ec.ObjectionWeighed, case: Case) -> Changes:
    found = {"weight": event.weight, "reason": event.reason}

    def weighed(asked: Consultation) -> Changes:
        heard = {document: asked.objections[document].model_copy(update=found) for document in event.documents}
        return {"objections": {**asked.objections, **heard}}

    return {"consultations": changed(case.consultations, event.id, weighed)}


@changes.register
def _(event: ec.ReferredForDetermination, case: Case) -> Changes:
    referral = Referral(**event.model_dump(exclude={"kind", "stops_clock"}))
    sent = ConsultationSent(on=event.sent_on, id=event.id, who=Consulted.AGENCY)
    return {"referrals": (*case.referrals, referral), **(_moved(case, sent) if event.stops_clock else {})}


@changes.register
def _(event: ec.DeterminationReceived, case: Case) -> Changes:
    told = {"received_on": event.received_on, "result": event.result}
    stopped = any(isinstance(happened, ConsultationSent) and happened.id == event.id for happened in case.clock)
    ended = _ended(case, event.id, {"answered_on": event.received_on}) if stopped else {}
    return {"referrals": changed(case.referrals, event.id, lambda _: told), **ended}


def _sent(case: Case, asked: Consultation, who: Consulted) -> Changes:
    sent = ConsultationSent(on=asked.sent_on, id=asked.id, who=who)
    return {"consultations": (*case.consultations, asked), **_moved(case, sent)}


def _delivered(happened: ClockEvent, event: ec.ConsultationDelivered) -> ClockEvent:
    if isinstance(happened, ConsultationSent) and happened.id == event.id:
        return happened.model_copy(update={"delivered": event.delivered_on})
    return happened


def _ended(case: Case, consultation: str, told: Changes) -> Changes:
    """The clock from then on: an answer ends the excluded days."""
    ended: date = told["answered_on"]
    return _moved(case, ConsultationAnswered(on=ended, id=consultation))


def _moved(case: Case, happened: ClockEvent) -> Changes:
    """The limit moves, and with it the overdue mark, if the act is older than the mark and only entered late."""
    return {"clock": on_the_clock(case, happened), "overdue_on": overdue_before(happened.on, case)}
