"""What each event means for the stage a case is in: a function for each kind of event that can move it."""

from dataclasses import replace
from datetime import date
from functools import singledispatch
from zoneinfo import ZoneInfo

from activities.db.stage_state import HANDLING, Asked, Course
from schemas import events as ev
from schemas import events_after as ea
from schemas import events_consultation as ec
from schemas import events_review as er
from schemas import events_search as es
from schemas import events_time as et
from schemas.forecast import Stage
from schemas.vocabulary import Consulted


@singledispatch
def happen(event: object, course: Course) -> date | None:
    """What an event changes; the day it happened where that is not the day it was entered."""
    raise TypeError(f"no way to follow {type(event).__name__}")


@happen.register
def _(event: ev.ApplicationRegistered, course: Course) -> date | None:
    course.zone = ZoneInfo(event.policy.timezone)
    return event.arrived_on


@happen.register
def _(event: ev.ApplicationReceived, course: Course) -> date | None:
    course.stage, course.statute = Stage.ACCEPTANCE, event.statute
    course.restart()
    return event.received_on


@happen.register
def _(event: ev.ApplicationAccepted, course: Course) -> date | None:
    """Also while a correction is awaited that was asked for too late."""
    course.stage = Stage.SEARCH
    course.go_on()
    return None


@happen.register
def _(event: ev.CorrectionRequested, course: Course) -> date | None:
    """One that was asked for too late leaves the limit running (docs/law.md 6.6)."""
    course.stage, course.awaiting = Stage.ACCEPTANCE, True
    if not event.irregular:
        course.waiting = True
        course.restart()
    return event.notified_on


@happen.register
def _(event: ev.CorrectionReceived, course: Course) -> date | None:
    course.go_on()
    return event.received_on


@happen.register
def _(event: et.FeeNotified, course: Course) -> date | None:
    course.awaiting = True
    if event.served_on:
        course.waiting = True
        course.restart()
    return event.notified_on


@happen.register
def _(event: et.FeeNoticeDelivered, course: Course) -> date | None:
    """Until then the limit ran on."""
    if course.awaiting and not course.waiting:
        course.waiting = True
        course.restart()
    return event.served_on


@happen.register
def _(event: et.FeePaid, course: Course) -> date | None:
    """Paid although nothing proves that the notice arrived: the new limit begins all the same."""
    if not course.waiting:
        course.restart()
    course.go_on()
    return event.paid_on


@happen.register
def _(event: et.ExtensionNotified, course: Course) -> date | None:
    course.held = True
    course.added += event.working_days
    return event.sent_on


@happen.register
def _(event: et.ReasonsJudged, course: Course) -> date | None:
    course.added += event.delay_working_days or 0
    return event.judged_on


@happen.register
def _(event: es.SearchRequested, course: Course) -> date | None:
    course.rounds.add(event.id)
    course.stage = Stage.SEARCH if course.stage in HANDLING else course.stage
    return event.asked_on


@happen.register
def _(event: ev.SearchRecorded, course: Course) -> date | None:
    _found(event, course)
    course.move_on()
    return event.recorded_on


@happen.register
def _(event: es.SearchAnswered, course: Course) -> date | None:
    _found(event, course)
    if event.final:
        course.rounds.discard(event.id)
    course.move_on()
    return event.answered_on


@happen.register
def _(event: es.SearchWithdrawn, course: Course) -> date | None:
    course.rounds.discard(event.id)
    course.move_on()
    return event.withdrawn_on


def _found(event: ev.SearchRecorded | es.SearchAnswered, course: Course) -> None:
    course.searched = True
    course.unreviewed |= {one.document_id for one in event.documents} | {one.document_id for one in event.unfiled}


@happen.register(ev.DocumentReviewed)
@happen.register(er.DocumentSetAside)
def _(event: ev.DocumentReviewed | er.DocumentSetAside, course: Course) -> date | None:
    course.unreviewed.discard(event.document_id)
    course.move_on()
    return None


