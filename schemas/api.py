"""What the HTTP API answers with."""

from datetime import date, datetime
from uuid import UUID

from schemas.applications import Contact, IdentityKind, WantedForm, WantedRoute
from schemas.base import Recorded
from schemas.case import Case, CaseRow
from schemas.errors import Problem
from schemas.vocabulary import ApplicantKind, LetterKind, Outcome, State


class Receipt(Recorded):
    """Answer to a submission. Without a date of receipt yet (art. 31) there is no due date, only the target.

    ``status_code``: with it and the reference the applicant sees on his page where the application stands.
    """

    case_id: UUID
    reference: str
    received_on: date | None
    due_on: date | None
    provisional: bool
    version: int
    state: State
    status_code: str


class CaseSummary(CaseRow):
    """A row of a list; ``working_days_left`` until the due date, negative when it has passed."""

    registered_at: datetime
    working_days_left: int | None


class CasePage(Recorded):
    """One page of a list, newest first; ``next`` is the cursor of the following page."""

    items: tuple[CaseSummary, ...]
    next: str | None


class ApplicantView(Recorded):
    """The applicant as those see him who handle his application.

    ``identity_doubtful``: the number lacks its check character; it was taken as it was given and is to be looked at.
    """

    kind: ApplicantKind
    name: str
    identity_kind: IdentityKind
    identity_number: str
    identity_doubtful: bool = False
    contact: Contact


class KeptText(Recorded):
    """Later words of the applicant, or of a third party: what an event names by ``id``."""

    id: UUID
    kind: str
    content: str


class ThirdPartyView(Recorded):
    """A third party that was consulted."""

    party_id: UUID
    name: str
    address: str | None
    phone: str | None


class EarlierCase(Recorded):
    """Another application to compare with: how alike the two texts are (0 to 1), and how it was answered, if it was.

    Whether it is the same information is for the clerk to say (art. 36(6)).
    """

    case_id: UUID
    reference: str
    state: State
    received_on: date | None
    due_on: date | None = None
    outcome: Outcome | None
    similarity: float
    description: str
    reply_number: str | None = None
    reply_dated: date | None = None


class ApplicationView(Recorded):
    """What the applicant asked for, in his words; corrections in the order they came, then all that is kept."""

    applicant: ApplicantView
    description: str
    wanted_form: WantedForm
    wanted_route: WantedRoute
    corrections: tuple[str, ...]
    texts: tuple[KeptText, ...] = ()
    third_parties: tuple[ThirdPartyView, ...] = ()


class CaseView(Recorded):
    """One case, whole. ``earlier``: so many other applications of the same applicant there are to compare with.

    ``joined``: what the applications ask for that were joined into this case; it answers them as well.
    ``application``: null once the personal data were destroyed. ``documents``: so many were found; the case shows the
    first hundred, ``…/found`` all of them.
    """

    summary: CaseSummary
    case: Case
    application: ApplicationView | None
    earlier: int = 0
    joined: tuple[str, ...] = ()
    documents: int = 0


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
    ``stale_version`` and tells where the case stands now; ``idempotency_key`` is the key to ask again with; ``missing``
    comes with ``final_text_incomplete`` and names the mandatory contents that the text lacks.
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
    missing: tuple[str, ...] = ()


class Health(Recorded):
    """Which parts answer; a part that is away is false, and ``codes`` tells what it lacks."""

    ready: bool
    database: bool
    engine: bool
    worker: bool
    documents: bool
    codes: tuple[str, ...] = ()
