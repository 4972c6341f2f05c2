"""Which stages a case went through: a fold of its events, kept apart from the statements that write the rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import singledispatch
from uuid import UUID
from zoneinfo import ZoneInfo

from schemas import events as ev
from schemas import events_after as ea
from schemas import events_consultation as ec
from schemas import events_review as er
from schemas import events_search as es
from schemas import events_time as et
from schemas.forecast import Stage, StageRow
from schemas.law.versions import statute_of
from schemas.policy import Policy
from schemas.vocabulary import Consulted, StatuteId

_HELD_UP = frozenset({Stage.ACCEPTANCE, Stage.SEARCH, Stage.REVIEW, Stage.DRAFTING})
"""Stages that are consultation while somebody consulted is waited for."""
_HANDLING = frozenset({Stage.SEARCH, Stage.REVIEW, Stage.DRAFTING})


@dataclass(frozen=True, slots=True)
class Asked:
    """A consultation that stops the clock. ``unheard``: the documents on which nothing was said yet."""

    sent_on: date
    until_on: date | None = None
    unheard: frozenset[UUID] = frozenset()


@dataclass(slots=True)
class Course:
    """Where a case stands while its events are read, and the rows so far."""

    agency_id: UUID
    rows: list[StageRow] = field(default_factory=list)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo(Policy().timezone))
    statute: StatuteId | None = None
    stage: Stage = Stage.REGISTRATION
    course: int = 0
    waiting: bool = False  # the applicant is waited for, and no limit runs
    awaiting: bool = False  # he is waited for, and the limit may run
    held: bool = False  # nothing can extend the limit any more: extended, ordered or issued
    added: int = 0  # working days by which the present limit is longer
    ordered: bool = False
    asked: dict[str, Asked] = field(default_factory=dict)
    rounds: set[str] = field(default_factory=set)
    searched: bool = False
    unreviewed: set[UUID] = field(default_factory=set)
    drafted: ev.ReplyDrafted | None = None

    def take(self, record: ev.EventRecord) -> None:
        """Let one event happen."""
        day = happen(record.event, self)
        self._stand(record, day or record.at.astimezone(self.zone).date())

    def restart(self) -> None:
        """A new limit begins, or will when the applicant has done his part."""
        self.course += 1
        self.added = 0

    def go_on(self) -> None:
        """The applicant is not waited for any more."""
        self.awaiting = self.waiting = False

    def stops(self, who: Consulted) -> bool:
        """Whether asking them stops the count (art. 33(3))."""
        return self.statute is not None and who in statute_of(self.statute).excluded

    def heard(self, asked_id: str) -> None:
        """One that was waited for is not any more."""
        self.asked.pop(asked_id, None)

    def move_on(self) -> None:
        """From search to review to drafting, as far as the work is done."""
        if self.stage in _HANDLING and self.searched and not self.rounds:
            self.stage = Stage.REVIEW if self.unreviewed else Stage.DRAFTING

    def _stand(self, record: ev.EventRecord, day: date) -> None:
        standing = self._row(record, day)
        last = self.rows[-1] if self.rows else None
        if last is None or _place(last) != _place(standing):
            self._enter(last, standing)
        elif _facts(last) != _facts(standing):
            kept = {"n": last.n, "entered_on": last.entered_on}
            self.rows[-1] = standing.model_copy(update=kept)

    def _enter(self, last: StageRow | None, standing: StageRow) -> None:
        """An act may be entered with an earlier date than the one before; a stage is not left before it was entered."""
        if last is not None:
            standing = standing.model_copy(update={"entered_on": max(standing.entered_on, last.entered_on)})
            left = {"left_on": standing.entered_on, "seq": standing.seq}
            self.rows[-1] = last.model_copy(update=left)
        self.rows.append(standing)

    def _row(self, record: ev.EventRecord, day: date) -> StageRow:
        done = self.stage is Stage.DONE
        held_up = bool(self.asked) and self.stage in _HELD_UP and not self.waiting
        unproven = [asked.sent_on for asked in self.asked.values() if asked.until_on is None]
        return StageRow(
            case_id=record.case_id,
            n=len(self.rows) + 1,
            agency_id=self.agency_id,
            stage=Stage.CONSULTATION if held_up else self.stage,
            entered_on=day,
            course=self.course,
            counts=bool(self.course) and not (self.waiting or done),
            asked_on=max(unproven, default=None),
            until_on=max((asked.until_on for asked in self.asked.values() if asked.until_on), default=None),
            added=self.added,
            ordered=self.ordered,
            extendable=bool(self.course) and not (self.held or self.awaiting or done),
            outcome=self.drafted.outcome if self.drafted else None,
            seq=record.seq,
        )


def stages_after(agency_id: UUID, records: Iterable[ev.EventRecord]) -> tuple[StageRow, ...]:
    """The rows of a case from all its events, in order; events that move no stage may be left out."""
    course = Course(agency_id)
    for record in records:
        if record.event.kind in STAGE_KINDS:
            course.take(record)
    return tuple(course.rows)


def _place(row: StageRow) -> tuple[Stage, int, bool]:
    return row.stage, row.course, row.counts


def _facts(row: StageRow) -> tuple[object, ...]:
    return row.asked_on, row.until_on, row.added, row.ordered, row.extendable, row.outcome


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
    course.stage = Stage.SEARCH if course.stage in _HANDLING else course.stage
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