@happen.register
def _(event: er.ReviewProposed, course: Course) -> date | None:
    course.unreviewed |= {one.document_id for one in event.documents}
    course.move_on()
    return None


@happen.register
def _(event: er.ReviewConfirmed, course: Course) -> date | None:
    course.unreviewed -= set(event.documents)
    course.move_on()
    return None


@happen.register
def _(event: ec.ThirdPartyConsulted, course: Course) -> date | None:
    if course.stops(Consulted.THIRD_PARTY):
        course.asked[event.id] = Asked(event.sent_on, unheard=frozenset(event.documents))
    return event.sent_on


@happen.register
def _(event: ec.AgencyConsulted, course: Course) -> date | None:
    if course.stops(Consulted.AGENCY):
        course.asked[event.id] = Asked(event.sent_on, unheard=frozenset(event.documents))
    return event.sent_on


@happen.register
def _(event: ec.ReferredForDetermination, course: Course) -> date | None:
    if event.stops_clock and course.stops(Consulted.AGENCY):
        course.asked[event.id] = Asked(event.sent_on)
    return event.sent_on


@happen.register
def _(event: ec.ConsultationDelivered, course: Course) -> date | None:
    if asked := course.asked.get(event.id):
        course.asked[event.id] = replace(asked, until_on=event.respond_by)
    return event.delivered_on


@happen.register
def _(event: ec.OpinionReceived, course: Course) -> date | None:
    """Heard once every document has its position."""
    if asked := course.asked.get(event.id):
        unheard = asked.unheard - {said.document for said in event.positions}
        course.asked[event.id] = replace(asked, unheard=unheard)
        if not unheard:
            course.heard(event.id)
    return event.received_on


@happen.register
def _(event: ec.ConsultationLapsed, course: Course) -> date | None:
    course.heard(event.id)
    return event.respond_by


@happen.register
def _(event: ec.ConsultationWithdrawn, course: Course) -> date | None:
    course.heard(event.id)
    return event.withdrawn_on


@happen.register
def _(event: ec.DeterminationReceived, course: Course) -> date | None:
    course.heard(event.id)
    return event.received_on


@happen.register
def _(event: ev.ReplyDrafted, course: Course) -> date | None:
    course.stage, course.drafted = Stage.APPROVAL, event
    course.go_on()
    return None


@happen.register
def _(event: ev.FinalTextSet, course: Course) -> date | None:
    """Everybody signs again."""
    course.stage = Stage.APPROVAL
    return None


@happen.register
def _(event: ev.ReplyApproved, course: Course) -> date | None:
    course.stage = Stage.DISPATCH if event.final else Stage.APPROVAL
    return None


@happen.register
def _(event: ev.ReplyReturned, course: Course) -> date | None:
    course.stage = Stage.DRAFTING
    return None


@happen.register
def _(event: ev.ReplyIssued, course: Course) -> date | None:
    course.stage, course.held = Stage.DISPATCH, True
    return event.issued_on


@happen.register
def _(event: ev.ReplyDelivered, course: Course) -> date | None:
    course.stage = Stage.DONE
    return event.delivered_on


@happen.register
def _(event: ev.CaseClosed, course: Course) -> date | None:
    course.stage = Stage.DONE
    course.go_on()
    course.asked.clear()
    return event.closed_on


@happen.register
def _(event: ea.NewReplyOrdered, course: Course) -> date | None:
    """In hand again with a limit of its own; what was found and reviewed may be looked at anew."""
    course.stage, course.drafted = Stage.SEARCH, None
    course.held = course.ordered = True
    course.restart()
    return event.ordered_on


STAGE_EVENTS = tuple(
    sorted((type_ for type_ in happen.registry if type_ is not object), key=lambda type_: type_.__name__)
)
STAGE_KINDS = frozenset(type_.model_fields["kind"].default for type_ in STAGE_EVENTS)
"""The kinds of events that can move a stage."""
