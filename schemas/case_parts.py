"""The parts of a case that have a life of their own: correction, consultation, referral, fee, draft, remedy."""

from datetime import date
from uuid import UUID

from pydantic import Field, model_validator

from schemas.base import Recorded
from schemas.decisions import Decision
from schemas.documents import DocumentRef
from schemas.escalation import Matter
from schemas.events_search import UnfiledFound
from schemas.steps_after import Order
from schemas.vocabulary import (
    ConsultationKind,
    FeeBasis,
    Ground,
    Instance,
    Outcome,
    Position,
    ReferredTo,
    RemedyDateKind,
    RemedyResult,
    ReviewResult,
    Role,
    Weight,
)


class Correction(Recorded):
    """``irregular``: asked for after the seventh working day, so that the limit runs on (docs/law.md 6.6)."""

    items: tuple[str, ...]
    guidance: str | None = None
    notified_on: date
    respond_by: date
    lapsed: bool = False
    received_on: date | None = None
    irregular: bool = False


class Excess(Recorded):
    """An excessive application (art. 35). ``reasonable`` is null until the reasons, or their absence, are judged."""

    counted: str
    notified_on: date
    respond_by: date
    lapsed: bool = False
    received_on: date | None = None
    text_id: UUID | None = None
    reasonable: bool | None = None
    finding: str | None = None


class Extension(Recorded):
    """``consented_by`` is null until the head of the OGI office consents, ``notified_on`` until it counts."""

    working_days: int
    reason: str
    proposed_by: UUID
    consented_by: UUID | None = None
    notified_on: date | None = None


class Fee(Recorded):
    """``amount`` in yuan. ``payable_until`` is told to the applicant; nothing is closed before ``open_until``."""

    basis: FeeBasis
    quantity: int
    before: int = 0
    amount: int
    how_to_pay: str
    notified_on: date
    served_on: date | None = None
    payable_until: date
    open_until: date
    lapsed: bool = False
    paid_on: date | None = None


class Objection(Recorded):
    """What a consulted party says of one document, and what the agency finds of it."""

    position: Position
    weight: Weight | None = None
    reason: str | None = None


class Consultation(Recorded):
    """``party_id`` names a third party in PostgreSQL; ``agency`` is the name of another agency.

    ``respond_by`` is null until delivery is proven; ``answered_on`` until every document has its position.
    """

    id: str
    kind: ConsultationKind
    party_id: UUID | None = None
    agency: str | None = None
    documents: tuple[UUID, ...]
    concerns: str
    sent_on: date
    attempts: int = 0
    delivered_on: date | None = None
    respond_by: date | None = None
    answered_on: date | None = None
    lapsed: bool = False
    withdrawn: bool = False
    late: bool = False
    text_id: UUID | None = None
    objections: dict[UUID, Objection] = Field(default_factory=dict)

    @property
    def open(self) -> bool:
        """Still waiting for an answer."""
        return not (self.answered_on or self.lapsed or self.withdrawn)


class Referral(Recorded):
    """A question put to who determines it (art. 17(3)); ``result`` is null until it is answered."""

    id: str
    to: ReferredTo
    department: str
    documents: tuple[UUID, ...]
    doubt: str
    own_view: str
    sent_on: date
    received_on: date | None = None
    result: ReviewResult | None = None


class OwnSearch(Recorded):
    """A search by the office that handles the case. What is null the first releases did not keep."""

    how: str
    found: int | None = None
    unfiled: tuple[UnfiledFound, ...] = ()
    recorded_on: date | None = None
    by: UUID | None = None


class SearchAnswer(Recorded):
    """What a department answered: ``found`` documents were uploaded, or there is nothing because …"""

    answered_on: date
    searched_by: str
    how: str
    found: int
    unfiled: tuple[UnfiledFound, ...] = ()
    none_because: str | None = None


class SearchRound(Recorded):
    """One department asked to look for something. ``overdue_on``: the day after ``due_on``, once it has passed."""

    id: str
    department: str
    sought: str
    asked_on: date
    due_on: date
    by: UUID
    answers: tuple[SearchAnswer, ...] = ()
    answered: bool = False
    reminded_on: date | None = None
    overdue_on: date | None = None
    withdrawn_on: date | None = None
    withdrawn_because: str | None = None

    @property
    def open(self) -> bool:
        """Still waiting for an answer, or for more of one."""
        return not (self.answered or self.withdrawn_on)


