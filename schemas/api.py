"""What the HTTP API answers with."""

from datetime import date, datetime
from uuid import UUID

from schemas.applications import Contact, IdentityKind, WantedForm, WantedRoute
from schemas.base import Recorded
from schemas.case import Case, CaseRow
from schemas.errors import Problem
from schemas.vocabulary import ApplicantKind, LetterKind, State


class Receipt(Recorded):
    """Answer to a submission. Without a date of receipt yet (art. 31) there is no due date, only the target."""

    case_id: UUID
    reference: str
    received_on: date | None
    due_on: date | None
    provisional: bool
    version: int
    state: State


class CaseSummary(CaseRow):
    """A row of a list; ``working_days_left`` until the due date, negative when it has passed."""

    registered_at: datetime
    working_days_left: int | None


class CasePage(Recorded):
    """One page of a list, newest first; ``next`` is the cursor of the following page."""

    items: tuple[CaseSummary, ...]
    next: str | None


class ApplicantView(Recorded):
    """The applicant as those see him who handle his application."""

    kind: ApplicantKind
    name: str
    identity_kind: IdentityKind
    identity_number: str
    contact: Contact


class ApplicationView(Recorded):
    """What the applicant asked for, in his words; corrections in the order they came."""

    applicant: ApplicantView
    description: str
    wanted_form: WantedForm
    wanted_route: WantedRoute
    corrections: tuple[str, ...]


class CaseView(Recorded):
    """One case, whole."""

    summary: CaseSummary
    case: Case
    application: ApplicationView


class AvailableStep(Recorded):
    """A step and whether it may be taken now; if not, why."""

    step: str
    allowed: bool
    refusal: Problem | None = None


class LetterView(Recorded):
    """An issued letter and where its two forms are."""

    letter_id: UUID
    kind: LetterKind
    number: str
    dated: date
    pdf: str
    docx: str


class ProblemDocument(Recorded):
    """Every refusal, as ``application/problem+json`` (RFC 9457): Chinese title, English detail, a code to branch on.

    ``article`` names the law that forbids a step, ``field`` what was wrong in the request. ``current`` comes with
    ``stale_version`` and tells where the case stands now; ``idempotency_key`` is the key to ask again with.
    """

    type: str
    title: str
    detail: str
    status: int
    code: str
    article: str | None
    field: str | None
    idempotency_key: str | None = None
    current: CaseRow | None = None


class Health(Recorded):
    """Which parts answer; a part that is away is false."""

    ready: bool
    database: bool
    engine: bool
    worker: bool
    documents: bool
