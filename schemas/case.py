"""A case: the fold of its events. Ids, dates, codes and the staff's own words; nothing about the applicant."""

from datetime import date, datetime
from uuid import UUID

from schemas.base import Recorded
from schemas.case_parts import (
    CaseDocument,
    Consultation,
    Correction,
    Draft,
    Escalated,
    Excess,
    Extension,
    Fee,
    Given,
    OwnSearch,
    Referral,
    RemedySought,
    SearchRound,
    SetAside,
)
from schemas.clock import ClockEvent
from schemas.events_review import Release
from schemas.letters import LetterRef
from schemas.policy import Policy
from schemas.vocabulary import (
    AlarmKind,
    ApplicantKind,
    Channel,
    DeliveryMethod,
    Outcome,
    Remedy,
    ReportRow,
    Role,
    State,
    StatuteId,
)
from schemas.waiting import Awaited


class Case(Recorded):
    """The state of one application's handling; ``version`` is the number of events folded into it.

    ``own_withdrawn_on``: the day its own application was taken back, where it goes on for those joined into it.
    """

    case_id: UUID
    agency_id: UUID
    policy: Policy = Policy()
    version: int = 0
    state: State = State.NEW
    reference: str = ""
    channel: Channel | None = None
    applicant_kind: ApplicantKind | None = None
    arrived_on: date | None = None
    received_on: date | None = None
    how_confirmed: str | None = None
    statute: StatuteId | None = None
    calendar_version: str = ""
    clock: tuple[ClockEvent, ...] = ()
    handler: UUID | None = None
    split_from: UUID | None = None
    edition: int = 1
    parts: tuple[UUID, ...] = ()
    joined_into: UUID | None = None
    own_withdrawn_on: date | None = None
    correction: Correction | None = None
    excess: Excess | None = None
    extension: Extension | None = None
    fee: Fee | None = None
    consultations: tuple[Consultation, ...] = ()
    referrals: tuple[Referral, ...] = ()
    searches: tuple[str, ...] = ()
    own_searches: tuple[OwnSearch, ...] = ()
    rounds: tuple[SearchRound, ...] = ()
    documents: tuple[CaseDocument, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    draft: Draft | None = None
    drafters: tuple[UUID, ...] = ()
    outcome: Outcome | None = None
    report_row: ReportRow | None = None
    remedy: Remedy = Remedy.NONE
    issued_on: date | None = None
    release: Release | None = None
    delivered_on: date | None = None
    delivered_by: DeliveryMethod | None = None
    delivery_proof: str | None = None
    letters: tuple[LetterRef, ...] = ()
    reminded: tuple[date, ...] = ()
    escalated: tuple[Escalated, ...] = ()
    overdue_on: date | None = None
    closed_on: date | None = None
    given: tuple[Given, ...] = ()
    remedies: tuple[RemedySought, ...] = ()
    reassess_on: date | None = None
    filed_on: date | None = None
    published: tuple[UUID, ...] = ()
    imported_on: date | None = None

    @property
    def withheld(self) -> tuple[UUID, ...]:
        """The documents of which something is still withheld."""
        return tuple(document.document_id for document in self.documents if document.is_withheld)


class Alarm(Recorded):
    """The next thing the clock does by itself: true from the day ``on``, rung at ``at`` (UTC)."""

    kind: AlarmKind
    on: date
    at: datetime


class CaseRow(Recorded):
    """The read model of a case: one row of ``cases``, a projection that can be rebuilt from events at any time.

    ``days_used``: working days of the limit used when the reply was delivered or the case closed; null while it is open
    and where no limit ever ran. ``extended``: an extension counts. ``corrected``: a reconsideration or suit corrected
    the reply. ``fee_amount`` in yuan, as notified. ``imported``: taken over from another register, whose word is all
    that stands behind what happened there.

    ``waits_for``: the functions whose act moves the case on now, by one of ``next_steps``, the most pressing first;
    what waits for a handler waits for ``handler_id`` where there is one. ``waits_person``: the delegate of an approval.
    ``waits_not``: who may not take the steps of other functions than the handler's, for what he did before.
    ``waits_until``: the day that counts next. ``awaits``: nothing is left but to record an answer from there.
    """

    case_id: UUID
    agency_id: UUID
    version: int
    state: State
    reference: str
    channel: Channel
    applicant_kind: ApplicantKind
    arrived_on: date
    received_on: date | None
    statute: StatuteId | None
    calendar_version: str
    due_on: date | None
    target_due_on: date | None
    provisional: bool
    limit_runs: bool
    handler_id: UUID | None
    outcome: Outcome | None
    overdue_on: date | None
    delivered_on: date | None
    closed_on: date | None
    report_row: ReportRow | None = None
    joined_into: UUID | None = None
    split_from: UUID | None = None
    reassess_on: date | None = None
    filed_on: date | None = None
    issued_on: date | None = None
    days_used: int | None = None
    extended: bool = False
    corrected: bool = False
    fee_amount: int | None = None
    fee_paid_on: date | None = None
    waits_for: tuple[Role, ...] = ()
    waits_person: UUID | None = None
    waits_until: date | None = None
    waits_not: tuple[UUID, ...] = ()
    awaits: Awaited | None = None
    next_steps: tuple[str, ...] = ()
    imported: bool = False
    head: str