class Proposal(Recorded):
    """What is proposed of one document (拟定审查意见); another person confirms it or sends it back (art. 17).

    ``released``: how many of its ``pages`` would be given out. ``pages`` is null where it has none or is not filed.
    """

    result: ReviewResult
    grounds: tuple[Ground, ...] = ()
    reason: str | None = None
    by: UUID
    pages: int | None = None
    released: int = 0


class Review(Recorded):
    """What was found of one document. ``proposed_by`` is null in cases of the first edition: one person reviewed."""

    result: ReviewResult
    grounds: tuple[Ground, ...] = ()
    reason: str | None = None
    by: UUID
    proposed_by: UUID | None = None
    released: int = 0


class SetAside(Recorded):
    """A document that was recorded as found by mistake, and taken out."""

    document_id: UUID
    on: date
    reason: str
    by: UUID


class CaseDocument(Recorded):
    """A document that a search found, with its review once there is one. What else is known of it is in PostgreSQL.

    ``filed``: False for something found that nobody uploaded, a state secret for example. ``proposal``: what lies
    before the reviewer; ``reviewed_before``: two persons have agreed on it once.
    ``reassessed_on``: last looked at again after it was withheld; ``disclosed_later``: found
    disclosable (art. 18).
    """

    document_id: UUID
    filed: bool = True
    proposal: Proposal | None = None
    review: Review | None = None
    reassessed_on: date | None = None
    disclosed_later: bool = False
    reviewed_before: bool = False

    @model_validator(mode="before")
    @classmethod
    def _named_by_reference(cls, kept: object) -> object:
        """Cases carried over by the first releases hold the whole reference."""
        if isinstance(kept, dict) and "ref" in kept:
            return {**kept, "document_id": kept["ref"]["document_id"]}
        return kept

    @property
    def is_withheld(self) -> bool:
        """Something of it was withheld, and no re-assessment has disclosed it since."""
        return self.review is not None and self.review.result is not ReviewResult.DISCLOSE and not self.disclosed_later


class Earlier(Recorded):
    """An earlier case of the same applicant that was answered: number and date of its reply (art. 36(6))."""

    case_id: UUID
    number: str
    dated: date


class Signature(Recorded):
    """One signature in the chain; ``stage`` is the role it was given for."""

    stage: Role
    by: UUID


class Draft(Recorded):
    """``chain`` is who must sign, in order; ``delegate`` may sign the stage where the draft lies, since ``laid_on``."""

    decision: Decision
    by: UUID
    comment: str | None = None
    approved_by: UUID | None = None
    outcome: Outcome | None = None
    main_ground: Ground | None = None
    earlier: Earlier | None = None
    chain: tuple[Role, ...] = (Role.APPROVER,)
    signatures: tuple[Signature, ...] = ()
    delegate: UUID | None = None
    final_text: DocumentRef | None = None
    laid_on: date | None = None

    @property
    def stage(self) -> Role | None:
        """Whose signature is awaited; None when all have signed."""
        return self.chain[len(self.signatures)] if len(self.signatures) < len(self.chain) else None


class Escalated(Recorded):
    """How far a matter with this due date has climbed its ladder: the last rung that was reached."""

    matter: Matter
    subject: str = ""
    due_on: date
    working_days: int


class Given(Recorded):
    """A reply that was given and then replaced by an ordered new one."""

    outcome: Outcome
    issued_on: date
    delivered_on: date


class RemedyDate(Recorded):
    """A day by which a reconsideration body or court wants something. ``kept_on`` is null until it was done."""

    id: str
    kind: RemedyDateKind
    due_on: date
    set_on: date
    note: str | None = None
    kept_on: date | None = None


class RemedySought(Recorded):
    """A reconsideration, suit or complaint. ``result`` is null while it is pending (尚未审结).

    ``after_reconsideration``: the suit followed a reconsideration (columns of table 四 of the annual report).
    """

    id: str
    instance: Instance
    body: str
    file_number: str | None = None
    filed_on: date
    after_reconsideration: bool = False
    result: RemedyResult | None = None
    served_on: date | None = None
    order: Order | None = None
    dates: tuple[RemedyDate, ...] = ()

    @property
    def awaited(self) -> tuple[RemedyDate, ...]:
        """The days that are still to be kept; none once it is decided."""
        return tuple(day for day in self.dates if self.result is None and day.kept_on is None)
